"""Signatures over P-256: published examples, own ones, and everything that is not one."""

import pytest

from contest_portal.kernel.signatures import BASE, ORDER, is_public_key, is_signed, key_code, multiply
from tests.factories.phones import public_key, sign

# RFC 6979, A.2.5, message "sample" and "test" with SHA-256
KEY = (
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
)
SAMPLE = (
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
)
TEST = (
    "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
    "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
)


@pytest.mark.parametrize(("message", "signature"), [(b"sample", SAMPLE), (b"test", TEST)])
def test_the_published_examples_hold(message: bytes, signature: str) -> None:
    assert is_signed(message, signature, KEY)


@pytest.mark.parametrize(
    ("message", "signature", "key"),
    [
        pytest.param(b"sample.", SAMPLE, KEY, id="another message"),
        pytest.param(b"sample", TEST, KEY, id="another's signature"),
        pytest.param(b"sample", SAMPLE, public_key(5), id="another key"),
        pytest.param(b"sample", SAMPLE.upper(), KEY, id="in capitals"),
        pytest.param(b"sample", SAMPLE[:-1], KEY, id="cut"),
        pytest.param(b"sample", "", KEY, id="none"),
        pytest.param(b"sample", "0" * 128, KEY, id="zeros"),
        pytest.param(b"sample", f"{ORDER:064x}{SAMPLE[64:]}", KEY, id="too large"),
        pytest.param(b"sample", SAMPLE, KEY[:-1] + "8", id="a key beside the curve"),
        pytest.param(b"sample", SAMPLE, "05" + KEY[2:], id="a key of another form"),
        pytest.param(b"sample", SAMPLE, "", id="no key"),
    ],
)
def test_what_is_no_signature_of_it_is_refused(message: bytes, signature: str, key: str) -> None:
    assert not is_signed(message, signature, key)


def test_five_hundred_forgeries_are_refused_and_the_true_ones_hold() -> None:
    """Of each sheet: 22 changed signatures, that of another sheet, the sheet changed, one made by another key."""
    bodies = [f"hoja {number}" for number in range(20)]
    signatures = [sign(body, 4711) for body in bodies]
    key = public_key(4711)
    sheets = list(zip(bodies, signatures, strict=True))

    forged = [
        (body, f"{one[:place]}{int(one[place], 16) ^ 1:x}{one[place + 1 :]}")
        for body, one in sheets
        for place in range(0, 128, 6)
    ]
    forged += zip(bodies, [*signatures[1:], signatures[0]], strict=True)
    forged += [(f"{body} ", one) for body, one in sheets]
    forged += [(body, sign(body, 4712)) for body in bodies]

    taken = [one for one in forged if is_signed(one[0].encode(), one[1], key)]
    assert all(is_signed(body.encode(), one, key) for body, one in sheets)
    assert (len(forged), taken) == (500, [])


def test_a_key_is_a_point_and_has_a_code_that_people_can_copy() -> None:
    assert is_public_key(public_key(1))
    assert not is_public_key("04" + "0" * 128)
    assert key_code(KEY) == "P65R-DKGK-H7J6-VT3T-MJJH"
    assert multiply(2, BASE)[0] == 0x7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978
    assert is_signed(b"x", sign("x", 1), public_key(1))
