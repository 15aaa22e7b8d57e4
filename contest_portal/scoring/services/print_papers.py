"""Prepare the sheets that jurors may fill in by hand."""

import logging
import secrets
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.documents.rules.verification import ALPHABET, grouped
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import N_, Problem, Refused, WrongState
from contest_portal.scoring.board import CellState, evaluation_board
from contest_portal.scoring.paper_desk import is_current, note
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.rules.paper_sheets import PAPER, SERIAL_LENGTH, PaperState
from contest_portal.scoring.second import closed_problem

log = logging.getLogger(__name__)

_OUTDATED = N_("Cambiaron los criterios de la ficha")
_WAITED_FOR = frozenset({CellState.UNDECLARED, CellState.MISSING, CellState.DRAFT})


def print_papers(session: Session, act: Act, *, contest_id: int) -> int:
    """Give every sheet that is still waited for a paper with a serial of its own; tell how many are new.

    A paper printed before stays good, unless the sheet's rules changed: then it is void and another one made. Raises
    WrongState outside the evaluation, Refused when there is nothing to print.
    """
    wait_for_turn(session)
    permit(act.actor, Action.PAPER_TYPE, Scope(contest_id=contest_id))
    if hold_contest(session, contest_id).state != ContestState.EVALUATING:
        raise WrongState([closed_problem()])
    _void_outdated(session, act, contest_id)
    waited = _waited_for(session, contest_id)
    if not waited:
        raise Refused([_nothing_to_print()])
    there = _live(session, contest_id)
    rules = rulebook_sha256(session, contest_id)
    new = [
        SheetPaper(
            serial=_serial(),
            contest_id=contest_id,
            juror_id=place[0],
            application_id=place[1],
            phase_code=place[2],
            rulebook_sha256=rules,
            state=PaperState.PRINTED.value,
            printed_by=act.actor.user_id,
            printed_at=act.at,
        )
        for place in waited
        if place not in there
    ]
    session.add_all(new)
    session.flush()
    if new:
        _record(session, act, contest_id, new)
    log.info("sheets printed", extra={"contest_id": contest_id, "new": len(new)})
    return len(new)


def _record(session: Session, act: Act, contest_id: int, new: list[SheetPaper]) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="sheet_paper.printed",
        subject=f"contest:{contest_id}",
        data={
            "serials": sorted(paper.serial for paper in new),
            "rules_sha256": rulebook_sha256(session, contest_id),
        },
    )


def _waited_for(session: Session, contest_id: int) -> list[tuple[int, int, str]]:
    board = evaluation_board(session, contest_id)
    return [
        (cell.juror_id, row.application_id, phase.phase_code)
        for phase in board.phases
        for row in phase.rows
        for cell in row.cells
        if cell.state in _WAITED_FOR and row.application_id not in board.absences
    ]


def _live(session: Session, contest_id: int) -> frozenset[tuple[int, int, str]]:
    return frozenset(
        (one.juror_id, one.application_id, one.phase_code) for one in _papers(session, contest_id)
    )


def _void_outdated(session: Session, act: Act, contest_id: int) -> None:
    for paper in _papers(session, contest_id):
        is_out = not is_current(session, contest_id, paper.phase_code, paper.rulebook_sha256)
        if paper.state == PaperState.PRINTED and is_out:
            paper.void_reason = _OUTDATED
            PAPER.move(paper, "void", None)
            note(session, act, paper, "voided", reason=_OUTDATED)
    session.flush()


def _papers(session: Session, contest_id: int) -> Iterable[SheetPaper]:
    return session.scalars(
        select(SheetPaper)
        .where(SheetPaper.contest_id == contest_id, SheetPaper.state != PaperState.VOID.value)
        .order_by(SheetPaper.id)
    ).all()


def _serial() -> str:
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(SERIAL_LENGTH)))


def _nothing_to_print() -> Problem:
    return Problem(
        "sheet_paper.nothing",
        field="state",
        message=N_("No falta ninguna ficha: no hay nada que imprimir."),
    )
