"""Words with a fixed list of values, and the one table of a request's states."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Life of a request. It ends well only when the resident says so."""

    RECEIVED = "received", pgettext_lazy("request", "received")
    REFERRED = "referred", pgettext_lazy("request", "referred to a department")
    IN_PROGRESS = "in_progress", pgettext_lazy("request", "in progress")
    ON_HOLD = "on_hold", pgettext_lazy("request", "on hold")
    READY = "ready", pgettext_lazy("request", "ready")
    OUT_FOR_DELIVERY = "out_for_delivery", pgettext_lazy("request", "on its way")
    DELIVERED = "delivered", pgettext_lazy("request", "delivered")
    CONFIRMED = "confirmed", pgettext_lazy("request", "confirmed by the resident")
    REOPENED = "reopened", pgettext_lazy("request", "reopened")
    IMPOSSIBLE = "impossible", pgettext_lazy("request", "not possible")
    DUPLICATE = "duplicate", pgettext_lazy("request", "duplicate")
    CANCELLED = "cancelled", pgettext_lazy("request", "withdrawn")


CLOSED = frozenset({State.CONFIRMED, State.IMPOSSIBLE, State.DUPLICATE, State.CANCELLED})
# Somebody of ours still has to do something; after that the resident has the word.
TO_DO = (
    State.RECEIVED, State.REFERRED, State.IN_PROGRESS, State.ON_HOLD, State.READY,
    State.OUT_FOR_DELIVERY, State.REOPENED,
)  # fmt: skip
TO_BRING = (State.READY, State.OUT_FOR_DELIVERY)
# Who took the call is told when a request comes to one of these.
SOLVED = frozenset({State.READY, State.DELIVERED, State.IMPOSSIBLE})

TONES: Mapping[str, str] = {
    State.RECEIVED: "info",
    State.REFERRED: "info",
    State.IN_PROGRESS: "info",
    State.ON_HOLD: "warning",
    State.READY: "done",
    State.OUT_FOR_DELIVERY: "info",
    State.DELIVERED: "done",
    State.CONFIRMED: "done",
    State.REOPENED: "warning",
    State.IMPOSSIBLE: "calm",
    State.DUPLICATE: "calm",
    State.CANCELLED: "calm",
}


class Part(models.TextChoices):
    """What somebody is to one request; a person can be several things to it."""

    CARRIER = "carrier", _("the committee of the household")
    TAKER = "taker", _("who took the call")
    DESK = "desk", _("the department it was referred to")
    RUNNER = "runner", _("who goes")
    RESIDENT = "resident", _("the resident")


C, T, D, N, R = Part.CARRIER, Part.TAKER, Part.DESK, Part.RUNNER, Part.RESIDENT

