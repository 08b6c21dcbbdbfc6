"""Everything that can be done to a request, in the order it is offered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.core.work import Text
from tongzhou.desk import actions
from tongzhou.desk.choices import CLOSED, MOVES, Part, State
from tongzhou.desk.forms import deeds as forms
from tongzhou.desk.forms.intake import AmendForm, IdentifyForm
from tongzhou.desk.models import ServiceRequest

CARRIER = frozenset({Part.CARRIER})
DESKS = frozenset({Part.DESK})
SPEAKERS = CARRIER | {Part.TAKER}
WORKERS = CARRIER | {Part.DESK}
GOERS = CARRIER | {Part.RUNNER}
EVERYBODY = frozenset(Part)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do: its words, its form, its action, and whose it is.

    `said` is the answer once it is done. With `to` the table of states decides who may and when; else `parts`, while the request is
    open. `is_errand` deeds exist only where something is to be fetched.
    """

    key: str
    label: Text
    icon: str
    form: type[forms.DeedForm]
    action: Callable[..., Any]
    to: State | None = None
    starts_at: frozenset[State] = frozenset(State)
    parts: frozenset[Part] = EVERYBODY
    said: Text = ""
    is_errand: bool = False
    is_always: bool = False
    is_for_strangers: bool = False

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in before."""
        return self.form is not forms.PlainForm

    def is_for(self, row: ServiceRequest, parts: frozenset[Part]) -> bool:
        """Whether somebody with these parts can do it to a request as it is."""
        state = State(row.state)
        if row.is_erased or state not in self.starts_at:
            return False
        if self.is_errand and getattr(row, "errand", None) is None:
            return False
        if self.is_for_strangers and row.household_id is not None:
            return False
        if self.to is not None:
            return bool(parts & self.parts & MOVES[state].get(self.to, frozenset()))
        return bool(parts & self.parts) and (self.is_always or state not in CLOSED)


ON_THE_WAY = frozenset({State.OUT_FOR_DELIVERY})

MOVING: Sequence[Deed] = (
    Deed("start", _("Start work"), "check", forms.PlainForm, actions.start_work,
         to=State.IN_PROGRESS, parts=WORKERS,
         said=_("You have it in hand now.")),
    Deed("refer", _("Refer"), "handover", forms.ReferForm, actions.refer, to=State.REFERRED,
         said=_("Passed to the department. You see here how it goes on.")),
    Deed("ready", _("Done, ready"), "done", forms.ReadyForm, actions.mark_ready, to=State.READY,
         starts_at=frozenset(State) - ON_THE_WAY,
         said=_("Good, it is ready. Whoever took the call is asked to call back.")),
    Deed("bring", _("I bring it"), "door", forms.PlainForm, actions.send_out,
         to=State.OUT_FOR_DELIVERY,
         said=_("You are on the way with it.")),
    Deed("send_out", _("Somebody else brings it"), "people", forms.SendOutForm, actions.send_out,
         to=State.OUT_FOR_DELIVERY, parts=CARRIER,
         said=_("They find it among their deliveries.")),
    Deed("deliver", _("Delivered"), "check", forms.DeliverForm, actions.deliver,
         to=State.DELIVERED,
         said=_("It has arrived. The resident has the word now.")),
    Deed("bring_back", _("Nobody at home"), "undo", forms.NoteOnlyForm, actions.bring_back,
         to=State.READY, starts_at=ON_THE_WAY,
         said=_("It lies ready for another try.")),
    Deed("confirm", _("The resident confirms"), "done", forms.PlainForm, actions.confirm,
         to=State.CONFIRMED,
         said=_("Closed: the resident says it is solved.")),
    Deed("hold", _("Put on hold"), "clock", forms.HoldForm, actions.hold, to=State.ON_HOLD,
         said=_("It waits, and it is not forgotten.")),
    Deed("send_back", _("Send back"), "undo", forms.SendBackForm, actions.send_back,
         to=State.RECEIVED, parts=DESKS,
         said=_("It is back with the committee.")),
    Deed("take_back", _("Take it back to us"), "undo", forms.SendBackForm, actions.send_back,
         to=State.RECEIVED, parts=CARRIER,
         said=_("It is back with you.")),
    Deed("reopen", _("Reopen"), "refresh", forms.NoteForm, actions.reopen, to=State.REOPENED,
         said=_("It is open again.")),
    Deed("decline", _("Not possible"), "close", forms.DeclineForm, actions.decline,
         to=State.IMPOSSIBLE,
         said=_("Noted. Please tell the resident why.")),
    Deed("duplicate", _("Duplicate"), "copy", forms.DuplicateForm, actions.mark_duplicate,
         to=State.DUPLICATE,
         said=_("It goes on under the first code.")),
    Deed("withdraw", _("Withdrawn by the resident"), "trash", forms.NoteForm, actions.withdraw,
         to=State.CANCELLED,
         said=_("Withdrawn, as the resident wished.")),
)  # fmt: skip
BESIDE: Sequence[Deed] = (
    Deed("contact", _("Spoke with them"), "phone", forms.ContactForm, actions.log_contact,
         parts=SPEAKERS | GOERS, is_always=True,
         said=_("What was said is written down.")),
    Deed("note", pgettext_lazy("deed", "Note"), "note", forms.NewNoteForm, actions.add_note,
         is_always=True,
         said=_("The note is written down.")),
    Deed("call", _("Call back later"), "clock", forms.CallForm, actions.schedule_callback,
         parts=SPEAKERS, is_always=True,
         said=_("We will remind you to call.")),
    Deed("assign", _("Give to a colleague"), "person", forms.AssignForm, actions.assign,
         parts=CARRIER,
         said=_("Your colleague has it now.")),
    Deed("hand_on", _("Hand on to another committee"), "building", forms.HandOnForm,
         actions.hand_on, parts=CARRIER, is_for_strangers=True,
         said=_("The other committee has it now.")),
    Deed("amend", _("Correct the details"), "edit", AmendForm, actions.amend, parts=SPEAKERS,
         said=_("The details are corrected.")),
    Deed("identify", _("Say who it is about"), "search", IdentifyForm, actions.identify,
         parts=CARRIER, is_for_strangers=True,
         said=_("Now it is clear whose request it is.")),
    Deed("paper", _("Add a paper"), "document", forms.PaperForm, actions.add_document,
         parts=WORKERS,
         said=_("The paper is on the list.")),
    Deed("attach", _("Attach a photo or PDF"), "camera", forms.AttachForm, actions.attach,
         parts=WORKERS,
         said=_("The file is attached.")),
    Deed("set_out", _("Who goes"), "cart", forms.RunnerForm, actions.send_runner, parts=CARRIER,
         is_errand=True,
         said=_("It is settled who goes.")),
    Deed("advance", _("Money taken along"), "plus", forms.MoneyForm, actions.advance_money,
         parts=GOERS, is_errand=True,
         said=_("The money taken along is written down.")),
    Deed("spend", _("What it cost"), "note", forms.SpendingForm, actions.record_spending,
         parts=GOERS, is_errand=True,
         said=_("What it cost is written down.")),
    Deed("return", _("Change given back"), "undo", forms.MoneyForm, actions.return_change,
         parts=GOERS, is_errand=True,
         said=_("The change is written down.")),
)  # fmt: skip
WITH_DEPARTMENT = frozenset({State.REFERRED, State.IN_PROGRESS})
AT_THE_DOOR = (State.OUT_FOR_DELIVERY, State.DELIVERED)
BY_KEY = {deed.key: deed for deed in (*MOVING, *BESIDE)}
# Deeds that make sense in one press, from a card of the work list.
AT_ONCE = frozenset({"start", "bring", "deliver", "set_out"})
MONEY = frozenset({"advance", "spend", "return"})


def ways_on(row: ServiceRequest, parts: frozenset[Part], *, has_goods: bool = True) -> list[Deed]:
    """Where a request can go from here, the likeliest way first."""
    order = list(MOVES[State(row.state)])
    if row.service.department_id and State.REFERRED in order and not row.department_id:
        order.insert(0, State.REFERRED)
    if not has_goods:
        order = [state for state in order if state not in AT_THE_DOOR] + list(AT_THE_DOOR)
    offered = [deed for deed in MOVING if deed.is_for(row, parts)]
    return sorted(offered, key=lambda deed: order.index(deed.to) if deed.to else 0)


def is_turn_of(row: ServiceRequest, parts: frozenset[Part]) -> bool:
    """Whether the next step is theirs: not while a department has it, unless they are it."""
    is_with_department = row.department_id is not None and row.state in WITH_DEPARTMENT
    return Part.DESK in parts or not is_with_department


def beside(row: ServiceRequest, parts: frozenset[Part]) -> list[Deed]:
    """What can be written down without moving the request."""
    return [deed for deed in BESIDE if deed.is_for(row, parts)]
