"""The audit log holds together, and says where it does not."""

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from tongzhou.core import audit
from tongzhou.core.models import AuditEntry


def write_three(cast: Cast) -> None:
    for number in range(3):
        with transaction.atomic():
            audit.record("test.thing.done", actor=cast.worker, now=NOW, obj=cast.wang, n=number)


def test_an_untouched_log_has_no_breaks(cast: Cast) -> None:
    write_three(cast)
    assert list(audit.breaks()) == []
    assert audit.length() == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [("key", "other.key"), ("actor_id", 99), ("role", "administrator"), ("body", '{"n": 7}')],
)
def test_an_altered_entry_is_found(cast: Cast, field: str, value: object) -> None:
    write_three(cast)
    AuditEntry.objects.filter(seq=2).update(**{field: value})
    assert [b["seq"] for b in audit.breaks()] == [2]


def test_a_removed_entry_is_found(cast: Cast) -> None:
    write_three(cast)
    AuditEntry.objects.filter(seq=2).delete()
    assert 2 in {b["seq"] for b in audit.breaks()}


def test_erasing_old_bodies_leaves_the_chain_whole(cast: Cast) -> None:
    write_three(cast)
    assert audit.erase_bodies([1, 2]) == 2
    assert list(audit.breaks()) == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    from tests.cast import make_cast

    with pytest.raises(RuntimeError):
        audit.record("test.thing.done", actor=make_cast().worker, now=NOW)
