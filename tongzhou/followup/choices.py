"""States and the tables along which they change; what a health authority lists is data instead."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RESTRICTION_KIND = "observation"
UNDO_WITHIN = timedelta(minutes=10)
# What a thermometer on a living person can show, in tenths of a degree Celsius.
LOWEST_TENTHS, HIGHEST_TENTHS = 340, 430
USUAL_TENTHS = 365


class Level(models.TextChoices):
    """How closely a person is observed."""

    MEDICAL = "medical", _("medical observation")
    MONITORING = "monitoring", _("health monitoring")
    SELF = "self", _("self-monitoring")


class ObservationState(models.TextChoices):
    """Life of an observation. "Releasable" is computed, never stored."""

    ACTIVE = "active", _("under observation")
    RELEASED = "released", _("released")
    ENDED = "ended", _("ended otherwise")
    LAPSED = "lapsed", _("lapsed without a second signature")
    CANCELLED = "cancelled", _("entered in error")


class Outcome(models.TextChoices):
    """How an observation ended."""

    COMPLETED = "completed", _("completed")
    CASE = "case", _("became a case")
    LOST = "lost", _("lost from sight")
    MOVED = "moved", _("moved away")
    DIED = "died", _("died")
    ERROR = "error", _("entered in error")
    LAPSED = "lapsed", _("lapsed")


END_STATE: Mapping[str, ObservationState] = {
    Outcome.COMPLETED: ObservationState.RELEASED,
    Outcome.CASE: ObservationState.ENDED,
    Outcome.LOST: ObservationState.ENDED,
    Outcome.MOVED: ObservationState.ENDED,
    Outcome.DIED: ObservationState.ENDED,
    Outcome.ERROR: ObservationState.CANCELLED,
    Outcome.LAPSED: ObservationState.LAPSED,
}
# What a person may record by hand; the others follow from a release, a correction, the clock.
RECORDED_OUTCOMES = (Outcome.CASE, Outcome.LOST, Outcome.MOVED, Outcome.DIED)
OBSERVATION_MOVES: Mapping[str, frozenset[str]] = {
    ObservationState.ACTIVE: frozenset(END_STATE.values()),
}


class Part(models.TextChoices):
    """Which of the day's checks."""

    MORNING = "morning", _("morning")
    EVENING = "evening", _("evening")


class CheckState(models.TextChoices):
    """What became of one follow-up."""

    NOT_PERFORMED = "not_performed", _("not performed")
    SEEN_OK = "seen_ok", _("seen, well")
    SEEN_NOT_OK = "seen_not_ok", _("seen, not well")
    MISSED = "missed", _("missed")
    NOT_ATTEMPTED = "not_attempted", _("not attempted")
    REFUSED = "refused", _("refused")


def check_word(state: str, *, is_recorded: bool) -> str:
    """The state in words; "missed" is only what the clock marked, a person was "not reached"."""
    if state == CheckState.MISSED and is_recorded:
        return str(_("not reached"))
    return str(CheckState(state).label)


SEEN = (CheckState.SEEN_OK, CheckState.SEEN_NOT_OK)
RECORDED = frozenset(CheckState.values) - {CheckState.NOT_PERFORMED}
# From "missed" only while nobody recorded it: the clock marked it, and a late call comes in.
CHECK_MOVES: Mapping[str, frozenset[str]] = {
    CheckState.NOT_PERFORMED: RECORDED,
    CheckState.MISSED: RECORDED,
}


class Way(models.TextChoices):
    """How a follow-up came about."""

    PHONE = "phone", _("by phone")
    DOOR = "door", _("at the door")
    SELF = "self", _("reported by themselves")


class Source(models.TextChoices):
    """Where the temperature was taken."""

    AXILLARY = "axillary", _("armpit")
    EAR = "ear", pgettext_lazy("thermometer", "ear")
    FOREHEAD = "forehead", _("forehead")
    ORAL = "oral", _("mouth")
    UNKNOWN = "unknown", pgettext_lazy("thermometer", "unknown")


class Cause(models.TextChoices):
    """Why an earlier content of a follow-up was replaced."""

    CORRECTED = "corrected", _("corrected")
    UNDONE = "undone", _("taken back")


class AlarmState(models.TextChoices):
    """Life of an alarm."""

    OPEN = "open", pgettext_lazy("alarm", "open")
    ACKNOWLEDGED = "acknowledged", _("seen by somebody")
    HANDLED = "handled", _("handled")
    CLOSED = "closed", pgettext_lazy("alarm", "closed")
    WITHDRAWN = "withdrawn", _("withdrawn, the entry was wrong")


ALARM_MOVES: Mapping[str, frozenset[str]] = {
    AlarmState.OPEN: frozenset({AlarmState.ACKNOWLEDGED, AlarmState.HANDLED, AlarmState.WITHDRAWN}),
    AlarmState.ACKNOWLEDGED: frozenset({AlarmState.OPEN, AlarmState.HANDLED, AlarmState.WITHDRAWN}),
    AlarmState.HANDLED: frozenset({AlarmState.OPEN, AlarmState.CLOSED}),
}
UNSETTLED_ALARMS = (AlarmState.OPEN, AlarmState.ACKNOWLEDGED, AlarmState.HANDLED)


class NeedKind(models.TextChoices):
    """What a household that stays in asks for (WHO guidance on supported quarantine, 2020-06-25)."""

    FOOD = "food", _("food")
    WATER = "water", _("water")
    MEDICINE = "medicine", _("medicine")
    RUBBISH = "rubbish", _("rubbish")
    CHILDCARE = "childcare", _("children")
    LETTER = "letter", _("letter for work")
    OTHER = "other", pgettext_lazy("need", "something else")


class NeedState(models.TextChoices):
    """Life of a need."""

    OPEN = "open", pgettext_lazy("need", "open")
    ERRAND = "errand", _("errand made")
    MET = "met", _("met")
    CANCELLED = "cancelled", pgettext_lazy("need", "no longer needed")


NEED_MOVES: Mapping[str, frozenset[str]] = {
    NeedState.OPEN: frozenset({NeedState.ERRAND, NeedState.MET, NeedState.CANCELLED}),
    NeedState.ERRAND: frozenset({NeedState.OPEN, NeedState.MET, NeedState.CANCELLED}),
}
UNMET_NEEDS = (NeedState.OPEN, NeedState.ERRAND)
