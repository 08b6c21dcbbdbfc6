"""Contacts as lines of a household's story."""

from tongzhou.core.story import StoryLine
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import ContactWay

ICONS = {ContactWay.CALL: "phone", ContactWay.VISIT: "door", ContactWay.MESSAGE: "note"}


def contact_lines(acting: Acting, household_id: int, *, limit: int) -> list[StoryLine]:
    """The newest contacts with a household (two queries: rows and keys)."""
    rows = access.contacts(acting).filter(household_id=household_id).select_related("by")
    contacts = list(rows.order_by("-at")[:limit])
    keyring = Keyring.of(c.key_id for c in contacts)
    return [
        StoryLine(
            at=c.at,
            icon=ICONS[ContactWay(c.way)],
            title=ContactWay(c.way).label,
            who=c.by.name,
            text=keyring.read(c, "note"),
        )
        for c in contacts
    ]
