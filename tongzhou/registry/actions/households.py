"""Keeping the records of a household and of the people in it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.formats.identity_numbers import NO_IDENTITY, Identity, identity
from tongzhou.formats.phones import phone as read_phone
from tongzhou.formats.reasons import BadValue
from tongzhou.privacy import blind
from tongzhou.privacy.access_log import record_view
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.bulk import NewHousehold, NewResident, add_households, add_residents
from tongzhou.registry.addresses import floor_of, room_key, unit_key
from tongzhou.registry.choices import Language, Relation, Sex
from tongzhou.registry.models import Household, Resident
from tongzhou.registry.naming import name_search
from tongzhou.registry.sentences import cell_sentence

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class HouseholdText:
    """What can be said about a household; empty means unknown."""

    phone: str = ""
    language: str = Language.MANDARIN
    may_open: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ResidentText:
    """What can be said about a person. `id_number` None leaves the stored one as it is."""

    name: str
    sex: str = Sex.UNKNOWN
    birth_on: date | None = None
    relation: str = Relation.UNKNOWN
    phone: str = ""
    notes: str = ""
    id_number: str | None = field(default=None)


@transaction.atomic
def add_household(
    acting: Acting, building_id: int, *, unit: str, room: str, told: HouseholdText, now: datetime
) -> int:
    """Put a door into a building; returns the household's id."""
    rows = access.buildings(keeper(acting)).select_related("compound")
    building = access.get_or_404(rows, pk=building_id)
    unit, room = unit_key(unit), room_key(room)
    if access.households(acting).filter(building=building, unit=unit, room=room).exists():
        raise Refusal(_("This door is there already. Look for it in the building."), field="room")
    entry = NewHousehold(
        building, unit, room, floor_of(room), told.language, _phone(told.phone), told.may_open,
        told.notes,
    )  # fmt: skip
    [added] = add_households([entry])
    household = access.households(acting).get(pk=added.household_id)
    audit.record("registry.household.added", actor=acting, now=now, obj=household)
    return added.household_id


@transaction.atomic
def edit_household(
    acting: Acting, pk: int, told: HouseholdText, *, version: int, now: datetime
) -> Household:
    """Change what is known about a household; refused when somebody else changed it meanwhile."""
    household = _current(access.households(keeper(acting)), pk, version)
    keyring = _keyring(household)
    number = _phone(told.phone)
    changed = _seal_all(household, keyring, phone=number, may_open=told.may_open, notes=told.notes)
    if household.language != told.language:
        household.language = told.language
        changed.append("language")
    if "phone" in changed:
        _index_phone(household, number)
    return _saved(household, "registry.household.edited", changed, acting, now)


@transaction.atomic
def add_resident(acting: Acting, household_id: int, told: ResidentText, *, now: datetime) -> int:
    """Somebody who lives there; returns the resident's id."""
    household = access.get_or_404(access.households(keeper(acting)), pk=household_id)
    known_by = _identity(told.id_number or "", now)
    _ensure_unknown(known_by)
    person = NewResident(
        _name(told.name), known_by.sex[:1] or told.sex, known_by.birth_date or told.birth_on,
        told.relation, known_by.number, _phone(told.phone), told.notes,
    )  # fmt: skip
    [pk] = add_residents([(household.pk, household.committee_id, person)])
    resident = access.residents(acting).get(pk=pk)
    audit.record("registry.resident.added", actor=acting, now=now, obj=resident)
    return pk


@transaction.atomic
def edit_resident(
    acting: Acting, pk: int, told: ResidentText, *, version: int, now: datetime
) -> Resident:
    """Change what is known about a person; refused when somebody else changed it meanwhile."""
    resident = _current(access.residents(keeper(acting)), pk, version)
    keyring = _keyring(resident)
    number = _phone(told.phone)
    sealed = {"phone": number, "notes": told.notes}
    known_by = NO_IDENTITY if told.id_number is None else _identity(told.id_number, now)
    if told.id_number is not None:
        _ensure_unknown(known_by, but=pk)
        sealed["id_number"] = known_by.number
    changed = _seal_all(resident, keyring, **sealed)
    plain = {
        "name": _name(told.name),
        "sex": known_by.sex[:1] or told.sex,
        "birth_on": known_by.birth_date or told.birth_on,
        "relation": told.relation,
    }
    changed += _set_all(resident, **plain)
    if "phone" in changed:
        _index_phone(resident, number)
    resident.id_index = (
        blind.id_index(known_by.number) if "id_number" in changed else resident.id_index
    )
    resident.search = name_search(resident.name)
    return _saved(resident, "registry.resident.edited", changed, acting, now)


