"""A juror of the demonstration comes back from the field with a phone that had no signal."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.applications.queries import entrants
from contest_portal.cli.demo.cast import JurorSeat, act_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.records import to_data
from contest_portal.scoring.phone_signatures import SentEntry, check_entries
from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.rules.sheet_entries import FIRST, EntryMark, Kind, SheetEntry, read_entry
from contest_portal.scoring.services.enrol_device import enrol_device
from contest_portal.scoring.services.receive_entries import receive_entries


def bring_a_phone(
    session: Session, contest: Contest, seat: JurorSeat, phase_code: str, criterion: str, at: datetime
) -> None:
    """Enrol a phone whose sheets came too late: one group is final already, of the other something is missing."""
    act = act_of(session, seat.player, at)
    code = sha256_hex(f"{contest.code} {seat.code}")[:32]
    enrol_device(session, act, contest_id=contest.id, code=code, public_key="")
    groups = [group.code for group in entrants(session, contest.id)][:2]
    rules = rulebook_sha256(session, contest.id)
    bodies = [
        canonical_json(
            to_data(
                SheetEntry(
                    device=code,
                    number=number,
                    contest=contest.code,
                    group=group,
                    phase=phase_code,
                    rules=rules,
                    marks=(EntryMark(criterion, 2, ""),),
                    comment="",
                    kind=Kind.DRAFT,
                    based_on=("v0",),
                    previous=FIRST,
                    written_at=at.isoformat(timespec="seconds"),
                )
            )
        )
        for number, group in zip((1, 3), groups, strict=True)
    ]
    sent = [SentEntry(body, read_entry(body), "") for body in bodies]
    entries = [one for one in check_entries(session, contest.code, sent) if one is not None]
    receive_entries(session, act, contest_id=contest.id, entries=entries, via=Via.PHONE)
