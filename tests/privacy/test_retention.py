"""What is kept how long, who may change it, and the nightly round."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.privacy import retention
from tongzhou.privacy.access_log import record_view
from tongzhou.privacy.actions import set_retention
from tongzhou.privacy.models import AccessEntry, AccessSubject, Erasure, Tombstone
from tongzhou.privacy.queries import retention_table
from tongzhou.privacy.retention_words import CLASSES
from tongzhou.registry.acting import Acting

LATER = NOW + timedelta(days=181)


def test_every_class_of_data_is_told_in_words() -> None:
    assert set(CLASSES) == set(retention.DEFAULT_DAYS)


def test_another_number_of_days_holds_from_its_day_on(cast: Cast) -> None:
    tomorrow = TODAY + timedelta(days=1)
    set_retention("contact", days=30, effective_on=tomorrow, actor=cast.officer, now=NOW)
    assert retention.days_kept("contact", on=TODAY) == 90
    assert retention.days_kept("contact", on=tomorrow) == 30
    assert AuditEntry.objects.get().key == "privacy.retention.set"


def test_what_was_decided_last_for_a_day_holds(cast: Cast) -> None:
    day = TODAY + timedelta(days=2)
    for days in (30, 60):
        set_retention("contact", days=days, effective_on=day, actor=cast.officer, now=NOW)
    assert retention.days_kept("contact", on=day) == 60


@pytest.mark.parametrize(("days", "from_now"), [(0, 1), (4000, 1), (30, 0), (30, -1)])
def test_no_rule_without_an_end_and_none_at_once(cast: Cast, days: int, from_now: int) -> None:
    day = TODAY + timedelta(days=from_now)
    with pytest.raises(Refusal):
        set_retention("contact", days=days, effective_on=day, actor=cast.officer, now=NOW)


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_the_street_changes_it_on_the_page(
    cast: Cast, signed_in: Callable[[Acting], Client], who: str
) -> None:
    client = signed_in(cast.everyone()[who])
    day = clock.local_date(clock.now()) + timedelta(days=3)
    form = {"days": "45", "effective_on": day.isoformat()}
    url = reverse("privacy:set_retention", args=["contact"])
    assert client.get(url).status_code == 200
    assert client.post(url, form).status_code == 302
    assert "45 days" in client.get(reverse("privacy:retention")).content.decode()


def test_a_committee_reads_it_and_changes_nothing(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    client = signed_in(cast.worker)
    assert client.get(reverse("privacy:retention")).status_code == 200
    assert client.post(reverse("privacy:set_retention", args=["contact"])).status_code == 404


def test_the_table_says_what_goes_tonight_and_what_went(cast: Cast) -> None:
    record_view(cast.worker, "today.list", now=NOW, residents=[cast.li_na.pk])
    before = {row.retention: row for row in retention_table(now=LATER)}
    assert before["access_log"].due_tonight == 1
    retention.erase_due(now=LATER)
    after = {row.retention: row for row in retention_table(now=LATER)}
    assert (after["access_log"].due_tonight, after["access_log"].erased_lately) == (0, 1)


def test_the_second_round_of_a_night_finds_nothing(cast: Cast) -> None:
    record_view(cast.worker, "today.list", now=NOW, residents=[cast.li_na.pk])
    first = retention.erase_due(now=LATER)
    left = list(Erasure.objects.values_list("eraser", "count"))
    second = retention.erase_due(now=LATER)
    assert first["privacy.access_log"] == 1
    assert not any(second.values())
    assert list(Erasure.objects.values_list("eraser", "count")) == left
    assert not AccessEntry.objects.exists()
    assert not AccessSubject.objects.exists()


def test_a_night_takes_as_many_batches_as_there_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongzhou.privacy.erase.BATCH", 2)
    for _ in range(5):
        record_view(cast.worker, "today.list", now=NOW, residents=[cast.li_na.pk])
    assert retention.erase_due(now=LATER)["privacy.access_log"] == 5
    assert not AccessEntry.objects.exists()


def test_what_was_erased_after_a_backup_is_erased_again_from_it(cast: Cast) -> None:
    """The rule was stricter when it was erased than the restored rows know."""
    cast.chen_jun.left_on = TODAY
    cast.chen_jun.save()
    Tombstone(eraser="registry.residents", at=NOW, ids=[cast.chen_jun.pk]).save()

    retention.erase_again(NOW - timedelta(hours=1), now=NOW)

    cast.chen_jun.refresh_from_db()
    assert cast.chen_jun.name == ""


def test_a_mark_from_before_the_backup_touches_nobody(cast: Cast) -> None:
    Tombstone(eraser="registry.residents", at=NOW, ids=[cast.chen_jun.pk]).save()

    retention.erase_again(NOW + timedelta(hours=1), now=NOW)

    cast.chen_jun.refresh_from_db()
    assert cast.chen_jun.name
