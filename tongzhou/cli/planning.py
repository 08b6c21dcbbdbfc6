"""`tongzhou plan`: the planners from the command line, without the database."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tongzhou.cli.output import BAD_INPUT, GOOD, REFUSED, answer, say, stop

if TYPE_CHECKING:
    from shapely import Geometry

    from tongzhou.formats.streets import Extract
    from tongzhou.planners.closure.problem import Pins, Problem, Profile
    from tongzhou.planners.closure.problem.register import Register

FILE = click.Path(path_type=Path)


@click.group()
def plan() -> None:
    """Make and check plans."""


@plan.group()
def check() -> None:
    """Check a plan with code that shares nothing with its solver."""


@plan.group()
def profile() -> None:
    """Print the default profile of a planner."""


@plan.group()
def export() -> None:
    """Turn a plan into what other programs and people read."""


@plan.group()
def schema() -> None:
    """Print the JSON Schema of a planner's files."""


def streets_options(command: Any) -> Any:
    """What both planning and checking a closure start from."""
    for option in (
        click.option("--pins", type=FILE, help="JSON: gates, open, closed, built, widths"),
        click.option("--gcj02", is_flag=True, help="boundary and households are in GCJ-02"),
        click.option("--profile", "profile_file", type=FILE, help="TOML over the default profile"),
        click.option("--households", type=FILE, help="CSV: osm_id,households or lon,lat,households"),
        click.option("--boundary", type=FILE, help="GeoJSON polygon; without it all but the rim"),
        click.option("--streets", type=FILE, required=True, help=".osm, .osm.gz, .osm.pbf, .geojson, .parquet"),
    ):  # fmt: skip
        command = option(command)
    return command


@plan.command("closure")
@streets_options
@click.option("--out", type=FILE, required=True, help="where the plan (GeoJSON) goes")
@click.option("--certificate", type=FILE, help="where the proof goes")
@click.option("--audit", type=FILE, help="where the gaps to look at (GeoJSON) go")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--budget", type=float, default=300.0, show_default=True, help="seconds")
@click.option("--json", "as_json", is_flag=True)
def closure(
    out: Path,
    certificate: Path | None,
    audit: Path | None,
    seed: int,
    budget: float,
    as_json: bool,
    **streets: Any,
) -> None:
    """Which alleys to close and which gates to keep, with the proven bound."""
    with stdout_for_answers_only():
        given = Given.read(**streets)
        made = _planned(given, seed=seed, budget=budget, has_audit=audit is not None)
        if certificate:
            _write(certificate, made.certificate)
        if audit:
            _write(audit, made.gaps)
    _write(out, made.geojson)
    summary = made.geojson["tongzhou"]
    answer(summary, as_json=as_json, text=_as_text(summary))
    sys.exit(GOOD if made.is_good else REFUSED)


@check.command("closure")
@click.argument("plan_file", metavar="PLAN", type=FILE)
@streets_options
@click.option("--certificate", type=FILE, help="verify this proof as well")
@click.option("--json", "as_json", is_flag=True)
def check_closure(plan_file: Path, certificate: Path | None, as_json: bool, **streets: Any) -> None:
    """Check a closure plan against the raw streets."""
    with stdout_for_answers_only():
        given = Given.read(**streets)
        found = given.check(read_json(plan_file))
        if certificate:
            found["violations"] += given.verify(read_json(plan_file), read_json(certificate))
            found["ok"] = not found["violations"]
    lines = [f"{v['rule']} {v['where']}: {v['message']}" for v in found["violations"]]
    answer(found, as_json=as_json, text="\n".join(lines) or "No rule is broken.")
    sys.exit(GOOD if found["ok"] else REFUSED)


@export.command("closure")
@click.argument("plan_file", metavar="PLAN", type=FILE)
@click.option("--streets", type=FILE, required=True, help="the file the plan was made from")
@click.option("--out", type=FILE, required=True, help=".csv, .gpx, .kml or .svg")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def export_closure(plan_file: Path, streets: Path, out: Path, lang: str) -> None:
    """The barrier schedule (CSV, GPX, KML) or the map (SVG) of a closure plan."""
    with stdout_for_answers_only():
        from tongzhou.planners.closure.explain.exports import to_csv, to_gpx, to_kml
        from tongzhou.planners.closure.explain.picture import to_svg
        from tongzhou.planners.closure.explain.schedule import schedule

        made = read_json(plan_file)
        given = Given.read(streets=streets)
        written = {".csv": to_csv, ".gpx": to_gpx, ".kml": to_kml}
        kind = out.suffix.lower()
        if kind == ".svg":
            text = to_svg(made, given.extract)
        elif kind in written:
            text = written[kind](schedule(made, given.extract), lang)
        else:
            stop(f"{out.name} is none of .csv, .gpx, .kml and .svg.", BAD_INPUT)
    write_text(out, text)
    say(f"Written: {out}")


@profile.command("closure")
def profile_closure() -> None:
    """The default profile of a closure, as TOML with comments."""
    from tongzhou.planners.closure.problem.profile import default_text

    click.echo(default_text(), nl=False)


