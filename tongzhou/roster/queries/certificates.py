"""Certificates of hours: those of one person, and what the code on a paper says."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.models import Certificate, Volunteer
from tongzhou.roster.served import credited


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate with what is sealed in it; `is_erased` where nothing is left of the person."""

    row: Certificate
    name: str
    code: str

    @property
    def is_erased(self) -> bool:
        """Whether the person was erased, so that the paper says nothing any more."""
        return not self.name

    @property
    def credited(self) -> int:
        """Minutes with the night counting more."""
        return credited(self.row.minutes, self.row.night_minutes)


def name_on(row: Certificate) -> str:
    """The name as it is printed on it."""
    return Keyring.of([row.key_id]).read(row, "name")


def paper(acting: Acting, pk: int) -> Paper:
    """One certificate, for those who give them out."""
    beside = ("volunteer", "committee")
    return opened(get_or_404(access.certificates(acting).select_related(*beside), pk=pk))


def own_paper(person: Volunteer, pk: int) -> Paper:
    """One certificate of whoever opened the own page."""
    rows = access.own_certificates(person).filter(revoked_at__isnull=True)
    return opened(get_or_404(rows.select_related("volunteer", "committee"), pk=pk))


def of_code(code: str) -> Paper:
    """What the paper says whose code somebody has; 404 where there is none."""
    return opened(access.by_code(code))


def of_person(person: Volunteer) -> Sequence[Certificate]:
    """All certificates of one person, the newest first: one query."""
    rows = access.own_certificates(person).select_related("issued_by", "revoked_by")
    return list(rows.order_by("-issued_at", "-pk"))


def opened(row: Certificate) -> Paper:
    """With its name and code: two queries."""
    keyring = Keyring.of([row.key_id])
    return Paper(row, keyring.read(row, "name"), keyring.read(row, "code"))
