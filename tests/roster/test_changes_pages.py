"""Changes of a published roster as people make them on pages."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.roster.conftest import Come
from tests.roster.test_pages import cost
from tests.roster.test_roster_pages import SignIn, gap, text
from tests.roster.test_roster_pages import planned as planned
from tongzhou.roster import actions
from tongzhou.roster.actions import publishing
from tongzhou.roster.choices import Ending
from tongzhou.roster.models import Assignment, Roster, Volunteer
from tongzhou.roster.plans.fitting import fits


@pytest.fixture
def published(cast: Cast, planned: Roster) -> Roster:
    """The week to come, published."""
    return publishing.publish(cast.secretary, planned.pk, seen=planned.version, now=NOW)


def first(row: Roster) -> Assignment:
    """The first duty of the week."""
    standing = Assignment.objects.filter(shift__roster=row, ended_at__isnull=True)
    return standing.order_by("shift__starts_at", "pk")[0]


def exchangeable(row: Roster, mine: Assignment) -> Assignment:
    """Somebody else's duty that no rule keeps from being exchanged for this one."""
    standing = Assignment.objects.filter(shift__roster=row, ended_at=None)
    for other in standing.exclude(volunteer=mine.volunteer).select_related("shift", "volunteer"):
        crossed = ((other.shift, mine.volunteer), (mine.shift, other.volunteer))
        without = [mine.pk, other.pk]
        if all(fits(row, shift, [who], without=without)[0].is_free for shift, who in crossed):
            return other
    raise AssertionError("No duty of the week can be exchanged for this one.")


def pages_of(row: Roster, shift: int) -> list[str]:
    return [
        reverse("roster:step_in", args=[row.pk, shift]),
        reverse("roster:step_in", args=[row.pk, shift]) + "?all=1",
        reverse("roster:tell", args=[row.pk]),
        reverse("roster:repair", args=[row.pk]),
    ]


def test_a_call_out_is_noted_the_next_is_phoned_and_everybody_told(
    cast: Cast, signed_in: SignIn, published: Roster, come: Come, parts: dict[str, int]
) -> None:
    client, mine = signed_in(cast.worker), first(published)
    come("顶班的人", weekdays=range(7), shifts=tuple(parts.values()), phone="13912345678")
    pk, shift = published.pk, mine.shift_id

    answer = client.post(reverse("roster:call_out", args=[pk, mine.pk]), {"word": "家里有事"})
    page = client.get(answer["Location"]).content.decode()
    assert "家里有事" in page
    assert "13912345678" in page
    who = Volunteer.objects.get(name="顶班的人")
    said = {"volunteer": who.pk, "answer": "yes"}
    client.post(reverse("roster:answered", args=[pk, shift]), said)

    assert mine.shift.assignments.filter(volunteer=who, ended_at__isnull=True).exists()
    assert "Put there, and told." in text(client, "step_in", pk, shift)
    person = published.shifts.get(pk=shift).assignments.filter(ended_at=None)[0].volunteer
    client.post(reverse("roster:told", args=[pk, person.pk]))
    assert f"{person.name} knows." in text(client, "tell", pk)
    refused = client.post(reverse("roster:answered", args=[pk, shift]), said)
    assert "stands here already" in client.get(refused["Location"]).content.decode()


def test_on_the_own_page_a_duty_is_left_taken_back_and_offered(
    cast: Cast, published: Roster
) -> None:
    client, mine = Client(headers={"accept-language": "en"}), first(published)
    token = actions.give_link(cast.worker, mine.volunteer_id, now=NOW)
    duty = [token, mine.pk]

    assert "I cannot come" in client.get(reverse("roster:own_duty", args=duty)).content.decode()
    client.post(reverse("roster:own_out", args=duty), {"word": ""})
    mine.refresh_from_db()
    assert mine.ending == Ending.CALLED_OUT
    page = client.get(reverse("roster:own", args=[token])).content.decode()
    assert "You said you cannot come" in page
    client.post(reverse("roster:own_back", args=duty))
    again = mine.shift.assignments.get(volunteer=mine.volunteer, ended_at__isnull=True)
    client.post(reverse("roster:own_offer", args=[token, again.pk]))
    assert (
        "I keep it"
        in client.get(reverse("roster:own_duty", args=[token, again.pk])).content.decode()
    )

    other = exchangeable(published, again)
    theirs = actions.give_link(cast.worker, other.volunteer_id, now=NOW)
    swap = again.offered_in.get()
    asked = client.post(
        reverse("roster:own_answer", args=[theirs, swap.pk]), {"returned": other.pk}
    )
    assert asked.status_code == 302
    page = client.get(reverse("roster:own", args=[token])).content.decode()
    assert f"{other.volunteer.name} takes yours" in page
    client.post(reverse("roster:own_decline", args=[token, swap.pk]))
    client.post(reverse("roster:own_keep", args=[token, swap.pk]))
    swap.refresh_from_db()
    assert swap.state == "kept"


def test_the_pages_of_changes_cost_the_same_for_many_people(
    cast: Cast, signed_in: SignIn, published: Roster, come: Come, parts: dict[str, int]
) -> None:
    client, shift = signed_in(cast.worker), gap(published)
    come(weekdays=range(7), shifts=tuple(parts.values()))
    urls = pages_of(published, shift.pk)
    client.get(urls[0])
    before = [cost(client, url) for url in urls]
    for number in range(8):
        come(f"志愿者{number}", weekdays=range(7), shifts=tuple(parts.values()))

    assert [cost(client, url) for url in urls] == before
    assert all(n <= most for n, most in zip(before, (18, 18, 7, 6), strict=True)), before
