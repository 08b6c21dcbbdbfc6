"""The invented street: whole, plausible, and certainly nobody's."""

from collections import Counter
from datetime import date
from functools import cache
from random import Random

import pytest

from tongzhou.demo.numbers import DIVISION, LANDLINE_PREFIX, MOBILE_PREFIX, check_character
from tongzhou.demo.people import Person
from tongzhou.demo.street import Street, build

UNTIL = date(2020, 2, 3)


@cache
def street() -> Street:
    return build(residents=8000, rng=Random(7), until=UNTIL)


def people() -> list[Person]:
    return [person for household in street().households for person in household.family.people]


def test_the_same_seed_makes_the_same_street_and_another_seed_another() -> None:
    once, again, other = (build(residents=1200, rng=Random(s), until=UNTIL) for s in (3, 3, 4))

    assert once == again
    assert once != other


@pytest.mark.parametrize("residents", [1000, 1234, 8000])
def test_it_has_exactly_as_many_residents_as_asked_for(residents: int) -> None:
    assert build(residents=residents, rng=Random(1), until=UNTIL).residents == residents


def test_it_has_nine_committees_and_forty_compounds_twelve_of_them_old() -> None:
    assert len(street().committees) == 9
    assert len(street().compounds) == 40
    assert sum(compound.is_old for compound in street().compounds) == 12
    assert 2700 <= len(street().households) <= 3300


def test_every_unit_has_a_name_in_both_languages() -> None:
    units = [street().office, *street().departments, *street().committees]
    names = [(unit.name, unit.name_en) for unit in units]
    names += [(compound.name, compound.name_en) for compound in street().compounds]
    names += [(partner.name, partner.name_en) for partner in street().partners]
    names += [(place.name, place.name_en) for place in street().places]

    assert all(name and name_en.isascii() and name_en for name, name_en in names)


def test_every_household_has_a_door_of_its_own_and_a_head() -> None:
    doors = Counter((home.compound, home.door) for home in street().households)

    assert max(doors.values()) == 1
    for home in street().households:
        assert [p.relation for p in home.family.people].count("head") == 1
        assert home.family.people[0].relation == "head"


def test_every_household_is_in_one_neighbour_group_led_by_a_neighbour() -> None:
    grouped = Counter(number for group in street().groups for number in group.households)

    assert grouped == Counter(range(len(street().households)))
    assert all(group.leader.household in group.households for group in street().groups)


def test_identity_numbers_are_well_formed_unique_and_of_no_real_place() -> None:
    numbers = [person.id_number for person in people() if person.id_number]

    assert len(set(numbers)) == len(numbers)
    for person in people():
        if number := person.id_number:
            assert number.startswith(DIVISION)
            assert number[6:14] == f"{person.born_on:%Y%m%d}"
            assert int(number[16]) % 2 == (person.sex == "m")
            assert number[17] == check_character(number[:17])


def test_the_check_character_is_that_of_the_standard() -> None:
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"


def test_phones_are_unique_and_of_no_real_subscriber() -> None:
    phones = [person.phone for person in people() if person.phone]
    landlines = [h.family.landline for h in street().households if h.family.landline]

    assert len(set(phones + landlines)) == len(phones + landlines)
    assert all(p.startswith(MOBILE_PREFIX) and len(p) == 11 and p.isdigit() for p in phones)
    assert all(p.startswith(LANDLINE_PREFIX) and len(p) == 11 for p in landlines)


def test_small_children_have_no_phone() -> None:
    assert not any(person.phone for person in people() if person.age(UNTIL) < 12)


def test_the_ages_are_those_of_an_old_district() -> None:
    ages = [person.age(UNTIL) for person in people()]

    assert min(ages) == 0
    assert max(ages) <= 100
    assert 0.25 <= sum(age >= 60 for age in ages) / len(ages) <= 0.4
    assert 0.08 <= sum(age < 15 for age in ages) / len(ages) <= 0.2


def test_heads_and_spouses_are_grown_up_and_children_younger_than_the_head() -> None:
    for home in street().households:
        head = home.family.people[0]
        assert head.age(UNTIL) >= 18
        for person in home.family.people[1:]:
            if person.relation in {"child", "grandchild"}:
                assert person.age(UNTIL) < head.age(UNTIL)


def test_names_are_varied_and_some_are_not_of_the_usual_kind() -> None:
    names = [person.name for person in people()]

    assert len(set(names)) > 4000
    assert any("·" in name for name in names)
    assert any(name.isascii() for name in names)
    assert {2, 3} <= {len(name) for name in names}


def test_the_families_of_the_story_live_there_with_those_who_need_care() -> None:
    needs = Counter(need for person in people() for need in person.needs)

    assert street().told("birth_permit").compound == "huaian1"
    assert street().told("key_person").compound == "xinyuan1"
    assert {"lives_alone", "wheelchair", "dialysis", "infant", "pregnant"} <= set(needs)
    assert {home.family.language for home in street().households} == {"zh", "dialect", "ug", "en"}
