"""What every answer carries, and that nothing changes without the form it came from."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.people import user_of
from tests.cast import PASSWORD, Cast
from tests.house.addresses import Address, our_addresses
from tongzhou.registry.acting import Acting

SIGN_IN = ("account_login", "account_logout", "account_change_password", "mfa_index")
FIELD_APP = ("field:app", "field:worker")
# No cookie opens these: a phone shows its secret, which no other site can have.
BY_SECRET_OF_A_PHONE = ("field:send", "field:refresh")
WANTED = {
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_page_has_the_heads_that_protect_it(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    seen = 0
    for name, response in _pages(cast, signed_in):
        for head, value in WANTED.items():
            assert value in response.headers.get(head, ""), (name, head)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "frame-ancestors 'none'" in policy, name
        # The decoder of the gates' camera is WebAssembly; only the field app has it.
        allowed = "'wasm-unsafe-eval'" if name in FIELD_APP else ""
        assert "unsafe" not in policy.replace(allowed, ""), name
        assert _foreign_sources(policy) == set(), name
        seen += 1
    assert seen > 20


@pytest.mark.parametrize("method", ["post", "delete"])
def test_nothing_is_changed_without_the_token_of_a_form(
    cast: Cast, method: str, plain_errors: None
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of(cast.worker))
    for address in our_addresses():
        status = getattr(client, method)(_url(address)).status_code
        # 404 and 405 come before the check: nothing is there for this person or method.
        refused = {401} if address.name in BY_SECRET_OF_A_PHONE else {403, 404, 405}
        assert status in refused | {405}, (address.name, status)


@pytest.mark.parametrize("name", SIGN_IN)
def test_signing_in_and_out_needs_the_token_too(cast: Cast, name: str) -> None:
    assert Client(enforce_csrf_checks=True).post(reverse(name)).status_code in {403, 302, 405}
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of(cast.worker))
    assert client.post(reverse(name)).status_code in {403, 405}


@pytest.mark.parametrize("is_tls", [True, False])
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(
    cast: Cast, settings: object, is_tls: bool
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = is_tls  # type: ignore[attr-defined]
    user = user_of(cast.worker)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post(reverse("account_login"), {"login": "zhaomin", "password": PASSWORD}, secure=is_tls)
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert {session["samesite"], token["samesite"]} == {"Lax"}
    assert bool(session["secure"]) is bool(token["secure"]) is is_tls


def _pages(cast: Cast, signed_in: Callable[[Acting], Client]) -> Iterator[tuple[str, Any]]:
    """Each address as somebody who may open it sees it."""
    nobody = Client()
    browsers = {a.role: signed_in(a) for a in cast.everyone().values()}
    for name in SIGN_IN:
        yield name, nobody.get(reverse(name))
    for address in our_addresses():
        visitor = browsers[min(address.roles)] if address.roles else nobody
        yield address.name, visitor.get(_url(address))


def _url(address: Address) -> str:
    return reverse(address.name, kwargs=address.arguments)


def _foreign_sources(policy: str) -> set[str]:
    words = {word for directive in policy.split(";") for word in directive.split()[1:]}
    return {word for word in words if urlsplit(word).netloc or "*" in word}
