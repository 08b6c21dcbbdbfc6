"""May somebody pass the gate now? Pure: rules, the state of the pass, trips and a moment come in.

The browser decides by the same rules: `gates/js/rules.js`, held together by a file of test vectors.
Moments are whole seconds since 1970. The street's wall clock is `offset` minutes ahead of UTC, and
clock times are minutes since midnight on it.

Refusals at a gate are neutral: a pass that was revoked, lost or replaced and a household whose
members stay at home for their health are all answered by the same NOT_BY_THIS_PASS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MINUTE, HOUR, DAY = 60, 3600, 86400
ALWAYS_OPEN = (0, 24 * 60)


class Standing(StrEnum):
    """What is known of the pass that is shown."""

    GOOD = "good"
    BLOCKED = "blocked"  # revoked, lost, replaced, or the household stays in: nobody says which
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"  # forged, damaged, of somewhere else, or none at all


class Who(StrEnum):
    """Who stands at the gate."""

    RESIDENT = "resident"
    VISITOR = "visitor"
    DELIVERY = "delivery"


class Way(StrEnum):
    """Which way they want to go."""

    OUT = "out"
    IN = "in"


class Need(StrEnum):
    """Why somebody has to go out whatever the day."""

    ILLNESS = "illness"
    EPIDEMIC_WORK = "epidemic_work"
    ESSENTIAL_JOB = "essential_job"


class Interval(StrEnum):
    """How the days between two ways out are counted."""

    DAYS = "days"  # calendar days: out on Monday, every two days, next on Wednesday
    HOURS = "hours"  # around the clock: out on Monday at 9:10, next on Wednesday at 9:10


class Visitors(StrEnum):
    """Who may come to see somebody."""

    NONE = "none"
    BY_CONSENT = "by_consent"
    OPEN = "open"


class Vehicles(StrEnum):
    """Which vehicles come in and out."""

    NONE = "none"
    RESIDENTS = "residents"
    OPEN = "open"


class Deliveries(StrEnum):
    """Where what is brought goes."""

    SHELF = "shelf"
    DOOR = "door"


class Answer(StrEnum):
    """The verdict itself: may pass, may not, or something has to be done first."""

    GO = "go"
    STOP = "stop"
    WAIT = "wait"


class Why(StrEnum):
    """The reason of a verdict."""

    WITHIN_RULES = "within_rules"
    EXEMPT = "exempt"
    COMING_HOME = "coming_home"
    COMING_HOME_LATE = "coming_home_late"
    COMING_HOME_UNSEEN = "coming_home_unseen"
    VISITOR_WELCOME = "visitor_welcome"
    LEAVING = "leaving"
    TO_THE_DOOR = "to_the_door"
    TO_THE_SHELF = "to_the_shelf"
    NOT_BY_THIS_PASS = "not_by_this_pass"
    PASS_UNKNOWN = "pass_unknown"
    PASS_EXPIRED = "pass_expired"
    PASS_NOT_YET = "pass_not_yet"
    CLOSED = "closed"
    TOO_MANY = "too_many"
    TRIP_USED = "trip_used"
    NO_VEHICLES = "no_vehicles"
    NO_VISITORS = "no_visitors"
    NO_CONSENT = "no_consent"
    MEASURE_AGAIN = "measure_again"
    FEVER = "fever"
    FEVER_VISITOR = "fever_visitor"


class Deed(StrEnum):
    """What the guard does now."""

    LET_PASS = "let_pass"
    TELL_TIME_BACK = "tell_time_back"
    LET_HOME_AND_NOTE_DOOR = "let_home_and_note_door"
    CALL_COMMITTEE = "call_committee"
    ASK_FOR_NEW_PASS = "ask_for_new_pass"
    TELL_NEXT_TIME = "tell_next_time"
    FEWER_PEOPLE = "fewer_people"
    WITHOUT_VEHICLE = "without_vehicle"
    CALL_HOST = "call_host"
    LEAVE_ON_SHELF = "leave_on_shelf"
    REST_AND_MEASURE = "rest_and_measure"
    HOME_AND_CALL_COMMITTEE = "home_and_call_committee"
    TURN_AWAY_KINDLY = "turn_away_kindly"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force. `every_days` 0: as often as people like; `most_minutes` 0: no end."""

    persons: int = 1
    every_days: int = 2
    interval: Interval = Interval.DAYS
    most_minutes: int = 120
    opens: int = 6 * 60
    closes: int = 22 * 60
    exempt: frozenset[Need] = frozenset(Need)
    visitors: Visitors = Visitors.NONE
    vehicles: Vehicles = Vehicles.RESIDENTS
    deliveries: Deliveries = Deliveries.SHELF
    fever_tenths: int = 373


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody stands at the gate. `host_agrees` None: nobody has asked the host yet."""

    at: int
    who: Who = Who.RESIDENT
    way: Way = Way.OUT
    persons: int = 1
    need: Need | None = None
    has_vehicle: bool = False
    host_agrees: bool | None = None
    tenths: int | None = None
    is_second_measure: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard reads: answer, reason, what to do, and the moments to tell."""

    answer: Answer
    why: Why
    deed: Deed
    next_at: int | None = None
    back_by: int | None = None


