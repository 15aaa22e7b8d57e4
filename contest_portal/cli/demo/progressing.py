"""The progress of two winners of the finished contest: one scored with its acta, one with some sheets to be made."""

from datetime import date

from sqlalchemy.orm import Session

from contest_portal.allocation.models import Award
from contest_portal.applications.queries import entrant, members_of
from contest_portal.awards.documents.second_acta import Meeting
from contest_portal.awards.services.close_second_scoring import close_second_scoring
from contest_portal.awards.services.open_second_scoring import open_second_scoring
from contest_portal.cli.demo.cast import JURORS, OFFICE_PLAYERS, JurorSeat, act_of
from contest_portal.cli.demo.contests import office_time
from contest_portal.cli.demo.judging import RECUSED
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.record_attendance import record_attendance
from contest_portal.scoring.services.save_sheet import save_sheet

_SECRETARY, _DAY = OFFICE_PLAYERS[1], date(2026, 9, 21)


def score_progress(session: Session, contest: Contest, done_id: int, begun_id: int) -> None:
    """Open two awards; let every juror score the first and close it; of the second only two began the field sheet."""
    secretary = act_of(session, _SECRETARY, office_time(_DAY, 11))
    open_second_scoring(session, secretary, contest_id=contest.id, award_ids=[done_id, begun_id])
    done, begun = (session.get_one(Award, award_id).application_id for award_id in (done_id, begun_id))
    field, *others = rulebook_of(session, contest.id).of_second().phases
    for application_id in (done, begun):
        _all_there(session, application_id, field)
    for phase in (field, *others):
        for seat in JURORS:
            _mark(session, done, seat, phase)
    for seat, final in ((JURORS[1], True), (JURORS[2], False)):
        _mark(session, begun, seat, field, final=final)
    meeting = Meeting("Local comunal de Anta", _DAY, "Los socios mostraron su cuaderno de ventas.")
    closing = act_of(session, _SECRETARY, office_time(_DAY, 13))
    close_second_scoring(session, closing, award_id=done_id, meeting=meeting)


def _all_there(session: Session, application_id: int, phase: Phase) -> None:
    record_attendance(
        session,
        act_of(session, _SECRETARY, office_time(_DAY, 11, 30)),
        application_id=application_id,
        phase_code=phase.code,
        present={member.household_id for member in members_of(session, application_id)},
    )


def _mark(
    session: Session, application_id: int, seat: JurorSeat, phase: Phase, *, final: bool = True
) -> None:
    """Give four fifths of each criterion, the later jurors a point more of the larger ones."""
    if (seat.code, entrant(session, application_id).group_name) in RECUSED:
        return
    act = act_of(session, seat.player, office_time(_DAY, 12))
    more = JURORS.index(seat) % 2
    sheet = save_sheet(
        session,
        act,
        application_id=application_id,
        phase_code=phase.code,
        marks={
            c.code: Mark(c.max_points * 4 // 5 + (more if c.max_points > 5 else 0)) for c in phase.criteria
        },
        comment="",
        expected_version=0,
    )
    if final:
        finalise_sheet(
            session,
            act,
            application_id=application_id,
            phase_code=phase.code,
            expected_version=sheet.version,
        )
