"""Statements compiled once serve everybody, and each with their own values."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, F, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tongzhou.core import prepared
from tongzhou.core.prepared import Places, Slot
from tongzhou.registry import access
from tongzhou.registry.acting import Acting

NUMBERS = Places("number", BigIntegerField())
pytestmark = pytest.mark.django_db


def people(acting: Acting) -> QuerySet[Any, Any]:
    """Residents one may see, with the day they were born."""
    return access.residents(acting).order_by("pk").values_list("pk", "name", "birth_on")


def people_called(acting: Acting) -> QuerySet[Any, Any]:
    """The same, of one name."""
    return people(acting).filter(name=Slot("name", CharField()))


def read(build: Any, acting: Acting, **values: Any) -> list[Any]:
    found = prepared.statement(build, acting.as_slots()).rows(acting.values() | values)
    return [tuple(row) for row in found]


def test_it_reads_what_the_queryset_reads(cast: Cast) -> None:
    assert read(people, cast.officer) == list(people(cast.officer))
    assert read(people, cast.officer)


def test_who_comes_second_sees_their_own_rows(cast: Cast) -> None:
    for acting in (cast.worker, cast.neighbour_worker, cast.worker):
        assert read(people, acting) == list(people(acting))
    assert read(people, cast.worker) != read(people, cast.neighbour_worker)


def test_one_shape_is_compiled_once(cast: Cast) -> None:
    mine = prepared.statement(people, cast.worker.as_slots())
    assert prepared.statement(people, cast.neighbour_worker.as_slots()) is mine
    assert prepared.statement(people, cast.officer.as_slots()) is not mine


def test_values_are_bound_as_parameters(cast: Cast) -> None:
    [(pk, name, _)] = read(people_called, cast.officer, name=cast.li_na.name)
    assert (pk, name) == (cast.li_na.pk, cast.li_na.name)
    assert read(people_called, cast.officer, name="' OR 1=1 --") == []


def test_who_may_see_nothing_asks_nothing(cast: Cast) -> None:
    nobody = Acting(user_id=None, role="nobody", unit_label="")
    with CaptureQueriesContext(connection) as asked:
        assert read(people, nobody) == []
    assert not asked.captured_queries


def people_numbered(acting: Acting, room: int) -> QuerySet[Any, Any]:
    """The same, of a list of numbers."""
    return people(acting).filter(pk__in=NUMBERS.slots(room))


def test_a_list_of_any_length_finds_its_rows_and_no_others(cast: Cast) -> None:
    everybody = [row[0] for row in people(cast.officer)]
    for wanted in ([], everybody[:1], everybody[:3], everybody):
        found = [
            pk
            for room, values in NUMBERS.batches(wanted)
            for pk, *_ in prepared.statement(people_numbered, cast.officer.as_slots(), room).rows(
                {**cast.officer.values(), **values}
            )
        ]
        assert found == wanted


def test_a_page_of_a_statement_is_that_part_of_it(cast: Cast) -> None:
    everybody = [tuple(row) for row in people(cast.officer)]
    found = prepared.statement(people, cast.officer.as_slots())
    for first, size in ((0, 2), (2, 3), (len(everybody), 2)):
        page = found.rows(cast.officer.values(), first=first, size=size)
        assert [tuple(row) for row in page] == everybody[first : first + size]


def people_with_door(acting: Acting) -> QuerySet[Any, Any]:
    """Residents as models, with the door they live behind."""
    return access.residents(acting).order_by("pk").annotate(at=F("household__door"))


def test_models_are_read_with_what_they_are_annotated_with(cast: Cast) -> None:
    asked = prepared.statement(people_with_door, cast.worker.as_slots())
    found, expected = asked.instances(cast.worker.values()), list(people_with_door(cast.worker))
    assert found == expected != []
    for one, other in zip(found, expected, strict=True):
        assert {k: v for k, v in vars(one).items() if k != "_state"} == {
            k: v for k, v in vars(other).items() if k != "_state"
        }
        assert one._state.db == other._state.db
        assert not one._state.adding


def test_a_forgotten_value_is_an_error_and_no_wider_list(cast: Cast) -> None:
    with pytest.raises(KeyError, match="name"):
        read(people_called, cast.officer)


def test_a_builder_cannot_carry_values_in(cast: Cast) -> None:
    with pytest.raises(TypeError, match="not a plain function"):
        prepared.statement(lambda acting: people(cast.officer), cast.worker.as_slots())
