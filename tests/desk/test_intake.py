"""Taking calls: once, for the right committee, by the right people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404

from tests.cast import NOW, Cast
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.ids import uuid7
from tongzhou.core.models import AuditEntry
from tongzhou.desk import access, actions, queries
from tongzhou.desk.choices import Channel, EventKind, State
from tongzhou.desk.models import Errand, Service, ServiceRequest
from tongzhou.desk.queries.record import record
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

Catalogue = Callable[[str], Service]
Take = Callable[..., ServiceRequest]


def test_a_call_sent_twice_is_one_request(taken: Take) -> None:
    client_id = uuid7()
    first = taken(client_id=client_id)
    entries = AuditEntry.objects.count()

    assert taken(client_id=client_id).pk == first.pk
    assert ServiceRequest.objects.count() == 1
    assert AuditEntry.objects.count() == entries


def test_an_errand_sent_twice_is_one_errand(cast: Cast, catalogue: Catalogue) -> None:
    client_id = uuid7()
    for _time in range(2):
        actions.open_errand(
            cast.worker, household=cast.gao, items=[actions.ErrandItem("大米")], now=NOW,
            client_id=client_id,
        )  # fmt: skip

    assert Errand.objects.count() == 1


def test_the_words_of_a_call_are_sealed(permit: ServiceRequest) -> None:
    raw = b"".join(
        bytes(getattr(permit, name))
        for name in ("caller_name", "caller_phone", "address", "details", "outcome")
    )

    assert "准生证".encode() not in raw
    assert b"13900000501" not in raw
    assert Keyring.of([permit.key_id]).read(permit, "details").startswith("准生证")


def test_a_call_for_another_committee_goes_there_and_stays_visible_to_who_took_it(
    cast: Cast, taken: Take
) -> None:
    row = taken(household=cast.far)

    assert row.committee == cast.locust
    assert row.taken_by_committee == cast.willow
    assert access.requests(cast.neighbour_worker).filter(pk=row.pk).exists()
    assert access.requests(cast.worker).filter(pk=row.pk).exists()
    assert not access.requests(cast.secretary).filter(pk=row.pk).exists()


def test_who_took_a_call_for_others_may_call_back_but_not_work_on_it(
    cast: Cast, taken: Take
) -> None:
    row = taken(household=cast.far)
    with pytest.raises(Refusal):
        actions.start_work(cast.worker, row, now=NOW)
    actions.mark_ready(cast.neighbour_worker, row, now=NOW)

    call = access.callbacks(cast.worker).get()
    actions.complete_callback(cast.worker, call, outcome="solved", now=NOW)

    row.refresh_from_db()
    assert row.state == State.CONFIRMED


def test_who_took_a_call_for_others_does_not_read_their_notes(cast: Cast, taken: Take) -> None:
    row = taken(household=cast.far)
    actions.add_note(cast.neighbour_worker, row, text="门禁密码 4711", now=NOW)
    actions.start_work(cast.neighbour_worker, row, note="已派人", now=NOW)

    texts = [line.text for line in record(cast.worker, row.code).history]
    assert "已派人" in texts
    assert "门禁密码 4711" not in texts


def test_a_caller_outside_the_register_needs_an_address(cast: Cast, taken: Take) -> None:
    with pytest.raises(Refusal) as refused:
        taken(household=None)
    assert refused.value.field == "household"

    row = taken(household=None, address="柳荫里旁边的工棚，老张")
    assert row.household is None
    assert row.committee == cast.willow


def test_a_person_must_live_behind_the_door(cast: Cast, taken: Take) -> None:
    with pytest.raises(Refusal, match="does not live"):
        taken(household=cast.chen, resident=cast.li_na)


def test_an_urgent_call_is_due_sooner(taken: Take) -> None:
    assert taken("papers").due_at == NOW + timedelta(hours=72)
    assert taken("papers", priority=1).due_at == NOW + timedelta(hours=4)


def test_a_household_asks_on_its_own_page(cast: Cast, catalogue: Catalogue) -> None:
    own = Acting.household(cast.gao.pk)
    actions.file_by_household(own, service=catalogue("rubbish"), details="收一下垃圾", now=NOW)

    [mine] = queries.of_household(own)
    assert mine.details == "收一下垃圾"
    assert mine.status.is_open
    assert access.requests(own).get().channel == Channel.PAGE
    assert queries.of_household(Acting.household(cast.wang.pk)) == []


@pytest.mark.parametrize("who", ["desk", "volunteer", "medic", "director", "admin"])
def test_only_committee_and_street_take_calls(cast: Cast, taken: Take, who: str) -> None:
    with pytest.raises(Refusal):
        taken(acting=getattr(cast, who))


@pytest.mark.parametrize("who", ["medic", "director"])
def test_whoever_visits_a_door_may_ask_for_an_errand_there(
    cast: Cast, catalogue: Catalogue, who: str
) -> None:
    row = actions.open_errand(
        getattr(cast, who), household=cast.gao, items=[actions.ErrandItem("药")], now=NOW
    )

    assert row.committee == cast.willow


def test_nobody_asks_for_an_errand_at_a_door_that_is_not_theirs(
    cast: Cast, catalogue: Catalogue
) -> None:
    with pytest.raises(Http404):
        actions.open_errand(
            cast.volunteer, household=cast.gao, items=[actions.ErrandItem("药")], now=NOW
        )


def test_a_call_from_outside_the_register_is_handed_on(cast: Cast, taken: Take) -> None:
    row = taken(household=None, address="槐安花园 2 号楼")
    actions.hand_on(cast.worker, row, committee=cast.locust, note="是你们那边的", now=NOW)

    row.refresh_from_db()
    assert (row.committee, row.taken_by_committee) == (cast.locust, cast.willow)
    assert row.events.filter(kind=EventKind.HANDED_ON).count() == 1


def test_the_request_of_a_household_stays_with_its_committee(
    cast: Cast, permit: ServiceRequest
) -> None:
    with pytest.raises(Refusal, match="Willow Committee"):
        actions.hand_on(cast.worker, permit, committee=cast.locust, now=NOW)


def test_a_call_is_matched_to_its_household_later(cast: Cast, taken: Take) -> None:
    row = taken(household=None, address="3号楼二单元五楼")
    actions.identify(cast.worker, row, household=cast.wang, resident=cast.li_na, now=NOW)

    row.refresh_from_db()
    assert (row.household, row.resident) == (cast.wang, cast.li_na)


def test_a_correction_over_a_newer_one_is_refused(cast: Cast, permit: ServiceRequest) -> None:
    seen = permit.version
    actions.amend(cast.secretary, permit, details="她明天就要", now=NOW)

    with pytest.raises(Stale):
        actions.amend(cast.worker, permit, details="下周也行", version=seen, now=NOW)
    permit.refresh_from_db()
    assert Keyring.of([permit.key_id]).read(permit, "details") == "她明天就要"
