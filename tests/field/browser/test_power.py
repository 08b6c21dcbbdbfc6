"""A phone whose battery ends: what was shown as saved is there when it is switched on again."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser import CHROMIUM, FLAGS, needs_chromium
from tests.cast import Cast
from tests.field.browser.conftest import SMALL, Gate, open_shift, scan_by_hand, sign_in
from tongzhou.field.models import Entry

pytestmark = [pytest.mark.browser, needs_chromium]


def test_a_crossing_shown_as_recorded_survives_the_end_of_the_battery(
    gate: Gate, live_server: LiveServer, cast: Cast, tmp_path: Path
) -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:

        def switched_on() -> tuple[BrowserContext, Page]:
            context = playwright.chromium.launch_persistent_context(
                str(tmp_path / "phone"), executable_path=CHROMIUM, args=[*FLAGS],
                base_url=live_server.url, locale="en-GB", viewport=SMALL,
            )  # fmt: skip
            return context, context.pages[0]

        context, page = switched_on()
        sign_in(context, cast.worker, live_server.url)
        open_shift(page, "gate", gate.place.pk)
        context.set_offline(True)
        scan_by_hand(page, gate.wang.token)
        expect(page.locator("[data-verdict=go]")).to_be_visible()
        end_of_battery(tmp_path / "phone")
        with suppress(Error):
            context.close()

        context, page = switched_on()
        page.goto("/field/app")
        expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0", timeout=20_000)
        context.close()
    assert Entry.objects.filter(kind="gate.crossing", state="accepted").count() == 1


def end_of_battery(profile: Path) -> None:
    """End all processes of the browser that uses this profile, without a word of warning."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            said = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in said and b"--type=" not in said:
            os.kill(int(entry.name), signal.SIGKILL)