# From a state to another: the parts that may do it, the likeliest first. What is not here does
# not happen.
MOVES: Mapping[State, Mapping[State, frozenset[Part]]] = {
    State.RECEIVED: {
        State.IN_PROGRESS: frozenset({C, N}),
        State.REFERRED: frozenset({C}),
        State.READY: frozenset({C}),
        State.ON_HOLD: frozenset({C}),
        State.IMPOSSIBLE: frozenset({C}),
        State.DUPLICATE: frozenset({C}),
        State.CANCELLED: frozenset({C, T, R}),
    },
    State.REFERRED: {
        State.IN_PROGRESS: frozenset({C, D}),
        State.READY: frozenset({C, D}),
        State.RECEIVED: frozenset({C, D}),
        State.ON_HOLD: frozenset({C, D}),
        State.REFERRED: frozenset({C}),
        State.IMPOSSIBLE: frozenset({C, D}),
        State.DUPLICATE: frozenset({C}),
        State.CANCELLED: frozenset({C, T, R}),
    },
    State.IN_PROGRESS: {
        State.READY: frozenset({C, D}),
        State.OUT_FOR_DELIVERY: frozenset({C, N}),
        State.ON_HOLD: frozenset({C, D}),
        State.REFERRED: frozenset({C}),
        State.RECEIVED: frozenset({D}),
        State.IMPOSSIBLE: frozenset({C, D}),
        State.DUPLICATE: frozenset({C}),
        State.CANCELLED: frozenset({C, T, R}),
    },
    State.ON_HOLD: {
        State.IN_PROGRESS: frozenset({C, D}),
        State.READY: frozenset({C, D}),
        State.REFERRED: frozenset({C}),
        State.IMPOSSIBLE: frozenset({C, D}),
        State.DUPLICATE: frozenset({C}),
        State.CANCELLED: frozenset({C, T, R}),
    },
    State.READY: {
        State.OUT_FOR_DELIVERY: frozenset({C, N}),
        State.DELIVERED: frozenset({C, N}),
        State.CONFIRMED: frozenset({C, T, R}),
        State.REOPENED: frozenset({C, T, R}),
        State.CANCELLED: frozenset({C, T, R}),
    },
    State.OUT_FOR_DELIVERY: {
        State.DELIVERED: frozenset({C, N}),
        State.READY: frozenset({C, N}),
    },
    State.DELIVERED: {
        State.CONFIRMED: frozenset({C, T, R}),
        State.REOPENED: frozenset({C, T, R}),
    },
    State.CONFIRMED: {State.REOPENED: frozenset({C, T, R})},
    State.REOPENED: {
        State.IN_PROGRESS: frozenset({C, N}),
        State.REFERRED: frozenset({C}),
        State.READY: frozenset({C}),
        State.ON_HOLD: frozenset({C}),
        State.IMPOSSIBLE: frozenset({C}),
        State.DUPLICATE: frozenset({C}),
        State.CANCELLED: frozenset({C, T, R}),
    },
    State.IMPOSSIBLE: {State.REOPENED: frozenset({C, T, R})},
    State.DUPLICATE: {State.REOPENED: frozenset({C})},
    State.CANCELLED: {State.REOPENED: frozenset({C, T, R})},
}


class Category(models.TextChoices):
    """Shelves of the catalogue."""

    DAILY = "daily", _("Daily needs")
    HEALTH = "health", _("Medicine and hospital")
    PAPERS = "papers", _("Papers and certificates")
    BENEFITS = "benefits", _("Benefits and insurance")
    HOME = "home", _("Home and repairs")
    FAMILY = "family", _("Children, school, work")
    CARE = "care", _("Visits and advice")
    OTHER = "other", pgettext_lazy("category", "Other")


class Channel(models.TextChoices):
    """How a request came in."""

    PHONE = "phone", _("by phone")
    VISIT = "visit", _("at the door")
    PAGE = "page", _("on the resident's page")
    STAFF = "staff", _("noticed by staff")


class Priority(models.IntegerChoices):
    """How it is put in order; smaller is sooner."""

    URGENT = 1, _("urgent")
    NORMAL = 2, _("normal")


class Reason(models.TextChoices):
    """Why a request waits or cannot be done."""

    WAITS_RESIDENT = "waits_resident", _("waits for the resident")
    WAITS_DEPARTMENT = "waits_department", _("waits for another office")
    WAITS_GOODS = "waits_goods", _("goods are not to be had now")
    OFFICE_CLOSED = "office_closed", _("the office is closed")
    AGAINST_RULES = "against_rules", _("the rules do not allow it")
    NOT_AVAILABLE = "not_available", _("cannot be had anywhere")
    IN_PERSON = "in_person", _("the resident must come in person")
    ELSEWHERE = "elsewhere", _("another authority is responsible")
    OTHER = "other", pgettext_lazy("reason", "other reason")


HOLD_REASONS = (
    Reason.WAITS_RESIDENT, Reason.WAITS_DEPARTMENT, Reason.WAITS_GOODS, Reason.OFFICE_CLOSED,
    Reason.OTHER,
)  # fmt: skip
IMPOSSIBLE_REASONS = (
    Reason.AGAINST_RULES, Reason.NOT_AVAILABLE, Reason.IN_PERSON, Reason.ELSEWHERE, Reason.OTHER,
)  # fmt: skip


