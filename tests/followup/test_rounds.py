"""What a round and a record ask for, and what they count."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.followup.conftest import check_of, enrolled
from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.followup import actions
from tongzhou.followup.choices import CheckState
from tongzhou.followup.models import FollowUp, Observation
from tongzhou.followup.queries.round_rows import SHOWN
from tongzhou.followup.queries.rounds import Choice, day_round
from tongzhou.registry.acting import Acting

SignIn = Callable[[Acting], Client]


@pytest.fixture(autouse=True)
def _quarter_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def shown_on_round(client: Client, shown: str) -> str:
    return client.get(reverse("followup:rounds"), {"show": shown}).content.decode()


def test_who_was_not_reached_is_counted_apart_from_who_was_never_asked(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    enrolled(cast.worker, cast.gao_shulan)
    actions.perform(cast.worker, check_of(first, state=CheckState.MISSED), now=NOW)
    actions.mark_missed(now=first.due_at + timedelta(minutes=1))
    client = signed_in(cast.worker)

    missed, unreached = shown_on_round(client, "missed"), shown_on_round(client, "unreached")
    assert "高淑兰" in missed
    assert "陈军" not in missed
    assert "陈军" in unreached
    assert "高淑兰" not in unreached
    again = reverse("followup:call", args=[first.observation_id])
    assert f'href="{again}?way=phone"' in unreached


def test_each_filter_counts_what_it_shows(cast: Cast, chen: Observation) -> None:
    zhou, gao = (enrolled(cast.worker, who) for who in (cast.zhou_min, cast.gao_shulan))
    checks = [observed.follow_ups.order_by("due_at")[0] for observed in (chen, zhou, gao)]
    actions.perform(cast.worker, check_of(checks[0], tenths=391), now=NOW)
    actions.perform(cast.worker, check_of(checks[1], state=CheckState.MISSED), now=NOW)
    actions.mark_missed(now=checks[2].due_at + timedelta(minutes=1))
    FollowUp.objects.filter(pk=zhou.follow_ups.order_by("due_at")[1].pk).update(team=None)

    for acting, is_mine in product((cast.worker, cast.officer), (False, True)):
        for part, shown in product(("morning", "evening"), SHOWN):
            chosen = Choice(part, shown, is_mine=is_mine, page=1, size=50)
            found = day_round(acting, chosen, now=NOW)
            assert len(found.lines) == found.counts[part][shown], (acting.role, chosen)
    all_day = day_round(cast.officer, Choice("", "all", is_mine=False, page=1, size=50), now=NOW)
    morning = {"due": 0, "missed": 1, "unreached": 1, "done": 1, "alarms": 1, "all": 3}
    assert all_day.counts["morning"] == morning | {"unassigned": 0}
    assert all_day.counts["evening"]["unassigned"] == 1


def test_pages_of_a_round_follow_each_other(cast: Cast, chen: Observation) -> None:
    zhou, gao = (enrolled(cast.worker, who) for who in (cast.zhou_min, cast.gao_shulan))
    pages = [
        day_round(cast.worker, Choice("morning", "due", False, page, size=1), now=NOW).lines
        for page in (1, 2, 3, 4)
    ]
    found = [line.check.observation_id for lines in pages for line in lines]
    assert sorted(found) == sorted([chen.pk, zhou.pk, gao.pk])
    assert [len(lines) for lines in pages] == [1, 1, 1, 0]


def test_a_round_that_is_done_leads_to_who_was_not_reached(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    actions.perform(cast.worker, check_of(first, state=CheckState.MISSED), now=NOW)
    text = shown_on_round(signed_in(cast.worker), "due")

    assert "1 person was not reached" in text
    assert "show=unreached" in text.split("empty-title")[1]


def test_the_record_does_not_ask_for_the_evening_in_the_morning(
    cast: Cast, signed_in: SignIn, chen: Observation
) -> None:
    morning, evening = chen.follow_ups.order_by("due_at")[:2]
    client, url = signed_in(cast.worker), reverse("followup:observation", args=[chen.pk])
    asks = "<span>Daily check</span>"
    assert asks in client.get(url).content.decode()

    actions.perform(cast.worker, check_of(morning), now=NOW)
    text = client.get(url).content.decode()
    assert asks not in text
    assert "The next check is due from" in text
    early = reverse("followup:perform", args=[evening.pk])
    assert f'<a href="{early}">Ask already now</a>' in text


def test_a_visit_asks_of_each_person_how_it_went_before_anything_else(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    url = reverse("workflows:visit", args=[cast.chen.pk])
    page = signed_in(cast.worker).get(url).content.decode()
    how, rest = page.split('class="check-rest', 1)
    name = f'name="check-{first.pk}-'
    assert f"{name}state" in how
    assert f"{name}celsius" not in how
    shown, folded = rest.split("<details", 1)
    assert f"{name}celsius" in shown
    for field in ("symptoms", "needs", "need_text", "note", "source"):
        assert f"{name}{field}" in folded.split("</details>")[0], field
    assert page.count(f"{name}client_id") == 1


def reported(cast: Cast, check: FollowUp, *, tenths: int | None, note: str = "") -> None:
    actions.self_report(
        Acting.household(cast.chen.pk), check.observation_id, tenths=tenths, symptoms=[],
        client_id=uuid4(), note=note, now=NOW,
    )  # fmt: skip
    check.refresh_from_db()


def test_an_empty_report_of_a_household_does_not_pass_for_well(cast: Cast, first: FollowUp) -> None:
    with pytest.raises(Refusal, match="temperature"):
        reported(cast, first, tenths=None)
    first.refresh_from_db()
    assert first.state == CheckState.NOT_PERFORMED

    reported(cast, first, tenths=None, note="No thermometer, but fine")
    assert first.state == CheckState.SEEN_OK


def test_the_round_says_who_reported_for_themselves(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    reported(cast, first, tenths=364)
    assert "reported by themselves" in shown_on_round(signed_in(cast.worker), "done")


def test_a_missed_check_that_is_recorded_late_still_says_it_was_missed(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    later = first.due_at + timedelta(hours=1)
    actions.mark_missed(now=later)
    url = reverse("followup:observation", args=[first.observation_id])
    client = signed_in(cast.worker)
    actions.perform(cast.worker, check_of(first), now=later)
    assert "missed, recorded late:" in client.get(url).content.decode()


def test_a_check_in_its_window_is_not_called_late(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    actions.perform(cast.worker, check_of(first), now=NOW)
    url = reverse("followup:observation", args=[first.observation_id])
    assert "recorded late" not in signed_in(cast.worker).get(url).content.decode()


def test_a_need_is_set_apart_from_the_day_the_observation_ends(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    actions.add_need(cast.worker, first.observation_id, kind="food", text="rice", now=NOW)
    assert "</span> · until" in shown_on_round(signed_in(cast.worker), "due")
