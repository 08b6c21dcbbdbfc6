"""Keeping records: nobody's text is lost, numbers stay masked, every deed is one entry."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.models import AuditEntry
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import AccessEntry
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions import households, links, tree
from tongzhou.registry.actions.contacts import note_contact
from tongzhou.registry.actions.households import HouseholdText, ResidentText
from tongzhou.registry.models import Household, NeighbourGroup, Place, Resident
from tongzhou.registry.picking import Picked
from tongzhou.registry.queries.search import people

SignIn = Callable[[Acting], Client]
NUMBER = "990101196203050023"


def edit(cast: Cast, client: Client, **more: str) -> str:
    """Save the household form; returns the page that comes back ("" after a redirect)."""
    told = {"phone": "", "language": "zh", "may_open": "", "notes": "", "version": "1", **more}
    answer = client.post(reverse("registry:household_edit", args=[cast.wang.pk]), told)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_household_is_edited_and_found_by_its_new_telephone(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.worker)
    assert not edit(
        cast, client, phone="139 1111 2222", may_open="女儿", notes="狗", language="yue"
    )

    home = Household.objects.get(pk=cast.wang.pk)
    keyring = Keyring.of([home.key_id])
    assert keyring.read(home, "phone") == "13911112222"
    assert (keyring.read(home, "may_open"), home.language, home.version) == ("女儿", "yue", 2)
    assert [h.pk for h in people(cast.worker, "2222", limit=5).households] == [home.pk]
    entry = AuditEntry.objects.get(key="registry.household.edited")
    assert entry.body == '{"fields": ["language", "may_open", "notes", "phone"]}'


def test_what_cannot_be_read_stays_typed(cast: Cast, signed_in: SignIn) -> None:
    page = edit(cast, signed_in(cast.worker), phone="12", notes="three steps down")

    assert "This is not a telephone number" in page
    assert "three steps down" in page


def test_two_people_editing_one_record_lose_nothing(cast: Cast, signed_in: SignIn) -> None:
    first, second = signed_in(cast.worker), signed_in(cast.secretary)
    assert not edit(cast, first, notes="the first one's words")
    page = edit(cast, second, notes="the second one's words")

    assert "the first one&#x27;s words" in page
    assert "the second one&#x27;s words" in page
    assert 'name="version" value="2"' in page
    assert not edit(cast, second, notes="both words", version="2")
    home = Household.objects.get(pk=cast.wang.pk)
    assert Keyring.of([home.key_id]).read(home, "notes") == "both words"


def test_a_stale_edit_of_a_person_is_refused(cast: Cast) -> None:
    told = ResidentText("王秀英", phone="13900000501")
    households.edit_resident(cast.worker, cast.wang_xiuying.pk, told, version=1, now=NOW)

    with pytest.raises(Stale):
        households.edit_resident(cast.worker, cast.wang_xiuying.pk, told, version=1, now=NOW)


def test_a_person_is_added_with_nothing_but_a_name(cast: Cast) -> None:
    pk = households.add_resident(cast.worker, cast.gao.pk, ResidentText("吴明"), now=NOW)

    person = Resident.objects.get(pk=pk)
    assert (person.name, person.sex, person.birth_on) == ("吴明", "", None)
    assert person.committee_id == cast.willow.pk


def test_an_id_number_tells_sex_and_birth(cast: Cast) -> None:
    told = ResidentText("吴明", sex="m", id_number=NUMBER)
    pk = households.add_resident(cast.worker, cast.gao.pk, told, now=NOW)

    person = Resident.objects.get(pk=pk)
    assert (person.sex, person.birth_on) == ("f", date(1962, 3, 5))


def test_one_person_has_one_record_on_the_whole_street(cast: Cast) -> None:
    told = ResidentText("吴明", id_number=NUMBER)
    households.add_resident(cast.neighbour_worker, cast.far.pk, told, now=NOW)

    with pytest.raises(Refusal, match="registered already"):
        households.add_resident(cast.worker, cast.gao.pk, told, now=NOW)


def test_the_id_number_is_shown_on_a_press_only_and_recorded(cast: Cast, signed_in: SignIn) -> None:
    pk = households.add_resident(
        cast.worker, cast.gao.pk, ResidentText("吴明", id_number=NUMBER), now=NOW
    )
    client = signed_in(cast.worker)
    page = client.get(reverse("registry:resident_edit", args=[pk])).content.decode()
    url = reverse("registry:id_number", args=[pk])
    shown = client.post(url, headers={"hx-request": "true"}).content.decode()

    assert NUMBER not in page
    assert "•••0023" in page
    assert NUMBER in shown
    assert AccessEntry.objects.filter(page="registry.id_number", subjects__resident_id=pk).exists()
    assert client.get(url).status_code == 405


def test_an_empty_id_number_keeps_the_stored_one(cast: Cast, signed_in: SignIn) -> None:
    pk = households.add_resident(
        cast.worker, cast.gao.pk, ResidentText("吴明", id_number=NUMBER), now=NOW
    )
    form = {"name": "吴小明", "sex": "f", "version": "1", "id_number": "", "birth_on": "1962-03-05"}
    signed_in(cast.worker).post(reverse("registry:resident_edit", args=[pk]), form)

    person = Resident.objects.get(pk=pk)
    assert (person.name, person.search.split()[1]) == ("吴小明", "wuxiaoming")
    assert Keyring.of([person.key_id]).read(person, "id_number") == NUMBER


def test_moving_out_can_be_undone(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.worker)
    client.post(reverse("registry:resident_out", args=[cast.li_na.pk]), {"left_on": "2020-02-01"})
    cast.li_na.refresh_from_db()
    assert cast.li_na.left_on == date(2020, 2, 1)

    client.post(reverse("registry:resident_back", args=[cast.li_na.pk]))
    cast.li_na.refresh_from_db()
    assert cast.li_na.left_on is None


def test_moving_to_another_door(cast: Cast, signed_in: SignIn) -> None:
    url = reverse("registry:resident_move", args=[cast.li_na.pk])
    signed_in(cast.worker).post(url, {"home": f"{cast.gao.pk}-"})

    cast.li_na.refresh_from_db()
    assert cast.li_na.household_id == cast.gao.pk


def test_who_moves_in_with_others_is_not_their_head_too(cast: Cast, signed_in: SignIn) -> None:
    Resident.objects.filter(pk=cast.li_na.pk).update(relation="head")
    url = reverse("registry:resident_move", args=[cast.li_na.pk])
    sent = {"home": f"{cast.gao.pk}-"}
    shown = signed_in(cast.worker).post(url, sent, follow=True).content.decode()

    cast.li_na.refresh_from_db()
    assert cast.li_na.relation == ""
    assert "Say what they are to the head of the household there." in shown


def test_nobody_is_moved_behind_a_door_one_may_not_know(cast: Cast) -> None:
    with pytest.raises(Http404):
        households.move_to(cast.worker, cast.li_na.pk, cast.far.pk, now=NOW)


def test_a_door_is_there_once(cast: Cast) -> None:
    told = HouseholdText()
    building = cast.wang.building_id
    households.add_household(cast.worker, building, unit="二单元", room="601室", told=told, now=NOW)

    with pytest.raises(Refusal, match="there already"):
        households.add_household(cast.worker, building, unit="2", room="601", told=told, now=NOW)


@pytest.mark.parametrize("who", ["volunteer", "director", "medic", "desk", "admin"])
def test_records_are_kept_by_staff_only(cast: Cast, who: str) -> None:
    with pytest.raises(Refusal):
        households.edit_household(
            getattr(cast, who), cast.wang.pk, HouseholdText(), version=1, now=NOW
        )


def test_only_somebody_with_an_account_notes_a_contact(cast: Cast) -> None:
    with pytest.raises(Refusal, match="account"):
        note_contact(
            Acting.household(cast.wang.pk), cast.wang.pk, way="call", note="well", now=NOW,
            client_id=None,
        )  # fmt: skip


# --- links ----------------------------------------------------------------------------------


def test_a_link_opens_one_household_until_it_ends(cast: Cast) -> None:
    token = links.make_link(cast.worker, cast.wang.pk, now=NOW)

    assert access.household_by_token(token, on=TODAY) == cast.wang
    with pytest.raises(Http404):
        access.household_by_token(token, on=TODAY + timedelta(days=links.DAYS + 1))
    with pytest.raises(Http404):
        access.household_by_token("x" * 22, on=TODAY)


def test_a_lost_sheet_opens_nothing_any_more(cast: Cast) -> None:
    token = links.make_link(cast.worker, cast.wang.pk, now=NOW)
    kept = links.make_link(cast.worker, cast.gao.pk, now=NOW)
    links.revoke_links(cast.secretary, cast.wang.pk, now=NOW)

    with pytest.raises(Http404):
        access.household_by_token(token, on=TODAY)
    assert access.household_by_token(kept, on=TODAY) == cast.gao


def test_the_secret_is_nowhere_stored(cast: Cast) -> None:
    token = links.make_link(cast.worker, cast.wang.pk, now=NOW)

    assert token.encode() not in bytes(cast.wang.links.get().digest)
    assert token not in (AuditEntry.objects.get().body or "")


@pytest.mark.parametrize("lang", ["en", "zh-hans"])
def test_sheets_for_a_building_are_a_pdf(cast: Cast, signed_in: SignIn, lang: str) -> None:
    client = signed_in(cast.worker)
    url = reverse("registry:building_sheets", args=[cast.wang.building_id])
    answer = client.post(url, headers={"accept-language": lang})

    assert answer.content.startswith(b"%PDF-")
    assert cast.wang.links.count() == 1


# --- compounds, groups, partners, places ----------------------------------------------------


def test_a_compound_that_is_renamed_is_searched_by_its_new_name(cast: Cast) -> None:
    tree.save_compound(
        cast.worker, cast.willow_lane.pk, committee_id=cast.willow.pk, name="杨柳新村", name_en="",
        address="", has_property_management=True, now=NOW,
    )  # fmt: skip

    assert people(cast.worker, "ylxc 501", limit=5).households
    assert Household.objects.get(pk=cast.wang.pk).version == 1


def test_a_committee_adds_compounds_to_itself_only(cast: Cast, signed_in: SignIn) -> None:
    form = {"name": "新苑", "committee": str(cast.locust.pk)}
    answer = signed_in(cast.worker).post(reverse("registry:compound_add"), form)

    assert answer.status_code == 422


def test_a_building_is_there_once_whatever_it_is_called(cast: Cast) -> None:
    with pytest.raises(Refusal):
        tree.add_building(cast.worker, cast.willow_lane.pk, name="3栋", walk_order=0, now=NOW)


def test_neighbours_are_grouped_in_walking_order(cast: Cast) -> None:
    count = tree.make_groups(cast.worker, cast.willow_lane.pk, "five", now=NOW)

    group = NeighbourGroup.objects.get()
    assert count == 1
    assert set(Household.objects.filter(group_of_five=group)) == {cast.wang, cast.chen, cast.gao}
    with pytest.raises(Refusal):
        tree.make_groups(cast.worker, cast.willow_lane.pk, "five", now=NOW)


def test_a_group_is_led_by_one_of_its_own(cast: Cast) -> None:
    tree.make_groups(cast.worker, cast.willow_lane.pk, "ten", now=NOW)
    group = NeighbourGroup.objects.get()
    tree.name_leader(cast.worker, group.pk, cast.gao_shulan.pk, now=NOW)

    group.refresh_from_db()
    assert group.leader == cast.gao_shulan
    with pytest.raises(Http404):
        tree.name_leader(cast.worker, group.pk, cast.he_ping.pk, now=NOW)


def test_a_place_stays_in_its_committee(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.worker)
    form = {"committee": str(cast.willow.pk), "kind": "gate", "name": "南门"}
    client.post(reverse("registry:place_add"), form | {"compound": str(cast.willow_lane.pk)})

    gate = Place.objects.get()
    assert gate.committee == cast.willow
    other = signed_in(cast.neighbour_worker)
    assert other.get(reverse("registry:place", args=[gate.pk])).status_code == 404


def test_a_picked_value_is_read_or_refused() -> None:
    assert Picked.parse("12-34") == Picked(12, 34)
    assert Picked.parse("12-") == Picked(12)
    assert [Picked.parse(v) for v in ("", "12", "-3", "a-b", "1-2-3", "1.5-")] == [None] * 6
