"""The invented street comes into an empty installation once, and whole."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.cast import NOW, TODAY, Cast
from tongzhou.accounts.choices import Role
from tongzhou.accounts.models import User
from tongzhou.closures.choices import BarrierKind, BarrierState, Deed, MapState, PlanState
from tongzhou.closures.models import (
    Barrier,
    BarrierEvent,
    BuildingOnMap,
    ClosurePlan,
    StreetMap,
)
from tongzhou.core import audit
from tongzhou.core.models import AuditEntry
from tongzhou.demo.account_rows import Login, save_staff
from tongzhou.demo.crowd_rows import Crowd
from tongzhou.demo.load import load
from tongzhou.demo.registry_rows import save_street
from tongzhou.demo.story import write
from tongzhou.desk.choices import State, Where
from tongzhou.desk.models import Callback, Errand, ServiceRequest
from tongzhou.followup.choices import AlarmState, CheckState, NeedState, ObservationState
from tongzhou.followup.models import Alarm, FollowUp, Need, Observation
from tongzhou.formats import passes
from tongzhou.gates.choices import PassState
from tongzhou.gates.models import Crossing, GateFinding, GateNote, GateRule, Pass, PassKey
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import Restriction, RestrictionState
from tongzhou.registry.choices import PlaceKind
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
from tongzhou.roster.choices import VolunteerState
from tongzhou.roster.models import Assignment, Attendance, Post, PostNeed, Shift, Volunteer


def load_small(seed: int = 1, observations: int = 70, now: datetime = NOW) -> list[Login]:
    return load(residents=1500, observations=observations, seed=seed, until=TODAY, now=now)


@pytest.fixture(scope="module")
def logins(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Login]]:
    """The demo, loaded once for all who only look at it."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic("default"),
        transaction.atomic("keys"),
    ):
        yield load_small()
        transaction.set_rollback(True, "default")
        transaction.set_rollback(True, "keys")


def test_a_real_office_is_left_alone(cast: Cast) -> None:
    assert load_small() == []
    assert not User.objects.filter(username="admin").exists()


def test_the_whole_street_is_there(logins: list[Login]) -> None:
    assert StreetOffice.objects.get().committees.count() == 9
    assert Compound.objects.filter(has_property_management=False).count() == 12
    assert Compound.objects.count() == 40
    assert Resident.objects.count() == 1500
    assert not Household.objects.filter(residents=None).exists()
    assert not Household.objects.filter(group_of_five=None, group_of_ten=None).exists()
    assert not NeighbourGroup.objects.filter(leader=None).exists()
    assert Place.objects.filter(kind="gate").exists()


def test_a_second_start_loads_nothing(logins: list[Login]) -> None:
    assert load_small(seed=2) == []
    assert StreetOffice.objects.count() == 1


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

    assert Keyring.of([mother.key_id]).read(mother, "phone").startswith("1540")


def test_requests_were_taken_carried_and_confirmed(logins: list[Login]) -> None:
    states = set(ServiceRequest.objects.values_list("state", flat=True))

    assert {State.CONFIRMED, State.OUT_FOR_DELIVERY} < states
    assert Errand.objects.filter(spent_fen__gt=0).exists()
    assert Callback.objects.filter(done_at__isnull=True).exists()


def test_the_lost_birth_permit_is_out_for_delivery_with_its_paper(logins: list[Login]) -> None:
    permit = ServiceRequest.objects.get(
        service__key="birth_permit", resident__name="周晓芸", resident__sex="f"
    )

    assert permit.state == State.OUT_FOR_DELIVERY
    assert permit.steps.filter(done_at__isnull=True).count() == 1
    assert permit.documents.filter(where=Where.MADE).count() == 1


def test_people_at_home_are_asked_helped_and_released(logins: list[Login]) -> None:
    assert Observation.objects.count() == 70
    assert Observation.objects.filter(state=ObservationState.RELEASED).exists()
    assert FollowUp.objects.filter(state=CheckState.SEEN_OK).count() > 100
    assert Need.objects.filter(state=NeedState.MET).exists()


def test_fresh_enrolments_wait_for_the_second_signature(logins: list[Login]) -> None:
    waiting = Observation.objects.filter(restriction__state=RestrictionState.PROVISIONAL)

    assert waiting.exists()
    assert all(observation.restriction for observation in waiting)
    assert min(waiting.values_list("restriction__confirm_by", flat=True)) > NOW


def test_the_key_person_has_not_been_called_today(logins: list[Login]) -> None:
    told = FollowUp.objects.filter(observation__resident__name="梁文斌", is_extra=False)

    assert told.filter(day__lt=TODAY, state=CheckState.SEEN_OK).count() >= 10
    assert told.get(day=TODAY, part="morning").state == CheckState.NOT_PERFORMED


def test_two_committees_have_closed_their_alleys_with_104_barriers(logins: list[Login]) -> None:
    built = Barrier.objects.filter(state=BarrierState.BUILT)

    assert built.count() == Barrier.objects.count() == 104
    assert built.values("committee").distinct().count() == 2
    assert not built.filter(kind=BarrierKind.FIRE_LANE, key_phone="").exists()


