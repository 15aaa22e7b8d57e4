"""A key that signs documents on a PKCS#11 token: it never leaves it.

One session for each process and token, kept: five hundred papers need one sign-in. When the token was pulled out, what
was being signed is signed again in a new session, once. A PIN that was refused is not tried again by the portal, nor by
any other process of it: a token locks after a few. A mark beside the storage says so, and the token's own flag.
"""

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cryptography import x509

from contest_portal.kernel import signing_faults
from contest_portal.kernel.certificates import BadCertificate, Certificate, certificate_of
from contest_portal.kernel.private_files import others_read, write_private

if TYPE_CHECKING:
    from pkcs11 import Attribute, Session, Token
    from pyhanko.sign.signers import Signer

log = logging.getLogger(__name__)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class KeyToken:
    """Where a key is: the driver's library, the token's label, and the key's (empty: the only one on it).

    The PIN is `pin`, or what `pin_file` holds, which only its owner may read. `refused` is the file that is there once
    the token refused it. `again` tries all the same, once: a person has mended it.
    """

    module: Path
    token: str
    key: str
    refused: Path
    pin: str = field(default="", repr=False)
    pin_file: Path | None = None
    again: bool = False

    def certificate(self) -> Certificate:
        """Tell whose certificate it is, with the session open and the token in its place."""
        return self._alive(lambda opened: certificate_of(opened.certificate))

    def use(self, work: "Callable[[Signer], Made]") -> Made:
        """Let the work sign with the key on the token; one paper at a time, as a token does."""
        return self._alive(lambda opened: work(opened.signer))

    def read_pin(self) -> str:
        """Give the PIN. BadCertificate when the file is not there, is empty, or others may read it."""
        if self.pin_file is None:
            return self.pin
        try:
            if others_read(self.pin_file):
                raise BadCertificate(
                    f"{self.pin_file} can be read by other accounts: chmod 600.", signing_faults.NO_PIN
                )
            pin = self.pin_file.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadCertificate(f"{self.pin_file} cannot be read: {error}", signing_faults.NO_PIN) from error
        if not pin:
            raise BadCertificate(f"{self.pin_file} is empty.", signing_faults.NO_PIN)
        return pin

    def _alive(self, work: "Callable[[_Opened], Made]") -> Made:
        """Do the work in the session of this process; in a new one, once, when the token was away meanwhile."""
        with _turn, _translated():
            from pkcs11 import PKCS11Error  # noqa: PLC0415 - only for those who have a token

            kept = _sessions.get(self._place)
            if kept is not None and kept.process == os.getpid():
                try:
                    kept.look()
                    return work(kept)
                except PKCS11Error as error:
                    log.warning("session with the token lost", extra={"reason": type(error).__name__})
            if kept is not None:
                _forget(self, kept)
            return work(_sessions.setdefault(self._place, _open(self)))

    @property
    def _place(self) -> "KeyToken":
        return replace(self, pin="", pin_file=None, again=False)


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """What a token says without a PIN: its label, maker and number, and whether its PIN is low in tries or locked."""

    label: str
    maker: str
    serial: str
    pin_low: bool
    pin_locked: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """A session that is signed in, with what signs there."""

    process: int
    session: "Session"
    certificate: x509.Certificate
    signer: "Signer"

    def look(self) -> None:
        """Raise a PKCS11Error when the token is not there any more."""
        self.session.token.slot.get_token()
        list(self.session.get_objects(_key_query("")))


_turn = threading.RLock()
_sessions: dict[KeyToken, _Opened] = {}


def tokens_seen(module: Path) -> tuple[TokenSeen, ...]:
    """List the tokens that a driver finds. BadCertificate when there is no such driver."""
    with _turn, _translated():
        return tuple(map(_seen, _tokens(module)))


def sign_out(key: KeyToken) -> None:
    """Close the session of this process, if there is one."""
    with _turn, _translated():
        kept = _sessions.get(key._place)
        if kept is not None:
            _forget(key, kept)


def _tokens(module: Path) -> "list[Token]":
    import pkcs11  # noqa: PLC0415

    try:
        library = pkcs11.lib(str(module))
    except pkcs11.PKCS11Error as error:
        raise BadCertificate(str(error), signing_faults.NO_DRIVER) from error
    found = []
    for slot in library.get_slots(token_present=True):
        with suppress(pkcs11.PKCS11Error):  # pulled out a moment ago, or broken: none that could be used
            found.append(slot.get_token())
    return [token for token in found if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]


def _seen(token: "Token") -> TokenSeen:
    from pkcs11 import TokenFlag  # noqa: PLC0415

    low = TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY
    return TokenSeen(
        label=token.label,
        maker=f"{token.manufacturer_id} {token.model}",
        serial=token.serial.decode(errors="replace"),
        pin_low=bool(token.flags & low),
        pin_locked=bool(token.flags & TokenFlag.USER_PIN_LOCKED),
    )


