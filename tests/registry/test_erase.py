"""The registry forgets in place: counts stay true, nothing readable stays."""

from datetime import timedelta

from tests.cast import NOW, TODAY, Cast
from tongzhou.privacy.models import PersonKey
from tongzhou.privacy.retention import erase_due
from tongzhou.registry.actions import households
from tongzhou.registry.actions.contacts import note_contact
from tongzhou.registry.actions.households import HouseholdText
from tongzhou.registry.models import (
    Contact,
    Household,
    Membership,
    NeighbourGroup,
    PartnerUnit,
    Resident,
)
from tongzhou.registry.queries.search import people

LATER = NOW + timedelta(days=91)


def leave(cast: Cast, *who: Resident) -> None:
    for person in who:
        households.move_out(cast.worker, person.pk, left_on=TODAY, now=NOW)


def test_who_moved_away_is_erased_after_90_days(cast: Cast) -> None:
    key = cast.li_na.key_id
    assert key is not None
    leave(cast, cast.li_na)
    erase_due(now=NOW + timedelta(days=89))
    assert Resident.objects.get(pk=cast.li_na.pk).name == "李娜"

    erase_due(now=LATER)

    gone = Resident.objects.get(pk=cast.li_na.pk)
    assert (gone.name, gone.search, gone.sex, gone.birth_on) == ("", "", "", None)
    assert (gone.key_id, bytes(gone.phone), gone.phone_tail_index) == (None, b"", None)
    assert gone.left_on is not None
    assert gone.left_on != TODAY
    assert not PersonKey.objects.filter(pk=key).exists()
    assert not people(cast.worker, "0502", limit=5)


def test_erasing_twice_finds_nothing_more(cast: Cast) -> None:
    leave(cast, cast.li_na)

    assert erase_due(now=LATER)["registry.residents"] == 1
    assert erase_due(now=LATER)["registry.residents"] == 0


def test_who_lives_there_is_never_erased(cast: Cast) -> None:
    erase_due(now=NOW + timedelta(days=4000))

    assert Resident.objects.exclude(name="").count() == 6


def test_a_leader_who_left_leads_no_more(cast: Cast) -> None:
    group = NeighbourGroup.objects.create(
        compound=cast.willow_lane, kind="five", number=1, leader=cast.li_na
    )
    leave(cast, cast.li_na)

    group.refresh_from_db()
    assert group.leader is None


def test_what_is_noted_of_a_door_goes_with_its_last_resident(cast: Cast) -> None:
    told = HouseholdText(phone="13911112222", may_open="女儿", notes="狗")
    households.edit_household(cast.worker, cast.wang.pk, told, version=1, now=NOW)
    leave(cast, cast.li_na)
    erase_due(now=LATER)
    assert Household.objects.get(pk=cast.wang.pk).phone_index is not None

    leave(cast, cast.wang_xiuying)
    erase_due(now=LATER)

    home = Household.objects.get(pk=cast.wang.pk)
    assert (home.phone_index, bytes(home.notes), bytes(home.may_open)) == (None, b"", b"")
    assert home.door == "3号楼2单元501"


def test_contacts_go_after_90_days(cast: Cast) -> None:
    note_contact(cast.worker, cast.wang.pk, way="call", note="well", now=NOW, client_id=None)
    erase_due(now=NOW + timedelta(days=89))
    assert Contact.objects.count() == 1

    erase_due(now=LATER)

    assert not Contact.objects.exists()


def test_whom_to_call_at_a_former_partner_goes_after_half_a_year(cast: Cast) -> None:
    former = {"contact": "老刘", "phone": "02788880000"}
    PartnerUnit.objects.create(office=cast.office, name="站", ended_on=TODAY, **former)
    PartnerUnit.objects.create(office=cast.office, name="厂", **former)
    erase_due(now=NOW + timedelta(days=181))

    assert dict(PartnerUnit.objects.values_list("name", "phone")) == {"站": "", "厂": "02788880000"}


def test_memberships_go_half_a_year_after_their_end(cast: Cast) -> None:
    volunteer, worker = cast.volunteer.membership_id or 0, cast.worker.membership_id or 0
    Membership.objects.filter(pk=volunteer).update(ended_on=TODAY)
    erase_due(now=NOW + timedelta(days=179))
    assert Membership.objects.filter(pk=volunteer).exists()

    erase_due(now=NOW + timedelta(days=182))

    assert not Membership.objects.filter(pk=volunteer).exists()
    assert Membership.objects.filter(pk=worker).exists()
