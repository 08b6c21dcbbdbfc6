"""What the household's own page and the household page for carers show."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from tongzhou.core.story import StoryLine
from tongzhou.followup import access
from tongzhou.followup.models import Observation
from tongzhou.registry.acting import Acting


def for_own_household(acting: Acting) -> list[Observation]:
    """What a household reads of itself."""
    return []


def story(acting: Acting, household_id: int, *, limit: int) -> list[StoryLine]:
    """Story."""
    return []