def _forget(key: KeyToken, kept: _Opened) -> None:
    """Close what is left of a session; the driver of a process that was forked from another begins anew."""
    import pkcs11  # noqa: PLC0415

    _sessions.pop(key._place, None)
    if kept.process == os.getpid():
        with suppress(pkcs11.PKCS11Error):
            kept.session.close()
    else:
        _begin_anew(key.module)


def _begin_anew(module: Path) -> None:
    import pkcs11  # noqa: PLC0415

    pkcs11.lib(str(module)).reinitialize()


def _open(key: KeyToken) -> _Opened:
    found = _connected(key)
    if not found and not _sessions:  # some drivers look for their tokens only when they begin
        _begin_anew(key.module)
        found = _connected(key)
    if not found:
        raise BadCertificate(f"no token {key.token!r} is connected.", signing_faults.TOKEN_AWAY)
    session = _signed_in(key, found[0])
    try:
        return _found(key, session)
    except BaseException:
        session.close()
        raise


def _connected(key: KeyToken) -> "list[Token]":
    return [one for one in _tokens(key.module) if key.token in {"", one.label}]


def _signed_in(key: KeyToken, token: "Token") -> "Session":
    """Sign in, one process at a time, unless a PIN was refused before."""
    import pkcs11  # noqa: PLC0415

    pin = key.read_pin()
    with _one_process(key.refused.with_suffix(".lock")):
        seen = _seen(token)
        if seen.pin_locked:
            raise BadCertificate("the token is locked.", signing_faults.PIN_LOCKED)
        if (seen.pin_low or key.refused.exists()) and not key.again:
            raise BadCertificate("the PIN was refused before.", signing_faults.PIN_REFUSED)
        try:
            session = token.open(user_pin=pin)
        except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
            write_private(key.refused, b"")
            raise BadCertificate("the PIN is refused.", signing_faults.PIN_REFUSED) from error
        except pkcs11.PinLocked as error:
            raise BadCertificate("the token is locked.", signing_faults.PIN_LOCKED) from error
        except pkcs11.UserAlreadyLoggedIn:
            return token.open()
        key.refused.unlink(missing_ok=True)
        return session


@contextmanager
def _one_process(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _found(key: KeyToken, session: "Session") -> _Opened:
    """Find the key and its certificate, which bears the same identifier, and what signs with both."""
    from asn1crypto.x509 import Certificate as Asn1Certificate  # noqa: PLC0415
    from pkcs11 import Attribute, Mechanism, ObjectClass  # noqa: PLC0415
    from pyhanko.sign.pkcs11 import PKCS11Signer  # noqa: PLC0415

    keys = list(session.get_objects(_key_query(key.key)))
    if len(keys) != 1:
        raise BadCertificate(f"{len(keys)} keys {key.key!r} are on the token.", signing_faults.NO_KEY)
    identifier = keys[0][Attribute.ID]
    stored = {
        one[Attribute.ID]: one[Attribute.VALUE]
        for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    }
    if identifier not in stored:
        raise BadCertificate("the key on the token has no certificate.", signing_faults.NO_KEY)
    mechanisms = session.token.slot.get_mechanisms()
    signer = PKCS11Signer(
        session,
        signing_cert=Asn1Certificate.load(stored[identifier]),
        ca_chain=[Asn1Certificate.load(one) for one in _chain(stored, stored[identifier])],
        key_id=identifier,
        # a token that does not hash by itself is handed the hash
        use_raw_mechanism=Mechanism.ECDSA in mechanisms and Mechanism.ECDSA_SHA256 not in mechanisms,
        base_sign_kwargs={"pin": key.read_pin()} if keys[0][Attribute.ALWAYS_AUTHENTICATE] else None,
    )
    return _Opened(os.getpid(), session, x509.load_der_x509_certificate(stored[identifier]), signer)


def _chain(stored: dict[bytes, bytes], own: bytes) -> Iterator[bytes]:
    """Give the certificates on the token that vouch for one, from the nearest up; others are nobody's business."""
    left = {x509.load_der_x509_certificate(one).subject: one for one in stored.values() if one != own}
    issuer = x509.load_der_x509_certificate(own).issuer
    while issuer in left:
        found = left.pop(issuer)
        issuer = x509.load_der_x509_certificate(found).issuer
        yield found


def _key_query(label: str) -> "dict[Attribute, object]":
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415

    wanted: dict[Attribute, object] = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True}
    return wanted | ({Attribute.LABEL: label} if label else {})


@contextmanager
def _translated() -> Iterator[None]:
    """Tell what the driver says as BadCertificate."""
    try:
        import pkcs11  # noqa: PLC0415
    except ImportError as error:
        raise BadCertificate("python-pkcs11 is not installed.", signing_faults.NO_DRIVER) from error
    try:
        yield
    except (pkcs11.TokenNotPresent, pkcs11.NoSuchToken, pkcs11.DeviceRemoved) as error:
        raise BadCertificate(type(error).__name__, signing_faults.TOKEN_AWAY) from error
    except pkcs11.PKCS11Error as error:
        raise BadCertificate(f"{type(error).__name__}: {error}", signing_faults.TOKEN_FAILED) from error
