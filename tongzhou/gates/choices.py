"""States and the tables along which they change."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.formats import gate_rules

RESTRICTION_KIND = "pass"
ISSUE_JOB = "gates.passes.issue"
# A key signs for a week; the next one is there two days before, so that phones learn it in time.
SIGNS_FOR = timedelta(days=7)
NEXT_KEY_BEFORE = timedelta(days=2)
# From here on a temperature is a fever (tenths of a degree), whatever a committee measures again.
FEVER = 373
# A phone's time that may be off by more seconds is doubtful.
DOUBTFUL = 300
# What the app writes where somebody whom it let through did not go after all.
TAKEN_BACK = "did_not_go"


class PassState(models.TextChoices):
    """Life of a pass."""

    ACTIVE = "active", pgettext_lazy("pass", "in use")
    LOST = "lost", pgettext_lazy("pass", "lost")
    REVOKED = "revoked", pgettext_lazy("pass", "revoked")
    REPLACED = "replaced", pgettext_lazy("pass", "replaced")
    EXPIRED = "expired", pgettext_lazy("pass", "expired")


PASS_MOVES: Mapping[str, frozenset[str]] = {
    PassState.ACTIVE: frozenset(
        {PassState.LOST, PassState.REVOKED, PassState.REPLACED, PassState.EXPIRED}
    ),
    # A revocation that nobody co-signed lapses, and one can be lifted.
    PassState.REVOKED: frozenset({PassState.ACTIVE, PassState.EXPIRED}),
}
# Of these a household has at most one.
CURRENT = (PassState.ACTIVE, PassState.REVOKED)
TONES: Mapping[str, str] = {
    PassState.ACTIVE: "calm",
    PassState.LOST: "warning",
    PassState.REVOKED: "alarm",
    PassState.REPLACED: "info",
    PassState.EXPIRED: "info",
}


class Ground(models.TextChoices):
    """Why a pass is revoked. Misuse binds people and needs a second signature."""

    MISUSE = "misuse", _("misuse: lent, copied, sold")
    MOVED = "moved", _("the household has moved away")
    RETURNED = "returned", _("handed back")


class Event(models.TextChoices):
    """What happened to a pass."""

    ISSUED = "issued", _("Pass issued")
    LOST = "lost", _("Pass reported lost")
    REPLACED = "replaced", _("Pass replaced by a new one")
    REVOKED = "revoked", _("Pass revoked")
    CONFIRMED = "confirmed", _("Revocation of the pass confirmed")
    RESTORED = "restored", _("Pass in use again")
    EXPIRED = "expired", _("Pass expired")
    PRINTED = "printed", _("Pass printed")


class Interval(models.TextChoices):
    """How the days between two ways out are counted."""

    DAYS = gate_rules.Interval.DAYS.value, _("by calendar days")
    HOURS = gate_rules.Interval.HOURS.value, _("around the clock, from the minute of going out")


class Visitors(models.TextChoices):
    """Who may come to see somebody."""

    NONE = gate_rules.Visitors.NONE.value, _("no visitors")
    BY_CONSENT = gate_rules.Visitors.BY_CONSENT.value, _("when the host agrees")
    OPEN = gate_rules.Visitors.OPEN.value, _("all visitors")


class Vehicles(models.TextChoices):
    """Which vehicles pass."""

    NONE = gate_rules.Vehicles.NONE.value, _("no vehicles")
    RESIDENTS = gate_rules.Vehicles.RESIDENTS.value, _("residents' vehicles only")
    OPEN = gate_rules.Vehicles.OPEN.value, _("all vehicles")


class Deliveries(models.TextChoices):
    """Where what is brought goes."""

    SHELF = gate_rules.Deliveries.SHELF.value, _("to a shelf at the gate")
    DOOR = gate_rules.Deliveries.DOOR.value, _("to the door")


class Exempt(models.TextChoices):
    """For what people may go out whatever the day."""

    ILLNESS = gate_rules.Need.ILLNESS.value, _("illness, or a birth")
    EPIDEMIC_WORK = gate_rules.Need.EPIDEMIC_WORK.value, _("work against the epidemic")
    ESSENTIAL_JOB = gate_rules.Need.ESSENTIAL_JOB.value, _("a job the city cannot do without")


class CrossingHow(models.TextChoices):
    """How somebody was known at the gate."""

    SCAN = "scan", pgettext_lazy("crossing", "pass scanned")
    CODE = "code", pgettext_lazy("crossing", "code typed")
    HAND = "hand", pgettext_lazy("crossing", "without a pass")
    VISITOR = "visitor", pgettext_lazy("crossing", "visitor")
    KEPT = "kept", pgettext_lazy("crossing", "kept back for a fever, did not go")


# How a crossing can have come about; who was kept back did not go through.
HOW_CROSSED = (CrossingHow.SCAN, CrossingHow.CODE, CrossingHow.HAND)


class Outcome(models.TextChoices):
    """What the phone said when somebody went through: `verdict` of a crossing."""

    GO = "go", pgettext_lazy("crossing", "by the rules")
    WAIT = "wait", pgettext_lazy("crossing", "after asking")
    STOP = "stop", pgettext_lazy("crossing", "against the rules")
    STALE = "stale", pgettext_lazy("crossing", "by hand, with rules too old to judge by")


class NoteKind(models.TextChoices):
    """What else a gate writes down."""

    COUNT = "count", pgettext_lazy("gate note", "people counted")
    HANDOVER = "handover", pgettext_lazy("gate note", "handed over")
    DOOR = "door", pgettext_lazy("gate note", "door noted")


class FindingKind(models.TextChoices):
    """What does not fit together in what gates recorded."""

    TRIPS = "trips", _("Two ways out with one household’s pass")
    DOOR = "door", _("Somebody was let home without a good pass")
    CLOCK = "clock", _("A phone’s clock was wrong")
    GAP = "gap", _("Records of a phone are missing")


class FindingState(models.TextChoices):
    """What became of it."""

    OPEN = "open", pgettext_lazy("gate finding", "to look at")
    ASIDE = "aside", pgettext_lazy("gate finding", "set aside")
    SETTLED = "settled", pgettext_lazy("gate finding", "settled")


FINDING_MOVES: Mapping[str, frozenset[str]] = {
    FindingState.OPEN: frozenset({FindingState.ASIDE, FindingState.SETTLED}),
    # More of the same may come, and a press can be a mistake.
    FindingState.ASIDE: frozenset({FindingState.OPEN, FindingState.SETTLED}),
    FindingState.SETTLED: frozenset({FindingState.OPEN}),
}
