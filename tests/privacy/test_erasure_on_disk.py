"""What was erased is in no byte of the files any more."""

from pathlib import Path

from tests.made_once import run_apart
from tests.tables import new_data

NAME, PHONE, PINYIN = "金丝雀无人此名", "13977788899", "jinsique"


def files_after(data: Path, *words: str) -> dict[str, bytes]:
    """Everything in the data directory after the story of `erased_on_disk` was told in it."""
    new_data(data)
    told = run_apart(data, "-m", "tests.privacy.erased_on_disk", NAME, PHONE, *words)
    assert told.returncode == 0, told.stderr
    return {path.name: path.read_bytes() for path in data.rglob("*") if path.is_file()}


def files_with(text: str, files: dict[str, bytes]) -> list[str]:
    """The files in which a text stands."""
    return [name for name, content in files.items() if text.encode() in content]


def test_what_names_somebody_who_left_is_in_no_file(tmp_path: Path) -> None:
    kept = files_after(tmp_path / "kept", "keep")
    assert files_with(NAME, kept), "the search would find it"
    assert files_with(PINYIN, kept)
    assert not files_with(PHONE, kept), "sealed from the first moment"

    erased = files_after(tmp_path / "erased")
    assert "tongzhou.sqlite3" in erased
    assert not files_with(NAME, erased)
    assert not files_with(PINYIN, erased)
