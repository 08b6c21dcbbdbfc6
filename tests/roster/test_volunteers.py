"""Coming forward, being called, pausing, leaving, being forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import Http404

from tests.cast import NOW, TODAY, Cast
from tests.roster.conftest import MONDAY, THURSDAY, Come
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.models import AuditEntry
from tongzhou.privacy import retention
from tongzhou.privacy.models import PersonKey, Tombstone
from tongzhou.roster import access, actions
from tongzhou.roster.actions import Details
from tongzhou.roster.models import Post, Volunteer, VolunteerEvent, VolunteerOffer
from tongzhou.roster.queries import volunteers as queries
from tongzhou.roster.queries.volunteers import Filter

SUN = Details("孙建国", "139 1234 5678", birth_year=1980, weekdays=(THURSDAY,))


@pytest.fixture
def sun(parts: dict[str, int]) -> Details:
    """What Sun Jianguo tells: Thursday nights."""
    return replace(SUN, shifts=(parts["night"],))


def join(cast: Cast, told: Details, *, has_consented: bool = True) -> tuple[Volunteer, str]:
    return actions.join(cast.willow.pk, told, has_consented=has_consented, now=NOW)


def test_somebody_joins_is_called_and_takes_part(cast: Cast, sun: Details) -> None:
    row, token = join(cast, sun)
    assert (row.state, row.came, row.parts) == ("new", "link", 1)
    assert access.by_link(token, now=NOW) == row
    actions.note_unreached(cast.worker, row.pk, now=NOW)
    actions.accept(cast.worker, row.pk, may_lead=True, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.may_lead, row.accepted_at) == ("active", True, NOW)
    kinds = VolunteerEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["joined", "unreached", "accepted"]
    assert AuditEntry.objects.filter(key__startswith="roster.").count() == 3


def test_number_health_and_notes_are_sealed(cast: Cast, sun: Details) -> None:
    row, _ = join(cast, replace(sun, health="哮喘", together="王秀英"))
    row.refresh_from_db()
    for name in ("phone", "health", "together"):
        assert b"13912345678" not in bytes(getattr(row, name))
        assert "哮喘".encode() not in bytes(getattr(row, name))
    found = queries.record(cast.worker, row.pk)
    assert (found.phone, found.health, found.together) == ("13912345678", "哮喘", "王秀英")


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"phone": "12345"}, "phone", "11 digits"),
        ({"phone": ""}, "phone", "11 digits"),
        ({"birth_year": 1899}, "birth_year", "four digits"),
        ({"birth_year": 2010}, "birth_year", "16 years"),
        ({"birth_year": None}, "birth_year", "know the year"),
        ({"birth_year": 2003}, "shifts", "under 18"),
        ({"birth_year": 2002}, "shifts", "under 18"),
        ({"birth_year": 1955}, "shifts", "over 60"),
        ({"limits": ("may_nights",)}, "shifts", "no nights"),
        ({"weekdays": ()}, "weekdays", "at least one day"),
        ({"shifts": ()}, "shifts", "at least one day"),
        ({"wish_id": 12345}, "wish", "Nobody is needed there"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    cast: Cast, sun: Details, told: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        join(cast, replace(sun, **told))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert words in str(refused.value.sentence)
    assert not Volunteer.objects.exists()


def test_nothing_is_kept_without_consent(cast: Cast, sun: Details) -> None:
    with pytest.raises(Refusal, match="if you agree"):
        join(cast, sun, has_consented=False)


def test_who_stands_on_a_list_is_told_so_but_not_who_it_is(cast: Cast, sun: Details) -> None:
    join(cast, sun)
    with pytest.raises(Refusal) as refused:
        actions.join(cast.locust.pk, replace(sun, name="别人"), has_consented=True, now=NOW)
    assert "on a list already" in str(refused.value.sentence)
    assert "孙建国" not in str(refused.value.sentence)


def test_who_left_may_come_again_with_the_same_number(cast: Cast, sun: Details) -> None:
    row, token = join(cast, sun)
    actions.leave_own(token, now=NOW)
    again, _ = join(cast, sun)
    assert again.pk != row.pk
    with pytest.raises(Refusal, match="again already"):
        actions.resume_own(token, now=NOW)


def test_staff_need_only_a_name_a_number_and_consent(cast: Cast) -> None:
    told = Details("钱阿姨", "13900001111")
    with pytest.raises(Refusal, match="Ask whether they agree"):
        actions.enter(cast.worker, cast.willow.pk, told, has_consented=False, now=NOW)
    row = actions.enter(cast.worker, cast.willow.pk, told, has_consented=True, now=NOW)
    assert (row.state, row.came, row.parts) == ("active", "staff", 0)
    with pytest.raises(Refusal, match="own committee"):
        actions.enter(cast.worker, cast.locust.pk, told, has_consented=True, now=NOW)


def test_a_building_director_enters_and_sees_people_of_the_own_compound(
    cast: Cast, come: Come
) -> None:
    elsewhere = come("外面人")
    told = Details("钱阿姨", "13900001111")
    own = actions.enter(cast.director, cast.willow.pk, told, has_consented=True, now=NOW)
    assert own.compound == cast.willow_lane
    assert list(access.volunteers(cast.director)) == [own]
    assert set(access.volunteers(cast.officer)) == {own, elsewhere}
    for stranger in (cast.neighbour_worker, cast.medic, cast.desk, cast.volunteer, cast.admin):
        assert not access.volunteers(stranger).exists(), stranger.name


def test_the_own_page_changes_pauses_and_comes_back(
    cast: Cast, sun: Details, parts: dict[str, int], post: Post
) -> None:
    row, token = join(cast, sun)
    actions.change(cast.worker, row.pk, replace(sun, notes="会修灯"), now=NOW)
    told = replace(sun, shifts=(parts["day"],), weekdays=(MONDAY, THURSDAY), wish_id=post.pk)
    actions.change_own(token, told, now=NOW)
    found = queries.record(cast.worker, row.pk)
    assert found.weekdays == [MONDAY, THURSDAY]
    assert [shift.pk for shift in found.shifts] == [parts["day"]]
    assert found.volunteer.compound == cast.willow_lane
    assert found.notes == "会修灯"
    actions.accept(cast.worker, row.pk, now=NOW)
    with pytest.raises(Refusal, match="later day"):
        actions.pause_own(token, until=TODAY, now=NOW)
    actions.pause_own(token, until=TODAY + timedelta(days=2), now=NOW)
    assert actions.end_pauses(now=NOW + timedelta(days=1)) == 0
    assert actions.end_pauses(now=NOW + timedelta(days=2)) == 1
    assert Volunteer.objects.get().state == "active"


def test_two_who_change_at_once_do_not_overwrite_each_other(cast: Cast, sun: Details) -> None:
    row, _ = join(cast, sun)
    actions.change(cast.worker, row.pk, sun, now=NOW, version=1)
    with pytest.raises(Stale):
        actions.change(cast.secretary, row.pk, sun, now=NOW, version=1)


def test_a_new_link_closes_the_old_one(cast: Cast, sun: Details) -> None:
    row, token = join(cast, sun)
    fresh = actions.give_link(cast.worker, row.pk, now=NOW)
    with pytest.raises(Http404):
        access.by_link(token, now=NOW)
    assert access.by_link(fresh, now=NOW) == row
    assert access.committee_of_link(token) == cast.willow


def test_people_are_found_by_name_pinyin_initials_and_end_of_number(
    cast: Cast, sun: Details
) -> None:
    row, _ = join(cast, sun)
    for words in ("孙建国", "建国", "sunjian", "sjg", "5678", "13912345678"):
        found = queries.listing(cast.worker, Filter(text=words))
        assert list(found) == [row], words
    for words in ("李", "5679", "13912345679"):
        assert not queries.listing(cast.worker, Filter(text=words)), words


def test_who_left_is_forgotten_when_the_time_is_over(cast: Cast, sun: Details) -> None:
    row, token = join(cast, replace(sun, health="哮喘"))
    actions.leave(cast.worker, row.pk, now=NOW)
    retention.erase_due(now=NOW + timedelta(days=89))
    assert Volunteer.objects.get().name == "孙建国"
    retention.erase_due(now=NOW + timedelta(days=181))
    gone = Volunteer.objects.get()
    assert (gone.name, gone.search, gone.phone, gone.phone_index) == ("", "", b"", None)
    assert gone.erased_at
    assert row.key_id
    assert not PersonKey.objects.filter(key_id=row.key_id).exists()
    assert not VolunteerOffer.objects.exists()
    with pytest.raises(Http404):
        access.by_link(token, now=NOW)


def test_the_head_erases_at_once_and_it_stays_erased_after_a_restore(
    cast: Cast, sun: Details
) -> None:
    row, _ = join(cast, sun)
    with pytest.raises(Refusal, match="head of the committee"):
        actions.erase(cast.worker, row.pk, now=NOW)
    actions.erase(cast.secretary, row.pk, now=NOW)
    assert Volunteer.objects.get().name == ""
    assert Tombstone.objects.get().ids == [row.pk]
    assert not access.volunteers(cast.secretary).exists()
