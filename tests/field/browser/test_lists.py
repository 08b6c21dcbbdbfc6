"""Rounds on a phone without a network, and a phone whose queue leaves by another."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import needs_chromium
from tests.cast import Cast
from tests.field.browser.conftest import SMALL, Gate, open_shift, scan_by_hand, sign_in
from tests.followup.conftest import enrolled
from tongzhou.core import clock
from tongzhou.field.models import Device, Entry
from tongzhou.followup.models import FollowUp
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place
from tongzhou.roster.actions import Details, PostDetails, accept, join, open_at_place
from tongzhou.roster.models import Assignment, Attendance, Roster, Shift
from tongzhou.roster.queries.muster import current

pytestmark = [pytest.mark.browser, needs_chromium]
KEPT = """async () => {
    const request = indexedDB.open("tongzhou-field");
    await new Promise((done) => (request.onsuccess = done));
    const rows = request.result.transaction("state").objectStore("state").getAll();
    await new Promise((done) => (rows.onsuccess = done));
    return JSON.stringify(rows.result);
}"""
FRAMES = """async () => {
    const [{ openStore }, { entriesOf, wire }, { framesOf }] = await Promise.all(
        ["db", "outbox", "series"].map((name) => import(`/static/field/js/${name}.js`)));
    const store = await openStore(indexedDB);
    const { id, secret } = await store.read((rows) => rows.get("state", "device"));
    const entries = (await entriesOf(store)).map(wire);
    return framesOf({ device: { id, secret }, entries });
}"""
OVER = """async () => {
    const { openStore } = await import("/static/field/js/db.js");
    const store = await openStore(indexedDB);
    await store.write(async (rows) => {
        const shift = await rows.get("state", "shift");
        await rows.put("state", "shift", { ...shift, names_until: shift.opened_at });
    });
}"""


@pytest.fixture
def check(cast: Cast, live_server: LiveServer) -> FollowUp:
    """The next check of Chen Jun, under observation since four days ago."""
    now = clock.now()
    exposed = clock.local_date(now) - timedelta(days=4)
    enrolled(cast.worker, cast.chen_jun, exposed=exposed, now=now)
    return FollowUp.objects.filter(due_at__gte=clock.day_start(clock.local_date(now))).earliest(
        "due_at"
    )


@pytest.fixture
def on_round(phone: BrowserContext, check: FollowUp) -> Page:
    """A round opened on the phone."""
    page = phone.new_page()
    open_shift(page, "rounds")
    return page


def test_well_takes_two_taps_and_needs_no_network(
    on_round: Page, phone: BrowserContext, check: FollowUp
) -> None:
    phone.set_offline(True)
    on_round.reload()
    expect(on_round.locator("[data-item]").first).to_contain_text("陈军")
    item = on_round.locator("[data-item]").first.get_attribute("data-item")
    on_round.locator("[data-item]").first.click()
    on_round.locator("[data-state=seen_ok]").click()
    expect(on_round.locator(f"[data-item='{item}']")).to_have_count(0)
    phone.set_offline(False)
    expect(on_round.locator("[data-unsent]")).to_have_attribute("data-unsent", "0", timeout=15_000)
    assert FollowUp.objects.get(pk=int(item or 0)).state == "seen_ok"


def test_who_is_not_well_says_where_it_hurts(on_round: Page) -> None:
    item = on_round.locator("[data-item]").first.get_attribute("data-item")
    on_round.locator("[data-item]").first.click()
    on_round.locator("[data-state=seen_not_ok]").click()
    on_round.get_by_role("button", name="headache").click()
    on_round.locator("[data-save]").click()
    expect(on_round.locator(f"[data-item='{item}']")).to_have_count(0)
    expect(on_round.locator("[data-unsent]")).to_have_attribute("data-unsent", "0", timeout=15_000)
    assert FollowUp.objects.get(pk=int(item or 0)).state == "seen_not_ok"


def test_names_are_no_longer_on_the_phone_when_their_time_is_over(on_round: Page) -> None:
    assert "陈军" not in on_round.evaluate(KEPT)
    expect(on_round.locator("[data-item]").first).to_contain_text("陈军")
    on_round.evaluate(OVER)
    on_round.reload()
    expect(on_round.locator(".list")).to_contain_text("The list can no longer be read")
    expect(on_round.locator("main")).not_to_contain_text("陈军")


def test_a_queue_leaves_by_another_phone(
    at_gate: Page, phone: BrowserContext, gate: Gate, browser: Browser,
    cast: Cast, live_server: LiveServer,
) -> None:  # fmt: skip
    phone.set_offline(True)
    for card in (gate.wang, gate.gao):
        scan_by_hand(at_gate, card.token)
        expect(at_gate.locator("[data-verdict=go]")).to_be_visible()
        at_gate.locator("[data-next]").click()
    at_gate.locator(".menu").click()
    at_gate.locator("[data-screen=show_codes]").click()
    expect(at_gate.locator("canvas")).to_be_visible()
    frames = at_gate.evaluate(FRAMES)
    number = Device.objects.get().pk

    other = browser.new_context(base_url=live_server.url, locale="en-GB", viewport=SMALL)
    sign_in(other, cast.secretary, live_server.url)
    page = other.new_page()
    open_shift(page, "gate", gate.place.pk)
    for frame in frames:
        scan_by_hand(page, frame)
    expect(page.locator(".toast").last).to_contain_text("2 records of the other phone")
    expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0", timeout=15_000)
    other.close()
    assert Entry.objects.filter(device=number, state="accepted").count() == 2

    phone.set_offline(False)
    at_gate.locator(".back").click()
    expect(at_gate.locator("[data-unsent]")).to_have_attribute("data-unsent", "0", timeout=15_000)
    assert Entry.objects.count() == 2


def test_who_signs_out_is_told_what_is_not_sent_and_leaves_no_name(
    on_round: Page, phone: BrowserContext
) -> None:
    phone.route("**/field/api/send", lambda route: route.abort())
    on_round.locator("[data-item]").first.click()
    on_round.locator("[data-state=missed]").click()
    expect(on_round.locator("[data-unsent]")).to_have_attribute("data-unsent", "1")
    on_round.goto("/accounts/me/")
    out = on_round.locator("form[data-sign-out] button")
    out.click()
    expect(on_round.locator("main")).to_contain_text("Not sent yet from this phone: 1.")
    out.click()
    expect(on_round.locator("input[name=password]")).to_be_visible()
    kept = on_round.evaluate(KEPT)
    assert "vault" not in kept
    assert '"next_seq":2' in kept


def test_only_a_phone_with_a_shift_shows_the_way_back_to_it(
    phone: BrowserContext, check: FollowUp
) -> None:
    page = phone.new_page()
    page.goto("/field/")
    way_back = page.locator("[data-open-app]")
    page.wait_for_load_state("networkidle")
    expect(way_back).to_be_hidden()
    open_shift(page, "rounds")
    page.goto("/field/")
    expect(way_back).to_be_visible()


def test_the_muster_is_held_without_a_network(
    phone: BrowserContext, cast: Cast, live_server: LiveServer
) -> None:
    people = on_the_roll(cast)
    page = phone.new_page()
    open_shift(page, "muster")
    phone.set_offline(True)
    page.reload()
    for name, said in zip(people, ("present", "missing", "present"), strict=True):
        page.get_by_role("button", name=name).click()
        page.locator(f"[data-said={said}]").click()
    expect(page.locator(".roll-numbers")).to_contain_text("2 present, 0 not yet here, 1 missing")
    # She comes after all; the later word counts.
    page.get_by_role("button", name=people[1]).click()
    page.locator("[data-said=present]").click()
    phone.set_offline(False)
    expect(page.locator("[data-unsent]")).to_have_attribute("data-unsent", "0", timeout=15_000)
    counted = Attendance.objects.filter(undoes__isnull=True, undone_by__isnull=True)
    assert [row.kind for row in counted] == ["present"] * 3


def on_the_roll(cast: Cast) -> list[str]:
    """Three who stand the next part of the day."""
    now = clock.now()
    names = ["孙建国", "李红梅", "王刚"]
    found = current(cast.worker, now=now)
    assert found is not None
    day, kind = found
    place = Place.objects.create(committee=cast.willow, kind=PlaceKind.GATE, name="南门")
    post = open_at_place(
        cast.secretary, place.pk, PostDetails(), people={kind.pk: len(names)}, now=now
    )
    week = Roster.objects.create(
        committee=cast.willow, starts_on=day, made_at=now, published_at=now, state="published"
    )
    starts_at = now + timedelta(minutes=20)
    shift = Shift.objects.create(
        roster=week, post=post, kind=kind, on=day, people=len(names), starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=kind.minutes),
    )  # fmt: skip
    for number, name in enumerate(names):
        told = Details(
            name,
            phone=f"1391234000{number}",
            weekdays=tuple(range(7)),
            shifts=(kind.pk,),
            birth_year=1980,
        )
        person, _token = join(cast.willow.pk, told, has_consented=True, now=now)
        accept(cast.worker, person.pk, now=now)
        Assignment.objects.create(shift=shift, volunteer=person, came="planner", made_at=now)
    return names
