"""A passkey made and used in a real browser, with an authenticator that is only simulated."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.accounts.people import user_of
from tests.browser import PHONE, chromium, needs_chromium
from tests.cast import PASSWORD, make_cast

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console had to say."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Page]:
    """A phone with fingerprint reader, in front of the sign-in page."""
    user = user_of(make_cast().worker)
    user.set_password(PASSWORD)
    user.save()
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, locale="en-GB", viewport=PHONE)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    session = context.new_cdp_session(opened)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    opened.goto("/accounts/login/")
    yield opened
    context.close()


def sign_in_by_password(page: Page) -> None:
    page.get_by_label("User name").fill("zhaomin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def make_passkey(page: Page) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of this device").fill("my phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_made_and_opens_the_account_without_a_password(
    page: Page, complaints: list[str]
) -> None:
    sign_in_by_password(page)
    make_passkey(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("my phone")).to_be_visible()

    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/?next=/accounts/me/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="赵敏")).to_be_visible()
    assert Authenticator.objects.filter(type="webauthn", last_used_at__isnull=False).count() == 1
    assert not complaints


def test_after_a_password_the_passkey_is_the_second_step(page: Page) -> None:
    sign_in_by_password(page)
    make_passkey(page)

    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/?next=/accounts/me/")
    sign_in_by_password(page)
    page.get_by_role("button", name="Use the passkey").click()

    expect(page.get_by_role("heading", name="赵敏")).to_be_visible()


def test_without_a_passkey_the_page_says_what_to_do(page: Page) -> None:
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("The passkey was not used")).to_be_visible()
