"""A line in the story of a household: what rooms tell the household page."""

from dataclasses import dataclass
from datetime import datetime

from tongzhou.core.work import Text


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened: when, what, who did it, and where to read on."""

    at: datetime
    icon: str
    title: Text
    who: str = ""
    text: Text = ""
    url: str = ""
