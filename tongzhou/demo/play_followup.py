"""Plays home observation: enrolments, signatures, checks, alarms, needs, releases."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from tongzhou.core.ids import uuid7
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.data import read
from tongzhou.demo.events import Alarm, Case, Check, Extension, Need, Observation, Release
from tongzhou.demo.play_desk import DeskPlayer
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.turns import Turn
from tongzhou.desk.models import ServiceRequest
from tongzhou.followup import access, actions
from tongzhou.followup.choices import UNSETTLED_ALARMS, Outcome
from tongzhou.registry.acting import Acting
from tongzhou.workflows.actions.needs import request_for_need


@dataclass(slots=True)
class FollowupPlayer:
    """Enrols the people of the history and looks after them; keeps ids by their keys."""

    rows: Rows
    crew: Crew
    desk: DeskPlayer
    _ids: dict[str, int] = field(default_factory=dict)
    _slots: dict[str, dict[tuple[date, str], int]] = field(default_factory=dict)
    _needed: dict[int, ServiceRequest] = field(default_factory=dict)

    def turns(self, observations: Iterable[Observation]) -> Iterator[Turn]:
        """Yield everything that happens to the people at home."""
        visits: dict[tuple[int, datetime], list[tuple[str, Check]]] = defaultdict(list)
        for observation in observations:
            yield from self._person_turns(observation)
            for check in observation.checks:
                visit = visits[observation.who.household, check.at]
                visit.append((observation.key, check))
        for (household, at), found in visits.items():
            yield Turn(at, partial(self._visit, self.rows.added[household].household_id, found))
            for key, check in found:
                yield from self._after_check(key, check)

    def _person_turns(self, observation: Observation) -> Iterator[Turn]:
        key, extension, ending = observation.key, observation.extension, observation.ending
        yield Turn(observation.at, partial(self._enrol, observation))
        if observation.signed_at:
            yield Turn(observation.signed_at, partial(self._confirm, observation))
        if extension:
            yield Turn(extension.at, partial(self._extend, key, extension))
        if isinstance(ending, Case):
            yield Turn(ending.at, partial(self._case, key, ending))
        elif ending:
            yield from self._release_turns(key, ending)

    def _after_check(self, key: str, check: Check) -> Iterator[Turn]:
        need, alarm = check.need, check.alarm
        if need and need.at:
            yield Turn(need.at, partial(self._ask_desk, key, need, need.at))
            yield from self.desk.goes_on(lambda: self._needed[id(need)], need.steps)
        if alarm:
            yield Turn(alarm.at, partial(self._answer, key, alarm))
            if alarm.closed_at:
                yield Turn(alarm.closed_at, partial(self._close, key, alarm, alarm.closed_at))

    def _release_turns(self, key: str, release: Release) -> Iterator[Turn]:
        yield Turn(release.at, partial(self._sign, key, release.by, release.at))
        if release.signed_at:
            signature = partial(self._sign, key, release.signed_by, release.signed_at)
            yield Turn(release.signed_at, signature)

    def _sign(self, key: str, by: str, at: datetime) -> None:
        actions.sign_release(self.crew.actings[by], self._ids[key], now=at)

    def _enrol(self, observation: Observation) -> None:
        given = actions.Enrolment(
            resident_id=self.rows.resident_id(observation.who),
            reason=observation.reason,
            last_exposure_on=observation.last_exposure_on,
            evidence=observation.reason_note,
            legal_basis=read("observations")["legal_basis"]["text"][0],
        )
        row = actions.enrol(self.crew.actings[observation.by], given, now=observation.at)
        self._ids[observation.key] = row.pk
        self._read_slots(observation.key)

    def _read_slots(self, key: str) -> None:
        """Learn which checks are planned, once and not before each of them."""
        planned = access.follow_ups(Acting.system()).filter(observation=self._ids[key])
        rows = planned.values_list("day", "part", "pk")
        self._slots[key] = {(day, part): pk for day, part, pk in rows}

    def _confirm(self, observation: Observation) -> None:
        acting = self.crew.actings[observation.signed_by]
        at = observation.signed_at or observation.at
        actions.sign_second(acting, self._ids[observation.key], now=at)

    def _visit(self, household_id: int, found: Sequence[tuple[str, Check]]) -> None:
        """Record what was found behind one door; who reports by link acts for themselves."""
        _, first = found[0]
        acting = self.crew.actings[first.by]
        if first.way == "self":
            acting = Acting.household(household_id)
        checks = [_recorded(self._slots[key][check.on, check.slot], check) for key, check in found]
        actions.perform_many(acting, checks, now=first.at)

    def _ask_desk(self, key: str, need: Need, at: datetime) -> None:
        acting = self.crew.actings[need.by]
        needs = access.needs(acting).filter(observation=self._ids[key], kind=need.kind)
        newest = needs.order_by("-asked_at").values_list("pk", flat=True)[0]
        self._needed[id(need)] = request_for_need(acting, newest, now=at)

    def _answer(self, key: str, alarm: Alarm) -> None:
        acting = self.crew.actings[alarm.by]
        pk = self._standing(acting, key)
        actions.acknowledge_alarm(acting, pk, now=alarm.at)
        actions.handle_alarm(acting, pk, deed=alarm.note, now=alarm.at)

    def _close(self, key: str, alarm: Alarm, at: datetime) -> None:
        acting = self.crew.actings[alarm.by]
        actions.close_alarm(acting, self._standing(acting, key), now=at)

    def _standing(self, acting: Acting, key: str) -> int:
        alarms = access.alarms(acting).filter(state__in=UNSETTLED_ALARMS)
        return alarms.get(observation=self._ids[key]).pk

    def _extend(self, key: str, extension: Extension) -> None:
        actions.extend(
            self.crew.actings[extension.by],
            self._ids[key],
            days=extension.days,
            reason=extension.reason,
            now=extension.at,
        )
        self._read_slots(key)

    def _case(self, key: str, case: Case) -> None:
        actions.record_outcome(
            self.crew.actings[case.by],
            self._ids[key],
            outcome=Outcome.CASE,
            note=case.note,
            now=case.at,
        )


def _recorded(follow_up_id: int, check: Check) -> actions.Check:
    return actions.Check(
        follow_up_id=follow_up_id,
        state=check.state,
        client_id=uuid7(),
        tenths=check.tenths,
        source=check.source,
        symptoms=check.symptoms,
        note=check.note,
        way=check.way,
        needs=[check.need.kind] if check.need else [],
        need_text=check.need.text if check.need else "",
    )
