"""Entries of phones as they come over the wire or in a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from contest_portal.kernel.problems import Refused
from contest_portal.scoring.phone_signatures import SentEntry
from contest_portal.scoring.rules.sheet_entries import key_of, read_entry

LONGEST_BATCH = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SentText:
    """An entry with its signature; empty from a phone that could make no key."""

    body: str
    signature: str


@dataclass(frozen=True, slots=True)
class PhoneFile:
    """What a phone sends at a time, or hands over in a file."""

    entries: tuple[SentText, ...]


def read_sent(texts: Iterable[SentText]) -> tuple[tuple[SentEntry, ...], tuple[str, ...]]:
    """Read what came: the entries, and the names of what is none."""
    sent: list[SentEntry] = []
    unreadable: list[str] = []
    for one in texts:
        try:
            signature = one.signature[:128].replace(
                "\0", " "
            )  # no database keeps a zero byte; it is wrong anyway
            sent.append(SentEntry(one.body, read_entry(one.body), signature))
        except Refused:
            unreadable.append(key_of(one.body))
    return tuple(sent), tuple(unreadable)
