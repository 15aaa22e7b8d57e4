"""What the entries of a juror's phones make of the sheets, written by the same services as any other sheet.

The fold of `rules/sync.py` says what each sheet should be; `save_sheet` and `finalise_sheet` make it so, and what they
refuse is held with the reason. All is asked anew each time: what was held counts once its reason is gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest_portal.accounts.queries import active_user
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import Application
from contest_portal.contests.amendment_queries import rulebook_hashes
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.models import Juror
from contest_portal.jury.session_queries import hall_session
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import PortalError, WrongState
from contest_portal.scoring.desk import Desk, desk_of, require_open
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.phone_models import SheetEntryFate, SheetEntryRow
from contest_portal.scoring.rules.fates import (
    Fate,
    Hold,
    Origin,
    Reception,
    Signature,
    Via,
    entry_problems,
    entry_sheet,
    hold_of_origin,
    hold_of_refusal,
    is_trusted,
)
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.sheet_entries import EntryMark, Kind, SheetEntry, read_entry
from contest_portal.scoring.rules.sheet_rules import sheet_problems
from contest_portal.scoring.rules.sync import (
    Arrived,
    Content,
    Folded,
    Kept,
    State,
    fold,
    out_of_line,
    version_name,
)
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.save_sheet import save_sheet


@dataclass(slots=True)
class _Arrival:
    """An entry on its way to its fate; what it was before stands until something else is found."""

    row: SheetEntryRow
    entry: SheetEntry
    version: int | None
    fate: Fate | None
    hold: Hold | None = None

    @property
    def key(self) -> str:
        return self.row.sha256

    @property
    def content(self) -> Content:
        return Content(self.entry.marks, self.entry.comment, self.entry.kind)

    @property
    def origin(self) -> Origin:
        row = self.row
        return Origin(Signature(row.signed), Via(row.via), row.received_at, row.device.revoked_at)

    @property
    def is_trusted(self) -> bool:
        return is_trusted(self.origin.signature, self.origin.via)

    @property
    def sheet(self) -> tuple[str, str]:
        return self.row.group_code, self.row.phase_code

    @property
    def is_settled(self) -> bool:
        return self.fate in (Fate.COUNTED, Fate.REPLACED)


def settle_of_juror(session: Session, act: Act, *, contest_id: int, juror_id: int) -> None:
    """Settle in the name of the juror who signed; who has no account any more writes nothing."""
    account = active_user(session, session.get_one(Juror, juror_id).user_id)
    if account is not None:
        settle_entries(session, Act(account.actor, act.at), contest_id=contest_id, juror_id=juror_id)


def settle_entries(session: Session, act: Act, *, contest_id: int, juror_id: int) -> None:
    """Bring the sheets of a juror in step with everything that the juror's phones sent; `act` is the juror's."""
    arrivals = _arrivals(session, juror_id)
    _hold_at_the_door(arrivals, _reception(session, contest_id))
    applications = _applications(session, contest_id)
    _keep_fates(session, act, (one for one in arrivals if not one.is_trusted))
    by_sheet = sorted((one for one in arrivals if one.is_trusted), key=lambda one: (one.sheet, one.row.id))
    for (group, phase), some in groupby(by_sheet, key=lambda one: one.sheet):
        of_sheet = tuple(some)
        if not all(one.is_settled for one in of_sheet):
            _settle_sheet(session, act, of_sheet, applications.get(group), phase)
            _keep_fates(session, act, of_sheet)


def kept_content(sheet: Sheet | None) -> Content:
    """Give what the kept sheet says, as an entry would say it."""
    if sheet is None:
        return Content()
    marks = (EntryMark(row.criterion_code, row.units, row.reason) for row in sheet.marks)
    kind = Kind.FINAL if sheet.state == SheetState.FINAL else Kind.DRAFT
    return Content(tuple(sorted(marks)), sheet.comment, kind)


def _arrivals(session: Session, juror_id: int) -> tuple[_Arrival, ...]:
    rows: Iterable[tuple[SheetEntryRow, SheetEntryFate | None]] = session.execute(
        select(SheetEntryRow, SheetEntryFate)
        .outerjoin(SheetEntryFate, SheetEntryFate.entry_id == SheetEntryRow.id)
        .where(SheetEntryRow.juror_id == juror_id)
        .options(joinedload(SheetEntryRow.device))
        .order_by(SheetEntryRow.id)
        .execution_options(populate_existing=True)
    )
    return tuple(
        _Arrival(row, read_entry(row.body), None if fate is None else fate.version, _standing(fate))
        for row, fate in rows
    )


def _standing(fate: SheetEntryFate | None) -> Fate | None:
    return None if fate is None or fate.fate == Fate.HELD else Fate(fate.fate)


def _reception(session: Session, contest_id: int) -> Reception:
    hall = hall_session(session, contest_id)
    return Reception(
        rulebook_of(session, contest_id).scoring.late_phones,
        hall.closed_at if hall else None,
        frozenset(rulebook_hashes(session, contest_id)),
    )


def _applications(session: Session, contest_id: int) -> Mapping[str, int]:
    rows = session.execute(
        select(Application.code, Application.id)
        .where(Application.contest_id == contest_id, Application.code.is_not(None))
        .order_by(Application.id)
    )
    return {code or "": application_id for code, application_id in rows}


def _hold_at_the_door(arrivals: tuple[_Arrival, ...], reception: Reception) -> None:
    """Hold what is not trusted, late or out of line; whoever forges an entry takes no number of the phone's count."""
    wrong = out_of_line(
        Arrived(one.key, one.row.device_id, one.row.number, one.entry.previous, one.row.id)
        for one in arrivals
        if one.is_trusted
    )
    for one in arrivals:
        one.hold = hold_of_origin(one.origin, reception, one.entry.rules)
        if one.hold is None and one.key in wrong:
            one.hold = Hold(wrong[one.key])


