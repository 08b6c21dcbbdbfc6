"""How the registry forgets: in place, so that counts stay true and nothing points nowhere."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from tongzhou.core.clock import local_date
from tongzhou.core.personal import Eraser
from tongzhou.privacy import files
from tongzhou.privacy.keyring import destroy_keys
from tongzhou.registry.choices import Relation, Sex
from tongzhou.registry.models import (
    Contact,
    Household,
    Membership,
    NeighbourGroup,
    PartnerUnit,
    Resident,
    RosterImport,
)

BATCH = 2000
# An erased person still has left, on a day that says nothing.
SOME_DAY = date(1900, 1, 1)

EMPTY_NUMBERS: dict[str, Any] = {"phone": b"", "phone_index": None, "phone_tail_index": None}


def _left_residents(before: datetime) -> Sequence[int]:
    left = Resident.objects.filter(left_on__lt=local_date(before)).exclude(name="")
    return list(left.values_list("pk", flat=True)[:BATCH])


def _forget_residents(ids: Sequence[int], *, now: datetime) -> int:
    rows = Resident.objects.filter(pk__in=ids)
    destroy_keys(list(rows.values_list("key_id", flat=True)))
    NeighbourGroup.objects.filter(leader__in=ids).update(leader=None)
    return rows.update(
        key_id=None, name="", search="", sex=Sex.UNKNOWN, birth_on=None, id_number=b"",
        relation=Relation.UNKNOWN, id_index=None, notes=b"", left_on=SOME_DAY,
        version=F("version") + 1, **EMPTY_NUMBERS,
    )  # fmt: skip


def _deserted_households(before: datetime) -> Sequence[int]:
    """Households with something noted whose people have all left."""
    people = Resident.objects.filter(household=OuterRef("pk"))
    here = people.filter(Q(left_on=None) | Q(left_on__gte=local_date(before)))
    rows = Household.objects.filter(Exists(people), ~Exists(here), key_id__isnull=False)
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _forget_households(ids: Sequence[int], *, now: datetime) -> int:
    rows = Household.objects.filter(pk__in=ids)
    destroy_keys(list(rows.values_list("key_id", flat=True)))
    return rows.update(
        key_id=None, may_open=b"", notes=b"", version=F("version") + 1, **EMPTY_NUMBERS
    )


def _old_contacts(before: datetime) -> Sequence[int]:
    return list(Contact.objects.filter(at__lt=before).values_list("pk", flat=True)[:BATCH])


def _forget_contacts(ids: Sequence[int], *, now: datetime) -> int:
    rows = Contact.objects.filter(pk__in=ids)
    destroy_keys(list(rows.values_list("key_id", flat=True)))
    return rows.delete()[0]


def _old_imports(before: datetime) -> Sequence[int]:
    old = RosterImport.objects.filter(uploaded_at__lt=before)
    return list(old.exclude(file=None, problems=b"").values_list("pk", flat=True)[:BATCH])


def _forget_imports(ids: Sequence[int], *, now: datetime) -> int:
    rows = list(RosterImport.objects.filter(pk__in=ids).select_related("file"))
    RosterImport.objects.filter(pk__in=ids).update(file=None, problems=b"", failure={})
    for row in rows:
        if row.file is not None:
            files.remove(row.file)
    destroy_keys([row.key_id for row in rows])
    return len(rows)


def _former_partners(before: datetime) -> Sequence[int]:
    former = PartnerUnit.objects.filter(ended_on__lt=local_date(before))
    return list(former.exclude(contact="", phone="").values_list("pk", flat=True)[:BATCH])


def _forget_partners(ids: Sequence[int], *, now: datetime) -> int:
    return PartnerUnit.objects.filter(pk__in=ids).update(contact="", phone="")


def _former_members(before: datetime) -> Sequence[int]:
    former = Membership.objects.filter(ended_on__lt=local_date(before))
    return list(former.values_list("pk", flat=True)[:BATCH])


def _forget_members(ids: Sequence[int], *, now: datetime) -> int:
    Membership.objects.filter(pk__in=ids).delete()
    return len(ids)


ERASERS = (
    Eraser("registry.residents", "resident", _left_residents, _forget_residents),
    Eraser("registry.households", "resident", _deserted_households, _forget_households),
    Eraser("registry.contacts", "contact", _old_contacts, _forget_contacts),
    Eraser("registry.imports", "import_file", _old_imports, _forget_imports),
    Eraser("registry.partners", "account", _former_partners, _forget_partners),
    Eraser("registry.members", "account", _former_members, _forget_members),
)
