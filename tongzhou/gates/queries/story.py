"""What happened with a household's pass, for the story on its page."""

from tongzhou.core.story import StoryLine
from tongzhou.gates import access
from tongzhou.gates.choices import Event
from tongzhou.registry.acting import Acting


def story(acting: Acting, household_id: int, *, limit: int) -> list[StoryLine]:
    """The newest deeds first: one query."""
    rows = access.events(acting).filter(of__household=household_id).select_related("by", "of")
    return [
        StoryLine(
            at=row.at,
            icon="qr",
            title=Event(row.kind).label,
            who=row.by.name if row.by else "",
            text=row.of.spoken,
        )
        for row in rows.order_by("-at", "-pk")[:limit]
    ]
