"""Uploading a roster, looking at what it would change, applying it."""

import io
from typing import Literal

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.jobs import progress_of
from tongzhou.core.models import JobState
from tongzhou.formats.roster_template import write_template
from tongzhou.registry import access
from tongzhou.registry.actions import imports as actions
from tongzhou.registry.actions.export import export_roster
from tongzhou.registry.choices import ImportState
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.forms import ExportForm, UploadForm
from tongzhou.registry.models import RosterImport
from tongzhou.registry.problem_sheet import problem_workbook
from tongzhou.registry.queries.imports import failure_sentence, file_name, findings
from tongzhou.registry.views.page import STAFF, form_page
from tongzhou.ui import toasts

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BUSY = {ImportState.READING, ImportState.APPLYING}


@open_to(*STAFF)
def uploads(request: ActingRequest) -> HttpResponse:
    """Rosters uploaded so far, the newest first."""
    rows = access.roster_imports(request.acting).order_by("-uploaded_at")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_export": request.acting.is_supervisor}
    return render(request, "registry/imports.html", context)


@open_to(*STAFF)
def upload(request: ActingRequest) -> HttpResponse:
    """Choose a file; it is read in the background."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        row = form.run(
            actions.upload, request.acting, file.read(), name=file.name,
            sheet=form.cleaned_data["sheet"], now=clock.now(),
        )  # fmt: skip
        if row:
            return redirect("registry:import", row.pk)
    return form_page(
        request,
        form,
        title=_("Upload a roster"),
        help=_(
            "The file is read first and shows what it would change; nothing is stored before you "
            "say so. People are recognised by their ID number, else by door, name and birth date, "
            "so the same file twice changes nothing. The file itself is erased after a day."
        ),
        back=reverse("registry:imports"),
        back_label=_("Rosters"),
        template="registry/import_upload.html",
        button=_("Read the file"),
    )


@open_to(*STAFF)
def import_page(request: ActingRequest, pk: int) -> HttpResponse:
    """One upload: its progress, what it would change, its problems, the decision, the result."""
    row = access.get_or_404(access.roster_imports(request.acting), pk=pk)
    column = request.GET.get("column", "")
    found = findings(row, column=column)
    context = {
        "upload": row,
        "file_name": file_name(row),
        "is_busy": _is_busy(row),
        "has_failed": _has_failed(row),
        "failure": failure_sentence(row),
        "found": found,
        "column": column,
        "page": Paginator(found.problems, A_PAGE).get_page(request.GET.get("page")),
        "good": row.created + row.updated,
        **_progress(row),
    }
    return render(request, "registry/import.html", context)


@open_to(*STAFF)
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """How far the reading or applying is; when it is over, the page itself comes, from its top."""
    row = access.get_or_404(access.roster_imports(request.acting), pk=pk)
    if not _is_busy(row):
        return HttpResponseClientRedirect(reverse("registry:import", args=[pk]))
    return render(request, "registry/import.html#progress", {"upload": row, **_progress(row)})


@open_to(*STAFF)
@require_POST
def import_apply(request: ActingRequest, pk: int) -> HttpResponse:
    """Store what was read; with problems only the good rows, and only when asked for."""
    only_good = "only_good" in request.POST
    actions.start_applying(request.acting, pk, only_good=only_good, now=clock.now())
    return redirect("registry:import", pk)


@open_to(*STAFF)
@require_POST
def import_discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Do not store what was read."""
    actions.set_aside(request.acting, pk, now=clock.now())
    toasts.say(request, _("Set aside. Nothing was stored and the file is erased."))
    return redirect("registry:imports")


@open_to(*STAFF)
def problems(request: ActingRequest, pk: int) -> HttpResponse:
    """The rows with problems as a workbook that can be mended and uploaded by itself."""
    row = access.get_or_404(access.roster_imports(request.acting), pk=pk)
    found = findings(row)
    return _workbook(problem_workbook(found.problems, found.written), f"problems-{pk}.xlsx")


@open_to(*STAFF)
def template(request: ActingRequest, lang: str) -> HttpResponse:
    """The empty workbook with the headings the import understands."""
    stream = io.BytesIO()
    write_template(stream, lang=_language(lang))
    return _workbook(stream.getvalue(), f"roster-{_language(lang)}.xlsx")


@open_to(Role.COMMITTEE_STAFF)
def export(request: ActingRequest) -> HttpResponse:
    """All residents of one's committee as a file: the supervisor only, with a reason."""
    form = ExportForm(request.POST or None)
    if form.is_valid():
        lang = _language(get_language() or "en")
        content = form.run(
            export_roster, request.acting, lang=lang, now=clock.now(), **form.cleaned_data
        )
        if content:
            return _workbook(content, "roster.xlsx")
    return form_page(
        request,
        form,
        title=_("Take out the list of residents"),
        help=_(
            "The file holds names, ID numbers and telephones of everybody. Whoever it is passed "
            "to can pass it on: keep it on no phone, send it to no group, delete it after use."
        ),
        back=reverse("registry:imports"),
        back_label=_("Rosters"),
        button=_("Make the file"),
    )


def _language(lang: str) -> Literal["zh", "en"]:
    return "zh" if lang.startswith("zh") else "en"


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _is_busy(row: RosterImport) -> bool:
    is_dead = row.job is not None and row.job.state == JobState.FAILED
    return row.state in BUSY and not is_dead


def _has_failed(row: RosterImport) -> bool:
    return row.state == ImportState.FAILED or (row.state in BUSY and not _is_busy(row))


def _progress(row: RosterImport) -> dict[str, int]:
    """`total` is 0 as long as nobody has counted the rows."""
    done, total = progress_of(row.job) if row.job else (0, 0)
    return {"done": done, "total": total}
