"""S4: every day the committee asks how the key person is, and brings what is needed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import needs_chromium
from tests.cast import NOW, TODAY, Cast
from tests.story.conftest import Window
from tongzhou.desk.models import ServiceRequest
from tongzhou.followup.models import FollowUp, Need, Observation

pytestmark = [needs_chromium, pytest.mark.browser]
EVENING = NOW + timedelta(hours=8)


def begin(page: Page, people: Cast) -> None:
    page.goto(f"/work/household/{people.chen.pk}/")
    row = page.locator("li.row", has_text="陈军")
    row.get_by_role("link", name="Observe").click()
    page.locator("label", has_text="outbreak area").first.click()
    page.get_by_label("Last exposure").fill(TODAY.isoformat())
    page.get_by_label("What it rests on").fill("Train ticket of 2 February")
    page.get_by_role("button", name="Begin the observation").click()


def test_a_key_person_is_asked_every_day_and_gets_what_they_need(
    people: Cast, window: Window, clock_at: Callable[[datetime], None]
) -> None:
    clock_at(NOW)
    worker = window(people.worker)
    begin(worker, people)
    expect(worker.get_by_text("You signed first")).to_be_visible()

    # The secretary finds it on Today and signs as the second person.
    secretary = window(people.secretary)
    secretary.goto("/")
    secretary.get_by_role("link", name="Confirm the observation").click()
    secretary.get_by_role("button", name="Confirm as the second person").click()
    expect(secretary.get_by_role("button", name="Confirm as the second person")).to_have_count(0)

    # The evening round, on a phone: two taps for "well".
    clock_at(EVENING)
    phone = window(people.worker, phone=True)
    phone.goto("/followup/rounds")
    phone.get_by_role("link", name="Check").first.click()
    phone.get_by_role("button", name="Well", exact=True).click()
    expect(phone.locator("[data-state=seen_ok]")).to_be_visible()
    done = FollowUp.objects.get(state="seen_ok")
    assert done.performed_by_id == people.worker.user_id

    # They need rice: one press makes an errand of it, and it is on the household's page.
    observation = Observation.objects.get()
    worker.goto(f"/followup/observations/{observation.pk}")
    deed = worker.locator("details.deed", has_text="need").first
    deed.locator("summary").click()
    deed.locator("label", has_text="food").first.click()
    deed.get_by_label("What exactly").fill("大米十斤")
    deed.get_by_role("button").last.click()
    worker.get_by_role("button", name="Make an errand").click()
    expect(worker.get_by_text("大米十斤").first).to_be_visible()
    worker.goto(f"/work/household/{people.chen.pk}/")
    errand = ServiceRequest.objects.get()
    expect(worker.locator(f".card a[href*='{errand.code}']").first).to_be_visible()
    assert Need.objects.get().state == "errand"


def test_a_fever_reported_from_home_reaches_the_health_desk_at_once(
    people: Cast, window: Window, clock_at: Callable[[datetime], None]
) -> None:
    clock_at(NOW)
    begin(window(people.worker), people)
    clock_at(EVENING)
    round_ = window(people.worker, phone=True)
    round_.goto("/followup/rounds")
    round_.get_by_role("link", name="Check").first.click()
    round_.get_by_label("Temperature").fill("38.2")
    round_.get_by_role("button", name="Well", exact=True).click()
    expect(round_.locator("[data-state=seen_not_ok]")).to_be_visible()

    medic = window(people.medic, lang="zh")
    medic.goto("/")
    expect(medic.locator(".card[data-tone=alarm]")).to_contain_text("陈军")
