"""Signing in with a name and a password."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.cast import PASSWORD, Cast
from tongzhou.accounts.models import User
from tongzhou.registry.acting import Acting

LOGIN = "/accounts/login/"
HOME, AWAY = "203.0.113.7", "198.51.100.9"


def sign_in(client: Client, name: str, password: str, address: str = HOME) -> int:
    """The status of one attempt: 302 in, 200 wrong, 429 too soon."""
    return client.post(
        LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address
    ).status_code


def test_the_right_password_leads_to_today(zhao: User) -> None:
    client = Client()
    response = client.post(LOGIN, {"login": "zhaomin", "password": PASSWORD})

    assert response.status_code == 302
    assert response.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(zhao.pk)


def test_one_returns_to_the_page_one_wanted(zhao: User) -> None:
    client = Client()
    asked = client.get("/accounts/me/")
    page = client.get(asked.headers["Location"])

    assert b'name="next" value="/accounts/me/"' in page.content
    response = client.post(
        LOGIN, {"login": "zhaomin", "password": PASSWORD, "next": "/accounts/me/"}
    )
    assert response.headers["Location"] == "/accounts/me/"


def test_no_foreign_page_is_returned_to(zhao: User) -> None:
    form = {"login": "zhaomin", "password": PASSWORD, "next": "https://example.org/"}
    assert Client().post(LOGIN, form).headers["Location"] == "/"


def test_an_unknown_name_and_a_wrong_password_look_the_same(zhao: User) -> None:
    def answer(name: str) -> str:
        response = Client().post(LOGIN, {"login": name, "password": "not this one"})
        return response.content.decode().replace(name, "")

    known, unknown = answer("zhaomin"), answer("zhaomao")

    assert "User name or password is not right" in known
    assert _without_tokens(known) == _without_tokens(unknown)


def test_the_session_gets_a_new_number_and_the_old_one_is_dead(zhao: User) -> None:
    client = Client()
    client.get(LOGIN)
    client.session.save()
    before = client.session.session_key
    sign_in(client, "zhaomin", PASSWORD)
    inside = client.session.session_key
    assert inside != before

    client.post("/accounts/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = inside or ""
    assert stolen.get("/accounts/me/").status_code == 302


def test_a_new_password_ends_the_other_sessions(zhao: User) -> None:
    here, there = Client(), Client()
    assert sign_in(here, "zhaomin", PASSWORD) == 302
    assert sign_in(there, "zhaomin", PASSWORD) == 302

    new = "another boat 2020"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", form).status_code == 302

    assert here.get("/accounts/me/").status_code == 200
    assert there.get("/accounts/me/").status_code == 302


def test_whoever_left_cannot_sign_in(zhao: User) -> None:
    User.objects.filter(pk=zhao.pk).update(is_active=False)
    client = Client()
    sign_in(client, "zhaomin", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_alone_or_gets_mail() -> None:
    for name in ("account_signup", "account_email", "account_reset_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_signing_out_takes_a_press(cast: Cast, signed_in: Callable[[Acting], Client]) -> None:
    client = signed_in(cast.worker)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.lower())
