"""Plays requests: each fact of the history is one action of the desk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from tongzhou.core.ids import uuid7
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.events import (
    CallBack,
    Contact,
    Errand,
    Move,
    Paper,
    Referral,
    Request,
    Settlement,
    Step,
    Ticked,
)
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.turns import Turn
from tongzhou.desk import access, actions
from tongzhou.desk.choices import Direction, Priority
from tongzhou.desk.models import Callback, Service, ServiceRequest
from tongzhou.registry.models import Resident

FEN = 100
Find = Callable[[], ServiceRequest]


@dataclass(slots=True)
class DeskPlayer:
    """Takes the calls of the history and goes on with them; keeps the rows by their keys."""

    rows: Rows
    crew: Crew
    _requests: dict[str, ServiceRequest] = field(default_factory=dict)
    _services: dict[str, Service] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._services = {service.key: service for service in Service.objects.all()}

    def turns(self, requests: Sequence[Request]) -> Iterator[Turn]:
        """Yield the calls and all that follows from them."""
        subjects = [self.rows.resident_id(request.subject) for request in requests]
        people = Resident.objects.select_related("household__committee").in_bulk(subjects)
        for request, subject in zip(requests, subjects, strict=True):
            yield Turn(request.at, partial(self._take, request, people[subject]))
            yield from self.goes_on(partial(self._requests.__getitem__, request.key), request.steps)

    def goes_on(self, find: Find, steps: Iterable[Step]) -> Iterator[Turn]:
        """Yield the steps of a request that will exist by then."""
        for step in steps:
            yield Turn(step.at, partial(self._plays[type(step)], self, find, step))

    def _take(self, request: Request, resident: Resident) -> None:
        self._requests[request.key] = actions.take_call(
            self.crew.actings[request.by],
            service=self._services[request.service],
            details=request.text,
            household=resident.household,
            resident=resident,
            caller_name=request.caller,
            caller_phone=request.phone,
            priority=Priority.URGENT if request.is_urgent else Priority.NORMAL,
            items=[actions.ErrandItem(thing.name, thing.quantity) for thing in request.things],
            client_id=uuid7(),
            now=request.at,
        )

    def _contact(self, find: Find, step: Contact) -> None:
        acting = self.crew.actings[step.by]
        actions.log_contact(acting, find(), way=step.way, note=step.note, now=step.at)

    def _refer(self, find: Find, step: Referral) -> None:
        department = self.rows.departments[step.department]
        acting = self.crew.actings[step.by]
        actions.refer(acting, find(), department=department, note=step.note, now=step.at)

    def _move(self, find: Find, step: Move) -> None:
        deed, told = self._deed(step)
        deed(self.crew.actings[step.by], find(), now=step.at, **told)

    def _deed(self, step: Move) -> tuple[Callable[..., Any], dict[str, Any]]:
        note = {"note": step.note}
        deeds: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
            "in_progress": (actions.start_work, note),
            "ready": (actions.mark_ready, {"outcome": step.note}),
            "out_for_delivery": (actions.send_out, {}),
            "delivered": (actions.deliver, note),
            "on_hold": (actions.hold, {"reason": step.reason, **note}),
            "impossible": (actions.decline, {"reason": step.reason, **note}),
            "cancelled": (actions.withdraw, note),
            "duplicate": (actions.mark_duplicate, {"of": self._requests.get(step.duplicate_of)}),
        }
        return deeds[step.state]

    def _call_back(self, find: Find, step: CallBack) -> None:
        acting = self.crew.actings[step.by]
        call = Callback.objects.get(request=find(), done_at__isnull=True)
        actions.complete_callback(acting, call, outcome=step.outcome, note=step.note, now=step.at)

    def _tick(self, find: Find, step: Ticked) -> None:
        acting = self.crew.actings[step.by]
        steps = list(access.steps(acting).filter(request=find()).select_related("request"))
        for one in steps[: len(steps) - step.left]:
            if one.done_at is None:
                actions.tick_step(acting, one, is_done=True, now=step.at)

    def _paper(self, find: Find, step: Paper) -> None:
        acting, row = self.crew.actings[step.by], find()
        if step.name:
            actions.add_document(
                acting,
                row,
                name=step.name,
                direction=Direction.PRODUCED,
                where=step.where,
                now=step.at,
            )
            return
        for document in access.documents(acting).filter(request=row).select_related("request"):
            actions.move_document(acting, document, where=step.where, now=step.at)

    def _set_out(self, find: Find, step: Errand) -> None:
        acting, row = self.crew.actings[step.by], find()
        actions.send_runner(acting, row, runner=self.crew.users[step.runner], now=step.at)
        if step.advanced:
            actions.advance_money(acting, row, fen=step.advanced * FEN, now=step.at)

    def _settle(self, find: Find, step: Settlement) -> None:
        acting, row = self.crew.actings[step.by], find()
        for line in access.lines(acting).filter(errand__request=row):
            actions.tick_line(acting, line, is_got=True, now=step.at)
        actions.record_spending(acting, row, fen=step.spent * FEN, note=step.note, now=step.at)
        if step.returned:
            actions.return_change(acting, row, fen=step.returned * FEN, now=step.at)

    _plays: ClassVar[dict[type, Callable[..., None]]] = {
        Contact: _contact,
        Referral: _refer,
        Move: _move,
        CallBack: _call_back,
        Ticked: _tick,
        Paper: _paper,
        Errand: _set_out,
        Settlement: _settle,
    }
