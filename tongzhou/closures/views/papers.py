"""Papers: a sheet for each barrier, the schedule, the orders of opening and removal."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongzhou.closures.choices import REMOVAL_ORDER, BarrierKind
from tongzhou.closures.models import Barrier
from tongzhou.closures.queries import barriers as queries
from tongzhou.closures.views.barriers import wanted_of
from tongzhou.closures.views.openings import EVERYBODY
from tongzhou.closures.views.shown import STAFF
from tongzhou.core import clock
from tongzhou.core.papers import typeset
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui.codes import qr_drawing

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@open_to(*STAFF)
def sheet(request: ActingRequest, pk: int) -> HttpResponse:
    """One page for one barrier, with the way to its page."""
    row = queries.record(request.acting, pk).barrier
    url = request.build_absolute_uri(reverse("closures:barrier", args=[pk]))
    code = qr_drawing(url)
    facts = [(label, text) for label, text in _facts(row) if text]
    data = {
        "title": f"{row.number} · {capfirst(row.get_kind_display())}", "alley": capfirst(row.label),
        "stretch": row.stretch, "committee": row.committee.label, "facts": facts, "url": url,
        "path": code.path, "side": code.side, "kind": row.kind, "phone": row.committee.phone,
        "call": _("Blocked or damaged? Call the committee."),
    }  # fmt: skip
    return _pdf("barrier", data, f"barrier-{row.number}")


def _facts(row: Barrier) -> Iterable[tuple[str, str]]:
    yield _("Width"), _width(row)
    yield _("Guards a shift"), str(row.guards) if row.guards else ""
    yield _("Key holder"), f"{row.key_holder} {row.key_phone}".strip()
    place = "" if row.longitude is None else f"{row.longitude:.6f}, {row.latitude:.6f}"
    yield _("Longitude, latitude"), place


def _width(row: Barrier) -> str:
    if row.measured_width is not None:
        return _("%(width)s m, measured") % {"width": f"{row.measured_width:g}"}
    if row.width is None:
        return ""
    words = _("%(width)s m, assumed") if row.is_width_assumed else _("%(width)s m")
    return words % {"width": f"{row.width:g}"}


@open_to(*STAFF)
def schedule(request: ActingRequest) -> HttpResponse:
    """All barriers of the list as it is filtered."""
    rows = queries.rows(request.acting, wanted_of(request))
    columns = ("number", "kind", "alley", "stretch", "width", "guards", "keys", "state", "signed")
    return _list(rows, columns, _("Barrier schedule"), "barriers")


@open_to(*STAFF)
def removal(request: ActingRequest) -> HttpResponse:
    """In which order what stands is taken down."""
    rows = queries.in_order(queries.standing(request.acting), REMOVAL_ORDER)
    columns = ("number", "kind", "alley", "stretch", "width", "keys", "tick")
    return _list(rows, columns, _("Order of removal"), "removal")


@open_to(*STAFF)
def fire_brigade(request: ActingRequest) -> HttpResponse:
    """Where an engine comes through, and who opens."""
    engines = (BarrierKind.FIRE_LANE, BarrierKind.GATE, BarrierKind.KEYED_DOOR)
    rows = queries.in_order(queries.standing(request.acting).filter(kind__in=engines))
    columns = ("number", "kind", "alley", "stretch", "width", "keys", "place")
    return _list(rows, columns, _("For the fire brigade"), "fire-brigade")


@open_to(*EVERYBODY)
def opening(request: ActingRequest, pk: int) -> HttpResponse:
    """Everything to be opened now, with the phones of the key holders."""
    row = queries.opening(request.acting, pk)
    rows = queries.of_opening(request.acting, row)
    columns = ("number", "kind", "alley", "stretch", "keys", "tick")
    title = _("Open everything now: %(reason)s") % {"reason": row.reason}
    return _list(rows, columns, title, "open-everything")


def _headings() -> Mapping[str, str]:
    return {
        "number": _("No."), "kind": _("Kind"), "alley": _("Alley"), "stretch": _("Stretch"),
        "width": _("Width"), "guards": _("Guards"), "keys": _("Key holder"), "state": _("State"),
        "signed": _("Built: name, day"), "tick": pgettext("to tick", "Done"),
        "place": _("Longitude, latitude"), "committee": _("Committee"),
    }  # fmt: skip


def _cells(row: Barrier) -> Mapping[str, str]:
    place = "" if row.longitude is None else f"{row.longitude:.5f}, {row.latitude:.5f}"
    return {
        "number": str(row.number), "kind": capfirst(row.get_kind_display()), "alley": capfirst(row.label),
        "stretch": row.stretch, "width": _width(row), "guards": str(row.guards or ""),
        "keys": f"{row.key_holder} {row.key_phone}".strip(), "signed": "", "tick": "",
        "state": str(row.get_state_display()), "place": place, "committee": row.committee.label,
    }  # fmt: skip


def _list(rows: Iterable[Barrier], columns: Iterable[str], title: str, name: str) -> HttpResponse:
    groups: dict[str, list[list[str]]] = {}
    for row in rows:
        cells = _cells(row)
        groups.setdefault(row.committee.label, []).append([cells[c] for c in columns])
    now = localtime(clock.now())
    data = {
        "title": title, "columns": [_headings()[c] for c in columns], "names": list(columns),
        "groups": [{"name": k, "rows": v} for k, v in groups.items()],
        "day": date_format(now, "DATETIME_FORMAT"), "nothing": _("Nothing."),
    }  # fmt: skip
    return _pdf("list", data, name)


def _pdf(template: str, data: Mapping[str, Any], name: str) -> HttpResponse:
    answer = HttpResponse(typeset(f"closures/{template}", data), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@open_to(*STAFF)
def schedule_csv(request: ActingRequest) -> HttpResponse:
    """The same as a table; begins with a byte order mark, or Excel takes Chinese for Latin."""
    columns = (
        "committee", "number", "kind", "alley", "stretch", "width", "guards", "keys", "state",
        "place",
    )  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_headings()[c] for c in columns])
    for row in queries.rows(request.acting, wanted_of(request)):
        cells = _cells(row)
        writer.writerow([_defused(cells[c]) for c in columns])
    headers = {"Content-Disposition": 'attachment; filename="barriers.csv"'}
    return HttpResponse(
        "\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers
    )


def _defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text
