"""The stamp of a paper: read back whole, and no bit of it can be changed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.documents.rules.stamps import Stamp, parts_of, read_stamp, stamp_bytes, token_of
from contest_portal.kernel.money import MAX_CENTS, Money
from contest_portal.kernel.signatures import is_signed
from contest_portal.kernel.signing_key import SigningKey, make_key

STAMP = Stamp(
    "agreement", "CONVENIO N.° 003-2026-UT-LIRCAY", date(2026, 11, 23), "F-01", Money(1_600_050), "ab" * 32
)
LINES = st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), max_size=80)
STAMPS = st.builds(
    Stamp,
    kind=LINES,
    code=LINES,
    issued_on=st.dates(date(2000, 1, 1), date(2179, 6, 6)),
    group_code=LINES,
    amount=st.none() | st.builds(Money, st.integers(0, MAX_CENTS)),
    data_sha256=st.binary(min_size=16, max_size=16).map(bytes.hex),
)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return make_key(tmp_path_factory.mktemp("key") / "key.pem")


@given(STAMPS)
def test_a_stamp_is_read_back_as_it_was_written(stamp: Stamp) -> None:
    signed, signature = parts_of(token_of(stamp_bytes(stamp), b"s" * 64))

    assert (read_stamp(signed), signature) == (stamp, b"s" * 64)


def test_the_signature_is_found_true_by_the_program_that_checks_phones(key: SigningKey) -> None:
    message = stamp_bytes(STAMP)

    signature = key.sign(message)

    assert is_signed(message, signature.hex(), key.public_keys[0])
    assert signature == key.sign(message)


def test_five_hundred_altered_codes_are_refused(key: SigningKey) -> None:
    """One bit of every byte of what the code holds, of the message and of the signature, until there are 500."""
    message = stamp_bytes(STAMP)
    whole = message + key.sign(message)
    altered = []
    for number in range(500):
        forged = bytearray(whole)
        forged[number % len(whole)] ^= 1 << number // len(whole)
        altered.append(parts_of(token_of(bytes(forged[:-64]), bytes(forged[-64:]))))

    taken = [said for said, signature in altered if is_signed(said, signature.hex(), key.public_keys[0])]
    assert (len(set(altered)), taken) == (500, [])


def test_it_fits_into_a_code_that_an_old_printer_prints(key: SigningKey) -> None:
    message = stamp_bytes(STAMP)

    address = f"https://fondos.example/verificar/ACDE-FGHJ-2345#{token_of(message, key.sign(message))}"

    assert len(address) <= 287, "version 12, level M: 65 squares a side"


@pytest.mark.parametrize("token", ["", "AAAA", "ñ", "A" * 200, "=" * 200])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_stamp(parts_of(token)[0])


def test_no_more_than_the_first_half_of_the_hash_is_said() -> None:
    assert read_stamp(stamp_bytes(STAMP)).data_sha256 == "ab" * 16
