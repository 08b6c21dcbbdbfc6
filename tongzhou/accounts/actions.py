"""Writes of accounts: made, closed, opened again; new passwords by link; sessions ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.models import ResetLink, User
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.core.tokens import digest_of, new_token

RESET_LASTS = timedelta(hours=24)
RESET = "accounts.reset"


@dataclass(frozen=True, slots=True)
class Themselves:
    """Somebody who acts on the own account, for no unit."""

    user_id: int | None
    role: str = ""
    unit_name: str = ""


def make_account(username: str, name: str, password: str | None) -> User:
    """Store an account (without password: a passkey must follow); the caller writes the audit."""
    username, name = username.strip(), name.strip()
    if is_taken(username):
        raise Refusal(_("Somebody has this user name already. Choose another."), field="username")
    if password is not None:
        check_password_strength(password, User(username=username, name=name))
    return User.objects.create_user(username, password, name=name)


def is_taken(username: str) -> bool:
    """Whether a user name is in use, in any spelling."""
    return User.objects.filter(username__iexact=username).exists()


def check_password_strength(password: str, user: User) -> None:
    """Refuse a password that is short, common or like the name."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), field="password") from error


def close_account(user: User, *, now: datetime) -> None:
    """Nobody signs in with it any more; it is erased when its time has run out."""
    User.objects.filter(pk=user.pk).update(is_active=False, left_at=now)
    end_sessions_of([user.pk])
    ResetLink.objects.filter(user=user, used_at=None).delete()


def reopen_account(user: User) -> None:
    """Take back that somebody left."""
    User.objects.filter(pk=user.pk).update(is_active=True, left_at=None)


@transaction.atomic
def issue_reset(
    user: User, *, clears_second_factor: bool, actor: audit.Actor, now: datetime
) -> str:
    """Make the one valid link for a new password; returns its secret, which is stored nowhere."""
    ResetLink.objects.filter(user=user, used_at=None).delete()
    token, digest = new_token(RESET)
    ResetLink.objects.create(
        user=user,
        digest=digest,
        clears_second_factor=clears_second_factor,
        made_at=now,
        expires_at=now + RESET_LASTS,
    )
    audit.record(
        "accounts.reset.issued", actor=actor, now=now, obj=user, second_factor=clears_second_factor
    )
    return token


def valid_reset(token: str, *, now: datetime) -> ResetLink | None:
    """The link with this secret, unless it was used or its time is over."""
    links = ResetLink.objects.filter(
        digest=digest_of(RESET, token), used_at=None, expires_at__gt=now, user__is_active=True
    )
    return links.select_related("user").first()


@transaction.atomic
def use_reset(token: str, *, password: str, now: datetime) -> User:
    """Set the password chosen; all sessions end, and the second step where the link says so."""
    link = valid_reset(token, now=now)
    if link is None or not ResetLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise Refusal(_("This link was used already or its time is over. Ask for a new one."))
    check_password_strength(password, link.user)
    link.user.set_password(password)
    link.user.save(update_fields=["password"])
    if link.clears_second_factor:
        Authenticator.objects.filter(user=link.user).delete()
    end_sessions_of([link.user_id])
    actor = Themselves(link.user_id)
    audit.record("accounts.password.reset", actor=actor, now=now, obj=link.user)
    return link.user


@transaction.atomic
def end_session(user: User, pk: int, *, now: datetime) -> bool:
    """End one of one's sessions; False if it is not one's own or has ended."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is None:
        return False
    session.end()
    audit.record("accounts.session.ended", actor=Themselves(user.pk), now=now, obj=user, count=1)
    return True


@transaction.atomic
def end_other_sessions(user: User, current_key: str, *, now: datetime) -> int:
    """End all of one's sessions but this; returns how many."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=current_key))
    for session in others:
        session.end()
    actor = Themselves(user.pk)
    audit.record("accounts.session.ended", actor=actor, now=now, obj=user, count=len(others))
    return len(others)


def end_sessions_of(user_ids: Iterable[int]) -> None:
    """Sign accounts out everywhere."""
    for session in UserSession.objects.filter(user_id__in=list(user_ids)):
        session.end()
