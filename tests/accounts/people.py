"""The accounts behind the cast."""

from tongzhou.accounts.models import User
from tongzhou.registry.acting import Acting


def user_of(acting: Acting) -> User:
    """The account somebody of the cast signs in with."""
    assert acting.user_id is not None
    return User.objects.get(pk=acting.user_id)
