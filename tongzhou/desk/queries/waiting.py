"""What a request waits for, and for whom."""

from django.utils.translation import gettext_lazy as _

from tongzhou.core.work import Text
from tongzhou.desk.choices import Reason, State
from tongzhou.desk.models import ServiceRequest

NOBODYS = (State.RECEIVED, State.REOPENED)
BY_NOBODY, BY_DEPARTMENT, BY_PHONE = "nobody", "department", "phone"
WAITS_FOR: dict[State | str, Text] = {
    BY_NOBODY: _("Waits for somebody of %(committee)s to take it on."),
    State.RECEIVED: _("Waits for %(who)s."),
    State.REOPENED: _("Waits for %(who)s."),
    State.REFERRED: _("Waits for %(department)s."),
    BY_DEPARTMENT: _("%(department)s works on it."),
    State.IN_PROGRESS: _("%(who)s works on it."),
    State.ON_HOLD: _("On hold: %(reason)s."),
    State.READY: _("Ready: bring it to the door."),
    BY_PHONE: _("Ready: call and tell."),
    State.OUT_FOR_DELIVERY: _("%(courier)s is on the way to the door."),
    State.DELIVERED: _("Waits for the resident's word: call back and ask."),
    State.CONFIRMED: _("Closed: the resident confirmed."),
    State.IMPOSSIBLE: _("Not possible: %(reason)s. The resident has to hear it."),
    State.DUPLICATE: _("Goes on as %(other)s."),
    State.CANCELLED: _("Withdrawn by the resident."),
}


def waits_for(row: ServiceRequest, *, has_goods: bool) -> str:
    """What is waited for and from whom: one sentence, at the top of the page."""
    words = {
        "committee": row.committee.label,
        "department": row.department.label if row.department else "",
        "who": row.assigned_to.name if row.assigned_to else row.committee.label,
        "courier": row.courier.name if row.courier else row.committee.label,
        "reason": Reason(row.reason).label if row.reason else "",
        "other": row.duplicate_of.code if row.duplicate_of else "",
    }
    key: State | str = State(row.state)
    if key == State.IN_PROGRESS and row.department:
        key = BY_DEPARTMENT
    elif key == State.READY and not has_goods:
        key = BY_PHONE
    elif key in NOBODYS and row.assigned_to is None:
        key = BY_NOBODY
    return str(WAITS_FOR[key]) % words
