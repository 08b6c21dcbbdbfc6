"""The stage of the story: the cast, a server and one browser window for each person."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import DESK, PHONE, chromium
from tests.cast import NOW, Cast, make_cast
from tongzhou.accounts.models import User
from tongzhou.core import clock
from tongzhou.desk.actions.catalogue import load_catalogue as load_services
from tongzhou.registry.acting import Acting

Window = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole story."""
    with chromium() as started:
        yield started


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Window]:
    """`window(acting, lang=, phone=)` opens a browser window in which somebody is signed in."""
    contexts = []

    def open_window(acting: Acting | None = None, *, lang: str = "en", phone: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN" if lang == "zh" else "en-GB",
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        if acting:
            _sign_in(context, live_server.url, acting)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_window
    for context in contexts:
        context.close()


def _sign_in(context: object, url: str, acting: Acting) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=acting.account_id))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])  # type: ignore[attr-defined]


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """`clock_at(moment)` sets the street's clock, for the server too."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast, stored for good so that the server sees them."""
    cast = make_cast()
    load_services(now=NOW)
    return cast
