"""Every URL x every role: who is not meant to be there finds nothing there.

The table `url_roles.txt` is what the project promises; a new address must be written into it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.house.addresses import Address, our_addresses
from tongzhou.accounts.choices import Role
from tongzhou.registry.acting import Acting

TABLE = Path(__file__).with_name("url_roles.txt")
PUBLIC = "public"


def declared() -> dict[str, frozenset[str] | None]:
    """Roles by address; None for an address anybody may open."""
    table: dict[str, frozenset[str] | None] = {}
    for line in TABLE.read_text().splitlines():
        name, *roles = line.split()
        table[name] = None if roles == [PUBLIC] else frozenset(roles)
    return table


def test_every_address_is_declared_with_exactly_its_roles() -> None:
    assert {a.name: a.roles for a in our_addresses()} == declared()


@pytest.mark.parametrize("who", [*Role.values, "nobody"])
def test_a_role_finds_nothing_behind_addresses_it_was_not_given(
    cast: Cast, signed_in: Callable[[Acting], Client], who: str
) -> None:
    client = _browser(cast, signed_in, who)
    for address in our_addresses():
        if address.roles is None:
            continue
        url = reverse(address.name, kwargs=address.arguments)
        for method in ("get", "post"):
            status = getattr(client, method)(url).status_code
            assert status < 500, (address.name, method, status)
            if who == "nobody":
                assert status == 302, (address.name, method, status)
            elif who not in address.roles:
                assert status == 404, (address.name, method, status)


def _browser(cast: Cast, signed_in: Callable[[Acting], Client], who: str) -> Client:
    acting = next((a for a in cast.everyone().values() if a.role == who), None)
    return signed_in(acting) if acting else Client()


def addresses_as_table() -> str:
    """What the table should say now; written by `python -m tests.house.test_url_roles`."""
    return "".join(_line(a) for a in our_addresses())


def _line(address: Address) -> str:
    roles = [PUBLIC] if address.roles is None else sorted(address.roles)
    return " ".join([address.name, *roles]) + "\n"
