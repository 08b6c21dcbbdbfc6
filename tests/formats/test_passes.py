"""The token on a pass: what was signed is read, and nothing else is."""

import base64
from collections.abc import Iterator

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.formats import base45, pass_codes, passes
from tongzhou.formats.passes import Body, Fault, Refused

PRIVATE = bytes(31) + b"\x07"
KEYS = {7: passes.public_key(PRIVATE)}
START = 1_580_688_000
BODY = Body(
    key=7, pass_id=b"\x01\x23\x45\x67\x89\xab\xcd\xef", scope=12, starts_at=START, hours=720
)
TOKEN = passes.written(BODY, passes.sign(BODY, PRIVATE))
bodies = st.builds(
    Body,
    key=st.integers(0, 2**16 - 1),
    pass_id=st.binary(min_size=8, max_size=8),
    scope=st.integers(0, 2**32 - 1),
    starts_at=st.integers(0, 2**32 - 1),
    hours=st.integers(1, 2**16 - 1),
    flags=st.integers(0, 255),
)


def fault(token: str, *, at: int = START, keys: dict[int, bytes] = KEYS) -> Fault:
    with pytest.raises(Refused) as refused:
        passes.verify(token, keys, at=at)
    return refused.value.fault


def test_a_token_is_87_bytes_and_a_small_code() -> None:
    assert passes.TOKEN_BYTES == 87
    assert segno.make_qr(TOKEN, error="m").designator == "6-M"


@given(bodies)
@settings(max_examples=60)
def test_every_pass_is_read_as_it_was_written_and_fits_the_same_code(body: Body) -> None:
    token = passes.written(body, passes.sign(body, PRIVATE))
    keys = {body.key: KEYS[7]}
    assert passes.verify(token, keys, at=body.starts_at) == body
    assert passes.verify(f" {token}\n", keys, at=body.ends_at - 1) == body
    assert segno.make_qr(token, error="m").version == 6


def test_the_same_pass_is_signed_the_same_way_again() -> None:
    assert passes.written(BODY, passes.sign(BODY, PRIVATE)) == TOKEN


def flipped() -> Iterator[str]:
    content = BODY.packed() + passes.sign(BODY, PRIVATE)
    for bit in range(len(content) * 8):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        yield passes.PREFIX + base45.encode(bytes(changed))


def test_no_token_survives_a_flipped_bit() -> None:
    faults = [fault(token) for token in flipped()]
    assert len(faults) == 696
    assert set(faults) == {Fault.DAMAGED, Fault.UNKNOWN_KEY, Fault.FORGED}


@given(st.binary(min_size=87, max_size=87))
def test_random_tokens_are_refused(content: bytes) -> None:
    signed_like_ours = bytes([1, 1, 0, 7]) + content[4:]
    assert fault(passes.PREFIX + base45.encode(signed_like_ours)) == Fault.FORGED
    assert fault(passes.PREFIX + base45.encode(content)) in set(Fault)


@given(st.text(max_size=150))
def test_any_text_is_refused_with_a_reason(text: str) -> None:
    assert fault(text) == (Fault.DAMAGED if text.strip().startswith("TZ1:") else Fault.NOT_OURS)
    assert fault(f"TZ1:{text}") == Fault.DAMAGED


def test_a_pass_holds_from_its_start_until_its_end() -> None:
    assert fault(TOKEN, at=START - 1) == Fault.NOT_YET
    assert passes.verify(TOKEN, KEYS, at=START + 720 * 3600 - 1) == BODY
    assert fault(TOKEN, at=START + 720 * 3600) == Fault.EXPIRED


def test_another_key_of_the_same_number_does_not_open() -> None:
    assert fault(TOKEN, keys={7: passes.public_key(passes.new_private_key())}) == Fault.FORGED
    assert fault(TOKEN, keys={8: KEYS[7]}) == Fault.UNKNOWN_KEY


def test_the_other_half_of_a_signature_is_refused() -> None:
    signature = passes.sign(BODY, PRIVATE)
    mirrored = passes.ORDER - int.from_bytes(signature[32:], "big")
    token = passes.written(BODY, signature[:32] + mirrored.to_bytes(32, "big"))
    assert fault(token) == Fault.FORGED


@given(st.binary(max_size=120))
def test_base45_reads_what_it_wrote(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@pytest.mark.parametrize(("data", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0")])
def test_base45_writes_like_the_standard(data: bytes, text: str) -> None:
    assert base45.encode(data) == text


@pytest.mark.parametrize("text", ["GGW", "ZZ", "A", "abc", ":::", "AB\u0660"])
def test_base45_refuses_what_nobody_writes(text: str) -> None:
    with pytest.raises(ValueError, match="Base45"):
        base45.decode(text)


def test_base45_is_shorter_than_base64_in_a_code() -> None:
    content = BODY.packed() + passes.sign(BODY, PRIVATE)
    plain = segno.make_qr(base64.b64encode(content).decode(), error="m")
    assert int(plain.version) > 6


@given(st.binary(min_size=8, max_size=8))
def test_a_code_is_read_however_it_is_typed(pass_id: bytes) -> None:
    code = pass_codes.code_of(pass_id)
    assert len(code) == pass_codes.LENGTH
    assert pass_codes.read(pass_codes.spoken(code).lower()) == code
    assert pass_codes.read(f" {code[:4]} {code[4:]} ") == code


@given(st.binary(min_size=8, max_size=8), st.integers(0, 8), st.sampled_from(pass_codes.ALPHABET))
def test_one_wrong_character_is_noticed(pass_id: bytes, place: int, other: str) -> None:
    code = pass_codes.code_of(pass_id)
    typed = code[:place] + other + code[place + 1 :]
    assert (typed == code) or not is_read(typed)


@given(st.binary(min_size=8, max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_two_characters_in_each_others_place_are_noticed(pass_id: bytes, a: int, b: int) -> None:
    code = list(pass_codes.code_of(pass_id))
    swapped = code.copy()
    swapped[a], swapped[b] = code[b], code[a]
    assert (swapped == code) or not is_read("".join(swapped))


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFGHJK", "0BCDEFGHJ", "OBCDEFGHJ", "柳"])
def test_what_is_no_code_is_mistyped(typed: str) -> None:
    assert not is_read(typed)


def is_read(typed: str) -> bool:
    try:
        pass_codes.read(typed)
    except ValueError:
        return False
    return True
