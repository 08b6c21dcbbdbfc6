"""Rules of the gates hold from a day on, for the street or for one committee."""

from datetime import time, timedelta

import pytest

from tests.cast import NOW, TODAY, Cast
from tongzhou.core.errors import Refusal
from tongzhou.formats.gate_rules import Need, Rules
from tongzhou.gates.actions import issue, set_rules
from tongzhou.gates.models import GateRule
from tongzhou.gates.queries.rules import RuleBook, rule_book
from tongzhou.registry.acting import Acting

DAY = timedelta(days=1)


def book(cast: Cast) -> RuleBook:
    return rule_book(cast.worker, cast.office.pk, cast.willow.pk)


def test_before_anybody_set_rules_the_defaults_of_the_engine_hold(cast: Cast) -> None:
    assert book(cast).on(TODAY).as_rules() == Rules()


def test_rules_hold_from_their_day_and_keep_what_was_not_changed(cast: Cast) -> None:
    set_rules(cast.officer, effective_on=TODAY, now=NOW, persons=2)
    set_rules(cast.officer, effective_on=TODAY + DAY, now=NOW, every_days=3, closes=time(0))
    found = book(cast)
    assert (found.on(TODAY).persons, found.on(TODAY).every_days) == (2, 2)
    tomorrow = found.on(TODAY + DAY).as_rules()
    assert (tomorrow.persons, tomorrow.every_days, tomorrow.closes) == (2, 3, 1440)
    assert [rule.every_days for rule in found.after(TODAY)] == [3]


def test_the_later_of_street_and_committee_counts_and_the_committee_on_the_same_day(
    cast: Cast,
) -> None:
    set_rules(cast.secretary, effective_on=TODAY, now=NOW, every_days=3)
    set_rules(cast.officer, effective_on=TODAY, now=NOW, every_days=1)
    assert book(cast).on(TODAY).every_days == 3
    neighbours = rule_book(cast.worker, cast.office.pk, cast.locust.pk)
    assert neighbours.on(TODAY).every_days == 1
    set_rules(cast.officer, effective_on=TODAY + DAY, now=NOW, every_days=4)
    assert book(cast).on(TODAY + DAY).every_days == 4


def test_setting_the_same_day_again_replaces_it(cast: Cast) -> None:
    for persons in (2, 3):
        set_rules(cast.secretary, effective_on=TODAY, now=NOW, persons=persons)
    assert GateRule.objects.get().persons == 3


def test_who_may_set_rules(cast: Cast) -> None:
    for acting in (cast.worker, cast.director, cast.volunteer, cast.medic, cast.desk):
        with pytest.raises(Refusal):
            set_rules(acting, effective_on=TODAY, now=NOW, persons=2)
    set_rules(Acting.system(), effective_on=TODAY, now=NOW, persons=2)


def test_the_past_keeps_its_rules_and_a_gate_opens_before_it_closes(cast: Cast) -> None:
    with pytest.raises(Refusal, match="today"):
        set_rules(cast.officer, effective_on=TODAY - DAY, now=NOW, persons=2)
    with pytest.raises(Refusal, match="before it closes"):
        set_rules(cast.officer, effective_on=TODAY, now=NOW, opens=time(9), closes=time(8))


def test_exempt_needs_and_the_days_of_a_pass_are_rules(cast: Cast) -> None:
    set_rules(cast.secretary, effective_on=TODAY, now=NOW, exempts_illness=False, pass_days=30)
    rule = book(cast).on(TODAY)
    assert rule.as_rules().exempt == {Need.EPIDEMIC_WORK, Need.ESSENTIAL_JOB}
    made = issue(cast.worker, cast.chen.pk, now=NOW)
    assert made.until - made.issued_at == timedelta(days=30)
