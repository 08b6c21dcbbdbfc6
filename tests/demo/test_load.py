"""The invented street comes into an empty installation once, and whole."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from tests.cast import NOW, TODAY, Cast
from tongzhou.accounts.choices import Role
from tongzhou.accounts.models import User
from tongzhou.demo.account_rows import Login
from tongzhou.demo.load import load
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.models import (
    Building,
    Compound,
    Household,
    Membership,
    NeighbourGroup,
    Place,
    Resident,
    StreetOffice,
)


def load_small(seed: int = 1) -> list[Login]:
    return load(residents=1000, observations=12, seed=seed, until=TODAY, now=NOW)


@pytest.fixture
def logins(db: None) -> list[Login]:
    return load_small()


def test_the_whole_street_is_there(logins: list[Login]) -> None:
    assert StreetOffice.objects.get().committees.count() == 9
    assert Compound.objects.filter(has_property_management=False).count() == 12
    assert Compound.objects.count() == 40
    assert Resident.objects.count() == 1000
    assert not Household.objects.filter(residents=None).exists()
    assert not Household.objects.filter(group_of_five=None, group_of_ten=None).exists()
    assert NeighbourGroup.objects.filter(leader=None).count() == 0
    assert Place.objects.filter(kind="gate").exists()


def test_a_second_start_loads_nothing(logins: list[Login]) -> None:
    assert load_small(seed=2) == []
    assert StreetOffice.objects.count() == 1


def test_a_real_office_is_left_alone(cast: Cast) -> None:
    assert load_small() == []
    assert User.objects.filter(username="admin").count() == 0


def test_there_is_a_login_of_every_role_and_it_works(logins: list[Login]) -> None:
    assert {login["role"] for login in logins} == set(Role)
    assert all(login["unit"] for login in logins)
    for login in logins:
        user = authenticate(username=login["username"], password=login["password"])
        assert user is not None, login


def test_every_building_has_a_grid_worker_in_charge(logins: list[Login]) -> None:
    assert not Building.objects.filter(workers=None).exists()
    assert not Membership.objects.filter(started_on__gt=TODAY - timedelta(days=13)).exists()


def test_numbers_are_sealed_and_can_be_read(logins: list[Login]) -> None:
    mother = Resident.objects.get(name="孙桂兰", household__committee__name="槐安居委会")

    assert bytes(mother.phone)
    assert Keyring.of([mother.key_id]).read(mother, "phone").startswith("1540")
