"""A roster's files are read strictly: what is wrong is said with its place."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from tests.planners.roster.lane import lane, person, problem
from tongzhou.formats.duty_roster import (
    BadRoster,
    Duty,
    Settings,
    Slot,
    example_text,
    problem_to_json,
    read_changes,
    read_problem,
    read_roster,
    schema_text,
)
from tongzhou.planners.roster.generate import small

WANG = Duty("Wang", "north", 0, "day")


def test_the_schema_names_every_setting_with_its_default() -> None:
    settings = json.loads(schema_text())["$defs"]["settings"]["properties"]

    assert {name: field["default"] for name, field in settings.items()} == asdict(Settings())


def test_the_example_can_be_read() -> None:
    assert len(read_problem(json.loads(example_text())).people) == 24


def test_what_a_person_tells_is_read() -> None:
    wang = problem(
        person(
            "Wang", roles=["party member"], skills=["thermometer"], likes=["day"], dislikes=["late"],
            unavailable=[[1, "day"]], standing_post="south", history={"nights": 2, "hours": 12},
        )
    ).people["Wang"]  # fmt: skip

    assert wang.roles == {"party member"}
    assert wang.skills == {"thermometer"}
    assert wang.likes == {"day"}
    assert wang.dislikes == {"late"}
    assert wang.unavailable == {Slot(1, "day")}
    assert (wang.standing_post, wang.history.nights, wang.history.hours) == ("south", 2, 12)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": "3 Feb"}, "/start: '3 Feb' is no date such as 2020-02-03."),
        ({"days": 0}, "/days: 0 is no whole number from 1."),
        ({"days": True}, "/days: True is no whole number from 1."),
        ({"tasks": []}, "/tasks: There is no such field; known are days, pairs, people"),
        ({"shifts": []}, "/shifts: There are no shifts: name at least one."),
        (
            {"shifts": [{"id": "day", "start": "25:00", "hours": 6}]},
            "/shifts/0/start: '25:00' is no time such as 07:00.",
        ),
        (
            {"shifts": [{"id": "day", "start": "07:00", "hours": float("nan")}]},
            "/shifts/0/hours: nan is no number from 0 to 24.",
        ),
        ({"people": [person("Wang"), person("Wang")]}, "/people/1/id: Wang is there twice"),
        ({"people": [person("Wang", leader="yes")]}, "/people/0/leader: 'yes' is neither true nor"),
        (
            {"people": [person("Wang", home="moon")]},
            "/people/0/home: walk_minutes has no row for moon, where Wang lives.",
        ),
        (
            {"people": [person("Wang", likes=["day"], dislikes=["day"])]},
            "/people/0/dislikes: day is both liked and disliked",
        ),
        ({"people": [person("Wang", likes=["noon"])]}, "/people/0/likes: There is no shift noon."),
        ({"people": [person("Wang", nights=1)]}, "/people/0/nights: There is no such field"),
        (
            {"pairs": [{"a": "Wang", "b": "Wang", "kind": "never"}]},
            "/pairs/0: A pair names two different people.",
        ),
        (
            {"pairs": [{"a": "Wang", "b": "Li", "kind": k} for k in ("never", "together")]},
            "/pairs/1: The pair Wang, Li is wished together and never: keep one wish.",
        ),
        (
            {"pinned": [{"person": "Wang", "post": "north", "day": 7, "shift": "day"}]},
            "/pinned/0/day: The plan ends with day 6.",
        ),
        ({"settings": {"rest": 9}}, "/settings/rest: There is no such field"),
        ({"settings": {"liked": 3}}, "/settings/liked: 3 is no number from -1e+06 to 0."),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRoster) as refused:
        read_problem({**lane(), **change})

    assert str(refused.value).startswith(said)


def test_a_roster_names_people_and_posts_that_there_are() -> None:
    given = problem()
    assert read_roster({"assignments": [WANG._asdict()], "bound": 3}, given) == {WANG}

    wrong: list[Any] = [{}, [], {"assignments": [WANG._replace(post="west")._asdict()]}]
    for content in wrong:
        with pytest.raises(BadRoster):
            read_roster(content, given)


def test_who_called_out_is_not_available_and_loses_the_pin() -> None:
    given = problem(pinned=[WANG._asdict()])
    changes = read_changes(
        {"from": "2020-02-03T06:40", "call_outs": [{"person": "Wang", "from": "2020-02-03T07:00"}]},
        given,
    )
    now = changes.applied(given, frozenset([WANG]))

    assert not now.pinned
    assert len(now.people["Wang"].unavailable) == 14


def test_what_was_served_stays_and_what_has_begun_takes_nobody_new() -> None:
    given = problem()
    changes = read_changes(
        {
            "from": "2020-02-03T12:00",
            "call_outs": [
                {"person": "Wang", "from": "2020-02-03T12:00", "until": "2020-02-04T00:00"}
            ],
            "joiners": [person("Zhao")],
            "required": {"north": {"late": 3}},
        },
        given,
    )
    now = changes.applied(given, frozenset([WANG]))

    assert now.pinned == {WANG}
    assert now.people["Zhao"].unavailable == {Slot(0, "day")}
    assert now.people["Wang"].unavailable == {Slot(0, "day"), Slot(0, "late")}
    assert now.posts["north"].required == {"day": 1, "late": 3}


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"from": "2020-02-03T12:00+08:00"},
        {"from": "2020-02-03T12:00", "joiners": [person("Wang")]},
        {
            "from": "2020-02-03T12:00",
            "call_outs": [{"person": "Nobody", "from": "2020-02-03T12:00"}],
        },
        {"from": "2020-02-03T12:00", "required": {"north": {"noon": 1}}},
    ],
)
def test_changes_that_lead_nowhere_are_refused(content: dict[str, Any]) -> None:
    with pytest.raises(BadRoster):
        read_changes(content, problem())


@pytest.mark.parametrize("number", range(12))
def test_a_problem_is_the_same_after_writing_and_reading(number: int) -> None:
    given = read_problem(small(number))

    assert read_problem(json.loads(json.dumps(problem_to_json(given)))) == given


def test_a_day_can_need_another_number() -> None:
    given = problem(posts=[
        {"id": "north", "required": {"day": 1}, "required_on": [
            {"day": 2, "shift": "day", "people": 3}]},
        {"id": "south"},
    ])  # fmt: skip

    needs = [given.posts["north"].need(Slot(day, "day")) for day in (1, 2, 3)]

    assert needs == [1, 3, 1]
    assert read_problem(problem_to_json(given)) == given


def test_a_need_changed_since_counts_on_every_day() -> None:
    given = problem(posts=[
        {"id": "north", "required_on": [{"day": 2, "shift": "day", "people": 3}]}, {"id": "south"},
    ])  # fmt: skip
    changes = read_changes({"from": "2020-02-04T00:00", "required": {"north": {"day": 2}}}, given)

    now = changes.applied(given, frozenset())

    assert now.posts["north"].need(Slot(2, "day")) == 2
