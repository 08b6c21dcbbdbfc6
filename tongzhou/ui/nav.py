"""Entries of the navigation, found on the installed apps by name.

A room says what it offers on its `AppConfig`::

    class DeskConfig(AppConfig):
        nav = [NavEntry("desk:list", _("Requests"), "message", roles=frozenset({"committee"}))]
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from tongzhou.core.work import Text


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A way into a room. `roles` None: for everyone who is signed in."""

    url_name: str
    label: Text
    icon: str
    roles: frozenset[str] | None = None
    hint: Text = ""

    def is_for(self, role: str) -> bool:
        """May somebody acting in this role see the entry?"""
        return self.roles is None or role in self.roles


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry whose address exists, ready to draw."""

    url: str
    label: Text
    icon: str
    hint: Text
    name: str
    is_current: bool


# Roles by their word: who they are is known one floor up, in `accounts`.
STAFF = frozenset({"committee_staff", "street_officer"})
SEARCHERS = STAFF | {"health_worker", "building_director"}
FRAME = (
    NavEntry("today:list", _("Today"), "today"),
    NavEntry("workflows:search", _("Search"), "search", SEARCHERS),
    NavEntry("desk:new", _("New"), "plus", STAFF),
    NavEntry("ui:rooms", _("Rooms"), "rooms"),
    NavEntry("accounts:me", _("Me"), "me"),
)


def room_entries() -> Iterator[NavEntry]:
    """The entries of all installed apps, in the order the apps are installed."""
    for config in apps.get_app_configs():
        yield from getattr(config, "nav", ())


def leaving_scripts() -> list[str]:
    """Scripts of installed apps that clear what this browser holds before somebody signs out."""
    return [config.leaving for config in apps.get_app_configs() if hasattr(config, "leaving")]


def links(entries: Sequence[NavEntry] | Iterator[NavEntry], role: str, path: str) -> list[NavLink]:
    """The entries a role may see and whose pages exist; the open one is marked."""
    found = [(entry, _address(entry.url_name)) for entry in entries if entry.is_for(role)]
    return [
        NavLink(url, e.label, e.icon, e.hint, e.url_name, is_current=_is_under(path, url))
        for e, url in found
        if url
    ]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        # Rooms are installed step by step; a missing one has no link.
        return ""


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
