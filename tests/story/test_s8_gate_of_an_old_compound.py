"""S8 and S1: neighbours hold the gate of an old compound; one calls out before the muster."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.cast import NOW, Cast
from tests.roster.conftest import north_gate as north_gate
from tests.roster.conftest import parts as parts
from tests.roster.conftest import post as post
from tests.story.conftest import Window
from tongzhou.core.jobs import run_one
from tongzhou.roster import actions
from tongzhou.roster.models import Assignment, Post, Roster, Volunteer

pytestmark = [needs_chromium, pytest.mark.browser]
FIFTEEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩"


@pytest.fixture
def cast(people: Cast, transactional_db: None) -> Cast:
    """The cast under the name that the fixtures of the room know."""
    return people


@pytest.fixture
def gate(post: Post) -> Post:
    """The north gate: two by day, two in the evening, three at night."""
    return post


def join(page: Page, post: Post, name: str, number: int) -> str:
    """Two minutes at the gate, without a password; answers the address of the own page."""
    page.goto(f"/duty/join/{post.committee_id}/{post.pk}/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=phone]").fill(f"1391234{number:04}")
    for group in ("weekdays", "shifts"):
        for box in page.locator(f"[name={group}]").all():
            box.check(force=True)
    page.locator("[name=birth_year]").fill("1980")
    page.locator("[name=consent]").check()
    page.get_by_role("button", name="I take part").click()
    page.wait_for_url("**/duty/me/**")
    return page.url.split("?")[0]


def accept(page: Page, row: Volunteer, *, leads: bool) -> None:
    page.goto(f"/duty/volunteers/{row.pk}/")
    if leads:
        page.get_by_label("lead").first.check()
    page.get_by_role("button", name="Called, takes part").click()
    expect(page.get_by_text("taking part").first).to_be_visible()


def plan_and_publish(page: Page, now: datetime) -> Roster:
    page.goto("/duty/rosters/")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.wait_for_url("**/duty/rosters/*/")
    run_one(now)
    page.reload()
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("published").first).to_be_visible()
    return Roster.objects.get()


def test_fifteen_neighbours_hold_the_gate_and_one_who_cannot_come_is_replaced(
    cast: Cast, gate: Post, window: Window, clock_at: Callable[[datetime], None]
) -> None:
    clock_at(NOW)
    outside, director, secretary = (
        window(None, phone=True), window(cast.director, phone=True), window(cast.secretary),
    )  # fmt: skip
    pages = {
        f"{family}志远": join(outside, gate, f"{family}志远", number)
        for number, family in enumerate(FIFTEEN)
    }
    everybody = list(Volunteer.objects.order_by("pk"))
    assert len(everybody) == 15
    # The director calls the first; the others were called by the committee at the same desk.
    accept(director, everybody[0], leads=True)
    for row in everybody[1:]:
        actions.accept(cast.worker, row.pk, now=NOW, may_lead=row in everybody[:6])

    roster = plan_and_publish(secretary, NOW)
    standing = Assignment.objects.filter(shift__roster=roster, ended_at__isnull=True)
    first = standing.order_by("shift__starts_at", "pk")[0]
    shift = first.shift
    assert standing.filter(shift=shift).count() == 2

    # At 6:40 one of the two presses on their own page that they cannot come.
    clock_at(shift.starts_at - timedelta(minutes=20))
    own = window(None, phone=True)
    own.goto(pages[first.volunteer.name])
    own.get_by_role("link", name="Cannot come, or swap").first.click()
    own.get_by_role("button", name="I cannot come").click()
    expect(own.get_by_text("You said you cannot come")).to_be_visible()

    # The director sees the alarm, phones two, and the second comes.
    director.goto("/")
    director.get_by_role("link", name="Called out: find somebody").first.click()
    calls = director.locator("li.call")
    expect(calls.first).to_be_visible()
    refused = calls.first.locator(".row-title").inner_text()
    calls.first.get_by_role("button", name="Cannot").click()
    expect(calls.first.locator(".row-title")).not_to_have_text(refused)
    calls.first.get_by_role("button", name="Comes").click()
    expect(director.get_by_text("nobody is missing here")).to_be_visible()

    # The muster: both are there, and it is read out.
    clock_at(shift.starts_at - timedelta(minutes=5))
    director.goto("/duty/muster/")
    director.get_by_role("button", name="Open the roll").click()
    here = director.locator(f"#shift-{shift.pk} [data-state=waiting] button[value=present]")
    expect(here).to_have_count(2)
    for left in (1, 0):
        here.first.click()
        expect(here).to_have_count(left)
    director.get_by_role("button", name="Read out").click()
    expect(director.get_by_role("button", name="Close the roll")).to_have_count(0)
    secretary.goto("/duty/muster/")
    secretary.get_by_role("button", name="Close the roll").click()
    expect(secretary.get_by_role("button", name="Open the roll again")).to_be_visible()

    # Eight hours later whoever stepped in ends, and takes a certificate home.
    clock_at(shift.ends_at)
    came = standing.get(shift=shift, came="step_in")
    own.goto(pages[came.volunteer.name])
    own.get_by_role("button", name="I end").click()
    expect(own.get_by_text("Your duty is over")).to_be_visible()
    came.refresh_from_db()
    assert came.minutes == 480
    own.get_by_role("button", name="Certificate of hours (PDF)").click()
    own.wait_for_url("**/certificates/**")
    paper = own.context.request.get(own.url)
    assert paper.body().startswith(b"%PDF")
