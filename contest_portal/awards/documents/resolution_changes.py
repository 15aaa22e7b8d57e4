"""What a resolution grants otherwise than the one that it replaces, line by line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.awards.documents.citing import Cited, cite
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import from_data


@dataclass(frozen=True, slots=True)
class ChangedAward:
    """A group that is granted something else than before; None: nothing."""

    code: str
    group_name: str
    before: Money | None
    now: Money | None


@dataclass(frozen=True, slots=True)
class ReplacedResolution:
    """The resolution that this one replaces, why it became void, and the lines that are others."""

    cited: Cited
    voided_on: date
    reason: str
    changed: tuple[ChangedAward, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """What a resolution grants a group."""

    code: str
    group_name: str
    amount: Money


def replaced_resolution(
    session: Session, subject: str, kind: str, granted: tuple[Granted, ...]
) -> ReplacedResolution | None:
    """Compare with the newest void resolution of a contest; None where there is none."""
    void = [
        one for one in documents_of(session, subject) if one.kind == kind and one.state == DocumentState.VOID
    ]
    if not void:
        return None
    return ReplacedResolution(
        cited=cite(void[-1]),
        voided_on=office_date(void[-1].voided_at or void[-1].issued_at),
        reason=void[-1].void_reason or "",
        changed=changed_awards(_granted_by(void[-1]), {one.code: one for one in granted}),
    )


def changed_awards(before: Mapping[str, Granted], now: Mapping[str, Granted]) -> tuple[ChangedAward, ...]:
    """List, by code, the groups whose amount is another, who are new, and who are granted nothing any more."""
    names = {code: one.group_name for code, one in (*before.items(), *now.items())}
    amounts = ((code, _amount(before, code), _amount(now, code)) for code in sorted(names))
    return tuple(ChangedAward(code, names[code], old, new) for code, old, new in amounts if old != new)


def _amount(granted: Mapping[str, Granted], code: str) -> Money | None:
    return granted[code].amount if code in granted else None


def _granted_by(document: Document) -> dict[str, Granted]:
    winners = (
        from_data(Granted, {name: winner[name] for name in Granted.__dataclass_fields__})
        for category in json.loads(document.data)["content"]["categories"]
        for winner in category["winners"]
    )
    return {one.code: one for one in winners}
