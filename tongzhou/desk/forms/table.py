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
SPEAKERS = CARRIER | {Part.TAKER}
WORKERS = CARRIER | {Part.DESK}
GOERS = CARRIER | {Part.RUNNER}
EVERYBODY = SPEAKERS | WORKERS | GOERS


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do: its words, its form, its action, and whose it is.

    With `to` the table of states decides who may and when; else `parts`, while the request is
    open. `is_errand` deeds exist only where something is to be fetched.
    """

    key: str
    label: Text
    icon: str
    form: type[forms.DeedForm]
    action: Callable[..., Any]
    to: State | None = None
    parts: frozenset[Part] = CARRIER
    is_errand: bool = False
    is_always: bool = False

    @property
    def asks(self) -> bool:
        """Whether there is anything to fill in before."""
        return self.form is not forms.PlainForm

    def is_for(self, row: ServiceRequest, parts: frozenset[Part]) -> bool:
        """Whether somebody with these parts can do it to a request as it is."""
        if row.is_erased or (self.is_errand and getattr(row, "errand", None) is None):
            return False
        if self.to is not None:
            return bool(parts & self.parts & MOVES[State(row.state)].get(self.to, frozenset()))
        return bool(parts & self.parts) and (self.is_always or row.state not in CLOSED)


def _move(
    key: str,
    to: State,
    label: Text,
    icon: str,
    form: type[forms.DeedForm],
    action: Callable[..., Any],
    parts: frozenset[Part] = EVERYBODY | {Part.RESIDENT},
) -> Deed:
    return Deed(key, label, icon, form, action, to=to, parts=parts)


DEEDS: Sequence[Deed] = (
    _move("start", State.IN_PROGRESS, _("Take it on"), "check", forms.PlainForm,
          actions.start_work),
    _move("refer", State.REFERRED, _("Refer"), "handover", forms.ReferForm, actions.refer),
    _move("ready", State.READY, _("Done, ready"), "done", forms.ReadyForm, actions.mark_ready,
          WORKERS),
    _move("send_out", State.OUT_FOR_DELIVERY, _("Bring it"), "door", forms.SendOutForm,
          actions.send_out, CARRIER),
    _move("deliver", State.DELIVERED, _("Delivered"), "check", forms.DeliverForm, actions.deliver),
    _move("confirm", State.CONFIRMED, _("The resident confirms"), "done", forms.PlainForm,
          actions.confirm, SPEAKERS),
    _move("hold", State.ON_HOLD, _("Put on hold"), "clock", forms.HoldForm, actions.hold),
    _move("send_back", State.RECEIVED, _("Send back"), "undo", forms.SendBackForm,
          actions.send_back),
    _move("reopen", State.REOPENED, _("Reopen"), "refresh", forms.NoteForm, actions.reopen,
          SPEAKERS),
    _move("decline", State.IMPOSSIBLE, _("Not possible"), "close", forms.DeclineForm,
          actions.decline),
    _move("duplicate", State.DUPLICATE, _("Duplicate"), "copy", forms.DuplicateForm,
          actions.mark_duplicate),
    _move("withdraw", State.CANCELLED, _("Withdrawn by the resident"), "trash", forms.NoteForm,
          actions.withdraw, SPEAKERS),
    Deed("contact", _("Spoke with them"), "phone", forms.ContactForm, actions.log_contact,
         parts=SPEAKERS | GOERS, is_always=True),
    Deed("note", pgettext_lazy("deed", "Note"), "note", forms.NewNoteForm, actions.add_note,
         parts=EVERYBODY, is_always=True),
    Deed("call", _("Call back later"), "clock", forms.CallForm, actions.schedule_callback,
         parts=SPEAKERS, is_always=True),
    Deed("assign", _("Give to a colleague"), "person", forms.AssignForm, actions.assign),
    Deed("hand_on", _("Hand on to another committee"), "building", forms.HandOnForm,
         actions.hand_on),
    Deed("amend", _("Correct the details"), "edit", AmendForm, actions.amend, parts=SPEAKERS),
    Deed("identify", _("Say who it is about"), "search", IdentifyForm, actions.identify),
    Deed("paper", _("Add a paper"), "document", forms.PaperForm, actions.add_document,
         parts=WORKERS),
    Deed("attach", _("Attach a photo or PDF"), "camera", forms.AttachForm, actions.attach,
         parts=WORKERS),
    Deed("set_out", _("Who goes"), "cart", forms.RunnerForm, actions.send_runner, parts=GOERS,
         is_errand=True),
    Deed("advance", _("Money taken along"), "plus", forms.MoneyForm, actions.advance_money,
         parts=GOERS, is_errand=True),
    Deed("spend", _("What it cost"), "note", forms.SpendingForm, actions.record_spending,
         parts=GOERS, is_errand=True),
    Deed("return", _("Change given back"), "undo", forms.MoneyForm, actions.return_change,
         parts=GOERS, is_errand=True),
)  # fmt: skip
BY_KEY = {deed.key: deed for deed in DEEDS}
# Deeds that make sense in one press, from a card of the work list.
AT_ONCE = frozenset({"start", "deliver", "set_out"})


def offered(row: ServiceRequest, parts: frozenset[Part]) -> list[Deed]:
    """What somebody with these parts can do to a request now."""
    return [deed for deed in DEEDS if deed.is_for(row, parts)]
