"""Sign-in that brings the memberships along: one query instead of two on every request."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField, Model, QuerySet

from tongzhou.accounts.models import User
from tongzhou.core import prepared
from tongzhou.core.prepared import Slot
from tongzhou.registry.models import Committee, Compound, Department, Membership, StreetOffice

BESIDE: Mapping[str, type[Model]] = {
    "user": User,
    "office": StreetOffice,
    "committee": Committee,
    "compound": Compound,
    "department": Department,
}


class MemberBackend(AuthenticationBackend):
    """Allauth's backend; the user it loads for a request carries `active_memberships`."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, with the memberships in force attached."""
        members = [_member(row) for row in prepared.statement(_rows).rows({"user": user_id})]
        user = members[0].user if members else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.active_memberships = members  # type: ignore[attr-defined]
        return user


def _rows() -> QuerySet[Any, Any]:
    """Memberships with all that stands beside them; compiled once, since every request asks."""
    columns = _columns(Membership, "")
    for path, model in BESIDE.items():
        columns += _columns(model, f"{path}__")
    mine = Membership.objects.filter(user_id=Slot("user", BigIntegerField()), ended_on__isnull=True)
    return mine.order_by("pk").values_list(*columns)


def _member(row: list[Any]) -> Membership:
    values = iter(row)
    member = _next(Membership, values)
    for name, model in BESIDE.items():
        setattr(member, name, _next(model, values))
    return member


def _next(model: type[Model], values: Iterator[Any]) -> Any:
    """The next object of a row, or None where nothing stands beside."""
    names = [field.attname for field in model._meta.concrete_fields]
    own = list(islice(values, len(names)))
    return None if own[0] is None else model.from_db("default", names, own)


def _columns(model: type[Model], prefix: str) -> list[str]:
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]
