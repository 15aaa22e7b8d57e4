"""Who wrote an entry: its phone, and whether the signature is that phone's."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.kernel.signatures import is_signed
from contest_portal.scoring.phone_models import JurorDevice
from contest_portal.scoring.phone_queries import device_and_contest
from contest_portal.scoring.rules.fates import Signature
from contest_portal.scoring.rules.sheet_entries import SheetEntry


@dataclass(frozen=True, slots=True)
class SentEntry:
    """An entry as it came: the text that was signed, what it says, and its signature."""

    body: str
    entry: SheetEntry
    signature: str


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """An entry of a known phone, with what the check of its signature gave."""

    sent: SentEntry
    device_id: int
    juror_id: int
    signed: Signature


def check_entries(
    session: Session, contest_code: str, sent: Iterable[SentEntry]
) -> tuple[CheckedEntry | None, ...]:
    """Check the signatures, before anybody is kept waiting; None for an entry of no phone of this contest."""
    devices: dict[str, tuple[JurorDevice, str] | None] = {}
    checked: list[CheckedEntry | None] = []
    for one in sent:
        code = one.entry.device
        if code not in devices:
            devices[code] = device_and_contest(session, code)
        found = devices[code]
        if found is None or one.entry.contest != contest_code or found[1] != contest_code:
            checked.append(None)
        else:
            checked.append(
                CheckedEntry(one, found[0].id, found[0].juror_id, _signed(one, found[0].public_key))
            )
    return tuple(checked)


def _signed(one: SentEntry, public_key: str) -> Signature:
    if not public_key:
        return Signature.BAD if one.signature else Signature.ABSENT
    return Signature.GOOD if is_signed(one.body.encode(), one.signature, public_key) else Signature.BAD
