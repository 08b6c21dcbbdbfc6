"""The only way to a row of this room: one's own phones; what they sent, for the committee."""

from uuid import UUID

from django.db.models import QuerySet

from tongzhou.accounts.choices import Role
from tongzhou.field.models import Device, Entry, FieldShift
from tongzhou.registry.acting import Acting

MENDS = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER, "system"})


def devices(acting: Acting) -> QuerySet[Device]:
    """One's own phones."""
    rows = Device.objects.all()
    return rows if acting.is_system else rows.filter(membership=acting.membership_id)


def device_that_calls(number: UUID) -> Device | None:
    """A phone that says who it is, also one that is over; whether it is true, its secret shows."""
    rows = Device.objects.select_related(
        "membership__user", "membership__office", "membership__committee",
        "membership__compound", "membership__department",
    )  # fmt: skip
    return rows.filter(number=number).first()


def phones(acting: Acting) -> QuerySet[Device]:
    """Phones of one's committee, for those who mend what was refused."""
    rows = Device.objects.all()
    if acting.role not in MENDS:
        return rows.none()
    return rows.filter(acting.within_committees("membership__committee"))


def shifts(acting: Acting) -> QuerySet[FieldShift]:
    """One's own shifts."""
    rows = FieldShift.objects.select_related("place")
    return rows if acting.is_system else rows.filter(device__membership=acting.membership_id)


def entries(acting: Acting) -> QuerySet[Entry]:
    """What phones of one's committee sent, for those who mend what was refused."""
    rows = Entry.objects.all()
    if acting.role not in MENDS:
        return rows.filter(device__membership=acting.membership_id)
    return rows.filter(acting.within_committees("device__membership__committee"))
