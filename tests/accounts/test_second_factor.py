"""One-time codes and recovery codes."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.exceptions import InvalidTag
from django.test import Client

from tests.accounts.test_sign_in import LOGIN
from tests.cast import PASSWORD
from tongzhou.accounts.adapters import SecondFactorAdapter
from tongzhou.accounts.models import User
from tongzhou.core.models import AuditEntry


def code_for(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def secret(zhao_at_work: Client, django_capture_on_commit_callbacks: Any) -> str:
    """The app is set up; its secret."""
    page = zhao_at_work.get("/accounts/2fa/totp/activate/").content.decode()
    shown = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert shown
    with django_capture_on_commit_callbacks(execute=True):
        answer = zhao_at_work.post("/accounts/2fa/totp/activate/", {"code": code_for(shown[1])})
    assert answer.status_code == 302
    return shown[1]


def second_step() -> Client:
    """A browser after the right password, before the code."""
    client = Client(headers={"accept-language": "en"})
    answer = client.post(LOGIN, {"login": "zhaomin", "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    return client


def test_the_code_of_the_app_is_asked_for_after_the_password(secret: str) -> None:
    client = second_step()
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert "_auth_user_id" in client.session


def test_a_code_serves_once(secret: str) -> None:
    code = code_for(secret)
    first, second = second_step(), second_step()
    first.post("/accounts/2fa/authenticate/", {"code": code})
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_codes_cannot_be_guessed_for_long(secret: str) -> None:
    client = second_step()
    for _ in range(6):
        page = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert b"Wait five minutes" in page.content


def test_a_recovery_code_opens_the_account_once(zhao_at_work: Client, secret: str) -> None:
    page = zhao_at_work.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    for expected in (True, False):
        client = second_step()
        client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in client.session) is expected


def test_a_used_recovery_code_is_told_from_a_wrong_code_of_the_app(
    zhao_at_work: Client, secret: str
) -> None:
    page = zhao_at_work.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "one of these codes lets you in" in page
    code = re.findall(r"<code>(\d{8})</code>", page)[0]
    second_step().post("/accounts/2fa/authenticate/", {"code": code})
    for typed, said in ((code, "was used already"), ("000000", "Wait for the next one")):
        page = second_step().post("/accounts/2fa/authenticate/", {"code": typed}).content.decode()
        assert page.count(said) == 1
        assert "Not saved" not in page


def test_what_was_done_is_said_in_the_words_of_the_page(zhao_at_work: Client, secret: str) -> None:
    page = zhao_at_work.post("/accounts/2fa/totp/deactivate/", follow=True).content.decode()
    assert "The app is no longer in use." in page


def test_secrets_are_stored_sealed(zhao: User, secret: str) -> None:
    stored = {a.type: a.data for a in Authenticator.objects.filter(user=zhao)}
    assert secret not in str(stored)
    assert SecondFactorAdapter().decrypt(stored["totp"]["secret"]) == secret
    assert SecondFactorAdapter().decrypt(stored["recovery_codes"]["seed"])


def test_an_altered_secret_does_not_open() -> None:
    adapter = SecondFactorAdapter()
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    other = ("B" if sealed[0] == "A" else "A") + sealed[1:]
    with pytest.raises(InvalidTag):
        adapter.decrypt(other)


def test_setting_it_up_and_stopping_is_on_record(zhao_at_work: Client, secret: str) -> None:
    assert zhao_at_work.post("/accounts/2fa/totp/deactivate/").status_code == 302
    keys = list(AuditEntry.objects.order_by("seq").values_list("key", flat=True))
    assert keys[0] == "accounts.signed_in"
    assert {"accounts.second_factor.added", "accounts.second_factor.removed"} <= set(keys)
    assert not Authenticator.objects.exists()


def test_changing_how_one_signs_in_asks_once_more_who_one_is(zhao_at_work: Client) -> None:
    session = zhao_at_work.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0.0}]
    session.save()
    answer = zhao_at_work.get("/accounts/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert zhao_at_work.get(answer.headers["Location"]).status_code == 200
