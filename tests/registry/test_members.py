"""Members are marked, helped back in, and leave; nobody raises their own rights."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.accounts.people import user_of
from tests.cast import NOW, TODAY, Cast, act
from tongzhou.accounts.choices import Role
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions import invitations, members
from tongzhou.registry.actions.invitations import Offered
from tongzhou.registry.models import Membership

IN_WILLOW = {"worker", "director", "volunteer"}
EVERYBODY = {
    "secretary", "worker", "neighbour_worker", "officer", "medic", "desk", "health_desk",
    "director", "volunteer", "admin",
}  # fmt: skip

# Whom each person may manage; whoever is not here: nobody.
MANAGES = {
    "secretary": IN_WILLOW,
    "officer": EVERYBODY - {"officer", "admin"},
    "admin": EVERYBODY - {"admin"},
}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_the_table_of_who_manages_whom(cast: Cast, who: str) -> None:
    acting, others = cast.everyone()[who], cast.everyone()
    assert set(others) == EVERYBODY
    ended = {name for name, other in others.items() if _may_end(acting, other)}
    assert ended == MANAGES.get(who, set())


def _may_end(acting: Acting, other: Acting) -> bool:
    try:
        members.end_membership(acting, other.membership_id or 0, now=NOW)
    except Http404:
        return False
    return True


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_nobody_marks_themselves(cast: Cast, who: str) -> None:
    acting = cast.everyone()[who]
    with pytest.raises(Http404):
        members.mark(
            acting, acting.membership_id or 0, is_coordinator=True, is_supervisor=True, now=NOW
        )


def test_a_supervisor_names_coordinators_but_no_supervisors(cast: Cast) -> None:
    pk = cast.worker.membership_id or 0
    members.mark(cast.secretary, pk, is_coordinator=True, is_supervisor=False, now=NOW)
    assert Membership.objects.get(pk=pk).is_coordinator
    with pytest.raises(Refusal):
        members.mark(cast.secretary, pk, is_coordinator=True, is_supervisor=True, now=NOW)
    members.mark(cast.officer, pk, is_coordinator=True, is_supervisor=True, now=NOW)
    assert Membership.objects.get(pk=pk).is_supervisor


def test_supervisors_do_not_end_each_other(cast: Cast) -> None:
    deputy = act(
        "deputy", "副书记", Role.COMMITTEE_STAFF, office=cast.office, committee=cast.willow,
        is_supervisor=True,
    )  # fmt: skip
    assert not _may_end(deputy, cast.secretary)
    assert not _may_end(cast.secretary, deputy)


def test_volunteers_cannot_become_supervisors(cast: Cast) -> None:
    pk = cast.volunteer.membership_id or 0
    with pytest.raises(Refusal):
        members.mark(cast.officer, pk, is_coordinator=False, is_supervisor=True, now=NOW)


def test_whoever_leaves_is_out_at_the_next_press(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    client = signed_in(cast.worker)
    assert client.get("/accounts/me/").status_code == 200
    members.end_membership(cast.secretary, cast.worker.membership_id or 0, now=NOW)
    assert client.get("/accounts/me/").status_code == 302
    left = user_of(cast.worker)
    assert (left.is_active, left.left_at) == (False, NOW)


def test_who_has_another_role_keeps_it(cast: Cast) -> None:
    user = user_of(cast.worker)
    second = Membership.objects.create(
        user=user, role=Role.VOLUNTEER, office=cast.office, committee=cast.locust, started_on=TODAY
    )
    members.end_membership(cast.secretary, cast.worker.membership_id or 0, now=NOW)
    user.refresh_from_db()
    assert user.is_active
    assert list(user.memberships.filter(ended_on=None)) == [second]


def test_leaving_can_be_undone(cast: Cast) -> None:
    pk = cast.worker.membership_id or 0
    members.end_membership(cast.secretary, pk, now=NOW)
    members.take_back(cast.secretary, pk, now=NOW)
    back = user_of(cast.worker)
    assert (back.is_active, back.left_at) == (True, None)
    keys = AuditEntry.objects.order_by("seq").values_list("key", flat=True)
    assert list(keys) == ["registry.member.ended", "registry.member.taken_back"]


def test_the_invitations_of_who_left_are_void(cast: Cast) -> None:
    _, token = invitations.invite(
        cast.secretary, Offered(Role.VOLUNTEER), uses=5, lasts=timedelta(days=7), now=NOW
    )
    members.end_membership(cast.officer, cast.secretary.membership_id or 0, now=NOW)
    assert not invitations.invitation_behind(token, now=NOW)


def test_a_supervisor_does_not_open_an_account_that_can_do_more(cast: Cast) -> None:
    officer = user_of(cast.officer)
    helping = Membership.objects.create(
        user=officer, role=Role.VOLUNTEER, office=cast.office, committee=cast.willow,
        started_on=TODAY,
    )  # fmt: skip
    with pytest.raises(Refusal):
        members.help_back_in(cast.secretary, helping.pk, clears_second_factor=True, now=NOW)
    assert members.help_back_in(cast.admin, helping.pk, clears_second_factor=False, now=NOW)


def test_the_link_for_a_new_password_works_from_the_page(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    cache.clear()
    page = signed_in(cast.secretary).post(
        reverse("registry:reset_link", args=[cast.worker.membership_id])
    )
    new = "another boat 2020"
    answer = Client().post(page.context["url"], {"password": new, "again": new})
    assert answer.status_code == 302
    signed = Client().post("/accounts/login/", {"login": "zhaomin", "password": new})
    assert signed.headers["Location"] == "/"


def test_the_list_is_searched_and_filtered(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    client = signed_in(cast.admin)

    def names(query: str) -> set[str]:
        page = client.get(reverse("registry:members") + query)
        return {who.user.name for who in page.context["page"]}

    assert len(names("")) == 10
    assert names("?q=zhaomin") == {"赵敏"}
    assert names("?q=槐安") == {"孙丽"}
    assert names("?role=volunteer") == {"小吴"}
    assert names("?left=1") == set()


def test_a_committee_sees_its_own_people(cast: Cast, signed_in: Callable[[Acting], Client]) -> None:
    page = signed_in(cast.worker).get(reverse("registry:members"))
    assert {w.user.name for w in page.context["page"]} == {"林秀", "赵敏", "老马", "小吴"}
    assert page.context["managed"] == frozenset()
    assert reverse("registry:invite") not in page.content.decode()


def test_one_changes_the_unit_one_acts_for_among_ones_own(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    user = user_of(cast.worker)
    second = Membership.objects.create(
        user=user, role=Role.VOLUNTEER, office=cast.office, committee=cast.locust, started_on=TODAY
    )
    client = signed_in(cast.worker)
    url = reverse("registry:act_as")
    assert client.post(url, {"membership": second.pk}).status_code == 302
    assert "Locust Committee" in client.get("/accounts/me/").content.decode()
    assert client.post(url, {"membership": cast.admin.membership_id}).status_code == 404
