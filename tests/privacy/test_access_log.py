"""Who looked is written once per page, with exactly the people shown."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tongzhou.privacy.access_log import record_view, views_of
from tongzhou.privacy.models import AccessEntry, AccessSubject


def test_a_page_with_two_people_is_one_entry_that_names_both(cast: Cast) -> None:
    shown = [cast.wang_xiuying.pk, cast.li_na.pk]
    record_view(cast.worker, "test.page", now=NOW, residents=shown, households=[cast.wang.pk])
    [entry] = AccessEntry.objects.all()
    assert {s.resident_id for s in entry.subjects.all()} == {*shown, None}
    assert list(views_of([cast.li_na.pk], [])) == [entry]
    assert list(views_of([], [cast.chen.pk])) == []


def test_a_page_without_people_leaves_no_entry(cast: Cast) -> None:
    record_view(cast.worker, "test.page", now=NOW)
    assert not AccessEntry.objects.exists()


def test_a_page_of_a_thousand_costs_two_statements(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        record_view(cast.worker, "test.page", now=NOW, residents=range(1, 1001))
    assert AccessSubject.objects.count() == 1000
    assert sum(q["sql"].lstrip().startswith("INSERT") for q in captured.captured_queries) == 2
