"""Who is under observation stays in, as long as the rules of the gates say so."""

from datetime import timedelta

from tests.cast import NOW, TODAY, Cast
from tests.followup.conftest import enrolled
from tongzhou.formats.gate_rules import Standing
from tongzhou.gates import actions
from tongzhou.gates.models import Pass
from tongzhou.gates.queries.standing import blocked, standing_of


def passes(cast: Cast) -> tuple[Pass, Pass]:
    """Of the Chens and of Gao Shulan."""
    chen, gao = (actions.issue(cast.worker, home.pk, now=NOW) for home in (cast.chen, cast.gao))
    return chen, gao


def test_the_pass_of_an_observed_household_opens_no_gate(cast: Cast) -> None:
    chen, gao = passes(cast)
    assert blocked([cast.willow.pk], now=NOW) == []
    enrolled(cast.worker, cast.chen_jun, now=NOW)
    assert blocked([cast.willow.pk], now=NOW) == [bytes(chen.public_id)]
    assert blocked([cast.locust.pk], now=NOW) == []
    assert standing_of(chen, now=NOW) == Standing.BLOCKED
    assert standing_of(gao, now=NOW) == Standing.GOOD


def test_from_the_day_the_rules_no_longer_say_so_it_opens_again(cast: Cast) -> None:
    chen, _gao = passes(cast)
    enrolled(cast.worker, cast.chen_jun, now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    actions.set_rules(cast.secretary, effective_on=tomorrow, observed_stay_in=False, now=NOW)
    assert standing_of(chen, now=NOW) == Standing.BLOCKED
    assert standing_of(chen, now=NOW + timedelta(days=1)) == Standing.GOOD


def test_lost_revoked_and_replaced_passes_are_told_to_the_gate_until_they_expire(
    cast: Cast,
) -> None:
    chen, gao = passes(cast)
    actions.report_lost(cast.worker, chen.pk, now=NOW)
    actions.reissue(cast.worker, gao.pk, now=NOW)
    found = blocked([cast.willow.pk], now=NOW)
    assert sorted(found) == sorted([bytes(chen.public_id), bytes(gao.public_id)])
    assert blocked([cast.willow.pk], now=NOW + timedelta(days=60)) == []
    gao.refresh_from_db()
    assert standing_of(gao, now=NOW) == Standing.BLOCKED
