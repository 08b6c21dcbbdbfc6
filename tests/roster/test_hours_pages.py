"""The pages of duty as it runs and of the hours it was, as people open them, and what they cost."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tests.roster.conftest import Come
from tests.roster.test_hours import at, morning, published  # noqa: F401  (fixtures)
from tests.roster.test_pages import cost, public
from tests.roster.test_roster_plans import put
from tongzhou.core import clock
from tongzhou.formats.sheets import read_sheet
from tongzhou.registry.acting import Acting
from tongzhou.roster import actions
from tongzhou.roster.models import Assignment, Attendance, Certificate, Shift
from tongzhou.roster.views import on_duty

SignIn = Callable[[Acting], Client]
AtTime = Callable[[datetime], None]
LIST = {"first": str(TODAY), "last": str(TODAY)}


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> AtTime:
    """Set the clock on the wall."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def row(morning: Shift, come: Come) -> Assignment:  # noqa: F811
    return put(morning, come("孙建国"))


def text(client: Client, name: str, *args: Any, **query: Any) -> str:
    return client.get(reverse(f"roster:{name}", args=args), query).content.decode()


def button(page: str, kind: str) -> dict[str, str]:
    """The form of a button as the page drew it."""
    entry = re.search(
        rf'name="kind" value="{kind}"><input type="hidden" name="entry" value="([^"]+)"', page
    )
    assert entry, kind
    return {"kind": kind, "entry": entry[1]}


def test_on_the_own_page_the_duty_is_begun_handed_over_and_ended(
    cast: Cast, row: Assignment, signed_in: SignIn, it_is: AtTime
) -> None:
    token = actions.give_link(cast.worker, row.volunteer_id, now=NOW)
    client, press = public(), reverse("roster:own_press", args=[token, row.pk])
    it_is(at(6, 20))
    assert "I begin" not in text(client, "own", token)
    it_is(at(6, 45))
    begin = button(text(client, "own", token), "in")
    for _ in range(2):
        client.post(press, begin)
    assert Attendance.objects.count() == 1
    it_is(at(14, 50))
    told = button(text(client, "own", token), "handover") | {"word": "钥匙在岗亭抽屉里"}
    client.post(press, told)
    assert "钥匙在岗亭抽屉里" in text(signed_in(cast.director), "on_duty")
    it_is(at(15, 2))
    client.post(press, button(text(client, "own", token), "out"))
    page = text(client, "own", token)
    assert "8 h 2 min" in page
    undo = re.search(r'action="([^"]+/undo\?mark=\d+)"', page)
    assert undo
    client.post(undo[1])
    assert "You are on duty" in text(client, "own", token)


def test_the_next_shift_reads_what_was_handed_over_and_nobody_else_does(
    cast: Cast, row: Assignment, come: Come, it_is: AtTime
) -> None:
    shift, next_one = row.shift, Shift.objects.get(pk=row.shift_id)
    evening = Shift.objects.create(
        roster=shift.roster, post=shift.post, kind_id=shift.kind_id + 1, on=TODAY, people=1,
        starts_at=next_one.ends_at, ends_at=next_one.ends_at + timedelta(hours=8),
    )  # fmt: skip
    after = put(evening, come("钱大明"))
    tokens = [actions.give_link(cast.worker, r.volunteer_id, now=NOW) for r in (row, after)]
    press = reverse("roster:own_press", args=[tokens[0], row.pk])
    it_is(at(8))
    public().post(press, {"kind": "in", "entry": str(uuid4())})
    public().post(press, {"kind": "handover", "entry": str(uuid4()), "word": "三号楼缺钥匙"})
    assert "三号楼缺钥匙" not in text(public(), "own", tokens[1])
    it_is(at(14, 45))
    page = text(public(), "own", tokens[1])
    assert "三号楼缺钥匙" in page
    assert "孙建国" not in page


def test_staff_see_who_is_missing_and_write_down_with_the_time_it_was(
    cast: Cast, row: Assignment, signed_in: SignIn, it_is: AtTime
) -> None:
    it_is(at(9))
    client = signed_in(cast.director)
    page = text(client, "on_duty")
    assert "1 person has not begun" in page
    press = reverse("roster:press", args=[row.pk])
    client.post(press, button(page, "in") | {"wall": "07:00"})
    assert "1 person is on duty" in text(client, "on_duty")
    it_is(at(16))
    page = text(client, "on_duty")
    assert "1 duty is over, and nobody said that it ended" in page
    said = client.post(press, button(page, "out") | {"wall": "15:00"}, follow=True)
    assert "1 person ended a short while ago" in said.content.decode()
    row.refresh_from_db()
    assert row.minutes == 480
    assert signed_in(cast.neighbour_worker).post(press, button(page, "out")).status_code == 404


def test_hours_are_confirmed_corrected_and_taken_out_as_a_file(
    cast: Cast, row: Assignment, signed_in: SignIn, it_is: AtTime
) -> None:
    it_is(at(16))
    client = signed_in(cast.worker)
    assert "1 duty is not confirmed" in text(client, "hours")
    confirm = reverse("roster:confirm_hours")
    client.post(confirm, {"duty": [row.pk], "came": "1"})
    page = text(client, "hours", **LIST)
    assert "8 h</strong> by 1 person in 1 duty" in page
    duty = reverse("roster:duty", args=[row.pk])
    told = {"hours": "4", "minutes": "30", "reason": " ", "entry": str(uuid4())}
    assert client.post(duty, told).status_code == 422
    client.post(duty, told | {"reason": "家里有急事"})
    assert "家里有急事" in text(client, "duty", row.pk)
    assert "4 h 30 min" in text(client, "hours_of", row.volunteer_id)
    for kind in ("csv", "xlsx"):
        answer = client.post(reverse("roster:export_hours"), {"as": kind})
        heads, line = read_sheet(answer.content).rows
        assert (heads[0], line[0], float(str(line[3]))) == ("Name", "孙建国", 4.5)
    assert "Correct" not in text(signed_in(cast.director), "duty", row.pk).split("<main")[1]
    # Sun stands at the director's gate and is not on the director's list.
    director = text(signed_in(cast.director), "hours_of", row.volunteer_id)
    assert ("4 h 30 min" in director, "may be thanked" in director) == (True, False)
    other = signed_in(cast.neighbour_worker)
    assert "孙建国" not in text(other, "hours")
    assert other.get(reverse("roster:hours_of", args=[row.volunteer_id])).status_code == 404


