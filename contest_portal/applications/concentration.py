"""How the groups of a contest spread over production lines and centres."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.registry.models.register import Centre, District

Count = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """The groups of one line or centre. `code` is empty for drafts that have not chosen a line yet.

    The percentages are of the largest row, for bars beside the figures.
    """

    code: str
    name: str
    drafts: int
    sent: int
    drafts_percent: int
    sent_percent: int

    @property
    def total(self) -> int:
        """Give all groups of the row."""
        return self.drafts + self.sent


def groups_by_line(session: Session, contest_id: int, rulebook: Rulebook) -> tuple[Share, ...]:
    """Count drafts and sent applications by line, the fullest first; lines without any stand below."""
    rows = _counted(session, contest_id, func.coalesce(Application.line_code, ""))
    found = {code for code, _, _ in rows}
    names = {line.code: line.name for line in rulebook.lines}
    return _shares([*rows, *((code, 0, 0) for code in names if code not in found)], names)


def groups_by_centre(session: Session, contest_id: int) -> tuple[Share, ...]:
    """Count drafts and sent applications by the centre of the group, the fullest first."""
    rows = _counted(session, contest_id, ProducerGroup.centre_code)
    places = session.execute(
        select(Centre.code, Centre.name, District.name)
        .join(District, District.ubigeo == Centre.ubigeo)
        .where(Centre.code.in_([code for code, _, _ in rows]))
        .order_by(Centre.code)
    )
    return _shares(rows, {code: f"{name}, {district}" for code, name, district in places})


def _counted(session: Session, contest_id: int, key: SQLColumnExpression[str]) -> list[Count]:
    sent = func.count(Application.id).filter(Application.state == ApplicationState.SUBMITTED.value)
    drafts = func.count(Application.id).filter(Application.state == ApplicationState.DRAFT.value)
    rows = session.execute(
        select(key, drafts, sent)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(Application.contest_id == contest_id, Application.state != ApplicationState.WITHDRAWN.value)
        .group_by(key)
        .order_by(key)
    )
    return [(code, drafts, sent) for code, drafts, sent in rows]


def _shares(rows: Iterable[Count], names: dict[str, str]) -> tuple[Share, ...]:
    ordered = sorted(rows, key=lambda row: (-(row[1] + row[2]), names.get(row[0], row[0]), row[0]))
    most = max((drafts + sent for _, drafts, sent in ordered), default=0) or 1
    return tuple(
        Share(code, names.get(code, code), drafts, sent, 100 * drafts // most, 100 * sent // most)
        for code, drafts, sent in ordered
    )
