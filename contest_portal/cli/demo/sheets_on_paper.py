"""A juror of the demonstration fills in a sheet by hand: it came in, two people typed it, and they differ in a mark."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.queries import entrants
from contest_portal.cli.demo.cast import JurorSeat, Player, act_of
from contest_portal.cli.demo.entries import demo_marks
from contest_portal.cli.demo.judging import FIELD_PHASE
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.queries import panel
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.rules.paper_sheets import TypedMark, TypedSheet
from contest_portal.scoring.services.print_papers import print_papers
from contest_portal.scoring.services.receive_sheet_paper import receive_sheet_paper
from contest_portal.scoring.services.type_sheet_paper import type_sheet_paper


def fill_in_by_hand(
    session: Session,
    contest: Contest,
    seat: JurorSeat,
    office: tuple[Player, Player],
    storage: Storage,
    now: datetime,
) -> None:
    """Print the sheets of the contest, take in one of them, and type it twice with a slip."""
    first, second = (act_of(session, player, now - timedelta(hours=2)) for player in office)
    group = entrants(session, contest.id)[0]
    print_papers(session, first, contest_id=contest.id)
    name = seat.player.full_name
    juror_id = next(one.juror_id for one in panel(session, contest.id) if one.full_name == name)
    paper = session.scalars(
        select(SheetPaper).where(
            SheetPaper.juror_id == juror_id,
            SheetPaper.application_id == group.application_id,
            SheetPaper.phase_code == FIELD_PHASE,
        )
    ).one()
    receive_sheet_paper(
        session,
        first,
        contest_id=contest.id,
        code=paper.serial,
        reason="Se le apagó el teléfono en la visita de campo.",
        scan=None,
        storage=storage,
    )
    criteria = rulebook_of(session, contest.id).phase(FIELD_PHASE).criteria
    points = demo_marks()[group.group_name][f"FIELD_{seat.code}"]
    right = tuple(TypedMark(one.code, units) for one, units in zip(criteria, points, strict=True))
    slip = TypedMark(right[0].criterion, points[0] - 1)
    type_sheet_paper(session, first, paper_id=paper.id, typed=TypedSheet(right))
    type_sheet_paper(session, second, paper_id=paper.id, typed=TypedSheet((slip, *right[1:])))