@schema.command("closure")
def schema_closure() -> None:
    """The JSON Schema of a closure plan."""
    from tongzhou.planners.closure import schema_text

    click.echo(schema_text(), nl=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A plan ready to be written."""

    geojson: dict[str, Any]
    certificate: dict[str, Any]
    gaps: dict[str, Any]

    @property
    def is_good(self) -> bool:
        """Whether every cell has a plan and no rule is broken."""
        summary = self.geojson["tongzhou"]
        return summary["status"] != "infeasible" and not summary["violations"]


@dataclass(frozen=True, slots=True)
class Given:
    """The files of a closure, read."""

    extract: "Extract"
    profile: "Profile"
    boundary: "Geometry | None"
    register: "Register | None"
    pins: "Pins"
    digests: dict[str, str]

    @classmethod
    def read(
        cls,
        *,
        streets: Path,
        boundary: Path | None = None,
        households: Path | None = None,
        pins: Path | None = None,
        profile_file: Path | None = None,
        gcj02: bool = False,
    ) -> "Given":
        """Read all of them, or end with a sentence that names the file and what is wrong."""
        from tongzhou.formats.errors import FormatError
        from tongzhou.formats.streets import read
        from tongzhou.formats.streets.boundary import read_boundary
        from tongzhou.formats.streets.gcj02 import shape_to_wgs84
        from tongzhou.planners.closure.problem import BadProfile, Profile
        from tongzhou.planners.closure.problem.register import BadRegister, read_register

        files = {"boundary": boundary, "households": households, "profile": profile_file}
        try:
            shape = read_boundary(boundary) if boundary else None
            register = read_register(_text(households)) if households else None
            if gcj02:
                shape = shape_to_wgs84(shape) if shape is not None else None
                register = register.from_gcj02() if register else None
            return cls(
                extract=read(streets),
                profile=Profile.read(_text(profile_file) if profile_file else ""),
                boundary=shape,
                register=register,
                pins=_pins(pins),
                digests={n: _digest(path) for n, path in files.items() if path},
            )
        except (FormatError, BadProfile, BadRegister) as error:
            stop(str(error), BAD_INPUT)

    def problem(self) -> "Problem":
        """The problem, or an end with a sentence."""
        from tongzhou.planners.closure.problem import build
        from tongzhou.planners.closure.problem.build import BadArea

        try:
            return build(
                self.extract, self.profile, boundary=self.boundary, register=self.register,
                pins=self.pins,
            )  # fmt: skip
        except BadArea as error:
            stop(str(error), BAD_INPUT)

    def check(self, geojson: dict[str, Any]) -> dict[str, Any]:
        """What the independent checker says of a plan."""
        from tongzhou.planners.closure.rules import check as check_rules

        report = check_rules(
            self.extract, geojson, self.profile, boundary=self.boundary, register=self.register,
            pins=self.pins,
        )  # fmt: skip
        return {
            "ok": report.ok,
            "violations": [asdict(violation) for violation in report.violations],
            "objective": report.objective,
        }

    def verify(self, geojson: dict[str, Any], proof: dict[str, Any]) -> list[dict[str, Any]]:
        """What is wrong with a certificate."""
        from tongzhou.planners.closure.rules.certificate import verify

        faults = verify(
            self.extract, geojson, proof, self.profile, boundary=self.boundary, pins=self.pins
        )
        return [asdict(fault) for fault in faults]


def _planned(given: Given, *, seed: int, budget: float, has_audit: bool) -> Made:
    from tongzhou.planners.closure.explain import to_geojson
    from tongzhou.planners.closure.explain.audit import audit, gap_features
    from tongzhou.planners.closure.explain.certificate import certificate
    from tongzhou.planners.closure.solve import solve

    began = time.monotonic()
    problem = given.problem()
    if not problem.homes:
        stop("No home lies in the area: draw it around buildings people live in.", REFUSED)
    found = solve(problem, seed=seed, budget=budget, progress=_say_progress)
    geojson = to_geojson(problem, found)
    summary = geojson["tongzhou"]
    summary["input"] |= given.digests
    summary["violations"] = given.check(geojson)["violations"]
    summary["seconds"] = round(time.monotonic() - began, 3)
    gaps = gap_features(problem, audit(problem, given.extract, found)) if has_audit else []
    return Made(
        geojson,
        certificate(problem, geojson),
        {"type": "FeatureCollection", "features": gaps},
    )


def _pins(path: Path | None) -> "Pins":
    from tongzhou.planners.closure.problem import NO_PINS
    from tongzhou.planners.closure.problem.pins import BadPins, read_pins

    try:
        return read_pins(_text(path)) if path else NO_PINS
    except BadPins as error:
        stop(str(error), BAD_INPUT)


@contextmanager
def stdout_for_answers_only() -> Iterator[None]:
    """Solvers greet on stdout; what they say goes to stderr."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _say_progress(done: int, total: int, objective: float, bound: float) -> None:
    say(f"{done} of {total} cells, cost {objective:,.0f}, at least {bound:,.0f}")


def _as_text(summary: dict[str, Any]) -> str:
    head = (
        "{status}: {fences} fences, {fire_lanes} fire lanes, {gates} gates, "
        "{keyed_doors} keyed doors for {households} households; cost {objective:,.0f}, "
        "at least {bound:,.0f}"
    ).format(**summary)
    return "\n".join([head, *(failure["sentence"] for failure in summary["failures"])])


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{path} cannot be read: {error}.", BAD_INPUT)


def read_json(path: Path) -> dict[str, Any]:
    """The object of a file, or an end with a sentence."""
    try:
        content = json.loads(_text(path))
    except ValueError as error:
        stop(f"{path} is no JSON: {error}.", BAD_INPUT)
    if not isinstance(content, dict):
        stop(f"{path} holds no plan.", BAD_INPUT)
    return content


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, content: dict[str, Any]) -> None:
    write_text(path, json.dumps(content, ensure_ascii=False))


def write_text(path: Path, text: str) -> None:
    """Write a file, or end with a sentence."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        stop(f"{path} cannot be written: {error}.", BAD_INPUT)


COMMANDS = (plan,)