def _settle_sheet(
    session: Session, act: Act, arrivals: tuple[_Arrival, ...], application_id: int | None, phase_code: str
) -> None:
    try:
        desk = desk_of(session, act.actor, application_id=application_id or 0, phase_code=phase_code)
    except PortalError as error:
        return _hold_rest(arrivals, hold_of_refusal(error))
    for one in arrivals:
        one.hold = one.hold or _hold_of_content(one.entry, desk)
    folded = _folded(arrivals, desk)
    try:
        require_open(desk)
    except WrongState as error:
        _weigh(arrivals, folded, desk)
        _wait_for_seal(arrivals, desk)
        return _hold_rest(arrivals, hold_of_refusal(error))
    chosen = _to_write(arrivals, folded, desk)
    if chosen is not None and chosen.version is None:
        chosen.version = _save(session, act, chosen, desk)
    _weigh(arrivals, folded, desk)
    if chosen is not None:
        chosen.fate = Fate.COUNTED
        _keep_fates(session, act, arrivals)  # a sheet in conflict is not made final: the choice comes first
        _finalise(session, act, chosen, desk)
    return None


def _hold_rest(arrivals: Iterable[_Arrival], hold: Hold) -> None:
    for one in arrivals:
        if not one.is_settled:
            one.hold = one.hold or hold


def _hold_of_content(entry: SheetEntry, desk: Desk) -> Hold | None:
    per_point = desk.rulebook.scoring.marks_per_point
    if any(entry_problems(entry, desk.phase, desk.evaluator_class, per_point)):
        return Hold.MARKS
    if entry.kind is Kind.FINAL:
        sheet = entry_sheet(entry, desk.juror.juror_id, desk.evaluator_class, per_point)
        if any(sheet_problems(desk.entrant.code, sheet, desk.rulebook)):
            return Hold.INCOMPLETE
    return None


def _folded(arrivals: Iterable[_Arrival], desk: Desk) -> Folded:
    listed = tuple(arrivals)
    written = {one.key: one.version for one in listed if one.version is not None}
    kept = Kept(desk.sheet.version if desk.sheet else 0, kept_content(desk.sheet), written)
    return fold(
        (State(o.key, frozenset(o.entry.based_on), o.content, counts=o.hold is None) for o in listed), kept
    )


def _to_write(arrivals: Iterable[_Arrival], folded: Folded, desk: Desk) -> _Arrival | None:
    """Give the entry that the sheet should become; None when it is so already, or when the juror must choose."""
    version = desk.sheet.version if desk.sheet else 0
    if folded.in_conflict or not folded.heads:
        return None
    head = folded.heads[0][0]
    if head != version_name(version):
        return next(one for one in arrivals if one.key == head)
    final = (one for one in arrivals if one.version == version and one.entry.kind is Kind.FINAL)
    return next((one for one in final if one.hold is None), None)


def _save(session: Session, act: Act, chosen: _Arrival, desk: Desk) -> int:
    entry, per_point = chosen.entry, desk.rulebook.scoring.marks_per_point
    return save_sheet(
        session,
        act,
        application_id=desk.entrant.application_id,
        phase_code=desk.phase.code,
        marks={one.criterion: Mark(one.units, per_point) for one in entry.marks},
        reasons={one.criterion: clean_text(one.reason) for one in entry.marks},
        comment=clean_text(entry.comment),
        expected_version=desk.sheet.version if desk.sheet else 0,
        origin=chosen.row.via,
    ).version


def _finalise(session: Session, act: Act, chosen: _Arrival, desk: Desk) -> None:
    """Seal the sheet if the juror did; what refuses it leaves the draft and holds the entry."""
    if chosen.entry.kind is Kind.DRAFT:
        return
    try:
        chosen.version = finalise_sheet(
            session,
            act,
            application_id=desk.entrant.application_id,
            phase_code=desk.phase.code,
            expected_version=chosen.version or 0,
            origin=chosen.row.via,
        ).version
    except PortalError as error:
        chosen.hold = hold_of_refusal(error)


def _weigh(arrivals: Iterable[_Arrival], folded: Folded, desk: Desk) -> None:
    """Say where each entry stands once the fold is known."""
    tip = desk.sheet.version if desk.sheet else 0
    heads = dict(folded.heads)
    for one in arrivals:
        content = heads.get(one.key)
        if one.version == tip or (content is not None and content == heads.get(version_name(tip))):
            one.fate = Fate.COUNTED
        elif content is not None:
            one.fate = Fate.CONFLICT if folded.in_conflict else None
        else:
            one.fate = Fate.REPLACED


def _wait_for_seal(arrivals: Iterable[_Arrival], desk: Desk) -> None:
    """Keep what was made final, and is written as a draft only, from counting as done: it is still to be sealed."""
    is_draft = desk.sheet is not None and desk.sheet.state != SheetState.FINAL
    for one in arrivals:
        if is_draft and one.fate is Fate.COUNTED and one.entry.kind is Kind.FINAL:
            one.fate = None


def _keep_fates(session: Session, act: Act, arrivals: Iterable[_Arrival]) -> None:
    for one in arrivals:
        fate = Fate.HELD if one.hold is not None else one.fate or Fate.REPLACED
        reason = one.hold.value if one.hold is not None else ""
        row = session.get(SheetEntryFate, one.row.id) or SheetEntryFate(entry_id=one.row.id)
        if (row.fate, row.reason, row.version) != (fate.value, reason, one.version):
            row.fate, row.reason, row.version, row.decided_at = fate.value, reason, one.version, act.at
            session.add(row)
    session.flush()
