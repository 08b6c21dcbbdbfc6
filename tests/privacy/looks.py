"""For tests of every room: a page that shows people leaves exactly one entry naming exactly them.

with one_look("workflows.household", residents=[cast.wang_xiuying, cast.li_na]):
    client.get(url)
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tongzhou.privacy.models import AccessEntry
from tongzhou.privacy.page_words import WORDS
from tongzhou.registry.models import Household, Resident


@contextmanager
def one_look(
    page: str, *, residents: Iterable[Resident] = (), households: Iterable[Household] = ()
) -> Iterator[None]:
    """What happens inside shows one page with these people, and nobody else."""
    before = set(AccessEntry.objects.values_list("pk", flat=True))
    yield
    written = list(AccessEntry.objects.exclude(pk__in=before).prefetch_related("subjects"))
    assert [entry.page for entry in written] == [page]
    assert page in WORDS, f"{page} has no plain words in tongzhou/privacy/page_words.py"
    subjects = list(written[0].subjects.all())
    assert sorted(s.resident_id for s in subjects if s.resident_id) == _ids(residents)
    assert sorted(s.household_id for s in subjects if s.household_id) == _ids(households)


@contextmanager
def no_look() -> Iterator[None]:
    """What happens inside shows nobody."""
    before = AccessEntry.objects.count()
    yield
    assert AccessEntry.objects.count() == before


def _ids(rows: Iterable[Resident] | Iterable[Household]) -> list[int]:
    return sorted(row.pk for row in rows)
