"""The deeds offered on a record: which form, where it goes, whom it is for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from tongzhou.accounts.choices import Role
from tongzhou.core.work import Text
from tongzhou.followup import forms
from tongzhou.followup.choices import Part
from tongzhou.followup.queries.record import Record, SeenCheck
from tongzhou.followup.views.shown import CARERS, STAFF
from tongzhou.registry.acting import Acting
from tongzhou.ui.charts import Point

FormClass = Callable[..., BaseForm]
PART_MARKS: Mapping[str, Text] = {Part.MORNING: _("am"), Part.EVENING: _("pm")}


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed on an observation that needs words."""

    name: str
    title: Text
    button: Text
    icon: str
    form: FormClass
    roles: tuple[str, ...] = CARERS
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A deed with its form, closed unless it failed."""

    deed: Deed
    form: BaseForm
    url: str
    is_open: bool


DEEDS = (
    Deed("need", _("The household needs something"), _("Note the need"), "cart", forms.NeedForm),
    Deed("alarm", _("Call the health desk"), _("Raise the alarm"), "alarm", forms.AlarmForm),
    Deed("extend", _("Stay longer"), _("Extend"), "calendar", forms.ExtendForm),
    Deed("outcome", _("It ended otherwise"), _("End the observation"), "close", forms.OutcomeForm, is_grave=True),
    Deed("cancel", _("Entered in error"), _("Cancel the observation"), "trash", forms.CancelForm, STAFF, is_grave=True),
)  # fmt: skip


def panels(acting: Acting, found: Record, bound: Mapping[str, BaseForm]) -> list[Panel]:
    """The deeds this person may do on this observation."""
    if not found.observation.is_active:
        return []
    initial = {"version": found.observation.version}
    return [
        Panel(
            deed=deed,
            form=bound.get(deed.name)
            or deed.form(initial=initial, prefix=None, auto_id=f"{deed.name}_%s"),
            url=reverse(f"followup:{deed.name}", args=[found.observation.pk]),
            is_open=deed.name in bound,
        )
        for deed in DEEDS
        if acting.role in deed.roles
    ]


def may_sign(acting: Acting, found: Record) -> bool:
    """Whether this person's signature under the release is still missing."""
    side = {Role.COMMITTEE_STAFF: "cadre", Role.HEALTH_WORKER: "medic"}.get(Role(acting.role))
    if side is None:
        return False
    release = found.release
    signed = {release.cadre_id, release.medic_id} if release else set()
    return acting.user_id not in signed and not getattr(release, f"{side}_id", None)


def curve(found: Record) -> dict[str, Any]:
    """The temperatures as the line chart wants them, with the sentence that says what to see."""
    seen = found.seen
    if not seen:
        return {"chart": []}
    highest = max(c.findings.tenths or 0 for c in seen)
    days = len({c.check.day for c in seen})
    sentence = ngettext(
        "Highest %(highest)s °C on %(days)d day.", "Highest %(highest)s °C in %(days)d days.", days
    )
    return {
        "chart": [Point(_short(c), c.findings.celsius) for c in seen],
        "sentence": sentence % {"highest": highest / 10, "days": days},
        "limit": found.alarm_tenths / 10,
        "unit": " °C",
        "head": _("Temperature"),
    }


def _short(seen: SeenCheck) -> str:
    day = date_format(seen.check.day, pgettext("date format, chart", "j M"))
    return f"{day} {PART_MARKS[seen.check.part]}"
