"""One's own pages can be opened, in both languages, and say what they should."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tongzhou.accounts.models import User

OWN_PAGES = (
    "accounts:me", "accounts:sessions", "account_logout", "account_change_password", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
)  # fmt: skip
CODE_PAGES = ("mfa_view_recovery_codes", "mfa_generate_recovery_codes")


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_page_of_ones_own_opens(zhao_at_work: Client, name: str) -> None:
    assert zhao_at_work.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*OWN_PAGES, *CODE_PAGES])
def test_nobody_else_sees_it(db: None, name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/accounts/login/", "/"))


def test_me_says_in_which_role_for_which_unit(zhao_at_work: Client) -> None:
    page = zhao_at_work.get(reverse("accounts:me")).content.decode()
    assert "Committee staff" in page
    assert "Willow Committee" in page


def test_who_has_no_role_is_told_whom_to_ask(db: None) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_user("new", None))
    assert b"no role at present" in client.get(reverse("accounts:me")).content


def test_there_is_no_link_to_mail_or_sign_up(cast: Cast) -> None:
    page = Client().get(reverse("account_login")).content
    assert b"signup" not in page
    assert b"mail" not in page
