"""A gate with three passes, a guard's phone, and a camera that sees a printed pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from io import BytesIO
from pathlib import Path

import pytest
import segno
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import CHROMIUM, FLAGS, chromium
from tests.cast import Cast
from tongzhou.core import clock
from tongzhou.gates import actions
from tongzhou.gates.models import GateRule, Pass
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place

SMALL: ViewportSize = {"width": 360, "height": 640}
TYPED_BY_A_SCANNER = """(text) => {
    const target = document.activeElement ?? document.body;
    const press = (key) =>
        target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    for (const key of text) press(key);
    return !press("Enter");
}"""
CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@dataclass(frozen=True)
class Gate:
    """The north gate of the Willow committee, open day and night, and the passes of its homes."""

    place: Place
    chen: Pass
    wang: Pass
    gao: Pass


@pytest.fixture
def gate(cast: Cast, live_server: LiveServer) -> Gate:
    """The gate and its passes, issued now: a phone in a browser lives in the present."""
    now = clock.now()
    place = Place.objects.create(committee=cast.willow, kind=PlaceKind.GATE, name="北门")
    today = clock.local_date(now)
    GateRule.objects.create(office=cast.office, effective_on=today, opens=time(0), closes=time(0))
    homes = (cast.chen, cast.wang, cast.gao)
    return Gate(place, *(actions.issue(cast.worker, home.pk, now=now) for home in homes))


@pytest.fixture
def film(gate: Gate, tmp_path: Path) -> Path:
    """What the camera sees: the pass of Chen Jun's household, held into the picture."""
    printed = BytesIO()
    code = segno.make(gate.chen.token, error="m", boost_error=False)
    code.save(printed, kind="png", scale=7, border=4)
    picture = Image.new("RGB", (1280, 720), (140, 135, 128))
    pass_code = Image.open(printed).convert("RGB").rotate(4, fillcolor=(140, 135, 128))
    picture.paste(pass_code, (430, 150))
    path = tmp_path / "pass.mjpeg"
    with path.open("wb") as frames:
        for _ in range(10):
            picture.save(frames, "JPEG", quality=85)
    return path


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    """Chromium, once for all tests of a file; each has phones of its own in it."""
    with chromium(*CAMERA) as browser:
        yield browser


@pytest.fixture
def browser(started: Browser, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """That Chromium, or for a test with a film another one, whose camera shows it."""
    if "film" not in request.fixturenames:
        yield started
        return
    film = f"--use-file-for-fake-video-capture={request.getfixturevalue('film')}"
    args = [*FLAGS, *CAMERA, film]
    filming = started.browser_type.launch(executable_path=CHROMIUM, args=args)
    yield filming
    filming.close()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[BrowserContext]:
    """The guard's phone, signed in."""
    opened = browser.new_context(
        base_url=live_server.url,
        locale="en-GB",
        viewport=SMALL,
        permissions=["camera"],
    )
    sign_in(opened, cast.worker, live_server.url)
    yield opened
    opened.close()


@pytest.fixture
def at_gate(phone: BrowserContext, gate: Gate) -> Page:
    """A shift opened at the gate; everything that the phone needs is on it."""
    page = phone.new_page()
    open_shift(page, "gate", gate.place.pk)
    return page


def sign_in(context: BrowserContext, who: Acting, url: str) -> None:
    """Signed in without the page for it."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=who.account_id))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


def open_shift(page: Page, profile: str, place: int | None = None) -> None:
    """Open a shift on the page for it and wait until the app would open without a network."""
    page.goto("/field/")
    form = page.locator(f"form[data-open-shift]:has([name=profile][value={profile}])")
    if place and form.locator("select[name=place]").count():
        form.locator("select[name=place]").select_option(str(place))
    form.locator("button").first.click()
    page.wait_for_url("**/field/app")
    expect(page.locator(".menu")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def scan_by_hand(page: Page, text: str) -> None:
    """A hand scanner types this, as fast as it does on a machine however busy; it ends with Enter.

    The app keeps the Enter to itself, so that it presses no button.
    """
    assert page.evaluate(TYPED_BY_A_SCANNER, text)
