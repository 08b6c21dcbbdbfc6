"""A quarter past nine on a Monday, and somebody who comes forward."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tongzhou.core import clock
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place
from tongzhou.roster import actions
from tongzhou.roster.actions import Details, PostDetails
from tongzhou.roster.models import Post, ShiftKind, Volunteer

MONDAY, THURSDAY = 0, 3
Come = Callable[..., Volunteer]


@pytest.fixture(autouse=True)
def _quarter_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def parts(db: None) -> dict[str, int]:
    """Day, evening and night, as they come with the tables."""
    return {shift.name_en: shift.pk for shift in ShiftKind.objects.all()}


@pytest.fixture
def north_gate(cast: Cast) -> Place:
    """A gate of Willow Lane that is no post yet."""
    return Place.objects.create(
        committee=cast.willow, compound=cast.willow_lane, kind=PlaceKind.GATE, name="柳荫里北门",
        name_en="Willow Lane, north gate",
    )  # fmt: skip


@pytest.fixture
def post(cast: Cast, north_gate: Place, parts: dict[str, int]) -> Post:
    """The north gate as a post: two by day, two in the evening, three at night."""
    people = {parts["day"]: 2, parts["evening"]: 2, parts["night"]: 3}
    return actions.open_at_place(
        cast.secretary, north_gate.pk, PostDetails(), people=people, now=NOW
    )


@pytest.fixture
def come(cast: Cast, parts: dict[str, int]) -> Come:
    """Somebody comes forward to the Willow committee on the public page."""
    numbers = iter(range(1000))

    def come_forward(
        name: str = "孙建国", *, is_accepted: bool = True, **told: object
    ) -> Volunteer:
        given: dict[str, Any] = {
            "phone": f"1391234{next(numbers):04}", "weekdays": (THURSDAY,),
            "shifts": (parts["night"],), "birth_year": 1980, **told,
        }  # fmt: skip
        row, _token = actions.join(
            cast.willow.pk,
            Details(name, **given),
            has_consented=True,
            now=NOW,
        )
        if is_accepted:
            return actions.accept(cast.worker, row.pk, now=NOW)
        return row

    return come_forward


@pytest.fixture
def neighbours(come: Come, parts: dict[str, int]) -> list[Volunteer]:
    """Nine who offer everything, three of them leaders."""
    found = [
        come(f"{name}大明", weekdays=range(7), shifts=tuple(parts.values()))
        for name in "赵钱孙李周吴郑王冯"
    ]
    Volunteer.objects.filter(pk__in=[row.pk for row in found[:3]]).update(may_lead=True)
    return found
