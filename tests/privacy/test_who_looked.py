"""Residents read who looked at them; colleagues appear by number, never by name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.cast import NOW, Cast
from tests.privacy.looks import no_look, one_look
from tongzhou.privacy.access_log import record_view
from tongzhou.privacy.queries import who_looked
from tongzhou.registry.acting import Acting
from tongzhou.registry.queries.unit_names import unit_words


def test_a_look_is_told_in_plain_words(cast: Cast) -> None:
    record_view(
        cast.worker, "workflows.household", now=NOW, residents=[cast.li_na.pk], reason="called back"
    )
    with translation.override("en"):
        [look] = who_looked([cast.li_na.pk], [], limit=10)
    assert look.at == NOW
    assert look.who.startswith(f"Committee staff No. {cast.worker.user_id}, ")
    assert look.page == "your household's page"
    assert look.reason == "called back"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Committee staff No. {number}, Willow Committee"),
        ("zh-hans", "居委会工作人员 {number} 号 · 柳荫居委会"),
    ],
)
def test_role_and_unit_are_told_apart_in_the_readers_language(
    cast: Cast, signed_in: Callable[[Acting], Client], language: str, words: str
) -> None:
    record_view(cast.worker, "today.list", now=NOW, residents=[cast.li_na.pk])
    client = signed_in(cast.secretary)
    url = reverse("registry:who_looked", args=[cast.li_na.pk])
    page = client.get(url, headers={"accept-language": language}).content.decode()
    assert words.format(number=cast.worker.user_id) in page


def test_a_unit_without_an_english_name_is_named_as_it_was_written(cast: Cast) -> None:
    cast.willow.name_en = ""
    cast.willow.save()
    record_view(cast.worker, "today.list", now=NOW, residents=[cast.li_na.pk])
    with translation.override("en"):
        [look] = who_looked([cast.li_na.pk], [], limit=1, unit_words=unit_words())
    assert look.who.endswith(", 柳荫居委会")


def test_no_name_of_a_colleague_is_shown(cast: Cast) -> None:
    for acting in cast.everyone().values():
        record_view(acting, "today.list", now=NOW, residents=[cast.li_na.pk])
    told = " ".join(look.who for look in who_looked([cast.li_na.pk], [], limit=20))
    assert not [a.name for a in cast.everyone().values() if a.name in told]


def test_a_look_at_the_household_is_one_at_its_people_once(cast: Cast) -> None:
    people, home = [cast.wang_xiuying.pk, cast.li_na.pk], [cast.wang.pk]
    record_view(cast.worker, "today.list", now=NOW, residents=people, households=home)
    assert len(who_looked(people, home, limit=10)) == 1
    assert who_looked([cast.chen_jun.pk], [cast.chen.pk], limit=10) == []


def test_newest_first_and_further_back_on_request(cast: Cast) -> None:
    moments = [NOW + timedelta(hours=n) for n in range(5)]
    for moment in moments:
        record_view(cast.worker, "today.list", now=moment, residents=[cast.li_na.pk])
    newest = who_looked([cast.li_na.pk], [], limit=2)
    assert [look.at for look in newest] == [moments[4], moments[3]]
    further = who_looked([cast.li_na.pk], [], limit=2, before=newest[-1].at)
    assert [look.at for look in further] == [moments[2], moments[1]]


def test_it_takes_one_query(cast: Cast) -> None:
    for _ in range(20):
        record_view(cast.worker, "today.list", now=NOW, residents=[cast.li_na.pk])
    with CaptureQueriesContext(connection) as captured:
        who_looked([cast.li_na.pk], [cast.wang.pk], limit=20)
    assert len(captured) == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("officer", 200),
        ("worker", 404),
        ("neighbour_worker", 404),
        ("admin", 404),
    ],
)
def test_the_page_for_who_answers_for_the_committee(
    cast: Cast, signed_in: Callable[[Acting], Client], who: str, status: int
) -> None:
    url = reverse("registry:who_looked", args=[cast.li_na.pk])
    assert signed_in(cast.everyone()[who]).get(url).status_code == status


@pytest.mark.parametrize(("who", "links"), [("secretary", 1), ("officer", 1), ("worker", 0)])
def test_the_record_leads_to_the_looks_for_who_may_read_them(
    cast: Cast, signed_in: Callable[[Acting], Client], who: str, links: int
) -> None:
    record = reverse("registry:resident_edit", args=[cast.li_na.pk])
    page = signed_in(cast.everyone()[who]).get(record).content.decode()
    assert page.count(reverse("registry:who_looked", args=[cast.li_na.pk])) == links


def test_looking_through_the_looks_is_a_look(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    client = signed_in(cast.secretary)
    with one_look("registry.who_looked", residents=[cast.li_na]):
        client.get(reverse("registry:who_looked", args=[cast.li_na.pk]))
    with no_look():
        client.get(reverse("registry:who_looked", args=[cast.he_ping.pk]))
