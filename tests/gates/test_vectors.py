"""Python passes the same files of test vectors as the browser (tests/ui/js/gates.test.js)."""

from typing import Any

import pytest

from tests.gates.vectors import read, run
from tongzhou.formats import pass_codes, passes
from tongzhou.formats.gate_rules import Deed, Why

RULES, PASSES = read("rules"), read("passes")
KEYS = {int(number): bytes.fromhex(point) for number, point in PASSES["keys"].items()}


def names(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", names(RULES["cases"]))
def test_the_verdict(case: dict[str, Any]) -> None:
    assert run(case) == {"next_at": None, "back_by": None, **case["verdict"]}


@pytest.mark.parametrize("case", names(PASSES["cases"]))
def test_the_token(case: dict[str, Any]) -> None:
    fault = None
    try:
        body: passes.Body | None = passes.verify(case["token"], KEYS, at=case["at"])
    except passes.Refused as refused:
        fault, body = refused.fault, refused.body
    assert fault == case["fault"]
    assert (body and body.pass_id.hex()) == (case["body"] and case["body"]["pass_id"])


def test_codes() -> None:
    for case in PASSES["codes"]:
        assert pass_codes.code_of(bytes.fromhex(case["pass_id"])) == case["code"]


def test_every_reason_and_deed_has_a_case_written_by_hand() -> None:
    cases = [case for case in RULES["cases"] if not case["name"].startswith("chance")]
    assert {case["verdict"]["why"] for case in cases} == set(Why)
    assert {case["verdict"]["deed"] for case in cases} == set(Deed)


def test_what_has_to_stay_unsaid_is_answered_alike() -> None:
    blocked = [case["verdict"] for case in RULES["cases"] if case["standing"] == "blocked"]
    out = [verdict for verdict in blocked if verdict["answer"] == "stop"]
    neutral = {"answer": "stop", "why": "not_by_this_pass", "deed": "call_committee"}
    assert neutral in out
    assert all(
        v["why"]
        in {
            "not_by_this_pass",
            "no_visitors",
            "to_the_shelf",
            "no_consent",
            "closed",
            "no_vehicles",
            "fever_visitor",
        }
        for v in out
    )
