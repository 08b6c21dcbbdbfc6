"""A roster through the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cast import Cast
from tests.registry.rosters import saved, workbook
from tests.registry.uploads import BAD, GOOD
from tongzhou.cli import roster as cli
from tongzhou.registry.models import Resident


@pytest.fixture
def run(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    monkeypatch.setattr(cli, "migrate", lambda: None)

    def run(content: bytes, *options: str) -> tuple[int, str]:
        path = saved(tmp_path, content)
        done = CliRunner().invoke(cli.import_roster, [str(path), *options])
        return done.exit_code, done.stdout

    return run


def test_the_command_says_on_stderr_what_it_left_out(tmp_path: Path, cast: Cast) -> None:
    path = saved(tmp_path, workbook(GOOD, more=["二组"]))
    done = CliRunner().invoke(cli.import_roster, [str(path), "--json"])

    assert "二组" in done.stderr
    assert "二组" not in done.stdout


def test_the_command_tells_bad_input_from_a_refusal(tmp_path: Path, db: None) -> None:
    folder = CliRunner().invoke(cli.import_roster, [str(tmp_path)])
    assert (folder.exit_code, "cannot be opened" in folder.stderr) == (2, True)

    no_office = CliRunner().invoke(cli.import_roster, [str(saved(tmp_path, workbook(GOOD)))])
    assert (no_office.exit_code, "tongzhou init" in no_office.stderr) == (1, True)

    target = str(tmp_path / "missing" / "roster.xlsx")
    template = CliRunner().invoke(cli.export_template, [target])
    assert (template.exit_code, "cannot be written" in template.stderr) == (2, True)


def test_the_command_prints_one_json_object(run: Callable[..., tuple[int, str]]) -> None:
    code, out = run(workbook(GOOD), "--json")

    report = json.loads(out)
    assert code == 0
    assert (report["rows"], report["created"], report["errors"]) == (2, 2, [])


def test_the_command_ends_with_1_when_rows_are_bad(run: Callable[..., tuple[int, str]]) -> None:
    code, out = run(workbook(BAD), "--json")

    assert code == 1
    assert [error["cell"] for error in json.loads(out)["errors"]] == ["H3", "J4"]
    assert not Resident.objects.filter(name="赵一").exists()


def test_the_command_applies_good_rows_on_request(run: Callable[..., tuple[int, str]]) -> None:
    code, out = run(workbook(BAD), "--json", "--apply-good")

    assert (code, json.loads(out)["created"]) == (0, 1)


def test_the_command_ends_with_2_for_a_file_that_is_no_roster(
    run: Callable[..., tuple[int, str]],
) -> None:
    code, out = run(b"%PDF-1.7", "--json")

    assert (code, out) == (2, "")
