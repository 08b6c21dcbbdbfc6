"""Rules of the gates hold from a day on, for the street or for one committee."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.formats.gate_rules import Need, Rules
from tongzhou.gates.actions import issue, rotate, set_rules
from tongzhou.gates.forms import RulesForm
from tongzhou.gates.models import GateRule
from tongzhou.gates.queries.rules import RuleBook, rule_book
from tongzhou.gates.sentences import in_one_sentence, sentences
from tongzhou.registry.acting import Acting

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _quarter_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


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


def test_rules_are_said_in_sentences_people_understand(cast: Cast) -> None:
    told = {one.about: one.text for one in sentences(book(cast).on(TODAY))}
    assert told["Going out"] == "1 person of a household at a time, once every 2 days."
    assert told["Hours"] == "Open 06:00 to 22:00."
    assert "back within 2 hours" in in_one_sentence(book(cast).on(TODAY))
    set_rules(cast.officer, effective_on=TODAY, now=NOW, every_days=0, most_minutes=0)
    told = {one.about: one.text for one in sentences(book(cast).on(TODAY))}
    assert told["Going out"] == "1 person of a household at a time, as often as needed."
    assert "Coming back" not in told


def test_anybody_reads_the_rules_without_an_account_and_sees_what_changes(cast: Cast) -> None:
    set_rules(cast.secretary, effective_on=TODAY + DAY, now=NOW, every_days=3)
    url = reverse("gates:public_rules", args=[cast.willow.pk])
    page = Client(headers={"accept-language": "en"}).get(url).content.decode()
    assert "once every 2 days" in page
    assert "once every 3 days" in page
    assert "tomorrow</time> on:" in page
    page = Client(headers={"accept-language": "zh-hans"}).get(url).content.decode()
    assert "每户每次1人，每2天一次。" in page


def typed(**changed: object) -> dict[str, object]:
    initial = RulesForm.initial_of(GateRule(effective_on=TODAY)) | {"effective_on": TODAY + DAY}
    return {k: v for k, v in (initial | changed).items() if v is not False}


def test_new_rules_are_read_in_sentences_before_they_hold(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    client, url = signed_in(cast.secretary), reverse("gates:rules")
    page = client.post(url, typed(persons=2) | {"step": "look"}).content.decode()
    assert "1 sentence changes." in page
    assert not GateRule.objects.exists()
    client.post(url, typed(persons=2, observed_stay_in=False) | {"step": "set"})
    rule = GateRule.objects.get()
    assert (rule.persons, rule.observed_stay_in, rule.committee) == (2, False, cast.willow)
    refused = client.post(url, typed(effective_on=TODAY - DAY) | {"step": "set"})
    assert refused.status_code == 422
    assert "today or a later day" in refused.content.decode()


def test_a_grid_worker_reads_the_rules_and_sets_none(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    client, url = signed_in(cast.worker), reverse("gates:rules")
    assert "rules-form" not in client.get(url).content.decode()
    client.post(url, typed(persons=2) | {"step": "set"})
    assert not GateRule.objects.exists()
    assert client.get(reverse("gates:keys")).status_code == 404


def test_who_sets_the_rules_sees_which_key_signs(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    rotate(now=NOW)
    rotate(now=NOW + 6 * DAY)
    page = signed_in(cast.secretary).get(reverse("gates:keys")).content.decode()
    assert (page.count("signs now"), page.count("signs next")) == (1, 1)
    street = signed_in(cast.officer).get(reverse("gates:keys")).content.decode()
    assert street.count("signs now") == 2
