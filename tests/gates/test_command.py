"""Passes through the command line."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from tests.cast import NOW, Cast
from tongzhou.cli import passes as cli
from tongzhou.core import clock
from tongzhou.gates import actions
from tongzhou.gates.models import Pass


@pytest.fixture(autouse=True)
def _quarter_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def card(cast: Cast) -> Pass:
    """The pass of Chen Jun and Zhou Min."""
    return actions.issue(cast.worker, cast.chen.pk, now=NOW)


def run(*words: str, given: str = "") -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(cli.pass_, [*words, "--json"], input=given)
    return done.exit_code, json.loads(done.stdout) if done.stdout else {"said": done.stderr}


def test_a_pass_is_issued_for_a_door_and_verifies(cast: Cast) -> None:
    code, made = run("issue", "柳荫里 3-1-302")
    assert (code, made["household"]) == (0, cast.chen.pk)
    code, read = run("verify", str(made["token"]))
    assert (code, read["ok"], read["standing"], read["code"]) == (0, True, "good", made["code"])
    assert run("verify", "-", given=f"{made['token']}\n")[0] == 0
    code, again = run("issue", "--household", str(cast.chen.pk))
    assert (code, "has a pass" in str(again["said"])) == (1, True)


def test_a_door_nobody_knows_and_one_said_badly_are_told_apart(cast: Cast) -> None:
    assert run("issue", "柳荫里 3-1-999")[0] == 1
    code, told = run("issue", "柳荫里")
    assert (code, "More than one door" in str(told["said"])) == (2, True)
    assert run("issue")[0] == 2


def test_what_is_forged_expired_or_none_of_ours_is_refused_with_its_reason(card: Pass) -> None:
    forged = card.token[:-1] + ("A" if card.token[-1] != "A" else "B")
    faults = {run("verify", token)[1]["fault"] for token in ("hello", "TZ1:ABC", forged)}
    assert faults <= {"not_ours", "damaged", "forged"}
    late = (NOW + timedelta(days=61)).isoformat()
    code, told = run("verify", card.token, "--at", late)
    assert (code, told["ok"], told["standing"]) == (1, False, "expired")
    assert run("verify", card.token, "--at", "yesterday")[0] == 2


def test_a_revoked_pass_no_longer_verifies_here(card: Pass) -> None:
    code, told = run("revoke", card.spoken, "--ground", "moved")
    assert (code, told["state"]) == (0, "revoked")
    code, told = run("verify", card.token)
    assert (code, told["ok"], told["standing"]) == (1, False, "blocked")


def test_misuse_is_not_revoked_by_a_command_without_a_person(card: Pass) -> None:
    code, told = run("revoke", card.spoken, "--ground", "misuse", "--evidence", "lent")
    assert (code, "person with an account" in str(told["said"])) == (1, True)
    assert run("revoke", "ABC-DEF-GHJ", "--ground", "moved")[0] in (1, 2)
    assert run("revoke", bytes(card.public_id).hex(), "--ground", "returned")[0] == 0
