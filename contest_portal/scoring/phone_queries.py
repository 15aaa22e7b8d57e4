"""Named reads of jurors' phones: which there are, what is held and why, what is in conflict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.contests.models import Contest
from contest_portal.jury.models import Juror
from contest_portal.kernel.problems import N_, NotFound, Problem
from contest_portal.scoring.phone_models import JurorDevice, SheetEntryFate, SheetEntryRow
from contest_portal.scoring.rules.fates import MAY_STILL_COUNT, Fate


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A phone as the secretary sees it: whose it is, the code of its key, and how much came from it."""

    device_id: int
    juror_name: str
    fingerprint: str
    enrolled_at: datetime
    revoked_at: datetime | None
    received: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldLine:
    """An entry that does not count, or of which its juror must choose: states only, never a mark."""

    juror_name: str
    group_code: str
    group_name: str
    phase_code: str
    fingerprint: str
    number: int
    fate: str
    reason: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class EntryFate:
    """Where an entry stands."""

    fate: str
    reason: str


def phones_of(session: Session, contest_id: int) -> tuple[PhoneLine, ...]:
    """List the phones of a contest by juror, the first enrolled first."""
    rows = session.execute(
        select(JurorDevice, User.full_name, func.count(SheetEntryRow.id), func.max(SheetEntryRow.received_at))
        .join(Juror, Juror.id == JurorDevice.juror_id)
        .join(User, User.id == Juror.user_id)
        .outerjoin(SheetEntryRow, SheetEntryRow.device_id == JurorDevice.id)
        .where(Juror.contest_id == contest_id)
        .group_by(JurorDevice.id, User.id)
        .order_by(User.name_key, JurorDevice.id)
    )
    return tuple(
        PhoneLine(phone.id, name, phone.fingerprint, phone.enrolled_at, phone.revoked_at, received, last_at)
        for phone, name, received, last_at in rows
    )


def held_entries(session: Session, contest_id: int) -> tuple[HeldLine, ...]:
    """List what is held or in conflict, by juror, group and phase."""
    rows = session.execute(
        select(
            User.full_name,
            SheetEntryRow.group_code,
            func.coalesce(ProducerGroup.name, ""),
            SheetEntryRow.phase_code,
            JurorDevice.fingerprint,
            SheetEntryRow.number,
            SheetEntryFate.fate,
            SheetEntryFate.reason,
            SheetEntryRow.received_at,
        )
        .join(SheetEntryFate, SheetEntryFate.entry_id == SheetEntryRow.id)
        .join(JurorDevice, JurorDevice.id == SheetEntryRow.device_id)
        .join(Juror, Juror.id == SheetEntryRow.juror_id)
        .join(User, User.id == Juror.user_id)
        .outerjoin(
            Application,
            (Application.contest_id == contest_id) & (Application.code == SheetEntryRow.group_code),
        )
        .outerjoin(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(
            Juror.contest_id == contest_id,
            SheetEntryFate.fate.in_((Fate.HELD.value, Fate.CONFLICT.value)),
        )
        .order_by(User.name_key, SheetEntryRow.group_code, SheetEntryRow.phase_code, SheetEntryRow.id)
    )
    return tuple(HeldLine(*row) for row in rows)


def phones_waiting(session: Session, contest_id: int) -> Problem | None:
    """Warn of entries that may still count: of which a juror must choose, or for which something is missing."""
    waiting = {
        line.juror_name
        for line in held_entries(session, contest_id)
        if line.fate == Fate.CONFLICT or line.reason in MAY_STILL_COUNT
    }
    if not waiting:
        return None
    return Problem(
        "closing.phones_waiting",
        field="warned",
        message=N_(
            "Hay fichas de teléfonos que todavía podrían contar, de %(jurors)s. Vea «Teléfonos de los jurados»."
        ),
        params={"jurors": ", ".join(sorted(waiting))},
    )


def fates_of(session: Session, juror_id: int) -> Mapping[str, EntryFate]:
    """Give where every entry of a juror stands, by its hash."""
    rows = session.execute(
        select(SheetEntryRow.sha256, SheetEntryFate.fate, SheetEntryFate.reason)
        .join(SheetEntryFate, SheetEntryFate.entry_id == SheetEntryRow.id)
        .where(SheetEntryRow.juror_id == juror_id)
        .order_by(SheetEntryRow.id)
    )
    return {key: EntryFate(fate, reason) for key, fate, reason in rows}


def entries_in_conflict(session: Session, juror_id: int) -> tuple[tuple[str, str], ...]:
    """List the entries between which a juror must choose: their hash and text, in the order in which they came."""
    rows = session.execute(
        select(SheetEntryRow.sha256, SheetEntryRow.body)
        .join(SheetEntryFate, SheetEntryFate.entry_id == SheetEntryRow.id)
        .where(SheetEntryRow.juror_id == juror_id, SheetEntryFate.fate == Fate.CONFLICT.value)
        .order_by(SheetEntryRow.id)
    )
    return tuple((key, body) for key, body in rows)


def is_in_conflict(session: Session, juror_id: int, group_code: str, phase_code: str) -> bool:
    """Tell whether a phone of the juror holds another text of a sheet."""
    found = session.scalar(
        select(SheetEntryRow.id)
        .join(SheetEntryFate, SheetEntryFate.entry_id == SheetEntryRow.id)
        .where(
            SheetEntryRow.juror_id == juror_id,
            SheetEntryRow.group_code == group_code,
            SheetEntryRow.phase_code == phase_code,
            SheetEntryFate.fate == Fate.CONFLICT.value,
        )
        .limit(1)
    )
    return found is not None


def device_by_code(session: Session, code: str) -> JurorDevice | None:
    """Give a phone by the name it gave itself; None when it never enrolled."""
    return session.scalars(select(JurorDevice).where(JurorDevice.code == code)).one_or_none()


def device_and_contest(session: Session, code: str) -> tuple[JurorDevice, str] | None:
    """Give a phone with the code of its contest; None when it never enrolled."""
    row = session.execute(
        select(JurorDevice, Contest.code)
        .join(Juror, Juror.id == JurorDevice.juror_id)
        .join(Contest, Contest.id == Juror.contest_id)
        .where(JurorDevice.code == code)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def device_in_contest(session: Session, contest_id: int, device_id: int) -> JurorDevice:
    """Give a phone of a contest; NotFound in another."""
    device = session.scalars(
        select(JurorDevice)
        .join(Juror, Juror.id == JurorDevice.juror_id)
        .where(JurorDevice.id == device_id, Juror.contest_id == contest_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if device is None:
        raise NotFound(f"phone {device_id} of contest {contest_id}")
    return device


def jurors_with_entries(session: Session, contest_id: int) -> tuple[int, ...]:
    """List the jurors of a contest whose phones sent something."""
    query = select(Juror.id).where(
        Juror.contest_id == contest_id, Juror.id.in_(select(SheetEntryRow.juror_id))
    )
    return tuple(session.scalars(query.order_by(Juror.id)))
