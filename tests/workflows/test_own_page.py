"""A household's own page: opened by its secret link, for that household alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tongzhou.core import clock
from tongzhou.desk.actions import moves
from tongzhou.desk.actions.catalogue import load_catalogue
from tongzhou.desk.models import Service, ServiceRequest
from tongzhou.followup.actions import Enrolment, enrol
from tongzhou.followup.models import Alarm, FollowUp
from tongzhou.gates.actions import issue, report_lost
from tongzhou.registry.actions.links import make_link, revoke_links
from tongzhou.registry.models import Resident

EVENING = NOW + timedelta(hours=8)


@pytest.fixture
def token(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    """The link on Chen Jun's paper; the street's clock stands at the evening of 3 February."""
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    load_catalogue(now=NOW)
    return make_link(cast.worker, cast.chen.pk, now=NOW)


def ask(token: str, **given: object) -> object:
    service = Service.objects.get(key="shopping")
    return Client().post(
        reverse("own:ask", args=[token]),
        {"service": service.pk, "details": "大米", "client_id": str(uuid4())} | given,
    )


def test_an_invented_link_opens_nothing(token: str) -> None:
    for name in ("own:page", "own:looked"):
        assert Client().get(reverse(name, args=["invented-link"])).status_code == 404


def test_a_household_asks_once_even_when_the_phone_sends_twice(cast: Cast, token: str) -> None:
    same = str(uuid4())
    for _ in range(2):
        ask(token, client_id=same)
    [request] = ServiceRequest.objects.all()
    assert (request.household, request.channel) == (cast.chen, "page")


def test_an_empty_request_comes_back_with_what_was_typed(token: str) -> None:
    answer = ask(token, service="", details="大米十斤")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "大米十斤" in answer.content.decode()  # type: ignore[attr-defined]


def test_only_the_own_requests_are_shown_and_answered(cast: Cast, token: str) -> None:
    ask(token)
    own = ServiceRequest.objects.get()
    moves.start_work(cast.worker, own, now=EVENING)
    moves.mark_ready(cast.worker, own, now=EVENING)
    other = make_link(cast.worker, cast.wang.pk, now=NOW)
    answer = reverse("own:answer", args=[other, own.pk])
    assert Client().post(answer, {"answer": "solved"}).status_code == 404
    Client().post(reverse("own:answer", args=[token, own.pk]), {"answer": "solved"})
    own.refresh_from_db()
    assert own.state == "confirmed"


def test_nothing_is_chosen_before_the_household_chooses(token: str) -> None:
    page = Client(headers={"accept-language": "en"}).get(reverse("own:page", args=[token]))
    assert '<option value="" selected>Please choose</option>' in page.content.decode()


def test_a_yes_pressed_by_mistake_is_taken_back(cast: Cast, token: str) -> None:
    ask(token)
    row = ServiceRequest.objects.get()
    moves.mark_ready(cast.worker, row, now=EVENING)
    client, url = Client(), reverse("own:answer", args=[token, row.pk])
    said = client.post(url, {"answer": "solved"}, follow=True)
    assert f'action="{url}"' in said.content.decode()
    client.post(url)
    row.refresh_from_db()
    assert row.state == "reopened"


def observed(cast: Cast, resident: Resident) -> int:
    given = Enrolment(
        resident_id=resident.pk, reason="returned", last_exposure_on=TODAY, evidence="ticket",
        legal_basis="Notice No. 1",
    )  # fmt: skip
    return enrol(cast.worker, given, now=NOW).pk


def tell(token: str, observation: int, **given: object) -> HttpResponse:
    """A report from an English phone, and the page that answers it."""
    return Client(headers={"accept-language": "en"}).post(
        reverse("own:report", args=[token, observation]),
        {"client_id": str(uuid4())} | given,
        follow=True,
    )  # type: ignore[return-value]


def test_a_fever_told_by_the_household_is_an_alarm(cast: Cast, token: str) -> None:
    observation = observed(cast, cast.chen_jun)
    tell(token, observation, tenths="38.1")
    assert Alarm.objects.get().observation_id == observation
    assert FollowUp.objects.filter(way="self", has_alarm=True).count() == 1


def test_who_reports_a_fever_reads_who_was_told_who_calls_and_when_not_to_wait(
    cast: Cast, token: str
) -> None:
    cast.willow.phone = "027-5550101"
    cast.willow.save()
    observation = observed(cast, cast.chen_jun)
    words = "The community health worker has been told and will call you about 陈军."
    said = tell(token, observation, tenths="38.1").content.decode()
    notice = said.split('data-tone="warning"')[1].split('id="reports"')[0]
    assert words in notice
    assert "Thank you" not in said
    assert 'href="tel:0275550101"' in notice
    assert 'href="tel:120"' in notice
    # The paper with the link can be lost: opened anew, the page says only that there was a report.
    assert words not in Client().get(reverse("own:page", args=[token])).content.decode()


def test_who_is_well_reads_thanks(cast: Cast, token: str) -> None:
    said = tell(token, observed(cast, cast.chen_jun), tenths="36.5").content.decode()
    assert "Thank you. If you get worse, call us at once." in said
    assert "has been told" not in said


def test_the_page_says_of_whom_it_knows_today_and_opens_the_next(cast: Cast, token: str) -> None:
    first, second = observed(cast, cast.chen_jun), observed(cast, cast.zhou_min)
    page = tell(token, first, tenths="36.5").content.decode()
    one, other = (
        page.split(f'id="report-{pk}"')[1].split("</summary>")[0] for pk in (first, second)
    )
    assert "reported <time" in one
    assert not one.startswith(" open")
    assert "not yet reported today" in other
    assert other.startswith(" open")


def test_a_report_that_cannot_be_taken_says_so_first_and_leads_to_the_field(
    cast: Cast, token: str
) -> None:
    observed(cast, cast.chen_jun)
    wrong = observed(cast, cast.zhou_min)
    answer = tell(token, wrong, tenths="hot", note="half a word")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="error-summary"') == 1
    assert page.index("error-summary") < page.index('class="panel report"')
    assert f'href="#report-{wrong}-tenths"' in page
    assert f'id="report-{wrong}-tenths"' in page
    assert f'id="report-{wrong}" open' in page
    assert page.count(" open>") == 1
    assert "half a word" in page


def test_an_empty_report_leads_to_its_first_field(cast: Cast, token: str) -> None:
    observation = observed(cast, cast.chen_jun)
    page = tell(token, observation).content.decode()
    assert f'href="#report-{observation}-tenths"' in page.split("</ul>")[0]


def test_a_report_sent_twice_is_stored_once(cast: Cast, token: str) -> None:
    observation, same = observed(cast, cast.chen_jun), str(uuid4())
    for _ in range(2):
        tell(token, observation, tenths="36.5", client_id=same)
    assert FollowUp.objects.filter(way="self").count() == 1


def test_a_closed_link_tells_the_household_whom_to_call(cast: Cast, token: str) -> None:
    cast.willow.phone = "027-5550101"
    cast.willow.save()
    revoke_links(cast.worker, cast.chen.pk, now=NOW)
    client = Client(headers={"accept-language": "en"})
    for name in ("own:page", "own:looked"):
        answer = client.get(reverse(name, args=[token]))
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "This link does not open" in page
        assert "Willow Committee" in page
        assert 'href="tel:0275550101"' in page
        assert cast.chen.door not in page


def test_a_mistyped_link_names_no_committee(token: str) -> None:
    client = Client(headers={"accept-language": "en"})
    page = client.get(reverse("own:page", args=["invented-link"])).content.decode()
    assert "Scan the code on your paper once more" in page
    assert "Willow Committee" not in page


def test_the_page_shows_numbers_half_covered(cast: Cast, token: str) -> None:
    page = Client().get(reverse("own:page", args=[token])).content.decode()
    assert "13900000302" not in page
    assert "*******0302" in page


def test_the_pass_is_shown_as_a_code_with_the_rules_beside_it(cast: Cast, token: str) -> None:
    url = reverse("own:page", args=[token])
    said = Client(headers={"accept-language": "en"}).get(url).content.decode()
    assert "You have no pass yet" in said
    card = issue(cast.worker, cast.chen.pk, now=NOW)
    said = Client(headers={"accept-language": "en"}).get(url).content.decode()
    assert card.spoken in said
    assert 'class="qr"' in said
    assert "once every 2 days" in said
    assert reverse("gates:public_rules", args=[cast.willow.pk]) in said
    report_lost(cast.worker, card.pk, now=NOW)
    said = Client(headers={"accept-language": "en"}).get(url).content.decode()
    assert "reported lost" in said
    assert 'class="qr"' not in said


def test_an_observed_household_is_asked_to_stay_in(cast: Cast, token: str) -> None:
    issue(cast.worker, cast.chen.pk, now=NOW)
    given = Enrolment(cast.chen_jun.pk, "contact", TODAY, "evidence", "law")
    enrol(cast.worker, given, now=NOW)
    url = reverse("own:page", args=[token])
    said = Client(headers={"accept-language": "en"}).get(url).content.decode()
    assert "please stay in" in said