class EventKind(models.TextChoices):
    """What a line of a request's history tells."""

    STATE = "state", pgettext_lazy("history", "State")
    CONTACT = "contact", pgettext_lazy("history", "Spoke with them")
    NOTE = "note", pgettext_lazy("history", "Note")
    REFERRAL = "referral", pgettext_lazy("history", "Between committee and department")
    DOCUMENT = "document", pgettext_lazy("history", "Paper")
    STEP = "step", pgettext_lazy("history", "Step done")
    STEP_UNDONE = "step_undone", pgettext_lazy("history", "Step open again")
    ATTACHED = "attached", pgettext_lazy("history", "File attached")
    ASSIGNED = "assigned", pgettext_lazy("history", "Somebody takes it on")
    AMENDED = "amended", pgettext_lazy("history", "Details corrected")
    HANDED_ON = "handed_on", pgettext_lazy("history", "Handed on to another committee")
    ESCALATED = "escalated", pgettext_lazy("history", "Overdue: told to the supervisor")
    CALLBACK = "callback", pgettext_lazy("history", "Call-back")
    RUNNER = "runner", pgettext_lazy("history", "Errand: who goes")
    ADVANCED = "advanced", pgettext_lazy("history", "Errand: money taken along")
    SPENT = "spent", pgettext_lazy("history", "Errand: money spent")
    RETURNED = "returned", pgettext_lazy("history", "Errand: money given back")


# What a department's desk may read of a history; the rest is between committee and household.
DESK_KINDS = (
    EventKind.STATE, EventKind.REFERRAL, EventKind.DOCUMENT, EventKind.STEP, EventKind.STEP_UNDONE,
)  # fmt: skip

# What somebody reads who took the call for another committee: enough to call back.
TAKER_KINDS = (*DESK_KINDS, EventKind.HANDED_ON, EventKind.CALLBACK)


class Direction(models.TextChoices):
    """Whether a paper goes into a procedure or comes out of it."""

    NEEDED = "needed", _("needed")
    PRODUCED = "produced", _("produced")


class Where(models.TextChoices):
    """Where a paper is now."""

    WITH_RESIDENT = "resident", pgettext_lazy("paper", "with the resident")
    WITH_COMMITTEE = "committee", pgettext_lazy("paper", "with the committee")
    WITH_DEPARTMENT = "department", pgettext_lazy("paper", "with the department")
    MADE = "made", pgettext_lazy("paper", "made, to be fetched")
    DELIVERED = "delivered", pgettext_lazy("paper", "given to the resident")


class Shows(models.TextChoices):
    """What an attached file shows."""

    DOCUMENT = "document", pgettext_lazy("file", "paper")
    RECEIPT = "receipt", pgettext_lazy("file", "receipt")
    DELIVERY = "delivery", pgettext_lazy("file", "delivery at the door")


class Outcome(models.TextChoices):
    """What came of a call-back."""

    SOLVED = "solved", pgettext_lazy("call-back", "solved, says the resident")
    TOLD = "told", pgettext_lazy("call-back", "told them")
    NOT_SOLVED = "not_solved", pgettext_lazy("call-back", "not solved")
    NOT_REACHED = "not_reached", pgettext_lazy("call-back", "not reached")
    NOT_NEEDED = "not_needed", pgettext_lazy("call-back", "no longer needed")


LEADS_TO: Mapping[Outcome, State] = {
    Outcome.SOLVED: State.CONFIRMED, Outcome.NOT_SOLVED: State.REOPENED,
}  # fmt: skip
TO_CHOOSE = (Outcome.SOLVED, Outcome.TOLD, Outcome.NOT_SOLVED, Outcome.NOT_REACHED)


def outcomes_at(state: str) -> list[Outcome]:
    """What can come of a call about a request in this state: what is under way is not solved."""
    ahead = {state, *MOVES[State(state)]}
    return [outcome for outcome in TO_CHOOSE if LEADS_TO.get(outcome, state) in ahead]


class Attention(models.TextChoices):
    """Kinds of work on the list of the day."""

    REQUEST = "desk.request", _("Requests")
    REFERRED = "desk.referred", _("Referred to us")
    DELIVERY = "desk.delivery", _("To bring")
    CALLBACK = "desk.callback", _("Call back")
    ERRAND = "desk.errand", _("Errands")
    ESCALATED = "desk.escalated", _("Overdue requests")
