"""Somebody with a password, for all tests of accounts."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.accounts.people import user_of
from tests.cast import PASSWORD, Cast
from tongzhou.accounts.models import User


@pytest.fixture(autouse=True)
def _nobody_has_tried(db: None) -> None:
    """Attempts are counted in the cache, which is a table on PostgreSQL."""
    cache.clear()


@pytest.fixture
def zhao(cast: Cast) -> User:
    """Zhao Min with a password."""
    user = user_of(cast.worker)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def zhao_at_work(zhao: User) -> Client:
    """A browser in which Zhao Min has signed in, and has just shown once more who she is."""
    client = Client(headers={"accept-language": "en", "user-agent": "Firefox/140 (Windows NT 10)"})
    client.post("/accounts/login/", {"login": "zhaomin", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client
