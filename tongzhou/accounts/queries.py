"""Reads of accounts."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from tongzhou.accounts.models import User

# The first that is found names it: every browser also claims to be its ancestors.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"),
    ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Mi"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
PHONES = frozenset({"iPhone", "iPad", "HarmonyOS", "Android"})


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser in which an account is open."""

    pk: int
    device: str
    icon: str
    address: str
    started_at: datetime
    is_current: bool


def sessions_of(user: User, current_key: str) -> list[SessionRow]:
    """The living sessions of an account, this one first, then the newest."""
    rows = [_row(s, current_key) for s in UserSession.objects.purge_and_list(user)]
    rows.sort(key=lambda row: row.started_at, reverse=True)
    return sorted(rows, key=lambda row: not row.is_current)


def _row(session: UserSession, current_key: str) -> SessionRow:
    browser, system = _found(BROWSERS, session.user_agent), _found(SYSTEMS, session.user_agent)
    return SessionRow(
        pk=session.pk,
        device=", ".join(filter(None, (browser, system))) or _("unknown browser"),
        icon="phone" if system in PHONES else "keyboard",
        address=session.ip,
        started_at=session.created_at,
        is_current=session.session_key == current_key,
    )


def _found(marks: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in marks if mark in text), "")
