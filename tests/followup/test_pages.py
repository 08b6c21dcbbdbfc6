"""The pages as people open them, and what they cost."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import NOW, TODAY, Cast, household, resident
from tests.followup.conftest import END, check_of, enrolled
from tongzhou.core import clock
from tongzhou.followup import actions
from tongzhou.followup.choices import CheckState, NeedState, ObservationState
from tongzhou.followup.models import Alarm, FollowUp, Need, Observation
from tongzhou.privacy.models import AccessSubject
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Building

SignIn = Callable[[Acting], Client]
HTMX = {"HX-Request": "true"}
# On PostgreSQL writers of the audit log queue at a lock.
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT pg_advisory")


@pytest.fixture(autouse=True)
def _quarter_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@contextmanager
def statements() -> Iterator[list[str]]:
    """All statements of both databases but those that frame a transaction."""
    said: list[str] = []
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(c)) for c in connections.all()]
        yield said
    for queries in captured:
        said += [q["sql"] for q in queries.captured_queries if not q["sql"].startswith(FRAME)]


def crowd(cast: Cast, count: int, *, building: str) -> None:
    """So many more people under observation, each seen once with a fever, each with a need."""
    house = Building.objects.create(compound=cast.willow_lane, name=building, walk_order=5)
    for number in range(count):
        home = household(house, "4", f"{number + 1}01")
        person = resident(home, f"居民{number}", "f", TODAY, "13800000000")
        observation = enrolled(cast.worker, person, now=NOW - timedelta(days=1))
        check = observation.follow_ups.order_by("due_at")[0]
        found = check_of(check, tenths=380, needs=["food"])
        actions.perform(cast.worker, found, now=NOW - timedelta(days=1))


def pages(observation: Observation) -> list[str]:
    check = observation.follow_ups.order_by("due_at")[0]
    named = ["observation", "call", "hand_over", "order"]
    return [
        reverse("followup:list"),
        reverse("followup:rounds"),
        reverse("followup:alarms"),
        reverse("followup:enrol"),
        reverse("followup:perform", args=[check.pk]),
        *(reverse(f"followup:{name}", args=[observation.pk]) for name in named),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens(cast: Cast, signed_in: SignIn, chen: Observation, language: str) -> None:
    client = signed_in(cast.worker)
    for url in pages(chen):
        response = client.get(url, headers={"accept-language": language})
        assert response.status_code == 200, url


def test_every_page_with_a_person_is_written_into_the_access_log(
    cast: Cast, signed_in: SignIn, chen: Observation
) -> None:
    client = signed_in(cast.worker)
    for url in pages(chen):
        if url in (reverse("followup:alarms"), reverse("followup:enrol")):
            continue
        before = AccessSubject.objects.filter(resident_id=cast.chen_jun.pk).count()
        client.get(url)
        after = AccessSubject.objects.filter(resident_id=cast.chen_jun.pk).count()
        assert after == before + 1, url


@pytest.mark.parametrize(
    "who", ["neighbour_worker", "director", "volunteer", "desk", "health_desk", "admin"]
)
def test_who_is_not_meant_to_see_health_finds_nothing(
    cast: Cast, signed_in: SignIn, chen: Observation, who: str
) -> None:
    client = signed_in(cast.everyone()[who])
    for url in pages(chen):
        response = client.get(url)
        if response.status_code == 200:
            assert cast.chen_jun.name not in response.content.decode()
        else:
            assert response.status_code == 404
    check = chen.follow_ups.order_by("due_at")[0]
    for name, pk in (("perform", check.pk), ("undo", check.pk), ("sign", chen.pk)):
        sent = client.post(
            reverse(f"followup:{name}", args=[pk]), {"state": "seen_ok", "way": "phone"}
        )
        assert sent.status_code == 404


def test_who_is_well_takes_two_taps(cast: Cast, signed_in: SignIn, first: FollowUp) -> None:
    client = signed_in(cast.worker)
    url = reverse("followup:perform", args=[first.pk])
    form = client.get(url, headers=HTMX)
    assert 'value="36.5"' in form.content.decode()
    assert "13900000302" in form.content.decode()

    data = {"state": "seen_ok", "celsius": "36.5", "way": "phone", "client_id": str(uuid4())}
    saved = client.post(url, data, headers=HTMX)

    assert saved.status_code == 200
    assert "36.5" in saved.content.decode()
    assert reverse("followup:undo", args=[first.pk]) in saved.headers["HX-Trigger"]
    first.refresh_from_db()
    assert first.state == CheckState.SEEN_OK


def test_the_thermometer_begins_at_the_last_value_and_empty_after_a_fever(
    cast: Cast, signed_in: SignIn, chen: Observation
) -> None:
    client = signed_in(cast.worker)
    morning, evening = chen.follow_ups.order_by("due_at")[:2]
    actions.perform(cast.worker, check_of(morning, tenths=368), now=NOW)
    url = reverse("followup:perform", args=[evening.pk])
    assert 'value="36.8"' in client.get(url).content.decode()

    actions.correct(cast.worker, check_of(morning, tenths=381), now=NOW)
    assert 'value="38.1"' not in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("typed", "tenths"), [("36.5", 365), ("36,5", 365), ("３６。５", 365), ("37", 370), ("", None)]
)
def test_a_temperature_is_read_as_people_type_it(
    cast: Cast, signed_in: SignIn, first: FollowUp, typed: str, tenths: int | None
) -> None:
    client = signed_in(cast.worker)
    url = reverse("followup:perform", args=[first.pk])
    client.post(url, {"state": "seen_ok", "celsius": typed, "way": "door"})
    recorded = actions.perform(cast.worker, check_of(first, client_id=client_id_of(first)), now=NOW)

    assert recorded.findings.tenths == tenths


def client_id_of(check: FollowUp) -> UUID | None:
    check.refresh_from_db()
    return check.client_id


def test_what_was_typed_stays_when_it_is_refused(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    client = signed_in(cast.worker)
    url = reverse("followup:perform", args=[first.pk])
    data = {"state": "seen_ok", "celsius": "45.0", "way": "door", "note": "was out of breath"}
    response = client.post(url, data, headers=HTMX)

    assert response.status_code == 422
    assert "was out of breath" in response.content.decode()
    assert "No thermometer shows that" in response.content.decode()


@pytest.mark.parametrize("more", [{}, {"celsius": "38.2"}, {"symptoms": ["short_of_breath"]}])
def test_saving_a_check_takes_at_most_eight_statements(
    cast: Cast, signed_in: SignIn, chen: Observation, more: dict[str, object]
) -> None:
    client = signed_in(cast.worker)
    morning, evening = chen.follow_ups.order_by("due_at")[:2]
    data = {"state": "seen_ok", "celsius": "36.5", "way": "phone"}
    client.post(reverse("followup:perform", args=[morning.pk]), data, headers=HTMX)
    with statements() as said:
        response = client.post(
            reverse("followup:perform", args=[evening.pk]), data | more, headers=HTMX
        )

    assert response.status_code == 200
    assert len(said) <= 8, "\n".join(said)


@pytest.mark.parametrize("page", ["rounds", "list", "alarms"])
def test_a_list_costs_the_same_for_five_and_for_fifty(
    cast: Cast, signed_in: SignIn, page: str
) -> None:
    client = signed_in(cast.worker)
    crowd(cast, 5, building="5号楼")
    url = reverse(f"followup:{page}") + "?size=100"
    client.get(url)
    with statements() as few:
        client.get(url)
    crowd(cast, 45, building="6号楼")
    with statements() as many:
        response = client.get(url)

    assert response.status_code == 200
    assert len(few) == len(many) <= 10, "\n".join(many)


def test_the_round_goes_from_door_to_door(cast: Cast, signed_in: SignIn, chen: Observation) -> None:
    enrolled(cast.worker, cast.gao_shulan)
    enrolled(cast.worker, cast.li_na)
    text = signed_in(cast.worker).get(reverse("followup:rounds")).content.decode()

    doors = [text.index(name) for name in ("高淑兰", "陈军", "李娜")]
    assert doors == sorted(doors)


def test_filters_show_what_they_say(cast: Cast, signed_in: SignIn, first: FollowUp) -> None:
    client, url = signed_in(cast.worker), reverse("followup:rounds")
    assert "陈军" in client.get(url, {"show": "due"}).content.decode()
    actions.perform(cast.worker, check_of(first, tenths=385), now=NOW)
    for shown, is_there in {"due": False, "done": True, "alarms": True, "missed": False}.items():
        text = client.get(url, {"show": shown}).content.decode()
        assert ("陈军" in text) == is_there, shown


def test_a_round_with_missed_checks_leads_to_them(
    cast: Cast, signed_in: SignIn, first: FollowUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = first.due_at + timedelta(minutes=1)
    monkeypatch.setattr("tongzhou.core.clock.now", lambda: later)
    actions.mark_missed(now=later)
    given = {"show": "due", "part": first.part}
    text = signed_in(cast.worker).get(reverse("followup:rounds"), given).content.decode()
    assert "1 check was missed" in text
    assert "show=missed" in text.split("empty-title")[1]
    assert "Nobody is left here" not in text


def test_the_record_says_when_the_first_check_comes(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = clock.at_local(TODAY, time(22, 30))
    monkeypatch.setattr("tongzhou.core.clock.now", lambda: late)
    chen = enrolled(cast.worker, cast.chen_jun, now=late)
    url = reverse("followup:observation", args=[chen.pk])
    text = signed_in(cast.worker).get(url).content.decode()
    assert "The first check is due from" in text
    assert "No check yet" not in text


def test_a_browser_that_asks_for_an_icon_beside_a_pdf_gets_one(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"].endswith(".svg")


@pytest.mark.parametrize(("by_hand", "word"), [(True, "not reached"), (False, "missed")])
def test_missed_and_not_reached_are_two_words(
    cast: Cast, signed_in: SignIn, first: FollowUp, *, by_hand: bool, word: str
) -> None:
    if by_hand:
        actions.perform(cast.worker, check_of(first, state=CheckState.MISSED), now=NOW)
    else:
        actions.mark_missed(now=first.due_at + timedelta(minutes=1))
    url = reverse("followup:observation", args=[first.observation_id])
    text = signed_in(cast.worker).get(url).content.decode()
    assert f"<span>{word}</span>" in text


def test_an_observation_from_enrolment_to_release(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, medic = signed_in(cast.worker), signed_in(cast.medic)
    given = {
        "resident": f"{cast.chen.pk}-{cast.chen_jun.pk}", "reason": "returned", "level": "medical",
        "last_exposure_on": (TODAY - timedelta(days=4)).isoformat(), "evidence": "list",
        "legal_basis": "law", "disease": "pneumonia_2019",
    }  # fmt: skip
    made = worker.post(reverse("followup:enrol"), given)
    observation = Observation.objects.get()
    assert made.headers["Location"] == reverse("followup:observation", args=[observation.pk])
    medic.post(reverse("followup:sign", args=[observation.pk]))

    last_day = clock.at_local(END, timezone.localtime(NOW).time())
    monkeypatch.setattr(clock, "now", lambda: last_day)
    check = observation.follow_ups.get(day=END, part="morning")
    worker.post(reverse("followup:perform", args=[check.pk]), {"state": "seen_ok", "way": "door"})
    for client in (worker, medic):
        client.post(reverse("followup:release", args=[observation.pk]))

    observation.refresh_from_db()
    assert observation.state == ObservationState.RELEASED
    paper = medic.get(reverse("followup:release_note", args=[observation.pk]))
    assert paper.content.startswith(b"%PDF")


def test_a_form_on_the_record_that_fails_opens_again_with_its_words(
    cast: Cast, signed_in: SignIn, chen: Observation
) -> None:
    client = signed_in(cast.worker)
    url = reverse("followup:extend", args=[chen.pk])
    data = {"days": "-3", "reason": "so that it ends sooner", "version": str(chen.version)}
    response = client.post(url, data)

    assert response.status_code == 422
    assert "so that it ends sooner" in response.content.decode()
    assert "only be made longer" in response.content.decode()


def test_a_need_is_noted_and_met(cast: Cast, signed_in: SignIn, chen: Observation) -> None:
    client = signed_in(cast.worker)
    client.post(reverse("followup:need", args=[chen.pk]), {"kind": "food", "text": "rice"})
    need = Need.objects.get()
    client.post(reverse("followup:meet_need", args=[need.pk]))

    need.refresh_from_db()
    assert need.state == NeedState.MET


def test_an_alarm_goes_through_hands_and_is_closed_by_a_health_worker(
    cast: Cast, signed_in: SignIn, first: FollowUp
) -> None:
    actions.perform(cast.worker, check_of(first, tenths=385), now=NOW)
    alarm = Alarm.objects.get()
    worker, medic = signed_in(cast.worker), signed_in(cast.medic)
    assert "38.5" in medic.get(reverse("followup:alarms")).content.decode()
    medic.post(reverse("followup:acknowledge", args=[alarm.pk]))
    worker.post(reverse("followup:handle", args=[alarm.pk]), {"deed": "doctor called"})
    assert worker.post(reverse("followup:close", args=[alarm.pk])).status_code == 404
    medic.post(reverse("followup:close", args=[alarm.pk]))

    alarm.refresh_from_db()
    assert alarm.state == "closed"
    assert (
        "doctor called"
        in medic.get(reverse("followup:alarms"), {"show": "settled"}).content.decode()
    )


def test_new_rules_hold_from_the_day_that_is_given(
    cast: Cast, signed_in: SignIn, chen: Observation
) -> None:
    client = signed_in(cast.officer)
    data = {
        "effective_on": TODAY.isoformat(), "observation_days": "21", "checks_per_day": "1",
        "morning_from": "08:00", "morning_until": "12:00", "evening_from": "16:00",
        "evening_until": "19:00", "celsius": "37.0", "missed_before_visit": "3",
        "daily_quota": "50",
    }  # fmt: skip
    client.post(reverse("followup:policy"), data)
    chen.refresh_from_db()
    other = enrolled(cast.worker, cast.gao_shulan)

    assert chen.end_on == END
    assert other.end_on == END + timedelta(days=7)
    assert set(other.follow_ups.values_list("part", flat=True)) == {"morning"}
