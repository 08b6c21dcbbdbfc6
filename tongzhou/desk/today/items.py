"""Lines of work as cards."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.accounts.choices import Role
from tongzhou.core.work import QuickAction, Text, Urgency, WorkItem
from tongzhou.desk.access import RUNNERS
from tongzhou.desk.choices import Attention, Outcome, State, outcomes_at
from tongzhou.desk.today.lines import Line
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language

# What is referred is the department's to start, and no longer the committee's.
TO_START: Mapping[str, tuple[State, ...]] = {
    Attention.REQUEST: (State.RECEIVED, State.REOPENED),
    Attention.REFERRED: (State.REFERRED,),
}
# Requests one only carries past a door: what is inside is nobody's business there.
SOMETHING = _("Something to bring")


def with_phones(acting: Acting, lines: Sequence[Line]) -> list[WorkItem]:
    """Cards with the number to call, for those who carry requests (one query for the keys)."""
    if not acting.is_staff:
        return [item_of(acting, line) for line in lines]
    keyring = Keyring.of(key for line in lines for key in (line.key_id, line.resident_key_id))
    return [item_of(acting, line, phone=_phone(line, keyring)) for line in lines]


def _phone(line: Line, keyring: Keyring) -> str:
    called_from = keyring.open_bytes(
        line.key_id, "desk_servicerequest.caller_phone", bytes(line.caller_phone)
    )
    own = keyring.open_bytes(
        line.resident_key_id, "registry_resident.phone", bytes(line.resident_phone or b"")
    )
    return (called_from or own).decode()


def item_of(acting: Acting, line: Line, *, phone: str = "") -> WorkItem:
    """One card: helpers see the door and not the matter, departments the matter and no door."""
    hides_matter = acting.role in RUNNERS and line.kind == Attention.DELIVERY
    hides_home = acting.role == Role.DEPARTMENT_DESK
    return WorkItem(
        key=f"{line.kind}-{line.item}",
        kind=line.kind,
        title=SOMETHING if hides_matter else in_readers_language(line.service, line.service_en),
        who="" if hides_matter else line.resident or "",
        door="" if hides_home else _door(line),
        due_at=line.due,
        url=_url(line),
        urgency=Urgency(line.urgency),
        note="" if hides_matter else _note(line),
        actions=_actions(line),
        resident_ids=() if hides_matter or not line.resident_id else (line.resident_id,),
        household_ids=() if hides_home or not line.household_id else (line.household_id,),
        phone_url=f"tel:{phone}" if phone and not hides_home else "",
    )


def _door(line: Line) -> str:
    if line.door is None:
        return ""
    return f"{in_readers_language(line.compound or '', line.compound_en or '')} {line.door}"


def _url(line: Line) -> str:
    pages = {Attention.ERRAND: "desk:errand", Attention.DELIVERY: "desk:delivery"}
    return reverse(pages.get(Attention(line.kind), "desk:request"), args=[line.code])


def _note(line: Line) -> Text:
    if line.kind == Attention.CALLBACK:
        return _CALL.get(line.state, _CALL_ANYWAY)
    state = State(line.state).label
    if line.kind != Attention.ESCALATED:
        return state
    department = in_readers_language(line.department or "", line.department_en or "")
    return _("%(state)s, with %(who)s") % {
        "state": state,
        "who": department or line.assigned or _("nobody yet"),
    }


_CALL: dict[str, Text] = {
    State.READY: _("It is ready: tell them."),
    State.DELIVERED: _("It was brought: ask whether everything is right."),
    State.IMPOSSIBLE: _("It could not be done: say why."),
}
_CALL_ANYWAY = _("Promised to call.")


def _actions(line: Line) -> Sequence[QuickAction]:
    match line.kind:
        case Attention.CALLBACK:
            url = reverse("desk:call_made", args=[line.item])
            told = outcomes_at(line.state)[0]
            return (
                QuickAction(_CALLED[told], url, "check", {"outcome": told}),
                QuickAction(
                    pgettext_lazy("call-back", "Not reached"),
                    url,
                    "refresh",
                    {"outcome": Outcome.NOT_REACHED},
                ),
            )
        case Attention.DELIVERY:
            return (_deed(line, "deliver", _("Delivered"), "check"),)
        case Attention.ERRAND:
            if line.state == State.IN_PROGRESS:
                return (_deed(line, "bring", _("Got it, I bring it"), "door"),)
            return (_deed(line, "set_out", _("I go"), "cart"),)
        case Attention.REQUEST | Attention.REFERRED as kind if line.state in TO_START[kind]:
            return (_deed(line, "start", _("Start work"), "check"),)
        case Attention.REQUEST if line.state == State.OUT_FOR_DELIVERY:
            return (_deed(line, "deliver", _("Delivered"), "check"),)
    return ()


_CALLED = {
    Outcome.SOLVED: _("Called back: solved"),
    Outcome.TOLD: _("Called back: told"),
}


def _deed(line: Line, deed: str, label: Text, icon: str) -> QuickAction:
    return QuickAction(label, reverse("desk:quick", args=[line.code, deed]), icon)
