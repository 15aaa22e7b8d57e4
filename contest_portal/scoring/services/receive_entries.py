"""Keep what jurors' phones wrote, and let it count."""

import logging
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.jury.queries import juror_of_user
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotPermitted
from contest_portal.scoring.phone_models import SheetEntryRow
from contest_portal.scoring.phone_signatures import CheckedEntry
from contest_portal.scoring.rules.fates import Signature, Via, is_trusted
from contest_portal.scoring.rules.sheet_entries import key_of
from contest_portal.scoring.settling import settle_of_juror

log = logging.getLogger(__name__)


def receive_entries(
    session: Session, act: Act, *, contest_id: int, entries: Sequence[CheckedEntry], via: Via
) -> None:
    """Keep entries that are not here yet and settle the sheets of their jurors; the same twice is once.

    A juror brings own entries alone; the secretary brings anybody's, in a file, and only signed ones count.
    """
    contest = hold_contest(session, contest_id)
    jurors = sorted({one.juror_id for one in entries})
    if via is Via.PHONE:
        juror = juror_of_user(session, contest_id, act.actor.user_id)
        permit(act.actor, Action.SHEET_WRITE, Scope(contest_id=contest_id, owner_id=juror.user_id))
        if set(jurors) - {juror.juror_id}:
            raise NotPermitted(f"juror {juror.juror_id} sends for another")
        jurors = [juror.juror_id]
    else:
        permit(act.actor, Action.PHONES_MANAGE, Scope(contest_id=contest_id))
    added = _keep(session, act, entries, via)
    for juror_id in jurors:
        settle_of_juror(session, act, contest_id=contest.id, juror_id=juror_id)
    if added:
        record(
            session,
            at=act.at,
            actor_id=act.actor.user_id,
            action="entries.received",
            subject=f"contest:{contest_id}",
            data={"entries": added, "via": via.value, "jurors": jurors},
        )
        log.info("entries received", extra={"contest_id": contest_id, "entries": added})


def _keep(session: Session, act: Act, entries: Sequence[CheckedEntry], via: Via) -> int:
    """Add what is new; what came with a signature that does not hold may come again with one that does."""
    keys = {key_of(one.sent.body): one for one in entries}
    rows = session.execute(
        select(SheetEntryRow.sha256, SheetEntryRow.signed, SheetEntryRow.via)
        .where(SheetEntryRow.sha256.in_(keys))
        .order_by(SheetEntryRow.id)
    )
    here = {(key, Signature(signed), Via(way)) for key, signed, way in rows}
    trusted = {key for key, signed, way in here if is_trusted(signed, way)}
    new = [key for key, one in keys.items() if key not in trusted and (key, one.signed, via) not in here]
    session.add_all(_row(act, key, keys[key], via) for key in new)
    session.flush()
    return len(new)


def _row(act: Act, key: str, one: CheckedEntry, via: Via) -> SheetEntryRow:
    entry = one.sent.entry
    return SheetEntryRow(
        juror_id=one.juror_id,
        device_id=one.device_id,
        number=entry.number,
        group_code=entry.group,
        phase_code=entry.phase,
        body=one.sent.body,
        sha256=key,
        signature=one.sent.signature,
        signed=one.signed.value,
        via=via.value,
        received_at=act.at,
        received_by=act.actor.user_id or 0,
    )