@transaction.atomic
def move_out(acting: Acting, pk: int, *, left_on: date, now: datetime) -> Resident:
    """Somebody no longer lives on the street; their data is erased when the time has come."""
    resident = access.get_or_404(access.residents(keeper(acting)).filter(left_on=None), pk=pk)
    resident.left_on = left_on
    access.groups(acting).filter(leader=resident).update(leader=None)
    return _saved(resident, "registry.resident.left", ["left_on"], acting, now)


@transaction.atomic
def move_back(acting: Acting, pk: int, *, now: datetime) -> Resident:
    """Undo of `move_out`, or somebody who returned."""
    resident = access.get_or_404(access.residents(keeper(acting)).exclude(name=""), pk=pk)
    resident.left_on = None
    return _saved(resident, "registry.resident.returned", ["left_on"], acting, now)


@transaction.atomic
def move_to(acting: Acting, pk: int, household_id: int, *, now: datetime) -> Resident:
    """Somebody now lives behind another door that one may know.

    What they were to one head of a household they are not to another: where people live already,
    it has to be said anew.
    """
    resident = access.get_or_404(access.residents(keeper(acting)), pk=pk)
    home = access.get_or_404(access.households(acting), pk=household_id)
    if home.pk == resident.household_id:
        raise Refusal(_("The person lives there already. Pick another door."), field="home")
    resident.household, resident.committee_id = home, home.committee_id
    if access.residents(acting).filter(household=home, left_on=None).exists():
        resident.relation = ""
    return _saved(resident, "registry.resident.moved", ["household"], acting, now)


@transaction.atomic
def reveal_id_number(acting: Acting, pk: int, *, now: datetime) -> str:
    """The whole ID number, on an explicit press; the look-up is recorded."""
    resident = access.get_or_404(access.residents(keeper(acting)), pk=pk)
    number = Keyring.of([resident.key_id]).read(resident, "id_number")
    record_view(acting, "registry.id_number", now=now, residents=[pk])
    audit.record("registry.id_number.shown", actor=acting, now=now, obj=resident)
    return number


def keeper(acting: Acting) -> Acting:
    """Records are kept by committee staff and street officers."""
    if not acting.is_staff:
        raise Refusal(_("Only committee staff and the street office change these records."))
    return acting


def _current(rows: QuerySet[M], pk: int, version: int) -> M:
    row = access.get_or_404(rows.select_for_update(), pk=pk)
    if row.version != version:  # type: ignore[attr-defined]
        raise Stale(
            _(
                "Somebody else changed this record while you were typing. Both texts are on "
                "this page; save again to keep yours."
            )
        )
    return row


def _keyring(row: Household | Resident) -> Keyring:
    """The row's key; one without a key gets one before something is sealed."""
    if row.key_id is not None:
        return Keyring.of([row.key_id])
    keyring, [row.key_id] = Keyring.new()
    return keyring


def _seal_all(row: Model, keyring: Keyring, **texts: str) -> list[str]:
    """Seal the texts that differ from what is stored; returns the names of their columns."""
    changed = [name for name, text in texts.items() if keyring.read(row, name) != text.strip()]
    for name in changed:
        keyring.seal(row, name, texts[name].strip())
    return changed


def _set_all(row: Model, **values: Any) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _index_phone(row: Household | Resident, number: str) -> None:
    row.phone_index = blind.phone_index(number)
    row.phone_tail_index = blind.phone_tail_index(number)


def _saved(row: M, key: str, changed: list[str], acting: Acting, now: datetime) -> M:
    row.version += 1  # type: ignore[attr-defined]
    row.save()
    audit.record(key, actor=acting, now=now, obj=row, fields=sorted(changed))
    return row


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise Refusal(_("Write the name, or “unknown” if nobody knows it."), field="name")
    return name


def _phone(text: str) -> str:
    try:
        return read_phone(text)
    except BadValue as bad:
        raise Refusal(cell_sentence(bad.code, bad.params), field="phone") from bad


def _identity(text: str, now: datetime) -> Identity:
    try:
        return identity(text, latest=clock.local_date(now))
    except BadValue as bad:
        raise Refusal(cell_sentence(bad.code, bad.params), field="id_number") from bad


def _ensure_unknown(known_by: Identity, but: int = 0) -> None:
    """One person, one record: asked for the whole street, only yes or no goes out."""
    index = blind.id_index(known_by.number)
    everybody = access.residents(Acting.system()).exclude(pk=but)
    if index is not None and everybody.filter(id_index=index).exists():
        raise Refusal(
            _("Somebody with this ID number is registered already. Search for the number."),
            field="id_number",
        )