def test_the_barriers_stand_on_the_drawn_map_each_at_its_own_place(logins: list[Login]) -> None:
    streets = StreetMap.objects.get(is_current=True)
    built = Barrier.objects.all()

    assert streets.state == MapState.READY
    assert not built.exclude(map=streets, way__gt=0, longitude__gt=119, latitude__gt=38).exists()
    assert len(set(built.values_list("longitude", "latitude"))) == 104
    assert {row.kind for row in built} == set(BarrierKind)
    deeds = set(BarrierEvent.objects.values_list("deed", flat=True))
    assert {Deed.ENTERED, Deed.MEASURED, Deed.KEY, Deed.BLOCKED, Deed.CLEARED} <= deeds


def test_every_building_and_every_gate_is_found_on_the_map(logins: list[Login]) -> None:
    assert BuildingOnMap.objects.filter(is_automatic=True).count() == Building.objects.count()
    assert not Place.objects.filter(kind="gate", longitude=None).exists()


def test_both_committees_have_asked_for_a_plan_that_the_server_works_out(
    logins: list[Login],
) -> None:
    asked = ClosurePlan.objects.filter(state=PlanState.QUEUED, job__isnull=False)

    assert set(asked.values_list("committee__name_en", flat=True)) == {
        "Liuyin Committee", "Huai'an Committee",
    }  # fmt: skip
    assert asked.exclude(boundary=None).count() == 2


def test_the_gates_have_seen_people_go_and_come_back(logins: list[Login]) -> None:
    assert Crossing.objects.filter(direction="out").count() > 100
    assert Crossing.objects.filter(at__gt=NOW).count() == 0
    assert GateNote.objects.exists()


def test_what_does_not_fit_together_at_the_gates_waits_and_one_was_looked_at(
    logins: list[Login],
) -> None:
    states = set(GateFinding.objects.values_list("kind", "state"))
    assert states == {
        ("trips", "open"), ("trips", "aside"), ("door", "open"), ("clock", "open"),
    }  # fmt: skip


def test_the_audit_log_holds_and_runs_in_order_of_time(logins: list[Login]) -> None:
    moments = list(AuditEntry.objects.order_by("seq").values_list("at", flat=True))

    assert not list(audit.breaks())
    assert moments == sorted(moments)
    assert moments[-1] == NOW


@pytest.mark.django_db(databases=["default", "keys"])
def test_who_is_feverish_morning_and_evening_has_one_alarm() -> None:
    evening = timezone.localtime(NOW + timedelta(hours=13))
    demo = write(residents=1500, observations=400, seed=1, until=TODAY, now=evening)
    rows = save_street(demo.street, demo.district)
    crew, _logins = save_staff(demo.colleagues, rows, since=TODAY - timedelta(days=13))

    Crowd(rows, crew, evening).save(demo.crowd)

    assert Alarm.objects.filter(times=2, state=AlarmState.OPEN).exists()
    assert not Alarm.objects.filter(last_at__lt=F("opened_at")).exists()


def test_nearly_every_door_has_a_pass_and_the_rules_have_a_history(logins: list[Login]) -> None:
    homes, good = Household.objects.count(), Pass.objects.filter(state=PassState.ACTIVE)
    assert homes * 0.9 < good.count() < homes
    assert good.filter(is_essential=True).exists()
    assert good.filter(printed_at=None).exists()
    taken = set(Pass.objects.exclude(state=PassState.ACTIVE).values_list("state", flat=True))
    assert taken == {PassState.LOST, PassState.REPLACED, PassState.REVOKED}
    bound = Restriction.objects.filter(kind="pass").values_list("state", flat=True)
    assert set(bound) == {RestrictionState.PROVISIONAL, RestrictionState.CONFIRMED}
    assert GateRule.objects.count() == 3
    assert Pass.objects.filter(issued_at__gt=NOW).count() == 0
    card = good.select_related("key").first()
    assert card
    keys = {key.number: bytes(key.public) for key in PassKey.objects.all()}
    assert passes.verify(card.token, keys, at=int(NOW.timestamp())).pass_id == card.public_id


def test_people_come_forward_more_each_day_and_gates_are_posts(logins: list[Login]) -> None:
    people = Volunteer.objects.all()
    assert 300 <= people.count() <= 340
    assert set(people.values_list("state", flat=True)) == set(VolunteerState.values)
    assert people.values("committee").distinct().count() == 9
    half = NOW - timedelta(days=5)
    assert people.filter(joined_at__gt=half).count() > people.filter(joined_at__lt=half).count()
    posts = Post.objects.filter(place__kind=PlaceKind.GATE).values("place")
    assert Place.objects.filter(kind=PlaceKind.GATE).exclude(pk__in=posts).count() <= 5
    assert not Post.objects.exclude(pk__in=PostNeed.objects.values("post")).exists()


def test_whoever_stands_this_morning_has_begun_but_for_a_few(logins: list[Login]) -> None:
    morning = Shift.objects.filter(
        roster__published_at__isnull=False, starts_at__lte=NOW, ends_at__gt=NOW
    )
    standing = Assignment.objects.filter(shift__in=morning, ended_at__isnull=True).count()
    assert standing / 2 < Attendance.objects.filter(kind="in", shift__in=morning).count() < standing


def test_the_days_before_were_served_and_nearly_all_of_it_is_confirmed(logins: list[Login]) -> None:
    over = Assignment.objects.filter(shift__ends_at__lt=NOW, ended_at__isnull=True)
    served = over.filter(minutes__gt=0)
    assert 50 < served.count() < over.count()
    assert served.values("shift__post__committee").distinct().count() == 2
    assert Volunteer.objects.filter(assignments__in=served, thanked_from__lte=NOW).exists()
