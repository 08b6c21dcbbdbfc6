"""A household's pass: issued, lost, replaced, revoked by two persons, expired, forgotten."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from tests.cast import NOW, Cast
from tongzhou.core import audit
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.models import AuditEntry
from tongzhou.formats import passes
from tongzhou.gates import access, actions
from tongzhou.gates.choices import SIGNS_FOR, Ground, PassState
from tongzhou.gates.models import Pass, PassEvent, PassKey
from tongzhou.privacy.models import PersonKey, Restriction, RestrictionState
from tongzhou.privacy.retention import erase_due
from tongzhou.registry.acting import Acting

DAY = timedelta(days=1)


@pytest.fixture
def card(cast: Cast) -> Pass:
    """The pass of Chen Jun and Zhou Min."""
    return actions.issue(cast.worker, cast.chen.pk, now=NOW)


def public_keys() -> dict[int, bytes]:
    return {key.number: bytes(key.public) for key in PassKey.objects.all()}


def read(row: Pass, *, after: timedelta = timedelta()) -> passes.Body:
    return passes.verify(row.token, public_keys(), at=int((NOW + after).timestamp()))


def test_a_pass_says_which_it_is_where_and_until_when_and_no_name(cast: Cast, card: Pass) -> None:
    body = read(card)
    assert body.pass_id == bytes(card.public_id)
    assert body.scope == cast.willow_lane.pk
    assert (card.until - card.issued_at) == timedelta(days=60)
    assert body.ends_at == int(card.until.timestamp())
    with pytest.raises(passes.Refused, match="expired"):
        read(card, after=60 * DAY)


def test_a_stored_pass_is_read_again_as_the_same_token(card: Pass) -> None:
    assert Pass.objects.select_related("key").get().token == card.token


def test_a_household_has_one_pass(cast: Cast, card: Pass) -> None:
    with pytest.raises(Refusal, match="has a pass"):
        actions.issue(cast.worker, cast.chen.pk, now=NOW)
    card.pk, card.public_id, card.code = None, bytes(8), "222222222"
    with pytest.raises(IntegrityError, match=r"household|pass_one_current"), transaction.atomic():
        Pass.objects.bulk_create([card])


def test_a_lost_pass_is_replaced_at_once(cast: Cast, card: Pass) -> None:
    actions.report_lost(cast.worker, card.pk, now=NOW)
    new = actions.issue(cast.worker, cast.chen.pk, now=NOW + DAY)
    assert bytes(new.public_id) != bytes(card.public_id)
    assert set(Pass.objects.values_list("state", flat=True)) == {"lost", "active"}
    with pytest.raises(Stale):
        actions.report_lost(cast.worker, card.pk, now=NOW)


def test_misuse_binds_everybody_at_once_and_needs_two_persons(cast: Cast, card: Pass) -> None:
    actions.revoke(cast.worker, card.pk, ground=Ground.MISUSE, evidence="lent twice", now=NOW)
    found = Restriction.objects.filter(kind="pass")
    assert set(found.values_list("subject_id", flat=True)) == {cast.chen_jun.pk, cast.zhou_min.pk}
    with pytest.raises(Refusal, match="another person"):
        actions.sign_second(cast.worker, card.pk, now=NOW)
    actions.sign_second(cast.secretary, card.pk, now=NOW)
    assert {r.state for r in found.all()} == {RestrictionState.CONFIRMED}
    assert actions.lapse_unsigned(now=NOW + 2 * DAY) == 0
    with pytest.raises(Refusal, match="revoked"):
        actions.reissue(cast.worker, card.pk, now=NOW)


def test_misuse_without_evidence_or_without_an_account_is_refused(cast: Cast, card: Pass) -> None:
    for acting, evidence in ((cast.worker, " "), (Acting.system(), "lent")):
        with pytest.raises(Refusal):
            actions.revoke(acting, card.pk, ground=Ground.MISUSE, evidence=evidence, now=NOW)
    with pytest.raises(Refusal):
        actions.revoke(cast.worker, card.pk, ground="whim", now=NOW)
    card.refresh_from_db()
    assert card.state == PassState.ACTIVE


def test_what_nobody_confirms_lapses_and_the_pass_is_in_use_again(cast: Cast, card: Pass) -> None:
    actions.revoke(cast.worker, card.pk, ground=Ground.MISUSE, evidence="lent", now=NOW)
    assert actions.lapse_unsigned(now=NOW + timedelta(hours=23)) == 0
    assert actions.lapse_unsigned(now=NOW + timedelta(hours=25)) == 1
    card.refresh_from_db()
    assert (card.state, card.ground) == (PassState.ACTIVE, "")
    assert {r.state for r in Restriction.objects.all()} == {RestrictionState.LAPSED}


def test_a_pass_handed_back_binds_nobody_and_can_be_given_back(cast: Cast, card: Pass) -> None:
    actions.revoke(cast.worker, card.pk, ground=Ground.RETURNED, now=NOW)
    assert not Restriction.objects.exists()
    actions.restore(cast.worker, card.pk, now=NOW)
    card.refresh_from_db()
    assert card.state == PassState.ACTIVE


def test_passes_of_others_do_not_exist(cast: Cast, card: Pass) -> None:
    with pytest.raises(Http404):
        actions.report_lost(cast.neighbour_worker, card.pk, now=NOW)
    with pytest.raises(Http404):
        actions.issue(cast.neighbour_worker, cast.chen.pk, now=NOW)
    for acting in (cast.volunteer, cast.medic, cast.desk, cast.director, cast.admin):
        assert not access.passes(acting).exists()
        with pytest.raises(Refusal):
            actions.report_lost(acting, card.pk, now=NOW)
    assert access.passes(Acting.household(cast.chen.pk)).get() == card
    assert not access.passes(Acting.household(cast.wang.pk)).exists()


def test_a_compound_gets_the_missing_passes_and_no_other(cast: Cast, card: Pass) -> None:
    said: list[tuple[int, int]] = []
    issue_missing = partial(
        actions.issue_missing, cast.worker, cast.willow_lane.pk, building_id=None, now=NOW,
        report=lambda done, total: said.append((done, total)),
    )  # fmt: skip
    assert issue_missing() == 2
    assert issue_missing() == 0
    assert said == [(2, 2)]
    assert Pass.objects.filter(state=PassState.ACTIVE).count() == 3
    assert not Pass.objects.filter(household=cast.far).exists()


def test_keys_change_every_week_and_old_ones_sign_no_more(cast: Cast, card: Pass) -> None:
    sealed = PassKey.objects.get().key_id
    assert sealed
    assert actions.rotate(now=NOW) == {"made": 0, "destroyed": 0}
    assert PassKey.objects.count() == 2  # the other committee has one as well now
    assert actions.rotate(now=NOW + 6 * DAY)["made"] == 2
    assert actions.rotate(now=NOW + 6 * DAY) == {"made": 0, "destroyed": 0}
    assert actions.rotate(now=NOW + SIGNS_FOR)["destroyed"] == 2
    assert not PersonKey.objects.filter(key_id=sealed).exists()
    later = actions.issue(cast.worker, cast.wang.pk, now=NOW + SIGNS_FOR)
    assert later.key_id != card.key_id
    assert read(card, after=30 * DAY).key == card.key.number
    assert read(later, after=30 * DAY).key == later.key.number


def test_a_stolen_key_of_one_committee_signs_for_no_other(cast: Cast, card: Pass) -> None:
    other = actions.issue(cast.neighbour_worker, cast.far.pk, now=NOW)
    assert other.key.committee == cast.locust
    assert bytes(other.key.public) != bytes(card.key.public)


def test_private_halves_are_sealed(cast: Cast, card: Pass) -> None:
    key = PassKey.objects.get()
    assert len(bytes(key.private)) == 64 + 12 + 16
    assert key.verifies_until == card.until


def test_passes_expire_by_the_clock_and_are_forgotten_after_thirty_days(
    cast: Cast, card: Pass
) -> None:
    actions.revoke(cast.worker, card.pk, ground=Ground.MISUSE, evidence="lent", now=NOW)
    actions.sign_second(cast.secretary, card.pk, now=NOW)
    assert actions.expire(now=NOW + 59 * DAY) == 0
    assert actions.expire(now=NOW + 60 * DAY) == 1
    card.refresh_from_db()
    assert card.state == PassState.EXPIRED
    assert {r.state for r in Restriction.objects.all()} == {RestrictionState.ENDED}
    assert erase_due(now=NOW + 89 * DAY)["gates.passes"] == 0
    assert erase_due(now=NOW + 91 * DAY)["gates.passes"] == 1
    assert not any(model.objects.exists() for model in (Pass, PassEvent, Restriction))


def test_every_deed_is_in_the_audit_log(cast: Cast, card: Pass) -> None:
    actions.revoke(cast.worker, card.pk, ground=Ground.MOVED, now=NOW)
    actions.restore(cast.worker, card.pk, now=NOW)
    actions.mark_printed(cast.worker, [card], now=NOW)
    actions.report_lost(cast.worker, card.pk, now=NOW)
    assert list(AuditEntry.objects.order_by("seq").values_list("key", flat=True)) == [
        "gates.pass.issued", "gates.pass.revoked", "gates.pass.restored", "gates.passes.printed",
        "gates.pass.lost",
    ]  # fmt: skip
    assert not list(audit.breaks())
