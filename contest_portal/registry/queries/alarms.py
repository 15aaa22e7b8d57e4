"""What the access log and the list of files that left say of the last days: who took much at once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import names_of_users
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.registry.queries.accesses import AccessFilter, access_instants
from contest_portal.registry.rules.alarms import MOST_ROWS, TOLD_FOR, crowded_hours
from contest_portal.registry.rules.disclosure import AccessKind


class AlarmKind(StrEnum):
    """Many files revealed one after the other, or many rows in one file."""

    REVEALS = "reveals"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was much: who, since when, and how many reveals or rows."""

    kind: AlarmKind
    who: str
    at: datetime
    count: int


def alarms(session: Session, at: datetime, *, within: tuple[str, ...]) -> tuple[Alarm, ...]:
    """List what was much in the days before, the newest first.

    Whoever is limited to territories is told of reveals of their files; files of the register are for the others.
    """
    since = at - TOLD_FOR
    wanted = AccessFilter(kind=AccessKind.REVEAL.value, since=since, within=within)
    hours = crowded_hours(access_instants(session, wanted))
    files = () if within else _large_files(session, since)
    people = frozenset({one.user_id for one in hours} | {one.exported_by for one in files})
    names = names_of_users(session, people)
    found = [Alarm(AlarmKind.REVEALS, names[one.user_id], one.began_at, one.reveals) for one in hours]
    found += [Alarm(AlarmKind.EXPORT, names[one.exported_by], one.exported_at, one.rows) for one in files]
    return tuple(sorted(found, key=lambda one: (one.at, one.who), reverse=True))


def _large_files(session: Session, since: datetime) -> tuple[RegistryExport, ...]:
    return tuple(
        session.scalars(
            select(RegistryExport)
            .where(RegistryExport.exported_at >= since, RegistryExport.rows > MOST_ROWS)
            .order_by(RegistryExport.id)
        )
    )
