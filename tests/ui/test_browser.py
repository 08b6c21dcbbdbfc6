"""The patterns page in a real browser: accessible, at every size, and alive."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import DESK, PHONE, chromium, needs_chromium, out_of_reach
from tests.ui.urls import STORED

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.urls"), needs_chromium]
PATTERNS = "/ui/patterns/"
# Each language, each colour scheme, each size once: looking takes seconds.
LOOKS = (("zh-CN", "dark", PHONE), ("en", "light", DESK))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=live_server.url, locale="en-GB", viewport=DESK)  # type: ignore[arg-type]
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.goto(PATTERNS)
    return opened


def test_no_part_of_the_page_is_out_of_anybodys_reach(
    browser: Browser, live_server: LiveServer
) -> None:
    found = []
    for lang, scheme, size in LOOKS:
        context = browser.new_context(
            base_url=live_server.url,
            locale=lang,
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(PATTERNS)
        found += [f"{lang} {scheme} {size['width']}: {report}" for report in out_of_reach(page)]
        context.close()

    assert not found


@pytest.mark.parametrize(("device", "offered"), [("dark", "Light"), ("light", "Dark")])
def test_who_has_not_chosen_is_offered_what_the_device_does_not_show(
    page: Page, device: str, offered: str
) -> None:
    page.emulate_media(color_scheme=device)  # type: ignore[arg-type]
    button = page.locator("[data-look] button[name=theme]:visible")
    expect(button).to_have_text([offered])
    button.click()
    expect(page.locator("html")).to_have_attribute("data-theme", offered.lower())


@pytest.mark.parametrize("text", ["normal", "large"])
def test_nothing_hangs_over_the_edge_of_a_phone(context: BrowserContext, text: str) -> None:
    page = context.new_page()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(PATTERNS)
    page.evaluate("size => document.documentElement.dataset.text = size", text)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_strict_policy_is_never_broken_and_nothing_comes_from_outside(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = context.new_page()
    complaints: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    page.goto(PATTERNS)
    page.wait_for_load_state("networkidle")

    assert not complaints
    assert hosts == {live_server.url}


@pytest.fixture
def note(context: BrowserContext) -> Page:
    """A page with a form that stores notes of three letters and more."""
    STORED.clear()
    opened = context.new_page()
    opened.goto("/note/")
    return opened


def test_what_was_typed_comes_back_after_a_reload(note: Page) -> None:
    note.get_by_label("Note").fill("两袋米")
    note.get_by_label("Pin").fill("1234")
    note.reload()

    expect(note.get_by_label("Note")).to_have_value("两袋米")
    expect(note.get_by_label("Pin")).to_have_value("")
    expect(note.get_by_text("Brought back")).to_be_visible()


def test_a_draft_is_forgotten_once_the_server_has_stored_it(note: Page) -> None:
    note.get_by_label("Note").fill("两袋米")
    note.keyboard.press("Control+Enter")

    expect(note.get_by_label("Note")).to_have_value("")
    assert len(STORED) == 1


def test_a_form_that_was_sent_back_is_stored_under_its_first_id(note: Page) -> None:
    note.get_by_label("Note").fill("米")
    client_id = note.locator("input[name=client_id]").input_value()
    note.get_by_role("button", name="Save").click()
    expect(note.get_by_role("alert")).to_contain_text("Note")
    note.get_by_label("Note").fill("两袋米")
    note.get_by_role("button", name="Save").click()
    expect(note.get_by_label("Note")).to_have_value("")

    assert [client_id] == STORED


def test_what_was_typed_survives_a_failed_network(context: BrowserContext, note: Page) -> None:
    note.get_by_label("Note").fill("两袋米")
    context.set_offline(True)
    note.get_by_role("button", name="Save").click()
    note.wait_for_url("chrome-error://**")
    context.set_offline(False)
    note.goto("/note/")

    expect(note.get_by_label("Note")).to_have_value("两袋米")


def test_two_quick_presses_send_one_form(note: Page) -> None:
    note.get_by_label("Note").fill("两袋米")
    note.get_by_role("button", name="Save").dblclick()
    expect(note.get_by_label("Note")).to_have_value("")

    assert len(STORED) == 1


def test_a_household_is_found_and_taken_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("wx")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("[data-picked]")).to_have_text("王雪莉 · 柳荫里 3-1-102 · ••• 8841")
    assert page.locator("input[name=household]").input_value() == "2"
    page.reload()
    expect(page.locator("[data-picked]")).to_have_text("王雪莉 · 柳荫里 3-1-102 · ••• 8841")


def test_the_keys_walk_over_the_cards_and_say_what_they_do(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#work-sample-2")).to_have_attribute("data-here", "")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_a_temperature_is_set_in_tenths(page: Page) -> None:
    more = page.locator("[data-stepper] [data-by='1']").first
    more.click()
    more.click()

    expect(page.locator("input[name=celsius]").first).to_have_value("36.6")


def test_the_button_of_a_deed_without_return_wakes_with_the_name(page: Page) -> None:
    button = page.get_by_role("button", name="Take it back")
    expect(button).to_be_disabled()
    page.locator("input[name=confirm_name]").fill("柳荫里")

    expect(button).to_be_enabled()


def test_without_a_network_the_page_says_so(context: BrowserContext, page: Page) -> None:
    context.set_offline(True)
    expect(page.get_by_text("No network.")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text("No network.")).to_be_hidden()


def test_large_text_and_dark_theme_are_there_at_once_and_stay(page: Page) -> None:
    page.get_by_role("button", name="Large text").click()
    page.get_by_role("button", name="Dark").click()

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert page.evaluate("matchMedia(document.getElementById('dark-sheet').media).matches")
