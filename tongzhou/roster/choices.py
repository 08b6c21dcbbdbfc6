"""States and the tables along which they change, and who may stand at night."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Nights are for these ages only; only the year of birth is known, so the lower end is strict.
NIGHT_FROM, NIGHT_UNTIL = 18, 60
YOUNGEST, OLDEST = 16, 90
DAYS_AHEAD = 7


WEEKDAYS = (
    (0, pgettext_lazy("weekday", "Mon")), (1, pgettext_lazy("weekday", "Tue")),
    (2, pgettext_lazy("weekday", "Wed")), (3, pgettext_lazy("weekday", "Thu")),
    (4, pgettext_lazy("weekday", "Fri")), (5, pgettext_lazy("weekday", "Sat")),
    (6, pgettext_lazy("weekday", "Sun")),
)  # fmt: skip


class Kind(models.TextChoices):
    """As what somebody comes."""

    RESIDENT = "resident", pgettext_lazy("volunteer", "resident")
    PARTY_MEMBER = "party", pgettext_lazy("volunteer", "party member")
    STAFF = "staff", pgettext_lazy("volunteer", "seconded staff")
    VETERAN = "veteran", pgettext_lazy("volunteer", "veteran")
    DIRECTOR = "director", pgettext_lazy("volunteer", "building director")
    LOW_INCOME = "low_income", pgettext_lazy("volunteer", "low-income volunteer")
    PARTNER = "partner", pgettext_lazy("volunteer", "from a partner unit")


class VolunteerState(models.TextChoices):
    """Life of a volunteer."""

    NEW = "new", pgettext_lazy("volunteer", "new, to call")
    ACTIVE = "active", pgettext_lazy("volunteer", "taking part")
    PAUSED = "paused", pgettext_lazy("volunteer", "pausing")
    LEFT = "left", pgettext_lazy("volunteer", "left")


VOLUNTEER_MOVES: Mapping[str, frozenset[str]] = {
    VolunteerState.NEW: frozenset({VolunteerState.ACTIVE, VolunteerState.LEFT}),
    VolunteerState.ACTIVE: frozenset({VolunteerState.PAUSED, VolunteerState.LEFT}),
    VolunteerState.PAUSED: frozenset({VolunteerState.ACTIVE, VolunteerState.LEFT}),
    # A press can be a mistake, and people come back.
    VolunteerState.LEFT: frozenset({VolunteerState.ACTIVE}),
}
TONES: Mapping[str, str] = {
    VolunteerState.NEW: "warning",
    VolunteerState.ACTIVE: "done",
    VolunteerState.PAUSED: "info",
    VolunteerState.LEFT: "calm",
}


class Came(models.TextChoices):
    """How somebody came onto the list."""

    LINK = "link", _("by link or QR code")
    STAFF = "staff", _("entered by the committee")


class Event(models.TextChoices):
    """What happened with a volunteer."""

    JOINED = "joined", _("Came forward by link")
    ENTERED = "entered", _("Entered by the committee")
    ACCEPTED = "accepted", _("Accepted after a call")
    UNREACHED = "unreached", _("Called, not reached")
    CHANGED = "changed", _("Details changed")
    LINKED = "linked", _("New link to the own page")
    PAUSED = "paused", _("Pausing")
    RESUMED = "resumed", _("Taking part again")
    LEFT = "left", _("Left")


class PostKind(models.TextChoices):
    """What somebody stands at or goes along with."""

    GATE = "gate", pgettext_lazy("post", "gate")
    PLACE = "place", pgettext_lazy("post", "other place")
    ROUND = "round", pgettext_lazy("post", "round")


class Limit(models.TextChoices):
    """What somebody's health does not allow; each is a column of its own."""

    NIGHT = "may_nights", _("No nights")
    COLD = "may_cold", _("Only where it is heated")
    STANDING = "may_stand", _("Not standing for long")


