"""What one can ask of the desk."""

from tongzhou.desk.queries.household import of_household, status_by_link, story

__all__ = ["of_household", "status_by_link", "story"]
