"""Accounts of people who left vanish, their numbers stay."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.test import Client

from tests.cast import NOW
from tongzhou.accounts import actions
from tongzhou.accounts.erase import ERASERS
from tongzhou.accounts.models import User

[USERS] = ERASERS


def test_only_those_who_left_long_ago_are_due(zhao: User) -> None:
    assert list(USERS.due(NOW)) == []
    actions.close_account(zhao, now=NOW)
    assert list(USERS.due(NOW)) == []
    assert list(USERS.due(NOW + timedelta(seconds=1))) == [zhao.pk]


def test_name_password_and_keys_go_and_the_number_stays(zhao: User, zhao_at_work: Client) -> None:
    Authenticator.objects.create(user=zhao, type="totp", data={})
    actions.close_account(zhao, now=NOW)
    assert USERS.erase([zhao.pk], now=NOW) == 1

    left = User.objects.get(pk=zhao.pk)
    assert left.name == left.username == f"former staff {zhao.pk}"
    assert not left.has_usable_password()
    assert (left.last_login, left.joined_at, left.left_at) == (None, None, None)
    assert not Authenticator.objects.exists()
    assert zhao_at_work.get("/accounts/me/").status_code == 302


def test_doing_it_again_changes_nothing(zhao: User) -> None:
    actions.close_account(zhao, now=NOW)
    USERS.erase([zhao.pk], now=NOW)
    assert list(USERS.due(NOW + timedelta(days=999))) == []
