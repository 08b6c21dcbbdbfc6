"""Profiles, registers and pins are read with care, and refused in words."""

import pytest

from tongzhou.planners.closure.problem.pins import BadPins, Spot, read_pins
from tongzhou.planners.closure.problem.profile import BadProfile, Profile, default_text
from tongzhou.planners.closure.problem.register import BadRegister, read_register


def test_the_default_profile_is_what_is_printed() -> None:
    assert Profile.read(default_text()) == Profile.read()


def test_what_is_left_out_keeps_its_default() -> None:
    profile = Profile.read("[walking]\nlimit_metres = 250\n")

    assert profile.walking.limit_metres == 250
    assert profile.walking.detour == Profile.read().walking.detour


def test_a_new_kind_of_way_may_have_a_width() -> None:
    assert Profile.read("[widths]\nvia_ferrata = 0.5\n").widths["via_ferrata"] == 0.5


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[walking", "no TOML"),
        ("[walkng]\nlimit_metres = 1\n", "walkng"),
        ("[walking]\nlimit = 1\n", r"walking\.limit"),
        ("[walking]\nlimit_metres = 'far'\n", "'far'"),
        ("[walking]\nlimit_metres = -1\n", "-1"),
        ("[cells]\ncompartments = 1\n", "compartments"),
        ("walking = 3\n", "walking"),
    ],
)
def test_a_profile_with_a_mistake_is_told_which(text: str, names: str) -> None:
    with pytest.raises(BadProfile, match=names):
        Profile.read(text)


def test_a_register_by_building_takes_bare_numbers_for_ways() -> None:
    register = read_register("\ufeffosm_id,households\n12,3\nrelation/5,4\nway/12,1\n")

    assert register.by_building == {"way/12": 4, "relation/5": 4}


def test_a_register_by_place_is_read() -> None:
    assert read_register("lon,lat,households\n114.3,30.6,7\n").places == [(114.3, 30.6, 7)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("house,people\n1,2\n", "house, people"),
        ("", "nothing"),
        ("osm_id,households\n12,many\n", r"Line 2: 'many'"),
        ("osm_id,households\n12,-1\n", r"Line 2: '-1'"),
        ("lon,lat,households\nhere,30.6,7\n", r"Line 2: 'here'"),
    ],
)
def test_a_register_with_a_mistake_is_told_where(text: str, names: str) -> None:
    with pytest.raises(BadRegister, match=names):
        read_register(text)


def test_pins_are_read_with_and_without_a_fraction() -> None:
    pins = read_pins('{"gates": [[1, 2, 3], [4, 5, 6, 0.25]], "widths": {"7": 3.2}}')

    assert pins.gates == {Spot(1, 2, 3, 0.5), Spot(4, 5, 6, 0.25)}
    assert pins.widths == ((7, 3.2),)


def test_what_stands_may_name_its_kind() -> None:
    pins = read_pins('{"built": [[1, 2, 3, 0.5, "gate"], [4, 5, 6, 0.25]]}')

    assert pins.built == {Spot(1, 2, 3, 0.5, "gate"), Spot(4, 5, 6, 0.25)}


@pytest.mark.parametrize(
    "text",
    ["[", "[]", '{"doors": []}', '{"gates": [[1, 2]]}', '{"built": [[1, 2, 3, 0.5, "moat"]]}'],
)
def test_pins_with_a_mistake_are_refused(text: str) -> None:
    with pytest.raises(BadPins):
        read_pins(text)
