"""S3: a lost birth permit, asked for by phone, made on her behalf, brought to the door."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.cast import NOW, Cast
from tests.story.conftest import Window
from tongzhou.desk.models import ServiceRequest
from tongzhou.registry.actions.links import make_link

pytestmark = [needs_chromium, pytest.mark.browser]
WORDS = "女儿下个月生孩子，准生证丢了，能不能出门补办？"


def take_the_call(page: Page) -> None:
    """By keyboard only: n, a few letters, Enter, a few letters, Enter, the words, Ctrl+Enter."""
    page.goto("/")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/new/**")
    page.keyboard.type("wxy", delay=20)
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("Enter")
    service = page.get_by_label("Service")
    service.focus()
    page.keyboard.type("birth", delay=20)
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("#facts")).to_contain_text("Public Health")
    page.locator("[name=details]").focus()
    page.keyboard.insert_text(WORDS)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/r/**")


def do(page: Page, deed: str) -> None:
    """Press what can be done, among the likely ways or the others."""
    for more in page.locator("details.more:not([open]) > summary").all():
        more.click()
    page.locator(".deeds").get_by_text(deed, exact=True).first.click()


def test_the_permit_is_made_on_her_behalf_and_she_confirms(
    people: Cast, window: Window, clock_at: Callable[[datetime], None]
) -> None:
    clock_at(NOW)
    worker = window(people.worker)
    take_the_call(worker)
    expect(worker.get_by_text(WORDS).first).to_be_visible()
    row = ServiceRequest.objects.get()
    assert (row.household, row.taken_by_id) == (people.wang, people.worker.user_id)

    # The department is asked; its clerk sees the request, and nothing else of the household.
    do(worker, "Refer")
    worker.get_by_role("button", name="Save").click()
    expect(worker.locator(".waits-line")).to_contain_text("referred")
    clerk = window(people.health_desk)
    clerk.goto("/")
    clerk.get_by_role("link", name="birth permit").or_(
        clerk.locator(f"a[href*='{row.code}']")
    ).first.click()
    expect(clerk.get_by_text(WORDS).first).to_be_visible()
    assert clerk.goto(f"/work/household/{people.wang.pk}/").status == 404  # type: ignore[union-attr]
    clerk.goto(f"/desk/r/{row.code}/")
    do(clerk, "Start work")
    clerk.locator("#steps button").first.click()
    do(clerk, "Done, ready")
    clerk.get_by_role("button", name="Save").click()

    # Back at the committee: every step ticked, and the paper goes to the door.
    clock_at(NOW + timedelta(hours=5))
    worker.goto(f"/desk/r/{row.code}/")
    do(worker, "I bring it")
    do(worker, "Delivered")
    worker.get_by_role("button", name="Save").click()
    expect(worker.locator(".waits-line")).to_contain_text("delivered")

    # She opens her own page from the paper, without an account, and confirms.
    token = make_link(people.worker, people.wang.pk, now=NOW)
    home = window(None, lang="zh", phone=True)
    home.goto(f"/r/{token}/")
    home.get_by_role("button", name="是的，办好了").click()
    expect(home.get_by_text("这件事就办结了")).to_be_visible()
    row.refresh_from_db()
    assert row.state == "confirmed"

    # Whoever took the call learns it, and she can see who looked.
    home.goto(f"/r/{token}/looked/")
    expect(home.locator("li.row").first).to_be_visible()
