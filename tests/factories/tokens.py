"""Tokens of software (SoftHSM): each in a folder that is plugged in and pulled out, with a key that never leaves it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509.oid import NameOID
from pkcs11 import Attribute, KeyType, ObjectClass
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from contest_portal.kernel.key_tokens import KeyToken, sign_out
from tests.conftest import NOON

PIN, LABEL, KEY = "472913", "Oficina", "firma"
SIGNER = "Unidad Territorial Huancavelica"
DRIVERS = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")


@dataclass(frozen=True, slots=True)
class Plug:
    """A token that is plugged in: where the key is, its authority (PEM), and a way to pull it out."""

    key: KeyToken
    authority: bytes
    folder: Path

    @property
    def _away(self) -> Path:
        return self.folder.with_name("away")

    def pull(self) -> None:
        """Pull it out."""
        self.folder.rename(self._away)
        self.folder.mkdir()

    def plug(self) -> None:
        """Plug it in again."""
        self.folder.rmdir()
        self._away.rename(self.folder)


def driver() -> Path:
    """Give the library of SoftHSM; without one the test is skipped, or fails where everything is required."""
    found = next((Path(one) for one in DRIVERS if Path(one).exists()), None)
    if found is not None:
        return found
    message = "no SoftHSM is installed (apt-get install softhsm2)"
    if os.environ.get("PORTAL_REQUIRE_ALL"):
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def plugged_token(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, kind: KeyType = KeyType.EC, asks_always: bool = False
) -> Iterator[Plug]:
    """Plug a new token in, with one key and its certificate, and an authority's."""
    library, tokens = pkcs11_library(folder, monkeypatch)
    authority = _make_token(library, kind, asks_always=asks_always)
    library.finalize()
    key = KeyToken(driver(), LABEL, KEY, refused=folder / "refused", pin=PIN)
    yield Plug(key, authority.public_bytes(Encoding.PEM), tokens)
    sign_out(key)
    shutil.rmtree(tokens)


def pkcs11_library(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[pkcs11.lib, Path]:
    """Give the driver, begun anew with a folder that holds one token."""
    tokens, told = folder / "tokens", folder / "softhsm2.conf"
    tokens.mkdir()
    told.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(told))
    made = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "so-pin-1"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    library = pkcs11.lib(str(driver()))
    library.reinitialize()
    return library, tokens


def _make_token(library: pkcs11.lib, kind: KeyType, *, asks_always: bool) -> x509.Certificate:
    token = library.get_token(token_label=LABEL)
    with token.open(rw=True, user_pin=PIN) as session:
        template = {Attribute.ALWAYS_AUTHENTICATE: True} if asks_always else {}
        public = _key_pair(session, kind, template)
        own, authority = _certificates(public)
        for identifier, one in ((b"\1", own), (b"\2", authority)):
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.ID: identifier,
                    Attribute.SUBJECT: one.subject.public_bytes(),
                    Attribute.VALUE: one.public_bytes(Encoding.DER),
                }
            )
    return authority


def _key_pair(session: pkcs11.Session, kind: KeyType, template: dict[Attribute, object]) -> bytes:
    told = {"id": b"\1", "label": KEY, "store": True, "private_template": template}
    if kind is KeyType.RSA:
        return encode_rsa_public_key(session.generate_keypair(KeyType.RSA, 2048, **told)[0])
    curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    made = session.create_domain_parameters(KeyType.EC, curve, local=True).generate_keypair(**told)
    return encode_ec_public_key(made[0])


def _certificates(public: bytes) -> tuple[x509.Certificate, x509.Certificate]:
    """Give a certificate of a public key and that of the authority that made it, which is thrown away."""
    from asn1crypto.keys import PublicKeyInfo  # noqa: PLC0415

    authority_key = ec.generate_private_key(ec.SECP256R1())
    try:
        own_key = load_der_public_key(public)
    except ValueError:  # RSA comes without what says so
        own_key = load_der_public_key(PublicKeyInfo.wrap(public, "rsa").dump())
    made = [
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("Autoridad de un token"))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOON - timedelta(days=1))
        .not_valid_after(NOON + timedelta(days=300))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .sign(authority_key, hashes.SHA256())
        for subject, key, is_authority in (
            (SIGNER, own_key, False),
            ("Autoridad de un token", authority_key.public_key(), True),
        )
    ]
    return made[0], made[1]


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        not is_authority, not is_authority, False, False, False, is_authority, is_authority, False, False
    )
