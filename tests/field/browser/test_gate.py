"""A guard's phone at the gate, with and without a network, in a real browser."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import needs_chromium, out_of_reach
from tests.cast import Cast
from tests.field.browser.conftest import Gate, open_shift, scan_by_hand, sign_in
from tongzhou.core import clock
from tongzhou.field.models import Device, Entry
from tongzhou.gates.actions import report_lost
from tongzhou.gates.actions.muster import sign_muster
from tongzhou.gates.models import Pass

pytestmark = [pytest.mark.browser, needs_chromium]
# Each language, each colour scheme, each size once: looking takes seconds.
LOOKS = (("zh-CN", "light", 360, 640), ("en", "dark", 1280, 800))
STRICT = {"color-contrast-enhanced": {"enabled": True}}
SCREENS = ("visitor", "count", "handover", "tray", "show_codes", "end")
needs_decoder = pytest.mark.skipif(
    finders.find("field/vendor/zxing_reader.wasm") is None, reason="the decoder was not fetched"
)


def verdict(page: Page, answer: str) -> None:
    """The verdict that fills the screen; then the next person."""
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", answer)
    page.locator("[data-next]").click()


def turn(page: Page, way: str) -> None:
    page.locator(f".head [data-value={way}]").click()
    expect(page.locator(f".head [data-value={way}]")).to_have_attribute("aria-pressed", "true")


@needs_decoder
def test_ten_crossings_without_a_network_are_ten_on_the_server(
    film: Path, at_gate: Page, phone: BrowserContext, gate: Gate
) -> None:
    phone.set_offline(True)
    at_gate.reload()
    at_gate.locator("[data-deed=scan]").click()
    verdict(at_gate, "go")
    at_gate.locator(".scan .key").first.click()
    for card in (gate.wang, gate.gao):
        scan_by_hand(at_gate, card.token)
        verdict(at_gate, "go")
    expect(at_gate.locator("[data-out]")).to_have_text("3")

    turn(at_gate, "in")
    for card in (gate.chen, gate.wang, gate.gao):
        scan_by_hand(at_gate, card.token)
        verdict(at_gate, "go")
    expect(at_gate.locator("[data-out]")).to_have_text("0")
    for _ in range(4):
        at_gate.locator("[data-deed=by_hand]").click()
        verdict(at_gate, "go")
    expect(at_gate.locator("[data-unsent]")).to_have_attribute("data-unsent", "10")

    at_gate.reload()
    expect(at_gate.locator("[data-unsent]")).to_have_attribute("data-unsent", "10")
    phone.set_offline(False)
    expect(at_gate.locator("[data-unsent]")).to_have_attribute("data-unsent", "0", timeout=15_000)
    assert Entry.objects.filter(kind="gate.crossing").count() == 10
    assert Entry.objects.exclude(state="accepted").count() == 0


def test_a_typed_code_is_as_good_as_a_scanned_one(at_gate: Page, gate: Gate) -> None:
    at_gate.locator("[data-deed=type_code]").click()
    for letter in gate.wang.code.replace("-", ""):
        at_gate.locator(f'[data-key="{letter}"]').click()
    verdict(at_gate, "go")
    scan_by_hand(at_gate, gate.wang.token)
    expect(at_gate.locator("[data-verdict]")).to_contain_text("This pass is out since")


def test_a_warm_forehead_is_measured_twice(at_gate: Page, gate: Gate) -> None:
    def measured(tenths: str) -> None:
        for digit in tenths:
            at_gate.locator(f'[data-key="{digit}"]').click()

    at_gate.locator(".measured").click()
    measured("378")
    scan_by_hand(at_gate, gate.gao.token)
    expect(at_gate.locator("[data-verdict]")).to_have_attribute("data-verdict", "wait")
    at_gate.get_by_role("button", name="Measure again").click()
    measured("365")
    verdict(at_gate, "go")
    expect(at_gate.locator("[data-unsent]")).to_have_attribute("data-unsent", "0")
    assert Entry.objects.filter(kind="gate.crossing", state="accepted").count() == 1


def test_a_visitor_is_sealed_before_it_is_written_down(at_gate: Page) -> None:
    at_gate.locator(".menu").click()
    at_gate.locator("[data-screen=visitor]").click()
    at_gate.locator(".choices [data-value=out]").click()
    at_gate.locator("[name=name]").fill("Wu Lei")
    at_gate.locator("[name=consent]").check()
    at_gate.locator("[data-check]").click()
    expect(at_gate.locator(".toast")).to_be_visible()
    kept = at_gate.evaluate("""async () => {
        const request = indexedDB.open("tongzhou-field");
        await new Promise((done) => (request.onsuccess = done));
        const rows = request.result.transaction("entries").objectStore("entries").getAll();
        await new Promise((done) => (rows.onsuccess = done));
        return JSON.stringify(rows.result);
    }""")
    assert "gate.visitor" in kept
    assert "Wu Lei" not in kept


def test_a_phone_without_a_network_is_current_after_the_leaders_code(
    at_gate: Page, phone: BrowserContext, gate: Gate, cast: Cast
) -> None:
    phone.set_offline(True)
    later = clock.now() + timedelta(minutes=1)
    report_lost(cast.worker, gate.wang.pk, now=later)
    code = sign_muster(cast.secretary, gate.place.pk, now=later).text
    for text, said in ((code, "Renewed"), (code, "not newer"), (code[:-1] + "0", "")):
        scan_by_hand(at_gate, text)
        if said:
            expect(at_gate.locator(".toast").last).to_contain_text(said)
    scan_by_hand(at_gate, gate.wang.token)
    expect(at_gate.locator("[data-verdict=stop]")).to_contain_text("Not by this pass")


def test_two_tabs_send_everything_once(at_gate: Page, phone: BrowserContext, gate: Gate) -> None:
    other = phone.new_page()
    other.goto("/field/app")
    expect(other.locator("[data-deed=scan]")).to_be_visible()
    phone.set_offline(True)
    for page, card in ((at_gate, gate.wang), (other, gate.gao)):
        scan_by_hand(page, card.token)
        verdict(page, "go")
    phone.set_offline(False)
    expect(at_gate.locator("[data-unsent]")).to_have_attribute("data-unsent", "0", timeout=15_000)
    assert sorted(Entry.objects.values_list("seq", "is_fork")) == [(1, False), (2, False)]


def test_a_phone_that_was_ended_keeps_what_it_had_not_sent(
    at_gate: Page, phone: BrowserContext, gate: Gate
) -> None:
    phone.set_offline(True)
    scan_by_hand(at_gate, gate.wang.token)
    verdict(at_gate, "go")
    Device.objects.update(ended_at=clock.now())
    phone.set_offline(False)
    heading = at_gate.get_by_role("heading", level=1)
    expect(heading).to_have_text("No shift is open on this phone", timeout=15_000)
    expect(at_gate.locator("[data-unsent]")).to_have_attribute("data-unsent", "1")
    assert not Entry.objects.exists()


def test_every_screen_is_for_everybody_and_for_gloves(
    browser: Browser, live_server: LiveServer, cast: Cast, gate: Gate
) -> None:
    found: list[str] = []
    for lang, scheme, width, height in LOOKS:
        context = browser.new_context(
            base_url=live_server.url, locale=lang, color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": height}, reduced_motion="reduce",
        )  # fmt: skip
        sign_in(context, cast.worker, live_server.url)
        page = context.new_page()
        open_shift(page, "gate", gate.place.pk)
        found += [f"{lang} {scheme} {width} {fault}" for fault in faults(page, gate.wang)]
        context.close()
    assert not found, "\n".join(found)


def faults(page: Page, card: Pass) -> list[str]:
    """Walk through the screens; what somebody could not read or press."""
    found = [*faults_here(page, "home")]
    page.locator("[data-deed=type_code]").click()
    found += faults_here(page, "code")
    page.locator(".back").click()
    scan_by_hand(page, card.token)
    page.locator("[data-verdict]").wait_for()
    found += faults_here(page, "verdict")
    page.locator("[data-next]").click()
    for screen in SCREENS:
        page.locator(".menu").click()
        page.locator(f"[data-screen={screen}]").click()
        found += faults_here(page, screen)
        page.locator(".back").click()
    return found


def faults_here(page: Page, name: str) -> list[str]:
    found = [f"{name}: {report}" for report in out_of_reach(page, STRICT)]
    small = page.evaluate(
        "() => [...document.querySelectorAll('button, a.key')]"
        ".filter((each) => each.offsetHeight < 56).map((each) => each.textContent)"
    )
    if small:
        found.append(f"{name}: too small for gloves: {small}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{name}: wider than the screen")
    return found
