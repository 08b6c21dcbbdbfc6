"""A new password by a link handed over."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.cast import NOW, Cast
from tongzhou.accounts import actions
from tongzhou.accounts.models import ResetLink, User
from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry

NEW = "another boat 2020"


def issue(user: User, cast: Cast, *, clears: bool = False) -> str:
    """A link made by the administrator at this moment."""
    return actions.issue_reset(user, clears_second_factor=clears, actor=cast.admin, now=clock.now())


def test_the_link_sets_a_password_once(zhao: User, cast: Cast) -> None:
    url = f"/accounts/reset/{issue(zhao, cast)}/"
    client = Client(headers={"accept-language": "en"})
    assert "zhaomin" in client.get(url).content.decode()
    assert client.post(url, {"password": NEW, "again": NEW}).status_code == 302
    assert User.objects.get(pk=zhao.pk).check_password(NEW)
    assert client.get(url).status_code == 410


def test_a_new_link_replaces_the_old_one(zhao: User, cast: Cast) -> None:
    first, second = issue(zhao, cast), issue(zhao, cast)
    assert Client().get(f"/accounts/reset/{first}/").status_code == 410
    assert Client().get(f"/accounts/reset/{second}/").status_code == 200


def test_after_a_day_it_is_over(zhao: User, cast: Cast) -> None:
    token = actions.issue_reset(zhao, clears_second_factor=False, actor=cast.admin, now=NOW)
    assert actions.valid_reset(token, now=NOW + timedelta(hours=23))
    with pytest.raises(Refusal):
        actions.use_reset(token, password=NEW, now=NOW + timedelta(hours=25))


def test_the_secret_is_stored_nowhere(zhao: User, cast: Cast) -> None:
    token = issue(zhao, cast)
    stored = f"{ResetLink.objects.values_list()}{AuditEntry.objects.values_list('body')}"
    assert token not in stored


def test_all_browsers_are_signed_out(zhao: User, cast: Cast, zhao_at_work: Client) -> None:
    actions.use_reset(issue(zhao, cast), password=NEW, now=clock.now())
    assert zhao_at_work.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize("clears", [True, False])
def test_the_second_step_goes_only_where_the_link_says_so(
    zhao: User, cast: Cast, clears: bool
) -> None:
    Authenticator.objects.create(user=zhao, type="totp", data={"secret": ""})
    actions.use_reset(issue(zhao, cast, clears=clears), password=NEW, now=clock.now())
    assert Authenticator.objects.exists() is not clears


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "too short"),
        ("zhaomin2020", "zhaomin2020", "similar"),
        (NEW, "x", "differ"),
    ],
)
def test_a_poor_password_is_refused_with_a_reason(
    zhao: User, cast: Cast, password: str, again: str, said: str
) -> None:
    client = Client(headers={"accept-language": "en"})
    url = f"/accounts/reset/{issue(zhao, cast)}/"
    page = client.post(url, {"password": password, "again": again})
    assert said in page.content.decode()
    assert not User.objects.get(pk=zhao.pk).check_password(password)