def decide(
    rules: Rules, standing: Standing, asked: Asked, *, went_out: Sequence[int] = (), offset: int
) -> Verdict:
    """The verdict. `went_out`: when the household's counted trips began, in any order.

    Ways out with an exempt need are not counted and must not be among them.
    """
    match asked.who:
        case Who.DELIVERY:
            return _delivery(rules, asked)
        case Who.VISITOR:
            return _visitor(rules, asked, offset)
    if asked.way == Way.IN:
        return _coming_home(rules, standing, asked, went_out)
    return _going_out(rules, standing, asked, went_out, offset)


def _going_out(
    rules: Rules, standing: Standing, asked: Asked, went_out: Sequence[int], offset: int
) -> Verdict:
    refused = _by_standing(standing) or _by_temperature(rules, asked)
    if refused:
        return refused
    if asked.need and asked.need in rules.exempt:
        return Verdict(Answer.GO, Why.EXEMPT, Deed.LET_PASS)
    return _by_rules(rules, asked, went_out, offset) or Verdict(
        Answer.GO, Why.WITHIN_RULES, Deed.TELL_TIME_BACK if rules.most_minutes else Deed.LET_PASS,
        back_by=asked.at + rules.most_minutes * MINUTE if rules.most_minutes else None,
    )  # fmt: skip


def _by_standing(standing: Standing) -> Verdict | None:
    match standing:
        case Standing.GOOD:
            return None
        case Standing.EXPIRED:
            return Verdict(Answer.STOP, Why.PASS_EXPIRED, Deed.ASK_FOR_NEW_PASS)
        case Standing.NOT_YET:
            return Verdict(Answer.STOP, Why.PASS_NOT_YET, Deed.CALL_COMMITTEE)
        case Standing.UNKNOWN:
            return Verdict(Answer.STOP, Why.PASS_UNKNOWN, Deed.CALL_COMMITTEE)
        case Standing.BLOCKED:
            return Verdict(Answer.STOP, Why.NOT_BY_THIS_PASS, Deed.CALL_COMMITTEE)


def _by_temperature(rules: Rules, asked: Asked) -> Verdict | None:
    if asked.tenths is None or asked.tenths < rules.fever_tenths:
        return None
    if not asked.is_second_measure:
        return Verdict(Answer.WAIT, Why.MEASURE_AGAIN, Deed.REST_AND_MEASURE)
    if asked.who == Who.VISITOR:
        return Verdict(Answer.STOP, Why.FEVER_VISITOR, Deed.TURN_AWAY_KINDLY)
    if asked.who == Who.DELIVERY:
        return Verdict(Answer.STOP, Why.FEVER_VISITOR, Deed.LEAVE_ON_SHELF)
    # Nobody is kept from their home.
    answer = Answer.GO if asked.way == Way.IN else Answer.STOP
    return Verdict(answer, Why.FEVER, Deed.HOME_AND_CALL_COMMITTEE)


