"""What the map's script asks for, and the files of a plan."""

import gzip

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse

from tongzhou.closures import access
from tongzhou.closures.queries import barriers, checking, maps, plans
from tongzhou.closures.views.shown import STAFF
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to

GEOJSON = "application/geo+json"


@open_to(*STAFF)
def map_drawing(request: ActingRequest, pk: int) -> HttpResponse:
    """Streets, walls, water and buildings; compressed as they lie where the browser can read it."""
    content = maps.drawing(get_or_404(access.maps(request.acting), pk=pk))
    if not content:
        raise Http404
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(gzip.decompress(content), content_type=GEOJSON)
    return HttpResponse(content, content_type=GEOJSON, headers={"Content-Encoding": "gzip"})


@open_to(*STAFF)
def plan_drawing(request: ActingRequest, pk: int) -> HttpResponse:
    """Barriers, cells, area and wishes of a plan."""
    return JsonResponse(plans.drawn(plans.plan(request.acting, pk)))


@open_to(*STAFF)
def map_standing(request: ActingRequest, pk: int) -> HttpResponse:
    """The barriers that stand on a map, each with the address of its page."""
    found = barriers.drawn_on(request.acting, get_or_404(access.maps(request.acting), pk=pk))
    for feature in found["features"]:
        given = feature["properties"]
        given["href"] = reverse("closures:barrier", args=[given.pop("barrier")])
    return JsonResponse(found)


@open_to(*STAFF)
def plan_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The plan as others read it."""
    return _file(request, pk, "plan", "geojson")


@open_to(*STAFF)
def certificate(request: ActingRequest, pk: int) -> HttpResponse:
    """The proof of the plan."""
    return _file(request, pk, "certificate", "json")


@open_to(*STAFF)
def check_files(request: ActingRequest, pk: int) -> HttpResponse:
    """Everything that checking the plan takes but the streets."""
    content = checking.archive(plans.plan(request.acting, pk))
    headers = {"Content-Disposition": f'attachment; filename="closure-{pk}.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _file(request: ActingRequest, pk: int, part: str, ending: str) -> HttpResponse:
    content = checking.exported(plans.plan(request.acting, pk))[part]
    headers = {"Content-Disposition": f'attachment; filename="closure-{pk}-{part}.{ending}"'}
    return JsonResponse(
        content, content_type=GEOJSON, headers=headers, json_dumps_params={"ensure_ascii": False}
    )
