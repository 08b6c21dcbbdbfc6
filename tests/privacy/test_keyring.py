"""Sealed values open only with their key, in their place."""

import pytest

from tests.cast import Cast
from tongzhou.core.prepared import Places
from tongzhou.privacy.keyring import Keyring, destroy_keys


def test_a_sealed_phone_is_read_back_and_is_not_in_the_row(cast: Cast) -> None:
    keyring = Keyring.of([cast.wang_xiuying.key_id])
    assert keyring.read(cast.wang_xiuying, "phone") == "13900000501"
    assert b"13900000501" not in bytes(cast.wang_xiuying.phone)


def test_a_destroyed_key_leaves_nothing_to_read(cast: Cast) -> None:
    assert destroy_keys([cast.wang_xiuying.key_id]) == 1
    assert Keyring.of([cast.wang_xiuying.key_id]).read(cast.wang_xiuying, "phone") == ""


def test_more_keys_than_one_statement_takes_are_all_opened(cast: Cast) -> None:
    made, ids = Keyring.new(Places.ROOM[-1] + 3)
    sealed = [made.seal_bytes(key_id, "a.place", str(key_id).encode()) for key_id in ids]
    opened = Keyring.of([None, *ids, *ids])
    read = [opened.open_bytes(i, "a.place", s).decode() for i, s in zip(ids, sealed, strict=True)]
    assert read == [str(key_id) for key_id in ids]
    assert opened.open_bytes(None, "a.place", sealed[0]) == b""


def test_a_value_moved_to_another_column_does_not_open(cast: Cast) -> None:
    cast.wang_xiuying.id_number = cast.wang_xiuying.phone
    with pytest.raises(ValueError, match="altered or moved"):
        Keyring.of([cast.wang_xiuying.key_id]).read(cast.wang_xiuying, "id_number")


def test_a_value_moved_to_another_person_does_not_open(cast: Cast) -> None:
    cast.li_na.phone = cast.wang_xiuying.phone
    with pytest.raises(ValueError, match="altered or moved"):
        Keyring.of([cast.li_na.key_id]).read(cast.li_na, "phone")
