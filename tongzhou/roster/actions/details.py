"""What somebody tells of themselves, checked and written into their row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.formats.phones import phone as read_phone
from tongzhou.formats.reasons import BadValue
from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.registry.naming import name_search
from tongzhou.roster import access
from tongzhou.roster.choices import OLDEST, YOUNGEST, Limit, why_no_nights
from tongzhou.roster.models import Post, ShiftKind, Volunteer, VolunteerOffer

SEALED = ("health", "together", "notes")


@dataclass(frozen=True, slots=True)
class Details:
    """Everything told, as a form cleans it; `compound_id` is where they live."""

    name: str
    phone: str
    kind: str = "resident"
    unit: str = ""
    weekdays: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()
    likes: tuple[int, ...] = ()
    birth_year: int | None = None
    limits: tuple[str, ...] = ()
    health: str = ""
    together: str = ""
    wish_id: int | None = None
    compound_id: int | None = None
    notes: str | None = None
    may_lead: bool | None = None


def write(row: Volunteer, told: Details, *, acting: Acting, now: datetime) -> None:
    """Check what was told and put it into the row and its offers; the row is saved."""
    today = clock.local_date(now)
    number = _phone(told.phone)
    shifts = _shifts(told)
    _refuse_wrong_age(told.birth_year, on=today)
    _refuse_wrong_nights(told, shifts, on=today)
    wish = _wish(row, told.wish_id)
    known = access.on_any_list(blind.phone_index(number)).exclude(pk=row.pk or 0)
    if known.exists():
        raise _known(acting)
    row.name, row.search = told.name.strip(), name_search(told.name)
    row.kind, row.unit, row.birth_year = told.kind, told.unit.strip(), told.birth_year
    row.wish, row.parts = wish, len(shifts) if told.weekdays else 0
    row.compound_id = told.compound_id or (wish.compound_id if wish else None)
    for limit in Limit:
        setattr(row, limit.value, limit.value not in told.limits)
    if told.may_lead is not None:
        row.may_lead = told.may_lead
    _seal(row, number, {name: getattr(told, name) for name in SEALED})
    _save(row, acting)
    _write_offers(row, told, shifts)


def _phone(text: str) -> str:
    try:
        number = read_phone(text)
    except BadValue:
        number = ""
    if not number:
        sentence = _("Write a mobile number of 11 digits, or a landline with its area code.")
        raise Refusal(sentence, field="phone")
    return number


def _shifts(told: Details) -> list[ShiftKind]:
    rows = access.shifts(Acting.system()).filter(pk__in=told.shifts, is_active=True)
    return list(rows)


def _refuse_wrong_age(birth_year: int | None, *, on: date) -> None:
    if birth_year is None:
        return
    if not on.year - OLDEST <= birth_year <= on.year:
        raise Refusal(_("Write the year of birth with four digits."), field="birth_year")
    if on.year - birth_year < YOUNGEST:
        raise Refusal(
            _("Duty is from 16 years on. There are other ways to help: ask the committee."),
            field="birth_year",
        )


def _refuse_wrong_nights(told: Details, shifts: Iterable[ShiftKind], *, on: date) -> None:
    if not told.weekdays or not any(shift.is_night for shift in shifts):
        return
    if told.birth_year is None:
        raise Refusal(_("For the night we have to know the year of birth."), field="birth_year")
    if Limit.NIGHT in told.limits:
        raise Refusal(
            _("You chose the night and also “no nights”. Take one of them away."), field="shifts"
        )
    match why_no_nights(told.birth_year, on=on):
        case "young":
            raise Refusal(
                _("Nobody under 18 stands at night, and by the year you may be. Choose the day."),
                field="shifts",
            )
        case "old":
            raise Refusal(
                _("Nobody over 60 stands at night. Choose a part of the day."), field="shifts"
            )


def _wish(row: Volunteer, wish_id: int | None) -> Post | None:
    if wish_id is None:
        return None
    wish = access.posts_on_posters(row.committee_id).filter(pk=wish_id).first()
    if wish is None and wish_id != row.wish_id:
        raise Refusal(_("Nobody is needed there any more. Choose another gate."), field="wish")
    return wish or row.wish


def _known(acting: Acting) -> Refusal:
    """Whoever joins is told what to do, and not whose number it is; neither are staff."""
    if acting.role in access.LEADERS:
        return Refusal(
            _(
                "This number is on a list already. Search for its last four digits; if you do not find it, it is another committee's."
            ),
            field="phone",
        )
    return Refusal(
        _(
            "This number is on a list already. To change something, open your own link, or call the committee."
        ),
        field="phone",
    )


def _seal(row: Volunteer, number: str, words: Mapping[str, Any]) -> None:
    keyring = Keyring.of([row.key_id])
    if row.key_id is None:
        keyring, [row.key_id] = Keyring.new()
    keyring.seal(row, "phone", number)
    row.phone_index, row.phone_tail_index = (
        blind.phone_index(number), blind.phone_tail_index(number),
    )  # fmt: skip
    for name, text in words.items():
        if text is not None:
            keyring.seal(row, name, text.strip())


def _save(row: Volunteer, acting: Acting) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _known(acting) from error


def _write_offers(row: Volunteer, told: Details, shifts: Iterable[ShiftKind]) -> None:
    access.own_offers(row).delete()
    VolunteerOffer.objects.bulk_create(
        VolunteerOffer(volunteer=row, weekday=day, shift=shift, is_liked=shift.pk in told.likes)
        for day in sorted(set(told.weekdays))
        for shift in shifts
    )
