"""The portal's own key: kept for its owner, renewed without forgetting the one before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

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
    "retouched",
    [
        lambda pem: pem.replace(b"\n", b"\r\n"),
        lambda pem: pem.rstrip(),
        lambda pem: b"\n".join((b"# de la unidad", pem)),
    ],
    ids=["line ends of Windows", "no last line end", "a remark before"],
)
def test_no_earlier_key_is_lost_in_a_file_that_was_edited(
    tmp_path: Path, retouched: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "key.pem"
    first, second = make_key(file), make_key(file)

    file.write_bytes(retouched(file.read_bytes()))

    assert read_key(file).public_keys == second.public_keys
    assert make_key(file).public_keys[1:] == (second.public_keys[0], first.public_keys[0])


def test_an_earlier_key_of_another_kind_is_named_not_left_out(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    make_key(file)
    other = ec.generate_private_key(ec.SECP384R1()).public_key()
    with file.open("ab") as stream:
        stream.write(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    with pytest.raises(BadKey, match="not a key over P-256"):
        read_key(file)


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
