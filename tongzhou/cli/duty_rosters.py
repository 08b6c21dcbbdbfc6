"""`tongzhou plan roster`: who stands where, from the command line and without the database."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tongzhou.cli.output import BAD_INPUT, GOOD, REFUSED, answer, say, stop
from tongzhou.cli.planning import (
    FILE,
    check,
    plan,
    read_json,
    schema,
    stdout_for_answers_only,
    write_text,
)

if TYPE_CHECKING:
    from tongzhou.formats.duty_roster import Changes, Duty, Problem
    from tongzhou.planners.roster.solve import Step

KEPT_FOR_THE_FILE = ("assignments", "unfilled", "fairness")
COUNTED = {"lost", "added", "removed", "moved", "to_phone"}


@plan.command("roster")
@click.argument("problem_file", metavar="PROBLEM", type=FILE)
@click.option("--out", type=FILE, required=True, help="where the roster (JSON) goes")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--budget", type=float, default=60.0, show_default=True, help="seconds")
@click.option("--json", "as_json", is_flag=True)
def roster(problem_file: Path, out: Path, seed: int, budget: float, as_json: bool) -> None:
    """Who stands at which post in which shift, with the proven bound."""
    began = time.monotonic()
    with stdout_for_answers_only():
        from tongzhou.planners.roster.explain import to_json
        from tongzhou.planners.roster.solve import solve

        problem = read_problem_file(problem_file)
        found = solve(problem, seed=seed, budget=budget, progress=_say_step)
        content = to_json(problem, found.duties, bound=found.bound)
    content["seconds"] = round(time.monotonic() - began, 3)
    give(content, out, as_json=as_json)


@plan.command("repair")
@click.argument("problem_file", metavar="PROBLEM", type=FILE)
@click.argument("roster_file", metavar="ROSTER", type=FILE)
@click.argument("changes_file", metavar="CHANGES", type=FILE)
@click.option("--out", type=FILE, required=True, help="where the roster (JSON) goes")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--budget", type=float, default=60.0, show_default=True, help="seconds")
@click.option("--json", "as_json", is_flag=True)
def repair(
    problem_file: Path,
    roster_file: Path,
    changes_file: Path,
    out: Path,
    seed: int,
    budget: float,
    as_json: bool,
) -> None:
    """Fill what call-outs leave empty, with the fewest changes to what was published."""
    began = time.monotonic()
    with stdout_for_answers_only():
        from tongzhou.planners.roster.explain import repaired_to_json
        from tongzhou.planners.roster.solve import repair as repaired

        problem = read_problem_file(problem_file)
        published = read_roster_file(roster_file, problem)
        changes = read_changes_file(changes_file, problem)
        content = repaired_to_json(repaired(problem, published, changes, seed=seed, budget=budget))
    content["seconds"] = round(time.monotonic() - began, 3)
    give(content, out, as_json=as_json)


@check.command("roster")
@click.argument("problem_file", metavar="PROBLEM", type=FILE)
@click.argument("roster_file", metavar="ROSTER", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def check_roster(problem_file: Path, roster_file: Path, as_json: bool) -> None:
    """Check a roster against its problem, whoever made it."""
    from dataclasses import asdict

    from tongzhou.planners.roster.rules import check as check_rules

    problem = read_problem_file(problem_file)
    report = check_rules(problem, read_roster_file(roster_file, problem))
    content = {
        "ok": report.ok,
        "violations": [asdict(violation) for violation in report.violations],
        "overridden": [asdict(violation) for violation in report.overridden],
        "objective": report.objective,
    }
    lines = [f"{v.rule} {v.where}: {v.message}" for v in report.violations]
    answer(content, as_json=as_json, text="\n".join(lines) or "No rule is broken.")
    sys.exit(GOOD if report.ok else REFUSED)


@schema.command("roster")
@click.option("--example", is_flag=True, help="a small problem instead")
def schema_roster(example: bool) -> None:
    """The JSON Schema of problem, roster and changes."""
    from tongzhou.formats.duty_roster import example_text, schema_text

    click.echo(example_text() if example else schema_text(), nl=False)


def read_problem_file(path: Path) -> "Problem":
    """The problem, or an end with a sentence that names file and place."""
    from tongzhou.formats.duty_roster import BadRoster, read_problem

    try:
        return read_problem(read_json(path))
    except BadRoster as error:
        stop(f"{path.name} {error}", BAD_INPUT)


def read_roster_file(path: Path, problem: "Problem") -> frozenset["Duty"]:
    """The duties of a roster, or an end with a sentence that names file and place."""
    from tongzhou.formats.duty_roster import BadRoster, read_roster

    try:
        return read_roster(read_json(path), problem)
    except BadRoster as error:
        stop(f"{path.name} {error}", BAD_INPUT)


def read_changes_file(path: Path, problem: "Problem") -> "Changes":
    """What changed, or an end with a sentence that names file and place."""
    from tongzhou.formats.duty_roster import BadRoster, read_changes

    try:
        return read_changes(read_json(path), problem)
    except BadRoster as error:
        stop(f"{path.name} {error}", BAD_INPUT)


def give(content: dict[str, Any], out: Path, *, as_json: bool) -> None:
    """Write the roster, tell the summary, and end: good if no rule is broken."""
    import json

    write_text(out, json.dumps(content, ensure_ascii=False))
    summary = {key: value for key, value in content.items() if key not in KEPT_FOR_THE_FILE}
    for name in COUNTED & summary.keys():
        summary[name] = len(summary[name])
    summary["unfilled"] = sum(gap["missing"] for gap in content["unfilled"])
    answer(summary, as_json=as_json, text=_as_text(content))
    sys.exit(REFUSED if content["violations"] else GOOD)


def _say_step(step: "Step") -> None:
    bound = f", at least {step.bound:,.0f}" if step.bound > float("-inf") else ""
    say(f"{step.name} roster: {len(step.duties)} duties{bound}")


def _as_text(content: dict[str, Any]) -> str:
    proven = "" if content["bound"] is None else f", at least {content['bound']:,.0f}"
    head = f"{content['status']}: {len(content['assignments'])} duties; cost {content['objective']:,.0f}"
    gaps = (f"{g['post']}, day {g['day']} {g['shift']}: {g['reason']}" for g in content["unfilled"])
    return "\n".join([head + proven, *gaps])


COMMANDS = ()
