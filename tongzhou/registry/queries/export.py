"""The residents of a committee as rows of a roster."""

from collections.abc import Iterator, Sequence

from tongzhou.formats.people import RosterRow
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Resident
from tongzhou.registry.queries.roster import chunks

SEXES = {"f": "female", "m": "male", "": ""}


def residents_here(acting: Acting) -> list[Resident]:
    """Everybody one may know who lives here, in walking order."""
    rows = access.residents(acting).filter(left_on=None)
    rows = rows.select_related("household__building__compound__committee")
    return list(
        rows.order_by(
            "committee", "household__building__compound", "household__building__walk_order",
            "household__unit", "household__room", "pk",
        )
    )  # fmt: skip


def roster_rows(residents: Sequence[Resident]) -> Iterator[RosterRow]:
    """Residents as the template has them; words in the reader's language."""
    number = 1
    for chunk in chunks(residents):
        keyring = Keyring.of(person.key_id for person in chunk)
        for person in chunk:
            number += 1
            yield _row(number, person, keyring)


def _row(number: int, person: Resident, keyring: Keyring) -> RosterRow:
    home = person.household
    building = home.building
    return RosterRow(
        row=number,
        committee=building.compound.committee.name,
        compound=building.compound.name,
        building=building.name,
        unit=home.unit,
        room=home.room,
        name=person.name,
        birth_date=person.birth_on,
        id_number=keyring.read(person, "id_number"),
        sex=SEXES[person.sex],
        phone=keyring.read(person, "phone"),
        relation=str(person.get_relation_display()) if person.relation else "",
        notes=keyring.read(person, "notes"),
    )
