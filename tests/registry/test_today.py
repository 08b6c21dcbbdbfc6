"""What comes first in an office nobody has set up yet."""

import pytest

from tests.cast import NOW, Cast
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.office import found_office
from tongzhou.registry.models import Membership
from tongzhou.today.queries import work_list


@pytest.mark.django_db
def test_a_new_administrator_is_told_what_comes_first() -> None:
    found_office("Willow Street", admin="gu.feng", password="same-boat-2020", now=NOW)
    boss = Acting.by_membership(Membership.objects.select_related("office").get())
    found = work_list(boss, now=NOW, kinds=frozenset(), page=1, size=20)

    assert [item.key for item in found.items] == ["setup-1-units", "setup-2-people"]


def test_a_committee_whose_staff_have_no_supervisor_is_a_step_to_be_made(cast: Cast) -> None:
    found = work_list(cast.admin, now=NOW, kinds=frozenset(), page=1, size=20)
    assert [item.key for item in found.items] == ["setup-3-supervisors"]


def test_a_committee_without_anybody_is_a_step_to_be_made(cast: Cast) -> None:
    Membership.objects.filter(committee=cast.locust).update(ended_on=NOW.date())
    found = work_list(cast.admin, now=NOW, kinds=frozenset(), page=1, size=20)
    assert [item.key for item in found.items] == ["setup-2-people"]


def test_who_has_units_and_people_has_nothing_to_set_up(cast: Cast) -> None:
    Membership.objects.filter(user=cast.neighbour_worker.user_id).update(is_supervisor=True)
    found = work_list(cast.admin, now=NOW, kinds=frozenset(), page=1, size=20)

    assert not found.items
    assert not found.waiting