def test_a_certificate_is_given_out_checked_replaced_revoked_and_forgotten(
    cast: Cast, row: Assignment, signed_in: SignIn, it_is: AtTime
) -> None:
    it_is(at(16))
    client, pk = signed_in(cast.secretary), row.volunteer_id
    token = actions.give_link(cast.worker, pk, now=NOW)
    client.post(reverse("roster:confirm_hours"), {"duty": [row.pk]})
    own = public().post(reverse("roster:own_issue", args=[token]), follow=True)
    assert own.content.startswith(b"%PDF")
    client.post(reverse("roster:issue_certificate", args=[pk]), LIST)
    first = Certificate.objects.get()
    paper = client.get(reverse("roster:certificate_paper", args=[first.pk]))
    assert paper.content.startswith(b"%PDF")
    check = reverse("roster:certificate", args=[_code(first)])
    page = public().get(check).content.decode()
    assert ("genuine" in page, "孙建国" in page, first.number in page) == (True, True, True)
    client.post(reverse("roster:reissue_certificate", args=[first.pk]))
    page = public().get(check).content.decode()
    assert ("does not hold any more" in page, "孙建国" in page) == (True, False)
    anew = Certificate.objects.get(revoked_at=None)
    revoke = reverse("roster:revoke_certificate", args=[anew.pk])
    client.post(revoke, {"reason": "姓名有误"})
    listed = text(client, "hours_of", pk)
    assert ("replaced by a new one" in listed, "姓名有误" in listed) == (True, True)
    actions.erase(cast.secretary, pk, now=at(17))
    assert "was erased as the rules ask" in public().get(check).content.decode()
    unknown = public().get(reverse("roster:certificate", args=["x" * 22]))
    assert (unknown.status_code, "not ours" in unknown.content.decode()) == (404, True)


def test_whoever_agreed_is_thanked_by_name_and_the_others_are_counted(
    cast: Cast, row: Assignment, come: Come, signed_in: SignIn, it_is: AtTime
) -> None:
    it_is(at(16))
    other = put(row.shift, come("钱大明"))
    client = signed_in(cast.worker)
    client.post(reverse("roster:confirm_hours"), {"duty": [row.pk, other.pk]})
    token = actions.give_link(cast.worker, row.volunteer_id, now=NOW)
    public().post(reverse("roster:own_thanks", args=[token]), {"may": "1"})
    page = text(client, "thanks")
    assert ("孙建国" in page, "and 1 other" in page, "钱大明" in page) == (True, True, False)
    client.post(reverse("roster:agree_thanks", args=[row.volunteer_id]), {"may": "0"})
    assert "nobody agreed to be named yet" in text(client, "thanks")


def test_many_on_duty_are_paged_the_most_urgent_first(
    cast: Cast, row: Assignment, come: Come, signed_in: SignIn, it_is: AtTime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(on_duty, "SIZES", (1, 1))
    put(row.shift, come("钱大明"))
    it_is(at(7, 10))
    client = signed_in(cast.worker)
    client.post(reverse("roster:press", args=[row.pk]), {"kind": "in", "entry": str(uuid4())})

    first, second = text(client, "on_duty"), text(client, "on_duty", page=2)

    assert ("钱大明" in first, "孙建国" in first) == (True, False)
    assert ("钱大明" in second, "孙建国" in second) == (False, True)
    assert "1 person is on duty" in first


def test_the_pages_cost_the_same_for_many(
    cast: Cast, row: Assignment, come: Come, signed_in: SignIn, it_is: AtTime
) -> None:
    it_is(at(10))
    client = signed_in(cast.worker)
    begin = {"kind": "in", "entry": str(uuid4())}
    client.post(reverse("roster:press", args=[row.pk]), begin)
    most = {
        reverse("roster:on_duty"): 10, reverse("roster:hours"): 11, reverse("roster:thanks"): 8,
        reverse("roster:hours_of", args=[row.volunteer_id]): 11,
        reverse("roster:duty", args=[row.pk]): 11,
    }  # fmt: skip
    token = actions.give_link(cast.worker, row.volunteer_id, now=NOW)
    own, outside = reverse("roster:own", args=[token]), public()
    assert cost(outside, own) <= 20
    it_is(at(16))
    before = [cost(client, url) for url in most]
    for number in range(12):
        one = put(row.shift, come(f"志愿者{number}"))
        told = {"kind": "in", "entry": str(uuid4()), "wall": "08:00"}
        client.post(reverse("roster:press", args=[one.pk]), told)
    after = [cost(client, url) for url in most]
    assert after == before
    assert all(n <= limit for n, limit in zip(after, most.values(), strict=True)), after


def _code(row: Certificate) -> str:
    from tongzhou.roster.queries.certificates import opened

    return opened(row).code
