"""Where one is signed in, and ending it."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from tests.accounts.test_sign_in import sign_in
from tests.cast import NOW, PASSWORD
from tongzhou.accounts.models import User
from tongzhou.accounts.queries import sessions_of
from tongzhou.accounts.upkeep import forget_sessions
from tongzhou.core.jobs import Progress

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; V2314A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 "
    "Mobile Safari/537.36 MicroMessenger/8.0.47"
)


@pytest.fixture
def phone(zhao: User) -> Client:
    """Her phone, signed in as well."""
    client = Client(headers={"user-agent": PHONE})
    assert sign_in(client, "zhaomin", PASSWORD) == 302
    return client


def test_the_list_names_device_and_address(zhao_at_work: Client, phone: Client) -> None:
    page = zhao_at_work.get("/accounts/sessions/").content.decode()
    assert "WeChat, Android" in page
    assert "203.0.113.7" in page
    assert "Firefox, Windows" in page


def test_one_session_is_ended(zhao: User, zhao_at_work: Client, phone: Client) -> None:
    [other] = [
        s for s in sessions_of(zhao, zhao_at_work.session.session_key or "") if not s.is_current
    ]
    assert zhao_at_work.post(f"/accounts/sessions/{other.pk}/end/").status_code == 302
    assert phone.get("/accounts/me/").status_code == 302
    assert zhao_at_work.get("/accounts/me/").status_code == 200


def test_all_others_are_ended_at_once(zhao_at_work: Client, phone: Client) -> None:
    zhao_at_work.post("/accounts/sessions/end-others/")
    assert phone.get("/accounts/me/").status_code == 302
    assert zhao_at_work.get("/accounts/me/").status_code == 200


def test_somebody_elses_session_is_not_there(zhao_at_work: Client, phone: Client) -> None:
    stranger = Client()
    stranger.force_login(User.objects.create_user("stranger"))
    for session in UserSession.objects.all():
        assert stranger.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    assert phone.get("/accounts/me/").status_code == 200


def test_sessions_that_ran_out_leave_no_address(zhao: User, phone: Client) -> None:
    assert UserSession.objects.count() == 1
    Session.objects.update(expire_date=NOW)
    assert forget_sessions({}, Progress(0)) == {"ended": 1, "forgotten": 1}
    assert not UserSession.objects.exists()
