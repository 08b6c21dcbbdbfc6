"""A real browser for tests: headless Chromium with nothing from outside."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
# Long for a busy machine; whoever waits in vain has failed anyway.
expect.set_options(timeout=15_000)

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start Chromium, with more flags; end it."""
    # Playwright's loop runs in this thread, and the test's own queries run beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *more])
        try:
            yield browser
        finally:
            browser.close()


def out_of_reach(page: Page, rules: Mapping[str, object] | None = None) -> list[str]:
    """What somebody could not see, read or reach on the page, as axe reports it; none if all can."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "rules": rules or {}}
    result = AxeResults(page.evaluate("(options) => axe.run(options)", options))
    return [result.generate_report()] if result.violations_count else []
