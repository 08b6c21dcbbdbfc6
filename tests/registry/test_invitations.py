"""People come by invitation, and nobody gives more than they have."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.accounts.people import user_of
from tests.cast import NOW, PASSWORD, Cast
from tongzhou.accounts.choices import Role
from tongzhou.accounts.models import User
from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions import invitations
from tongzhou.registry.actions.invitations import Offered
from tongzhou.registry.models import Invitation, Membership
from tongzhou.registry.rights import roles_given_by

WEEK = timedelta(days=7)
STAFF, DIRECTOR, VOLUNTEER = Role.COMMITTEE_STAFF, Role.BUILDING_DIRECTOR, Role.VOLUNTEER
EVERYBODY_BUT_ADMINISTRATORS = set(Role) - {Role.ADMINISTRATOR}

# What each person of the cast may invite to; everybody who is not here: nothing.
GIVES: dict[str, set[Role]] = {
    "secretary": {STAFF, DIRECTOR, VOLUNTEER},
    "officer": EVERYBODY_BUT_ADMINISTRATORS,
    "admin": set(Role),
}


def offer(cast: Cast, role: Role) -> Offered:
    """A role in the Willow committee or wherever it belongs."""
    return Offered(
        role,
        committee_id=cast.willow.pk if role in {STAFF, VOLUNTEER} else None,
        compound_id=cast.willow_lane.pk if role == DIRECTOR else None,
        department_id=cast.civil_affairs.pk if role == Role.DEPARTMENT_DESK else None,
    )


def make(acting: Acting, offered: Offered, *, uses: int = 1) -> str:
    """The secret of a fresh invitation."""
    return invitations.invite(acting, offered, uses=uses, lasts=WEEK, now=clock.now())[1]


def join(token: str, **changed: str) -> Membership:
    """Accept as somebody new."""
    details = {"name": "周小雨", "username": "", "password": PASSWORD, **changed}
    return invitations.accept(token, **details, now=clock.now())


def test_the_table_of_who_gives_which_role(cast: Cast) -> None:
    given = {name: set(roles_given_by(acting)) for name, acting in cast.everyone().items()}
    assert given == {name: GIVES.get(name, set()) for name in given}


@pytest.mark.parametrize("role", list(Role))
def test_each_person_invites_to_their_roles_and_no_other(cast: Cast, role: Role) -> None:
    for name, acting in cast.everyone().items():
        if role in GIVES.get(name, set()):
            assert join(make(acting, offer(cast, role))).role == role
        else:
            with pytest.raises(Refusal):
                make(acting, offer(cast, role))


def test_a_supervisor_invites_into_the_own_committee_only(cast: Cast) -> None:
    member = join(make(cast.secretary, Offered(VOLUNTEER, committee_id=cast.locust.pk)))
    assert member.committee == cast.willow
    with pytest.raises(Refusal):
        make(cast.secretary, Offered(DIRECTOR, compound_id=cast.locust_garden.pk))


def test_no_one_accepts_what_they_made_themselves(cast: Cast) -> None:
    token = make(cast.officer, offer(cast, Role.HEALTH_WORKER))
    with pytest.raises(Refusal):
        invitations.accept_as(user_of(cast.officer), token, now=clock.now())


def test_it_serves_once(cast: Cast) -> None:
    token = make(cast.secretary, offer(cast, STAFF))
    join(token)
    with pytest.raises(Refusal):
        join(token)


def test_volunteers_can_share_one(cast: Cast) -> None:
    token = make(cast.secretary, offer(cast, VOLUNTEER), uses=2)
    assert [join(token).user.username for _ in range(2)] == ["zhouxiaoyu", "zhouxiaoyu2"]
    with pytest.raises(Refusal):
        join(token)
    with pytest.raises(Refusal):
        make(cast.secretary, offer(cast, STAFF), uses=2)


def test_after_its_time_it_is_over(cast: Cast) -> None:
    _, token = invitations.invite(
        cast.secretary, offer(cast, VOLUNTEER), uses=1, lasts=WEEK, now=NOW
    )
    assert invitations.invitation_behind(token, now=NOW + timedelta(days=6))
    assert not invitations.invitation_behind(token, now=NOW + WEEK)


def test_made_void_it_no_longer_serves_and_others_cannot_make_it_void(cast: Cast) -> None:
    token = make(cast.secretary, offer(cast, VOLUNTEER))
    invitation = Invitation.objects.get()
    with pytest.raises(Http404):
        invitations.revoke(cast.neighbour_worker, invitation.pk, now=clock.now())
    invitations.revoke(cast.secretary, invitation.pk, now=clock.now())
    assert not invitations.invitation_behind(token, now=clock.now())


def test_a_taken_name_and_a_poor_password_are_refused_and_use_nothing_up(cast: Cast) -> None:
    token = make(cast.secretary, offer(cast, VOLUNTEER))
    for changed in ({"username": "ZhaoMin"}, {"password": "12345"}, {"name": "  "}):
        with pytest.raises(Refusal):
            join(token, **changed)
    assert join(token).user.name == "周小雨"


def test_every_step_is_on_record_and_the_secret_is_not(cast: Cast) -> None:
    token = make(cast.secretary, offer(cast, VOLUNTEER))
    member = join(token)
    entries = {e.key: e for e in AuditEntry.objects.all()}
    assert set(entries) == {"registry.member.invited", "registry.member.joined"}
    assert entries["registry.member.joined"].actor_id == member.user_id
    assert not any(token in str(e.body) or "周小雨" in str(e.body) for e in entries.values())


def test_an_invitation_is_made_accepted_and_leads_into_the_house(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    office = signed_in(cast.secretary)
    page = office.post(reverse("registry:invite_to", args=["volunteer"]), {"uses": 1, "days": 7})
    url, token = page.context["url"], page.context["token"]
    sheet = office.post(reverse("registry:invitation_sheet"), {"token": token})
    assert sheet.content.startswith(b"%PDF")

    phone = Client(headers={"accept-language": "en"})
    assert "Willow Committee" in phone.get(url).content.decode()
    form = {"name": "周小雨", "username": "rain", "password": PASSWORD, "again": PASSWORD}
    assert phone.post(url, form).headers["Location"] == "/"
    assert "Your user name is rain" in phone.get("/").content.decode()
    assert phone.get(url).status_code == 410


def test_without_a_password_a_passkey_follows_at_once(cast: Cast) -> None:
    phone = Client()
    url = reverse("registry:join", args=[make(cast.secretary, offer(cast, VOLUNTEER))])
    answer = phone.post(url, {"name": "周小雨", "way": "passkey"})
    assert answer.headers["Location"] == "/accounts/2fa/webauthn/add/"
    assert phone.get(answer.headers["Location"]).status_code == 200
    assert not User.objects.get(name="周小雨").has_usable_password()


def test_who_has_an_account_takes_the_role_and_acts_in_it(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    client = signed_in(cast.neighbour_worker)
    url = reverse("registry:join", args=[make(cast.secretary, offer(cast, VOLUNTEER))])
    assert "added to this account" in client.get(url).content.decode()
    client.post(url)
    assert "Act as Committee staff" in client.get("/accounts/me/").content.decode()


@pytest.mark.parametrize("missing", ["name", "password", "again"])
def test_what_was_typed_stays_when_something_is_missing(cast: Cast, missing: str) -> None:
    client = Client()
    url = reverse("registry:join", args=[make(cast.secretary, offer(cast, VOLUNTEER))])
    form = {"name": "周小雨", "username": "rain", "password": PASSWORD, "again": PASSWORD}
    page = client.post(url, {**form, missing: ""})
    assert page.status_code == 200
    assert 'value="rain"' in page.content.decode()