def _by_rules(rules: Rules, asked: Asked, went_out: Sequence[int], offset: int) -> Verdict | None:
    if asked.has_vehicle and rules.vehicles == Vehicles.NONE:
        return Verdict(Answer.STOP, Why.NO_VEHICLES, Deed.WITHOUT_VEHICLE)
    if asked.persons > rules.persons:
        return Verdict(Answer.STOP, Why.TOO_MANY, Deed.FEWER_PEOPLE)
    earliest = next_trip(rules, went_out, at=asked.at, offset=offset)
    if earliest > asked.at:
        opening = opens_at(rules, asked.at, offset=offset)
        is_closed = earliest == opening
        why = Why.CLOSED if is_closed else Why.TRIP_USED
        return Verdict(Answer.STOP, why, Deed.TELL_NEXT_TIME, next_at=earliest)
    return None


def _coming_home(
    rules: Rules, standing: Standing, asked: Asked, went_out: Sequence[int]
) -> Verdict:
    """Nobody is kept from their home; a fever is told to the committee."""
    fever = _by_temperature(rules, asked)
    if fever:
        return fever
    if standing != Standing.GOOD:
        return Verdict(Answer.GO, Why.COMING_HOME_UNSEEN, Deed.LET_HOME_AND_NOTE_DOOR)
    last = max((moment for moment in went_out if moment <= asked.at), default=asked.at)
    is_late = 0 < rules.most_minutes * MINUTE < asked.at - last
    return Verdict(Answer.GO, Why.COMING_HOME_LATE if is_late else Why.COMING_HOME, Deed.LET_PASS)


def _visitor(rules: Rules, asked: Asked, offset: int) -> Verdict:
    if asked.way == Way.OUT:
        return Verdict(Answer.GO, Why.LEAVING, Deed.LET_PASS)
    if rules.visitors == Visitors.NONE:
        return Verdict(Answer.STOP, Why.NO_VISITORS, Deed.CALL_HOST)
    fever = _by_temperature(rules, asked)
    if fever:
        return fever
    opening = opens_at(rules, asked.at, offset=offset)
    if opening > asked.at:
        return Verdict(Answer.STOP, Why.CLOSED, Deed.TELL_NEXT_TIME, next_at=opening)
    if asked.has_vehicle and rules.vehicles != Vehicles.OPEN:
        return Verdict(Answer.STOP, Why.NO_VEHICLES, Deed.WITHOUT_VEHICLE)
    if rules.visitors == Visitors.BY_CONSENT and not asked.host_agrees:
        answer = Answer.WAIT if asked.host_agrees is None else Answer.STOP
        deed = Deed.CALL_HOST if asked.host_agrees is None else Deed.TURN_AWAY_KINDLY
        return Verdict(answer, Why.NO_CONSENT, deed)
    return Verdict(Answer.GO, Why.VISITOR_WELCOME, Deed.LET_PASS)


def _delivery(rules: Rules, asked: Asked) -> Verdict:
    if asked.way == Way.OUT:
        return Verdict(Answer.GO, Why.LEAVING, Deed.LET_PASS)
    if rules.deliveries == Deliveries.SHELF:
        return Verdict(Answer.STOP, Why.TO_THE_SHELF, Deed.LEAVE_ON_SHELF)
    fever = _by_temperature(rules, asked)
    if fever:
        return fever
    return Verdict(Answer.GO, Why.TO_THE_DOOR, Deed.LET_PASS)


def next_trip(rules: Rules, went_out: Sequence[int], *, at: int, offset: int) -> int:
    """The first moment, not before `at`, at which a household may go out again."""
    earliest = at
    past = [moment for moment in went_out if moment <= at]
    if past and rules.every_days:
        earliest = max(at, _after_interval(rules, max(past), offset))
    return opens_at(rules, earliest, offset=offset)


def _after_interval(rules: Rules, last: int, offset: int) -> int:
    if rules.interval == Interval.HOURS:
        return last + rules.every_days * DAY
    return _midnight(last, offset) + rules.every_days * DAY


def opens_at(rules: Rules, at: int, *, offset: int) -> int:
    """The first moment, not before `at`, at which the gate is open."""
    if (rules.opens, rules.closes) == ALWAYS_OPEN:
        return at
    midnight = _midnight(at, offset)
    opening, closing = midnight + rules.opens * MINUTE, midnight + rules.closes * MINUTE
    if at < opening:
        return opening
    return at if at < closing else opening + DAY


def _midnight(at: int, offset: int) -> int:
    """The beginning of the street's day around a moment."""
    return at - (at + offset * MINUTE) % DAY
