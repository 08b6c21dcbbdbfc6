"""One box: however a person or a door is typed, it is found; what is not one's own never is."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, resident
from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import AccessEntry
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.bulk import NewHousehold, NewResident, add_households
from tongzhou.registry.models import Building, Compound, Resident
from tongzhou.registry.queries.search import SearchResult, people

SignIn = Callable[[Acting], Client]


def find(acting: Acting, text: str) -> SearchResult:
    return people(acting, text, limit=10)


def names(found: SearchResult) -> list[str]:
    return [person.name for person in found.residents]


def doors(found: SearchResult) -> list[str]:
    return [household.door for household in found.households]


@pytest.mark.parametrize(
    "text",
    [
        "王秀英", "王", "秀英", "wangxiuying", "wangxiu", "wxy", "WXY",
        "Wang Xiu Ying", "wang xiuying", "ｗａｎｇ", " 王秀英 ", "xiuying", "王秀英 501", "501 王", "wxy 3-2-501",
        "王秀英501", "王 柳荫里", "13900000501", "139 0000 0501", "+86 139-0000-0501", "00000501",
    ],
)  # fmt: skip
def test_a_person_is_found_by(cast: Cast, text: str) -> None:
    assert "王秀英" in names(find(cast.worker, text))


@pytest.mark.parametrize(
    "text",
    [
        "3-2-501", "3号楼2单元501", "3号楼2单元501室", "3栋2单元501", "3#501", "三号楼501",
        "3楼501", "柳荫里3号楼501", "柳荫里 501", "lyl 501", "lyl501", "liuyinli 501", "willow 501", "501",
        "50", "2-501", "３－２－５０１", "3号楼 2单元 501", "柳荫里3-2-501", "3/2/501",
    ],
)  # fmt: skip
def test_a_door_is_found_by(cast: Cast, text: str) -> None:
    found = find(cast.worker, text)

    assert "3号楼2单元501" in doors(found)
    home = next(h for h in found.households if h.door == "3号楼2单元501")
    assert {person.name for person in home.people} == {"王秀英", "李娜"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["3-1-501", "4号楼501", "3-2-502", "槐安 501", "501 赵", "", "   ", "'", "%", "_"]
)
def test_no_door_is_found_by(cast: Cast, text: str) -> None:
    assert "3号楼2单元501" not in doors(find(cast.worker, text))


def test_a_phone_tail_needs_no_more_than_four_digits(cast: Cast) -> None:
    assert names(find(cast.worker, "0501")) == ["王秀英"]
    assert names(find(cast.worker, "0101")) == ["高淑兰"]


def test_a_longer_tail_must_fit_as_a_whole(cast: Cast) -> None:
    assert names(find(cast.worker, "90501")) == []
    assert names(find(cast.worker, "00501")) == ["王秀英"]


def test_a_landline_is_found_with_and_without_its_area_code(cast: Cast) -> None:
    assert names(find(cast.worker, "027-00000101")) == ["高淑兰"]
    assert names(find(cast.worker, "02700000101")) == ["高淑兰"]


def test_the_telephone_of_a_household_finds_its_door(cast: Cast) -> None:
    keyring, [cast.gao.key_id] = Keyring.new()
    keyring.seal(cast.gao, "phone", "02788887777")
    cast.gao.phone_tail_index = blind.phone_tail_index("02788887777")
    cast.gao.save()

    assert doors(find(cast.worker, "7777")) == ["3号楼1单元101"]
    assert doors(find(cast.worker, "88887777")) == ["3号楼1单元101"]
    assert doors(find(cast.worker, "18887777")) == []


def test_an_id_number_is_found_whole_only(cast: Cast) -> None:
    number = "99010119620305002X"
    building = cast.wang.building
    add_households(
        [NewHousehold(building, "1", "601", residents=[NewResident("单雄", id_number=number)])]
    )

    assert names(find(cast.worker, number)) == ["单雄"]
    assert names(find(cast.worker, number.lower())) == ["单雄"]
    assert names(find(cast.worker, number[:17])) == []


def test_surnames_with_two_readings_are_found_by_both(cast: Cast) -> None:
    people_of_one_door = [NewResident("单雄信"), NewResident("仇英"), NewResident("曾红")]
    add_households([NewHousehold(cast.wang.building, "1", "601", residents=people_of_one_door)])

    for text in ("shanxiong", "sxx", "danxiong", "qiuy", "zenghong", "cenghong"):
        assert len(find(cast.worker, text).residents) == 1, text


def test_the_whole_name_comes_first_then_what_begins_so(cast: Cast) -> None:
    same = [NewResident(name) for name in ("秀英子", "李秀英", "秀英", "张王秀英")]
    add_households([NewHousehold(cast.wang.building, "1", "601", residents=same)])

    assert names(find(cast.worker, "秀英"))[:2] == ["秀英", "秀英子"]


def test_a_named_building_is_found_by_its_name(cast: Cast) -> None:
    east = Building.objects.create(compound=cast.willow_lane, name="东楼")
    add_households([NewHousehold(east, "", "201")])

    assert doors(find(cast.worker, "东楼")) == ["东楼201"]
    assert doors(find(cast.worker, "东楼201")) == ["东楼201"]


def test_who_left_is_not_found(cast: Cast) -> None:
    cast.wang_xiuying.left_on = cast.wang_xiuying.birth_on
    cast.wang_xiuying.save()

    assert names(find(cast.worker, "王秀英")) == []
    [home] = find(cast.worker, "3-2-501").households
    assert [person.name for person in home.people] == ["李娜"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["何平", "heping", "0801", "13900000801", "801", "1-2-801", "槐安花园", "lo"]
)
def test_a_committee_never_finds_people_of_another(cast: Cast, text: str) -> None:
    found = find(cast.worker, text)

    assert cast.he_ping.pk not in found.resident_ids
    assert cast.far.pk not in found.household_ids


def test_the_street_finds_everybody(cast: Cast) -> None:
    for acting in (cast.officer, cast.medic):
        assert names(find(acting, "何平")) == ["何平"]


def test_a_building_director_finds_the_own_compound(cast: Cast) -> None:
    other = Compound.objects.create(committee=cast.willow, name="北院")
    building = Building.objects.create(compound=other, name="1号楼")
    add_households([NewHousehold(building, "1", "101", residents=[NewResident("王北")])])

    assert names(find(cast.director, "王")) == ["王秀英"]
    assert "王北" in names(find(cast.worker, "王"))


def test_volunteers_desks_and_administrators_find_nobody(cast: Cast) -> None:
    for acting in (cast.volunteer, cast.desk, cast.admin):
        assert not find(acting, "王秀英")
        assert not find(acting, "501")


def test_the_box_answers_with_masked_names_and_doors(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.worker).get(reverse("registry:lookup"), {"q": "wxy"}).content.decode()

    assert "王*英" in page
    assert "王秀英" not in page
    assert f'data-value="{cast.wang.pk}-{cast.wang_xiuying.pk}"' in page
    assert 'role="option"' in page


def test_people_behind_one_door_are_told_apart(cast: Cast, signed_in: SignIn) -> None:
    Resident.objects.filter(pk=cast.wang_xiuying.pk).update(
        relation="head", sex="f", birth_on=date(1951, 6, 2)
    )
    page = signed_in(cast.worker).get(reverse("registry:lookup"), {"q": "wxy"}).content.decode()

    assert "head of household · female · 70–79 years" in page
    assert "1951" not in page


def test_the_box_can_ask_for_people_or_doors_only(cast: Cast, signed_in: SignIn) -> None:
    client, url = signed_in(cast.worker), reverse("registry:lookup")

    people_only = client.get(url, {"q": "3-2-501", "only": "resident"}).content.decode()
    doors_only = client.get(url, {"q": "wxy", "only": "household"}).content.decode()

    assert people_only.count("<li") == 2
    assert f'data-value="{cast.wang.pk}-"' not in people_only
    assert f'data-value="{cast.wang.pk}-"' in doors_only


def test_typing_is_no_look_at_anybody(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.worker).get(reverse("registry:lookup"), {"q": "王"})

    assert not AccessEntry.objects.exists()


def test_the_box_is_closed_to_those_who_see_no_residents(cast: Cast, signed_in: SignIn) -> None:
    for acting in (cast.volunteer, cast.desk, cast.admin):
        assert signed_in(acting).get(reverse("registry:lookup"), {"q": "王"}).status_code == 404


@pytest.mark.parametrize(
    "text",
    ["\x00", "\\", "%%%", "'; drop table", "‮abc", "𠮷", "1" * 500, "-" * 50, "3-", "--5", "#"],
)
def test_odd_text_finds_nothing_and_breaks_nothing(cast: Cast, text: str) -> None:
    find(cast.worker, text)


def about_of(client: Client, text: str) -> list[str]:
    shown = client.get(reverse("registry:lookup"), {"q": text}).content.decode()
    return re.findall(r'data-label="([^"]+)" data-household="\d+" data-resident="\d', shown)


def test_two_who_look_alike_are_told_apart_by_the_year_of_birth(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.worker)
    assert all("born" not in label for label in about_of(client, "wang"))
    for name, born in (("王磊", date(1931, 1, 2)), ("王强", date(1934, 5, 6))):
        resident(cast.wang, name, "m", born, "")

    labels = [label for label in about_of(client, "wang") if label.startswith("王* ")]
    assert ["1931" in label for label in labels] == [True, False]
    assert "born 1934" in labels[1]


def test_twins_are_told_apart_by_their_initials(cast: Cast, signed_in: SignIn) -> None:
    for name in ("王磊", "王强"):
        resident(cast.wang, name, "m", date(1985, 1, 2), "")

    labels = [label for label in about_of(signed_in(cast.worker), "wang") if label[:3] == "王* "]
    assert [" · WL · " in labels[0], " · WQ · " in labels[1]] == [True, True]
    assert not any(name in "".join(labels) for name in ("王磊", "王强"))


def test_the_box_says_when_it_found_nobody(cast: Cast, signed_in: SignIn) -> None:
    client, url = signed_in(cast.worker), reverse("registry:lookup")

    assert "Nobody and no door found" in client.get(url, {"q": "欧阳"}).content.decode()
    assert "found" not in client.get(url, {"q": ""}).content.decode()
