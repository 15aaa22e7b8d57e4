"""What an award waits for, by when, and how late it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_TO_SIGN, DAYS_TO_NOTE_ACCOUNT, DAYS_TO_PAY, DAYS_TO_SETTLE = 15, 15, 30, 30


class DueKind(StrEnum):
    """What is to be done next."""

    SIGN = "sign"
    ACCOUNT = "account"
    TRANSFER = "transfer"
    ACCOUNTS = "accounts"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Due:
    """A thing to do and its last day; `late` counts the days since, 0 while there is time."""

    kind: DueKind
    on: date
    late: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the deadlines of an award follow from. `signed_on` is None before the signature."""

    issued_on: date
    signed_on: date | None = None
    has_account: bool = False
    is_paid: bool = False
    is_even: bool = False
    ends_on: date | None = None
    is_over: bool = False
    days_to_sign: int = DAYS_TO_SIGN


def dues(standing: Standing, today: date) -> tuple[Due, ...]:
    """List what is to be done, the first due first; nothing once the award is settled or annulled."""
    if standing.is_over:
        return ()
    found = (Due(kind, on, max(0, (today - on).days)) for kind, on in _open(standing))
    return tuple(sorted(found, key=lambda due: due.on))


def _open(standing: Standing) -> Iterator[tuple[DueKind, date]]:
    if standing.signed_on is None or standing.ends_on is None:
        yield DueKind.SIGN, standing.issued_on + timedelta(days=standing.days_to_sign)
        return
    if not standing.has_account:
        yield DueKind.ACCOUNT, standing.signed_on + timedelta(days=DAYS_TO_NOTE_ACCOUNT)
    if not standing.is_paid:
        yield DueKind.TRANSFER, standing.signed_on + timedelta(days=DAYS_TO_PAY)
        return
    if not standing.is_even:
        yield DueKind.ACCOUNTS, standing.ends_on
    yield DueKind.SETTLE, standing.ends_on + timedelta(days=DAYS_TO_SETTLE)
