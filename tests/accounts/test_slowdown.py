"""Whoever guesses waits; whose account it is does not."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.accounts.test_sign_in import AWAY, HOME, LOGIN, sign_in
from tests.cast import NOW, PASSWORD
from tongzhou.accounts import slowdown
from tongzhou.accounts.models import User


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongzhou.core.clock.now", lambda: NOW)


def test_each_wait_is_twice_the_one_before_up_to_a_quarter_of_an_hour() -> None:
    waits = [slowdown.delay_after(n).total_seconds() for n in range(13)]
    assert waits == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_twenty_guesses_take_hours() -> None:
    now, made = NOW, 0
    while now < NOW + timedelta(hours=1):
        if not slowdown.attempt("zhaomin", AWAY, now=now):
            made += 1
        now += timedelta(seconds=1)
    assert made == 13


def test_many_at_once_gain_nothing() -> None:
    answers = [slowdown.attempt("zhaomin", AWAY, now=NOW) for _ in range(8)]
    assert [not wait for wait in answers] == [True] + [False] * 7


def test_the_attacker_waits_and_the_owner_signs_in_from_elsewhere(zhao: User) -> None:
    attacker = Client()
    statuses = [sign_in(attacker, "zhaomin", f"guess {n}", AWAY) for n in range(4)]
    assert statuses == [200, 429, 429, 429]

    assert sign_in(Client(), "zhaomin", PASSWORD, HOME) == 302
    assert sign_in(attacker, "zhaomin", PASSWORD, AWAY) == 429


def test_the_refusal_says_how_long_to_wait(zhao: User) -> None:
    client = Client(headers={"accept-language": "en"})
    for _ in range(2):
        form = {"login": "zhaomin", "password": "wrong"}
        response = client.post(LOGIN, form, REMOTE_ADDR=AWAY)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "1"
    assert b"then try again" in response.content


def test_a_name_nobody_has_is_slowed_alike(db: None) -> None:
    assert [sign_in(Client(), "nobody", "guess", AWAY) for _ in range(2)] == [200, 429]


def test_another_spelling_of_the_name_is_the_same_account() -> None:
    slowdown.attempt("zhaomin", AWAY, now=NOW)
    assert slowdown.attempt(" ZhaoMin ", AWAY, now=NOW)


def test_a_right_password_starts_the_count_anew() -> None:
    later = NOW + timedelta(seconds=2)
    slowdown.attempt("zhaomin", AWAY, now=NOW)
    assert not slowdown.attempt("zhaomin", AWAY, now=later)
    slowdown.succeeded("zhaomin", AWAY)
    assert not slowdown.attempt("zhaomin", AWAY, now=later)


def test_trying_one_password_on_many_names_is_slowed_too() -> None:
    for n in range(slowdown.FREE_PER_ADDRESS):
        assert not slowdown.attempt(f"name{n}", AWAY, now=NOW)
    assert not slowdown.attempt("one more", AWAY, now=NOW)
    assert slowdown.attempt("and one", AWAY, now=NOW)
    assert not slowdown.attempt("and one", HOME, now=NOW)


def test_three_hundred_volunteers_sign_in_from_one_office() -> None:
    for n in range(slowdown.FREE_PER_ADDRESS + 50):
        assert not slowdown.attempt(f"volunteer{n}", HOME, now=NOW)
        slowdown.succeeded(f"volunteer{n}", HOME)


def test_a_header_does_not_make_another_address(zhao: User) -> None:
    def guess(claimed: str) -> int:
        form = {"login": "zhaomin", "password": "wrong"}
        headers = {"x-forwarded-for": claimed, "x-real-ip": claimed}
        return Client(headers=headers).post(LOGIN, form, REMOTE_ADDR=AWAY).status_code

    assert [guess(f"192.0.2.{n}") for n in range(3)] == [200, 429, 429]


def test_behind_our_own_proxy_the_last_named_address_counts(zhao: User, settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]

    def guess(claimed: str) -> int:
        form = {"login": "zhaomin", "password": "wrong"}
        client = Client(headers={"x-forwarded-for": claimed})
        return client.post(LOGIN, form, REMOTE_ADDR="127.0.0.1").status_code

    assert [guess("192.0.2.1, 198.51.100.1"), guess("192.0.2.2, 198.51.100.1")] == [200, 429]
    assert guess("192.0.2.1, 198.51.100.2") == 200
