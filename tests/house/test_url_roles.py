"""Every URL x every role: who is not meant to be there finds nothing there.

The table `url_roles.txt` is what the project promises; a new address must be written into it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import tongzhou
from tests.cast import Cast
from tests.house.addresses import our_addresses
from tongzhou.accounts.choices import Role
from tongzhou.registry.acting import Acting

TABLE = Path(__file__).with_name("url_roles.txt")
PUBLIC, SIGNED_IN = "public", "signed-in"


def declared() -> dict[str, frozenset[str] | None]:
    """Roles by address; None for an address without a role of its own."""
    open_doors = {(PUBLIC,), (SIGNED_IN,)}
    return {
        name: None if tuple(words) in open_doors else frozenset(words)
        for name, words in _lines().items()
    }


def _lines() -> dict[str, list[str]]:
    lines = (line.split() for line in TABLE.read_text().splitlines())
    return {name: words for name, *words in lines}


def test_every_address_is_declared_with_exactly_its_roles() -> None:
    assert {a.name: a.roles for a in our_addresses()} == declared()


@pytest.mark.parametrize("who", [*Role.values, "nobody"])
def test_a_role_finds_nothing_behind_addresses_it_was_not_given(
    cast: Cast, signed_in: Callable[[Acting], Client], who: str, plain_errors: None
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


def test_a_number_that_no_column_holds_is_a_page_that_does_not_exist(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    client = signed_in(cast.worker)
    assert client.get(f"/registry/household/{cast.chen.pk}/edit/").status_code == 200
    assert client.get(f"/registry/household/{10**30}/edit/").status_code == 404
    assert client.get(f"/registry/household/{10**18 - 1}/edit/").status_code == 404
    rooms = Path(tongzhou.__file__).parent.glob("*/*urls.py")
    assert [path.name for path in rooms if "<int:" in path.read_text()] == []


def test_some_addresses_only_ask_for_a_sign_in(db: None) -> None:
    named = {name for name, words in _lines().items() if words == [SIGNED_IN]}
    for address in our_addresses():
        if address.name in named:
            answer = Client().get(reverse(address.name, kwargs=address.arguments))
            assert answer.status_code in {302, 405}, address.name


def _browser(cast: Cast, signed_in: Callable[[Acting], Client], who: str) -> Client:
    acting = next((a for a in cast.everyone().values() if a.role == who), None)
    return signed_in(acting) if acting else Client()
