"""Codes that a telephone works out from a shared secret and the clock (TOTP, RFC 6238), and the codes for a lost one.

SHA-1, six digits and thirty seconds, because every application knows them and many know nothing else. That SHA-1 has
collisions does not touch an HMAC of it.
"""

import base64
import hmac
import re
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
WINDOW = 1
"""So many steps before and after the present one count too: clocks of telephones go wrong."""
RECOVERY_CODES = 10
_SECRET_BYTES = 20
_ADDRESS = "otpauth://totp/{issuer}:{account}?{facts}"
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE = re.compile(rf"[0-9]{{{DIGITS}}}", re.ASCII)


def new_secret() -> str:
    """Make a secret of 160 bits, in the base 32 that people can type."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """Work out the code of a step (RFC 4226, 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(instant: datetime) -> int:
    """Give the number of the thirty seconds that an instant lies in."""
    return int(instant.timestamp()) // STEP_SECONDS


def matching_step(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """Give the step whose code this is, near the instant and later than the last one that counted; else None."""
    typed = re.sub(r"\s", "", code)
    if not _CODE.fullmatch(typed):
        return None
    now = step_of(at)
    steps = (step for step in range(now - WINDOW, now + WINDOW + 1) if step > after)
    return next((step for step in steps if hmac.compare_digest(code_at(secret, step), typed)), None)


def enrolment_address(secret: str, *, account: str, issuer: str) -> str:
    """Write what an application reads from the QR."""
    facts = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return _ADDRESS.format(issuer=quote(issuer), account=quote(account), facts=facts)


def spoken(secret: str) -> str:
    """Write a secret in groups of four, to be typed where no camera reads the QR."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def new_recovery_codes() -> tuple[str, ...]:
    """Make ten codes of 49 bits, without signs that are misread on paper."""
    return tuple("-".join(_group() for _ in range(2)) for _ in range(RECOVERY_CODES))


def composed(recovery_code: str) -> str:
    """Write a typed recovery code as it was printed: whatever its case, spaces and hyphens (or what a keyboard put)."""
    signs = re.sub(r"[\s\-\u2010-\u2015\u2212]", "", recovery_code).lower()
    return f"{signs[:5]}-{signs[5:]}"


def _group() -> str:
    return "".join(secrets.choice(_LEGIBLE) for _ in range(5))
