"""A backup is taken, an office is made of it again, and who was erased stays erased.

On real files, with the command as an administrator types it.
"""

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.made_once import made_once, run_apart
from tests.tables import new_data

NAME, PHONE = "金丝雀无人此名", "13977788899"


def run(data: Path, *words: str, module: str = "tongzhou") -> subprocess.CompletedProcess[str]:
    """The command, with a data folder of its own."""
    return run_apart(data, "-m", module, *words)


def one(folder: Path, pattern: str) -> Path:
    [found] = folder.glob(pattern)
    return found


@pytest.fixture
def office() -> Path:
    """An office with somebody who moved away, before the night that erases them."""
    return made_once("office", _office) / "data"


@pytest.fixture
def backups() -> Path:
    """The same office and two backups of it, one open and one sealed, in folders of their own."""
    return made_once("backups", _backups)


def _office(folder: Path) -> None:
    data = folder / "data"
    new_data(data)
    told = run(data, NAME, PHONE, "keep", module="tests.privacy.erased_on_disk")
    assert told.returncode == 0, told.stderr


def _backups(folder: Path) -> None:
    office = folder / "data"
    shutil.copytree(made_once("office", _office) / "data", office)
    made = run(office, "backup", "--new-key", str(folder / "key.txt"), "--json")
    public = json.loads(made.stdout)["public_key"]
    for to, key in (("open", ""), ("sealed", public)):
        taken = run(office, "backup", "--to", str(folder / to), "--key", key)
        assert taken.returncode == 0, taken.stderr
        assert ("Not sealed" in taken.stderr) == (to == "open")


def restored(backups: Path, kind: str, to: Path, *words: str) -> subprocess.CompletedProcess[str]:
    rows = one(backups / kind, "tongzhou-rows-*")
    secret = ("--secret", str(backups / "data" / "master.secret"))
    return run(to.parent / "elsewhere", "restore", str(rows), "--to", str(to), *secret, *words)


def test_the_keys_are_in_no_file_with_the_rows(backups: Path) -> None:
    with tarfile.open(one(backups / "open", "tongzhou-rows-*.tar")) as tar:
        names = tar.getnames()
    assert {"manifest.json", "tongzhou.sqlite3"} <= set(names)
    assert not [name for name in names if "key" in name or "secret" in name]


def test_a_sealed_backup_shows_no_name_and_an_open_one_does(backups: Path) -> None:
    name = NAME.encode()
    assert name in one(backups / "open", "tongzhou-rows-*").read_bytes()
    assert name not in one(backups / "sealed", "tongzhou-rows-*").read_bytes()


def test_a_sealed_backup_becomes_an_office_with_an_unbroken_log(
    backups: Path, tmp_path: Path
) -> None:
    to = tmp_path / "new"
    done = restored(backups, "sealed", to, "--key-file", str(backups / "key.txt"))
    assert done.returncode == 0, done.stderr
    assert run(to, "audit", "verify").returncode == 0
    assert not list(tmp_path.glob(".new-*"))


def test_who_was_erased_after_the_backup_stays_erased(backups: Path, tmp_path: Path) -> None:
    """The cast lives in 2020, so the night after the restore finds the person long due."""
    to = tmp_path / "new"
    assert restored(backups, "open", to).returncode == 0
    assert not [
        path for path in to.rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()
    ]


def test_without_the_right_key_or_secret_nothing_is_made(backups: Path, tmp_path: Path) -> None:
    to = tmp_path / "new"
    assert "--key-file" in restored(backups, "sealed", to).stderr
    other = tmp_path / "other"
    other.write_text("ab" * 32)
    rows = one(backups / "open", "tongzhou-rows-*")
    done = run(tmp_path / "x", "restore", str(rows), "--to", str(to), "--secret", str(other))
    assert (done.returncode, "not the secret" in done.stderr) == (1, True)
    assert not to.exists()


def test_an_office_that_is_there_is_only_replaced_when_asked(backups: Path, tmp_path: Path) -> None:
    to = tmp_path / "data"
    shutil.copytree(backups / "data", to)
    assert "--force" in restored(backups, "open", to).stderr
    assert restored(backups, "open", to, "--force").returncode == 0
    assert one(tmp_path, "data.before-*").is_dir()


def test_a_cut_off_backup_leaves_everything_as_it_was(backups: Path, tmp_path: Path) -> None:
    whole = one(backups / "sealed", "tongzhou-rows-*")
    cut = tmp_path / whole.name
    cut.write_bytes(whole.read_bytes()[:-1000])
    shutil.copytree(backups / "sealed" / "keys", tmp_path / "keys")
    secret = str(backups / "data" / "master.secret")
    done = run(
        tmp_path / "x", "restore", str(cut), "--to", str(tmp_path / "new"),
        "--secret", secret, "--key-file", str(backups / "key.txt"),
    )  # fmt: skip
    assert (done.returncode, "damaged" in done.stderr) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["keys", whole.name])


def test_copies_of_a_week_ago_are_removed_and_newer_ones_kept(office: Path, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    old = [tmp_path / "tongzhou-rows-20200101T000000Z.tar",
           tmp_path / "keys" / "tongzhou-keys-20200101T000000Z.sqlite3.age"]  # fmt: skip
    foreign = tmp_path / "holiday.tar"
    for path in (*old, foreign):
        path.write_bytes(b"")
    data = shutil.copytree(office, tmp_path / "data")
    assert run(data, "backup", "--to", str(tmp_path)).returncode == 0
    assert not any(path.exists() for path in old)
    assert foreign.exists()
    assert len(list(tmp_path.glob("tongzhou-rows-*"))) == 1
