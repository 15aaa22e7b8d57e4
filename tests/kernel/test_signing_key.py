"""The portal's own key: kept for its owner, renewed without forgetting the one before."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from contest_portal.kernel.signatures import is_public_key, is_signed
from contest_portal.kernel.signing_key import BadKey, make_key, read_key


def test_a_key_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "instance" / "key.pem"

    made = make_key(file)

    assert (read_key(file).public_keys, file.stat().st_mode & 0o077) == (made.public_keys, 0)
    assert [is_public_key(key) for key in made.public_keys] == [True]


def test_what_earlier_keys_signed_goes_on_being_checked(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    first = make_key(file)
    second, third = make_key(file), make_key(file)

    assert third.public_keys == (third.public_keys[0], second.public_keys[0], first.public_keys[0])
    assert is_signed(b"papel", first.sign(b"papel").hex(), third.public_keys[2])
    assert b"PRIVATE" not in file.read_bytes().split(b"-----END PRIVATE KEY-----", 1)[1]


@pytest.mark.parametrize(
    "private", [ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP384R1()), None]
)
def test_what_is_no_such_key_is_refused(
    tmp_path: Path, private: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | None
) -> None:
    file = tmp_path / "key.pem"
    if private is not None:
        file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    with pytest.raises(BadKey, match="holds no key"):
        read_key(file)
