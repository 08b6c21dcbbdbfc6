"""Requests to test with."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tongzhou.desk import access, actions
from tongzhou.desk.models import Service, ServiceRequest
from tongzhou.registry.acting import Acting


@pytest.fixture
def catalogue(cast: Cast) -> Callable[[str], Service]:
    """The default catalogue; call it with the key of a service."""
    actions.load_catalogue(now=NOW)
    return lambda key: access.services(Acting.system()).get(key=key)


@pytest.fixture
def permit(cast: Cast, catalogue: Callable[[str], Service]) -> ServiceRequest:
    """S3: a mother calls; her daughter's birth permit is lost."""
    return actions.take_call(
        cast.worker,
        service=catalogue("birth_permit"),
        household=cast.wang,
        resident=cast.li_na,
        details="准生证找不到了，下个月生，能不能出门去补办？",
        caller_name="王秀英",
        caller_phone="13900000501",
        now=NOW,
    )


@pytest.fixture
def shopping(cast: Cast, catalogue: Callable[[str], Service]) -> ServiceRequest:
    """Old Mrs Gao needs rice and eggs."""
    return actions.open_errand(
        cast.worker,
        household=cast.gao,
        resident=cast.gao_shulan,
        items=[actions.ErrandItem("大米", "10斤"), actions.ErrandItem("鸡蛋", "2斤")],
        note="放在门口的小凳子上",
        source="test",
        now=NOW,
    )


@pytest.fixture
def taken(cast: Cast, catalogue: Callable[[str], Service]) -> Callable[..., ServiceRequest]:
    """Take one more call; facts as in `take_call`."""

    def take(key: str = "repair", acting: Acting | None = None, **facts: Any) -> ServiceRequest:
        usual: dict[str, Any] = {"household": cast.wang, "details": "水管冻裂了", "now": NOW}
        return actions.take_call(acting or cast.worker, service=catalogue(key), **(usual | facts))

    return take
