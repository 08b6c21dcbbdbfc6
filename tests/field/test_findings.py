"""What does not fit together is found as it arrives, shown, and dealt with by somebody."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.field.conftest import Opens, crossing
from tests.privacy.looks import no_look
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.field.models import Device, Entry
from tongzhou.gates import actions
from tongzhou.gates.models import Crossing, GateFinding, Pass
from tongzhou.privacy.retention import erase_due
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place
from tongzhou.today.queries import work_list

SignsIn = Callable[[Acting], Client]
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT pg_advisory")


@pytest.fixture
def south_gate(cast: Cast) -> Place:
    return Place.objects.create(
        name="柳荫巷南口", name_en="Willow Lane south", committee=cast.willow, kind=PlaceKind.GATE
    )


@pytest.fixture
def card(cast: Cast) -> Pass:
    return actions.issue(cast.worker, cast.chen.pk, now=NOW - timedelta(hours=9))


def scanned(card: Pass, **changes: Any) -> dict[str, Any]:
    return crossing(**{"pass": bytes(card.public_id).hex(), "how": "scan"} | changes)


def minutes_ago(minutes: int) -> Any:
    return NOW - timedelta(minutes=minutes)


@pytest.fixture
def twice(cast: Cast, opens: Opens, south_gate: Place, card: Pass) -> GateFinding:
    """One pass at two gates within half an hour, both offline; the later is heard first."""
    north, south = opens(cast.volunteer), opens(cast.worker, place=south_gate.pk)
    south.write(at=minutes_ago(30), **scanned(card))
    assert not south.send().json()["refused"]
    assert not GateFinding.objects.exists()
    north.write(at=minutes_ago(55), **scanned(card))
    north.send()
    return GateFinding.objects.get()


def test_one_pass_at_two_gates_is_found_whichever_phone_is_heard_first(
    cast: Cast, twice: GateFinding, south_gate: Place, card: Pass
) -> None:
    assert (twice.kind, twice.place, twice.of) == ("trips", south_gate, card)
    assert twice.first is not None
    assert twice.second is not None
    assert (twice.first.at, twice.second.at) == (minutes_ago(55), minutes_ago(30))
    assert Crossing.objects.count() == 2


def test_the_same_is_found_once(cast: Cast, opens: Opens, twice: GateFinding, card: Pass) -> None:
    phone = opens(cast.volunteer)
    phone.write(at=minutes_ago(5), **scanned(card, direction="in"))
    phone.send()
    assert GateFinding.objects.get() == twice


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "illness"},
        {"verdict": "stop", "word": "The committee said so by phone"},
    ],
)
def test_what_the_rules_exempt_and_what_a_guard_decided_is_no_contradiction(
    cast: Cast, opens: Opens, card: Pass, changes: dict[str, Any]
) -> None:
    phone = opens(cast.volunteer)
    phone.write(at=minutes_ago(90), **scanned(card))
    phone.write(at=minutes_ago(60), **scanned(card, direction="in"))
    phone.write(at=minutes_ago(30), **scanned(card, **changes))
    phone.send()
    assert not GateFinding.objects.exists()


def test_home_in_between_is_still_two_trips_in_one_interval(
    cast: Cast, opens: Opens, card: Pass
) -> None:
    phone = opens(cast.volunteer)
    phone.write(at=minutes_ago(90), **scanned(card))
    phone.write(at=minutes_ago(60), **scanned(card, direction="in"))
    phone.write(at=minutes_ago(30), **scanned(card))
    phone.send()
    assert GateFinding.objects.get().kind == "trips"


def test_two_days_later_is_another_interval(cast: Cast, opens: Opens, card: Pass) -> None:
    phone = opens(cast.volunteer)
    phone.write(at=NOW - timedelta(days=2), **scanned(card))
    phone.write(at=NOW - timedelta(days=2, minutes=-40), **scanned(card, direction="in"))
    phone.write(at=minutes_ago(30), **scanned(card))
    phone.send()
    assert not GateFinding.objects.exists()


def test_who_did_not_go_after_all_contradicts_nobody(
    cast: Cast, opens: Opens, twice: GateFinding, card: Pass, south_gate: Place
) -> None:
    south = opens(cast.worker, place=south_gate.pk)
    back = scanned(card, direction="in", how="hand", word="did_not_go")
    south.write(at=minutes_ago(29), **back)
    south.send()
    twice.refresh_from_db()
    assert twice.state == "settled"


def test_both_entries_are_shown_with_how_sure_their_times_are_and_no_door(
    cast: Cast, signed_in: SignsIn, twice: GateFinding, card: Pass
) -> None:
    Crossing.objects.filter(pk=twice.first_id or 0).update(doubt=7000)
    client = signed_in(cast.worker)
    with no_look():
        page = client.get(f"/gates/findings/{twice.pk}/").content.decode()
    for words in (
        "Willow Lane north", "Willow Lane south", "25 minutes later", card.spoken,
        "time may be off by 2 hours", "time is right to the minute", "Call the household",
    ):  # fmt: skip
        assert words in page, words
    assert cast.chen.door not in page
    listed = client.get("/gates/findings/").content.decode()
    assert card.spoken in listed
    assert cast.chen.door not in listed


def test_a_contradiction_is_set_aside_with_a_word_that_stays(
    cast: Cast, signed_in: SignsIn, twice: GateFinding
) -> None:
    client, address = signed_in(cast.worker), f"/gates/findings/{twice.pk}/aside"
    assert client.post(address, {"word": " "}).status_code == 422
    client.post(address, {"word": "Two people, both essential"})
    twice.refresh_from_db()
    assert (twice.state, twice.by_id) == ("aside", cast.worker.user_id)
    assert "both essential" in client.get("/gates/findings/?show=aside").content.decode()
    assert AuditEntry.objects.filter(key="gates.finding.set_aside", object_id=twice.pk).exists()
    client.post(f"/gates/findings/{twice.pk}/again")
    twice.refresh_from_db()
    assert (twice.state, twice.word) == ("open", "")


def test_a_copied_pass_is_replaced_from_there(
    cast: Cast, signed_in: SignsIn, twice: GateFinding, card: Pass
) -> None:
    answer = signed_in(cast.worker).post(f"/gates/findings/{twice.pk}/replace")
    made = Pass.objects.exclude(pk=card.pk).get()
    assert answer.headers["Location"].endswith(f"/passes/{made.pk}/")
    twice.refresh_from_db()
    assert twice.state == "settled"


def test_a_pass_that_was_lent_is_revoked_from_there_on_what_was_recorded(
    cast: Cast, signed_in: SignsIn, twice: GateFinding, card: Pass
) -> None:
    client = signed_in(cast.worker)
    page = client.get(f"/gates/findings/{twice.pk}/").content.decode()
    assert "2020-02-03 08:20" in page  # the evidence, written down already
    said = {"ground": "misuse", "evidence": "both gates"}
    client.post(f"/gates/findings/{twice.pk}/revoke", said)
    card.refresh_from_db()
    twice.refresh_from_db()
    assert (card.state, twice.state) == ("revoked", "settled")


def test_another_committee_finds_none_of_it(
    cast: Cast, signed_in: SignsIn, twice: GateFinding
) -> None:
    client = signed_in(cast.neighbour_worker)
    assert client.get(f"/gates/findings/{twice.pk}/").status_code == 404
    assert client.post(f"/gates/findings/{twice.pk}/aside", {"word": "no"}).status_code == 404
    assert "Everything fits together" in client.get("/gates/findings/").content.decode()


def test_a_clock_that_was_wrong_is_one_finding_however_many_crossings(
    cast: Cast, opens: Opens, signed_in: SignsIn
) -> None:
    phone, slow = opens(cast.volunteer), NOW - timedelta(hours=3)
    for minutes in (20, 10):
        phone.write(at=slow - timedelta(minutes=minutes))
        phone.send(phone.written[-1], now=slow)
    found = GateFinding.objects.get()
    assert (found.kind, found.count, found.doubt) == ("clock", 2, 3 * 3600)
    page = signed_in(cast.worker).get("/gates/findings/").content.decode()
    assert "the time may be off by 3 hours, crossings so recorded: 2" in page


def test_records_that_never_arrived_are_found_and_settle_when_they_come(
    cast: Cast, opens: Opens, signed_in: SignsIn
) -> None:
    phone = opens(cast.volunteer)
    for _ in range(6):
        phone.write()
    phone.send(phone.written[0], phone.written[4])
    found = GateFinding.objects.get()
    assert (found.kind, found.state, found.count) == ("gap", "open", 3)
    client = signed_in(cast.worker)
    assert (
        "records that never arrived, 3 of them" in client.get("/gates/findings/").content.decode()
    )
    assert "3 records are missing" in client.get("/field/tray/").content.decode()
    client.post(f"/gates/findings/{found.pk}/aside", {"word": "The phone fell into the river"})
    phone.send(phone.written[1])
    found.refresh_from_db()
    assert (found.state, found.count) == ("aside", 2)
    phone.send()
    found.refresh_from_db()
    assert (found.state, Device.objects.get().missing) == ("settled", 0)


def test_what_was_erased_is_not_missing(cast: Cast, opens: Opens) -> None:
    phone = opens(cast.volunteer)
    for _ in range(3):
        phone.write()
    phone.send()
    Entry.objects.update(received_at=NOW - timedelta(days=31))
    erase_due(now=NOW)
    assert not Entry.objects.exists()
    assert phone.send(phone.write()).json()["gaps"] == []
    phone.write()
    assert phone.send(phone.write()).json()["gaps"] == [[5, 5]]


def test_a_door_that_was_noted_is_shown_to_who_says_why(
    cast: Cast, opens: Opens, signed_in: SignsIn
) -> None:
    phone = opens(cast.volunteer)
    phone.write("gate.door", door="3号楼501")
    assert not phone.send().json()["refused"]
    found = GateFinding.objects.get()
    client, address = signed_in(cast.worker), f"/gates/findings/{found.pk}/"
    assert "3号楼501" not in client.get(address).content.decode()
    assert "3号楼501" in client.post(address, {"reason": "who is that"}).content.decode()
    assert AuditEntry.objects.filter(key="gates.finding.door_shown").count() == 1


def test_findings_are_forgotten_with_what_they_are_about(cast: Cast, twice: GateFinding) -> None:
    erase_due(now=NOW + timedelta(days=31))
    assert not GateFinding.objects.exists()


def test_the_head_of_the_committee_has_it_on_the_list(
    cast: Cast, twice: GateFinding, card: Pass
) -> None:
    def listed(acting: Acting) -> list[Any]:
        work = work_list(acting, now=NOW, kinds=frozenset(), page=1, size=20)
        return [item for item in work.items if item.kind == "gates.look"]

    [item] = listed(cast.secretary)
    assert (item.who, item.due_at) == (card.spoken, NOW + timedelta(days=1))
    assert (listed(cast.worker), listed(cast.volunteer)) == ([], [])


@pytest.mark.parametrize("page", ["", "{pk}/"])
def test_pages_cost_the_same_however_much_there_is(
    cast: Cast, signed_in: SignsIn, twice: GateFinding, page: str
) -> None:
    client, address = signed_in(cast.worker), "/gates/findings/" + page.format(pk=twice.pk)
    client.get(address)
    for number in range(9):
        GateFinding.objects.create(
            mark=f"gap:{number}", kind="gap", place=twice.place, committee=cast.willow,
            since=NOW, at=NOW, changed_at=NOW,
        )  # fmt: skip
    with ExitStack() as stack:
        caught = [stack.enter_context(CaptureQueriesContext(c)) for c in connections.all()]
        assert client.get(address).status_code == 200
    asked = [q["sql"] for c in caught for q in c.captured_queries]
    assert len([sql for sql in asked if not sql.startswith(FRAME)]) <= 4


def test_a_word_is_needed(cast: Cast, twice: GateFinding) -> None:
    with pytest.raises(Refusal, match="in a word"):
        actions.set_finding_aside(cast.worker, twice.pk, word="", now=NOW)
