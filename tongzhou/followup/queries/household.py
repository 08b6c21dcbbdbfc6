"""What the household's own page and the household page of those who care show."""

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.core.story import StoryLine
from tongzhou.followup import access
from tongzhou.followup.choices import (
    NeedKind,
    ObservationState,
    Outcome,
    Way,
    check_word,
)
from tongzhou.followup.models import Observation
from tongzhou.registry.acting import Acting

COLUMNS = ("deed", "at", "observation_id", "what", "how", "person", "who")
TITLES = {
    "enrolled": gettext_lazy("%(person)s: home observation begins"),
    "ended": gettext_lazy("%(person)s: home observation ends, %(what)s"),
    "check": gettext_lazy("%(person)s: %(what)s"),
    "need": gettext_lazy("%(person)s needs: %(what)s"),
}
ICONS = {"enrolled": "lock", "ended": "unlock", "check": "temperature", "need": "cart"}
WORDS: dict[str, Any] = {"ended": Outcome, "need": NeedKind}


def for_own_household(acting: Acting) -> list[Observation]:
    """A household's observations that run, with their members (one query)."""
    rows = access.observations(acting).filter(state=ObservationState.ACTIVE)
    return list(rows.select_related("resident", "disease", "committee").order_by("pk"))


def story(acting: Acting, household_id: int, *, limit: int) -> list[StoryLine]:
    """What happened with the observed members of a household, newest first: one query.

    No temperature and no symptom: those stand on the record.
    """
    parts = [
        _enrolments(acting, household_id),
        _ends(acting, household_id),
        _checks(acting, household_id),
        _needs(acting, household_id),
    ]
    rows = parts[0].union(*parts[1:], all=True).order_by("-told_at")[:limit]
    return [_told(dict(zip(COLUMNS, row, strict=True))) for row in rows]


def _enrolments(acting: Acting, household_id: int) -> QuerySet:
    rows = access.observations(acting).filter(household=household_id)
    return _columns(rows, "enrolled", "enrolled_at", "pk", "resident", who="enrolled_by")


def _ends(acting: Acting, household_id: int) -> QuerySet:
    rows = access.observations(acting).filter(household=household_id, ended_at__isnull=False)
    return _columns(rows, "ended", "ended_at", "pk", "resident", what="outcome", who="ended_by")


def _checks(acting: Acting, household_id: int) -> QuerySet:
    rows = access.follow_ups(acting).filter(
        observation__household=household_id, performed_at__isnull=False
    )
    return _columns(
        rows, "check", "performed_at", "observation_id", "observation__resident",
        what="state", how="way", who="performed_by",
    )  # fmt: skip


def _needs(acting: Acting, household_id: int) -> QuerySet:
    rows = access.needs(acting).filter(observation__household=household_id)
    return _columns(
        rows, "need", "asked_at", "observation_id", "observation__resident",
        what="kind", who="asked_by",
    )  # fmt: skip


def _columns(
    rows: QuerySet, deed: str, at: str, observation: str, resident: str,
    *, what: str = "", how: str = "", who: str = "",
) -> QuerySet:  # fmt: skip
    """The same columns from every table, so that one union reads them all."""
    empty = Value("", output_field=CharField())
    named = {
        # The rows' own columns have some of these names already.
        "told_deed": Value(deed, output_field=CharField()),
        "told_at": F(at),
        "told_observation": F(observation),
        "told_what": Cast(what, CharField()) if what else empty,
        "told_how": Cast(how, CharField()) if how else empty,
        "told_person": F(f"{resident}__name"),
        "told_who": F(f"{who}__name"),
    }
    return rows.order_by().annotate(**named).values_list(*named)


def _told(row: dict[str, Any]) -> StoryLine:
    deed = row["deed"]
    what = WORDS[deed](row["what"]).label if deed in WORDS else ""
    if deed == "check":
        what = check_word(row["what"], is_recorded=True)
    by = row["who"] or (_("the household itself") if row["how"] == Way.SELF else "")
    return StoryLine(
        at=row["at"],
        icon=ICONS[deed],
        title=TITLES[deed] % {"person": row["person"] or "", "what": what},
        who=by,
        text=Way(row["how"]).label if row["how"] else "",
        url=reverse("followup:observation", args=[row["observation_id"]]),
    )
