"""Fixtures for all tests."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.signals import request_finished, request_started
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django.live_server_helper import LiveServer
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import tables
from tests.cast import Cast, make_cast
from tongzhou.registry.acting import Acting

# The same examples on every run; `make test ARGS=--hypothesis-profile=default` looks for new ones.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.load_profile("steady")


# So long a browser's last request may take on a busy machine.
MOST_SECONDS = 10


# What these have in common takes long to make, and every process would make its own.
TOGETHER = ("tests/demo/test_load.py", "tests/house/")


class Together(LoadScopeScheduling):
    """Every test by itself to whoever is free, but for those that share something large."""

    def _split_scope(self, nodeid: str) -> str:
        return next((shared for shared in TOGETHER if nodeid.startswith(shared)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """How the tests are dealt out to the processes."""
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses the database may use both: personal keys are in one of their own."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark or {"db", "transactional_db", "live_server"} & set(
            getattr(item, "fixturenames", ())
        ):
            kwargs = {"databases": ["default", "keys"], **(mark.kwargs if mark else {})}
            item.add_marker(pytest.mark.django_db(**kwargs), append=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """The tables are made once for all processes of a run, and copied into each one's memory."""
    with tables.in_memory():
        yield


@pytest.fixture(autouse=True)
def _no_language_left_behind() -> None:
    """A page asked for in Chinese leaves the thread in Chinese, and the next test with it."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _plain_static(settings: object) -> None:
    """Tests need no collected files."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def live_server(live_server: LiveServer) -> Iterator[LiveServer]:
    """The server for browsers; what a page still asks for at the end is answered before the tables
    are emptied, since both use one connection.
    """
    begun: list[object] = []
    ended: list[object] = []

    def begins(sender: object, **_: object) -> None:
        begun.append(sender)

    def ends(sender: object, **_: object) -> None:
        ended.append(sender)

    request_started.connect(begins)
    request_finished.connect(ends)
    yield live_server
    over = time.monotonic() + MOST_SECONDS
    while len(begun) > len(ended) and time.monotonic() < over:
        time.sleep(0.01)
    request_started.disconnect(begins)
    request_finished.disconnect(ends)


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone, in an otherwise empty database."""
    return make_cast()


@pytest.fixture
def signed_in() -> Callable[[Acting], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(acting: Acting) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(get_user_model().objects.get(pk=acting.account_id))
        return client

    return sign_in