class RosterState(models.TextChoices):
    """Life of a roster."""

    DRAFT = "draft", pgettext_lazy("roster", "draft")
    PUBLISHED = "published", pgettext_lazy("roster", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("roster", "withdrawn")


ROSTER_MOVES: Mapping[str, frozenset[str]] = {
    RosterState.DRAFT: frozenset({RosterState.PUBLISHED, RosterState.WITHDRAWN}),
    RosterState.PUBLISHED: frozenset({RosterState.WITHDRAWN}),
    RosterState.WITHDRAWN: frozenset(),
}


class Assigned(models.TextChoices):
    """How somebody came to a duty."""

    PLANNER = "planner", pgettext_lazy("assignment", "planned")
    HAND = "hand", pgettext_lazy("assignment", "put there by hand")
    STEPPED_IN = "step_in", pgettext_lazy("assignment", "stepped in")
    REPAIR = "repair", pgettext_lazy("assignment", "moved by a repair")
    SWAP = "swap", pgettext_lazy("assignment", "swapped")
    SIGNED_UP = "sign_up", pgettext_lazy("assignment", "signed up")


class Ending(models.TextChoices):
    """How a duty ended before it was served."""

    TAKEN_OFF = "taken_off", pgettext_lazy("assignment", "taken off")
    REPLANNED = "replanned", pgettext_lazy("assignment", "planned anew")
    CALLED_OUT = "called", pgettext_lazy("assignment", "called out")
    SWAPPED = "swapped", pgettext_lazy("assignment", "swapped")
    MOVED = "moved", pgettext_lazy("assignment", "moved by a repair")
    MISSING = "missing", pgettext_lazy("assignment", "did not come")
    UNFIT = "unfit", pgettext_lazy("assignment", "sent home, unwell")


class Attended(models.TextChoices):
    """What happened with somebody on duty."""

    PRESENT = "present", pgettext_lazy("attendance", "present")
    MISSING = "missing", pgettext_lazy("attendance", "missing")
    IN = "in", pgettext_lazy("attendance", "duty begun")
    OUT = "out", pgettext_lazy("attendance", "duty ended")
    BREAK = "break", pgettext_lazy("attendance", "break")
    BACK = "back", pgettext_lazy("attendance", "back from the break")
    HANDOVER = "handover", pgettext_lazy("attendance", "handed over")
    CORRECTED = "corrected", pgettext_lazy("attendance", "time corrected")


class OnDuty(models.TextChoices):
    """Where somebody is in a duty of theirs."""

    NOT_YET = "not_yet", pgettext_lazy("on duty", "not begun")
    ON = "on", pgettext_lazy("on duty", "on duty")
    BREAK = "break", pgettext_lazy("on duty", "on a break")
    OVER = "over", pgettext_lazy("on duty", "over")


# What can be written down in which state; whoever handed over may say so after the end too.
PRESSES: Mapping[str, frozenset[str]] = {
    Attended.IN: frozenset({OnDuty.NOT_YET}),
    Attended.BREAK: frozenset({OnDuty.ON}),
    Attended.BACK: frozenset({OnDuty.BREAK}),
    Attended.OUT: frozenset({OnDuty.ON, OnDuty.BREAK}),
    Attended.HANDOVER: frozenset({OnDuty.ON, OnDuty.BREAK, OnDuty.OVER}),
}


def why_no_nights(birth_year: int | None, *, on: date) -> str:
    """Which end of the ages stands against nights ("young", "old"), or "" where none does."""
    if birth_year is None:
        return ""
    if on.year - birth_year <= NIGHT_FROM:
        return "young"
    return "old" if on.year - birth_year > NIGHT_UNTIL else ""


class Edit(models.TextChoices):
    """What was done to a roster."""

    PLANNED = "planned", pgettext_lazy("roster", "planned")
    PUT = "put", pgettext_lazy("roster", "somebody put there")
    TAKEN_OFF = "taken_off", pgettext_lazy("roster", "somebody taken off")
    MOVED = "moved", pgettext_lazy("roster", "somebody moved")
    PINNED = "pinned", pgettext_lazy("roster", "pinned")
    UNPINNED = "unpinned", pgettext_lazy("roster", "no longer pinned")
    UNDONE = "undone", pgettext_lazy("roster", "last change undone")
    PUBLISHED = "published", pgettext_lazy("roster", "published")
    CALLED_OUT = "called", pgettext_lazy("roster", "somebody called out")
    CAME_AFTER_ALL = "came_back", pgettext_lazy("roster", "somebody comes after all")
    STEPPED_IN = "step_in", pgettext_lazy("roster", "somebody stepped in")
    SWAPPED = "swapped", pgettext_lazy("roster", "two people swapped")
    REPAIRED = "repaired", pgettext_lazy("roster", "repaired")
    MISSING = "missing", pgettext_lazy("roster", "somebody did not come")
    UNFIT = "unfit", pgettext_lazy("roster", "somebody was sent home, unwell")
    CAME_LATE = "came_late", pgettext_lazy("roster", "somebody came after all")


BY_HAND = frozenset({
    Edit.PUT, Edit.TAKEN_OFF, Edit.MOVED, Edit.PINNED, Edit.UNPINNED, Edit.CALLED_OUT,
    Edit.STEPPED_IN, Edit.SWAPPED, Edit.REPAIRED,
})  # fmt: skip
# Seconds the planner may take; a roster of 600 people is proven within one percent in half of it.
PLAN_SECONDS = 60
DAYS_PLANNED, LONGEST = 7, 28


class Answer(models.TextChoices):
    """What somebody said who was asked to step in."""

    YES = "yes", pgettext_lazy("asked", "comes")
    NO = "no", pgettext_lazy("asked", "cannot")
    UNREACHED = "unreached", pgettext_lazy("asked", "not reached")


class SwapState(models.TextChoices):
    """Life of a duty that its owner would give away."""

    OPEN = "open", pgettext_lazy("swap", "offered")
    ASKED = "asked", pgettext_lazy("swap", "answered with another duty")
    DONE = "done", pgettext_lazy("swap", "done")
    KEPT = "kept", pgettext_lazy("swap", "kept")


SWAP_MOVES: Mapping[str, frozenset[str]] = {
    SwapState.OPEN: frozenset({SwapState.ASKED, SwapState.DONE, SwapState.KEPT}),
    SwapState.ASKED: frozenset({SwapState.OPEN, SwapState.DONE, SwapState.KEPT}),
    SwapState.DONE: frozenset(),
    SwapState.KEPT: frozenset(),
}


class RepairState(models.TextChoices):
    """Life of a repair that the planner works out."""

    ASKED = "asked", pgettext_lazy("repair", "being worked out")
    READY = "ready", pgettext_lazy("repair", "ready")
    ADOPTED = "adopted", pgettext_lazy("repair", "adopted")
    DROPPED = "dropped", pgettext_lazy("repair", "dropped")
    FAILED = "failed", pgettext_lazy("repair", "failed")


# Whoever calls out so shortly before leaves no time for another way than the phone.
ALARM_BEFORE = timedelta(hours=3)
# Changes within a day count twice in a repair, as in the planner's settings.
SOON = timedelta(hours=24)
REPAIR_SECONDS = 30


class Roll(models.TextChoices):
    """What the roll says of somebody who is expected."""

    WAITING = "waiting", pgettext_lazy("roll", "not yet here")
    PRESENT = "present", pgettext_lazy("roll", "present")
    UNFIT = "unfit", pgettext_lazy("roll", "sent home, unwell")
    MISSING = "missing", pgettext_lazy("roll", "missing")
    CALLED_OUT = "called", pgettext_lazy("roll", "called out")


# From 37.3 degrees on nobody stands duty, as at the gates.
FEVER = Decimal("37.3")
# The roll that counts now is the one of the next part of the day, or of one that began so lately.
ROLL_LASTS = timedelta(hours=2)
# Earlier than this before a part of the day its roll says nothing.
ROLL_OPENS = timedelta(hours=3)
