"""Sealed values open only with their key, in their place."""

import pytest

from tests.cast import Cast
from tongzhou.privacy.keyring import Keyring, destroy_keys


def test_a_sealed_phone_is_read_back_and_is_not_in_the_row(cast: Cast) -> None:
    keyring = Keyring.of([cast.wang_xiuying.key_id])
    assert keyring.read(cast.wang_xiuying, "phone") == "13900000501"
    assert b"13900000501" not in bytes(cast.wang_xiuying.phone)


def test_a_destroyed_key_leaves_nothing_to_read(cast: Cast) -> None:
    assert destroy_keys([cast.wang_xiuying.key_id]) == 1
    assert Keyring.of([cast.wang_xiuying.key_id]).read(cast.wang_xiuying, "phone") == ""


def test_a_value_moved_to_another_column_does_not_open(cast: Cast) -> None:
    cast.wang_xiuying.id_number = cast.wang_xiuying.phone
    with pytest.raises(ValueError, match="altered or moved"):
        Keyring.of([cast.wang_xiuying.key_id]).read(cast.wang_xiuying, "id_number")


def test_a_value_moved_to_another_person_does_not_open(cast: Cast) -> None:
    cast.li_na.phone = cast.wang_xiuying.phone
    with pytest.raises(ValueError, match="altered or moved"):
        Keyring.of([cast.li_na.key_id]).read(cast.li_na, "phone")
