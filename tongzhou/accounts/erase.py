"""How accounts of people who left vanish: their number stays, so that records keep their actor."""

from collections.abc import Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from tongzhou.accounts.actions import end_sessions_of
from tongzhou.accounts.models import User
from tongzhou.core.personal import Eraser

NOBODY = "former staff "
NO_PASSWORD = "!"  # noqa: S105


def _left(before: datetime) -> Sequence[int]:
    left = User.objects.filter(left_at__lt=before).order_by("pk")
    return list(left.values_list("pk", flat=True))


def _forget(ids: Sequence[int], *, now: datetime) -> int:
    end_sessions_of(ids)
    Authenticator.objects.filter(user_id__in=ids).delete()
    nameless = Concat(Value(NOBODY), Cast(F("pk"), CharField()))
    return User.objects.filter(pk__in=ids).update(
        username=nameless,
        name=nameless,
        password=NO_PASSWORD,
        is_active=False,
        last_login=None,
        joined_at=None,
        left_at=None,
    )


ERASERS = (Eraser("accounts.users", "account", _left, _forget),)
