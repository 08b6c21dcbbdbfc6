"""Opening what was attached."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from tongzhou.core import clock
from tongzhou.desk.queries.record import attachment
from tongzhou.desk.views.deeds import WORKERS, log
from tongzhou.privacy import files
from tongzhou.registry.doors import ActingRequest, open_to


@open_to(*WORKERS)
@require_GET
def download(request: ActingRequest, pk: int) -> HttpResponse:
    """A photo or PDF, in place; never to be guessed as anything else."""
    row = attachment(request.acting, pk)
    content = files.read(row.file)
    if not content:
        raise Http404
    log(request, "desk.file", row.request, clock.now())
    kind = row.file.content_type
    ending = "pdf" if kind == "application/pdf" else "jpg"
    headers = {"Content-Disposition": f'inline; filename="{row.request.code}-{row.pk}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
