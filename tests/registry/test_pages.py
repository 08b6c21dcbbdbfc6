"""The pages of the registry: who gets them, what they say, how many queries they take."""

from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tongzhou.privacy.models import AccessEntry
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.bulk import NewHousehold, NewResident, add_households
from tongzhou.registry.models import Building

SignIn = Callable[[Acting], Client]

STAFF_PAGES = (
    "tree", "compound_add", "partners", "partner_add", "places", "place_add", "imports",
    "import_upload",
)  # fmt: skip


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_staff_open(cast: Cast, signed_in: SignIn, name: str) -> None:
    for acting in (cast.worker, cast.officer):
        assert signed_in(acting).get(reverse(f"registry:{name}")).status_code == 200


@pytest.mark.parametrize("name", STAFF_PAGES[1:])
def test_nobody_else_opens(cast: Cast, signed_in: SignIn, name: str) -> None:
    for acting in (cast.volunteer, cast.desk, cast.admin, cast.director, cast.medic):
        assert signed_in(acting).get(reverse(f"registry:{name}")).status_code == 404


def _own_pages(cast: Cast) -> dict[str, int]:
    building = cast.far.building
    return {
        "compound": cast.locust_garden.pk,
        "compound_edit": cast.locust_garden.pk,
        "groups": cast.locust_garden.pk,
        "building_add": cast.locust_garden.pk,
        "building": building.pk,
        "household_add": building.pk,
        "household_edit": cast.far.pk,
        "resident_add": cast.far.pk,
        "resident_edit": cast.he_ping.pk,
        "resident_move": cast.he_ping.pk,
        "resident_out": cast.he_ping.pk,
    }


def test_a_committee_opens_its_own_records(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.neighbour_worker)

    for name, pk in _own_pages(cast).items():
        assert client.get(reverse(f"registry:{name}", args=[pk])).status_code == 200, name


def test_a_committee_never_opens_those_of_another(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.secretary)

    for name, pk in _own_pages(cast).items():
        answer = client.get(reverse(f"registry:{name}", args=[pk]))
        assert answer.status_code == 404, name
        assert "何平" not in answer.content.decode()


def test_nor_does_it_change_them(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.secretary)
    posts = {
        "household_sheet": cast.far.pk,
        "links_revoke": cast.far.pk,
        "building_sheets": cast.far.building_id,
        "id_number": cast.he_ping.pk,
        "resident_back": cast.he_ping.pk,
        "resident_out": cast.he_ping.pk,
    }

    for name, pk in posts.items():
        answer = client.post(reverse(f"registry:{name}", args=[pk]), {"left_on": "2020-02-01"})
        assert answer.status_code == 404, name


def test_a_building_director_sees_the_own_compound_only(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.director)

    assert "王秀英" in client.get(_url("building", cast.wang.building_id)).content.decode()
    assert client.get(_url("building", cast.far.building_id)).status_code == 404
    assert client.get(_url("household_edit", cast.wang.pk)).status_code == 404


def test_a_building_page_is_one_look_at_everybody_on_it(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.worker).get(_url("building", cast.wang.building_id))

    entry = AccessEntry.objects.get(page="registry.building")
    seen = set(entry.subjects.values_list("resident_id", flat=True))
    assert {cast.wang_xiuying.pk, cast.gao_shulan.pk} <= seen
    assert cast.he_ping.pk not in seen


@pytest.mark.parametrize(
    ("name", "most"), [("tree", 9), ("compound", 8), ("building", 9), ("groups", 7)]
)
def test_a_page_takes_as_many_queries_with_50_rows_as_with_5(
    cast: Cast, signed_in: SignIn, name: str, most: int
) -> None:
    client = signed_in(cast.worker)
    building = cast.wang.building
    url = (
        reverse("registry:tree")
        if name == "tree"
        else _url(name, building.pk if name == "building" else building.compound_id)
    )
    client.get(url)

    with_few = _queries(client, url)
    _fill(building, 50)
    with_many = _queries(client, url)

    assert with_few == with_many <= most


def test_search_as_you_type_takes_few_queries(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.worker)
    url = reverse("registry:lookup")
    _fill(cast.wang.building, 50)
    client.get(url, {"q": "w"})

    for text in ("wang", "王秀英 501", "3-2-501", "柳荫里", "0501", "13900000501"):
        assert _queries(client, f"{url}?q={text}") <= 10, text


def test_the_list_of_uploads_takes_few_queries(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.worker)

    assert _queries(client, reverse("registry:imports")) <= 5


def test_households_are_named_in_english_and_chinese(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.worker)
    url = _url("compound", cast.willow_lane.pk)

    assert "Willow Lane" in client.get(url).content.decode()
    page = client.get(url, headers={"accept-language": "zh-hans"}).content.decode()
    assert "柳荫里" in page


def _url(name: str, pk: int) -> str:
    return reverse(f"registry:{name}", args=[pk])


def _fill(building: Building, count: int) -> None:
    people = [NewResident("吴桂芳"), NewResident("吴明")]
    add_households(
        [
            NewHousehold(building, "4", f"{n // 4 + 1}0{n % 4 + 1}", residents=people)
            for n in range(count)
        ]
    )


def _queries(client: Client, url: str) -> int:
    with (
        CaptureQueriesContext(connection) as main,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        assert client.get(url).status_code == 200
    queries = [q["sql"] for c in (main, keys) for q in c.captured_queries]
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for sql in queries)
