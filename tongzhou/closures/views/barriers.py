"""Barriers: the list, one with its history, its photos, its place on the map."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from tongzhou.closures.choices import BarrierKind
from tongzhou.closures.forms.barriers import BuiltForm, KeysForm, MeasureForm, SeenForm
from tongzhou.closures.queries import barriers as queries
from tongzhou.closures.views.shown import STAFF
from tongzhou.core.forms import ActionForm
from tongzhou.privacy import files
from tongzhou.registry import access as registry
from tongzhou.registry.doors import ActingRequest, open_to

SIZE = 50
CHIPS = {
    "live": pgettext_lazy("barriers", "All in force"),
    "build": pgettext_lazy("barriers", "To be built"),
    "built": pgettext_lazy("barriers", "Standing"),
    "blocked": pgettext_lazy("barriers", "Alarms"),
    "remove": pgettext_lazy("barriers", "To be removed"),
    "removed": pgettext_lazy("barriers", "Removed"),
}


@open_to(*STAFF)
@require_GET
def listing(request: ActingRequest) -> HttpResponse:
    """Barriers of the committee (of the street), filtered and sorted."""
    acting, wanted = request.acting, wanted_of(request)
    found = queries.counts(acting, wanted)
    chips = [(key, label, found[key], key == wanted.view) for key, label in CHIPS.items()]
    committees = registry.committees(acting) if acting.committee_id is None else []
    pages = queries.Counted(queries.rows(acting, wanted), SIZE, found[wanted.view])
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "wanted": wanted, "chips": chips, "kinds": BarrierKind.choices, "committees": committees,
        "running": queries.running(acting),
    }  # fmt: skip
    return render(request, "closures/barriers.html", context)


def wanted_of(request: ActingRequest) -> queries.Wanted:
    """What the address asks for; what makes no sense is left out."""
    given = request.GET
    view, kind, committee = given.get("view", ""), given.get("kind", ""), given.get("committee", "")
    return queries.Wanted(
        view=view if view in CHIPS else "live",
        kind=kind if kind in BarrierKind.values else "",
        committee=int(committee) if committee.isdecimal() and len(committee) < 10 else None,
        text=given.get("q", "").strip()[:80], sort=given.get("sort", ""),
    )  # fmt: skip


@open_to(*STAFF)
@require_GET
def barrier(request: ActingRequest, pk: int) -> HttpResponse:
    """One barrier: where it is, what is to be done, what happened."""
    return show(request, pk)


def show(
    request: ActingRequest, pk: int, name: str = "", form: ActionForm | None = None
) -> HttpResponse:
    """The page of a barrier; `form` is one that failed, under its name."""
    found = queries.record(request.acting, pk)
    row = found.barrier
    keys = {"key_holder": row.key_holder, "key_phone": row.key_phone}
    forms = {
        "built": BuiltForm(), "seen": SeenForm(), "removed": SeenForm(auto_id="r_%s"),
        "keys": KeysForm(initial=keys), "measured": MeasureForm(auto_id="m_%s"),
    }  # fmt: skip
    if form is not None:
        forms[name] = form
    context = {"found": found, "b": row, "forms": forms, "failed": name}
    return render(request, "closures/barrier.html", context, status=422 if form else 200)


@open_to(*STAFF)
@require_GET
def photo(request: ActingRequest, pk: int) -> HttpResponse:
    """A photo of a barrier, in place."""
    row = queries.event(request.acting, pk)
    content = files.read(row.photo) if row.photo else b""
    if not row.photo or not content:
        raise Http404
    ending = "pdf" if row.photo.content_type == "application/pdf" else "jpg"
    name = f"barrier-{row.barrier.number}-{row.pk}.{ending}"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=row.photo.content_type, headers=headers)


@open_to(*STAFF)
@require_GET
def drawing(request: ActingRequest, pk: int) -> HttpResponse:
    """Where it is, for the map."""
    return JsonResponse(queries.drawn(queries.record(request.acting, pk).barrier))
