"""Typing a sheet from paper, and saying what it says where two people read otherwise."""

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.rules.paper import TYPISTS
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.problems import refuse
from contest_portal.scoring.desk import Desk, desk_of
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.paper_desk import juror_act, refuse_settling, standing_problems, typing_problems
from contest_portal.scoring.paper_queries import SheetPaperView
from contest_portal.scoring.rules.paper_sheets import COMMENT, TypedMark, TypedSheet
from contest_portal.scoring.services.settle_sheet_paper import settle_sheet_paper
from contest_portal.scoring.services.type_sheet_paper import type_sheet_paper
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.sheet_forms import (
    SheetForm,
    field_name,
    given_marks,
    given_reasons,
    may_want_reason,
    reason_name,
    sheet_form,
)
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.sheet_papers import readable_sheet_paper

_PAPER = "/ficha-papel/<int:paper_id>"
_EMPTY = TypedSheet(())


@blueprint.route(f"{_PAPER}/transcribir", methods=["GET", "POST"])
def sheet_paper_type(paper_id: int) -> Response | tuple[str, int]:
    """Type what is on the paper; nobody else's reading is shown."""
    paper, desk = _opened(paper_id)
    refuse(typing_problems(read_session(), act(), paper))
    form = sheet_form(_showing(desk, _EMPTY))
    if form.validate_on_submit():
        with form.accepting():
            typed = _typed(form, desk)
            with transaction() as session:
                type_sheet_paper(session, act(), paper_id=paper_id, typed=typed)
            flash(gettext("Su transcripción está guardada. Cuando estén las dos se comparan."), "good")
            return redirect(url_for("staff.sheet_paper", paper_id=paper_id), 303)
    return _render(form, paper, desk, settles=False)


@blueprint.route(f"{_PAPER}/diferencias", methods=["GET", "POST"])
def sheet_paper_settle(paper_id: int) -> Response | tuple[str, int]:
    """Show where two readings differ; keep what the paper says."""
    paper, desk = _opened(paper_id)
    refuse_settling(read_session(), act(), paper)
    form = sheet_form(_showing(desk, paper.agreed))
    if form.validate_on_submit():
        with form.accepting():
            typed = _typed(form, desk)
            with transaction() as session:
                settle_sheet_paper(session, act(), paper_id=paper_id, typed=typed)
            flash(gettext("Se guardó lo decidido. Falta registrar la ficha."), "good")
            return redirect(url_for("staff.sheet_paper", paper_id=paper_id), 303)
    return _render(form, paper, desk, settles=True)


def _opened(paper_id: int) -> tuple[SheetPaperView, Desk]:
    paper = readable_sheet_paper(paper_id)
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=paper.contest_id))
    refuse(standing_problems(read_session(), paper))
    juror = juror_act(paper, act()).actor
    desk = desk_of(read_session(), juror, application_id=paper.application_id, phase_code=paper.phase_code)
    return paper, desk


def _showing(desk: Desk, read: TypedSheet) -> Desk:
    """Put a reading in the place of what the juror has on the screen, which is nobody else's to see."""
    marks = [
        SheetMark(criterion_code=one.criterion, units=one.units, reason=one.reason)
        for one in read.marks
        if one.units is not None
    ]
    shown = Sheet(
        juror_id=desk.juror.juror_id,
        phase_code=desk.phase.code,
        state="draft",
        comment=read.comment,
        version=0,
        marks=marks,
    )
    return replace(desk, sheet=shown)


def _typed(form: SheetForm, desk: Desk) -> TypedSheet:
    marks, reasons = given_marks(form, desk), given_reasons(form, desk)
    return TypedSheet(
        tuple(
            TypedMark(
                one.code, marks[one.code].units if one.code in marks else None, reasons.get(one.code, "")
            )
            for one in desk.asked
        ),
        form.comment.data or "",
    )


def _render(form: SheetForm, paper: SheetPaperView, desk: Desk, *, settles: bool) -> tuple[str, int]:
    html = render_template(
        "staff/sheet_papers/typing.html",
        form=form,
        paper=paper,
        contest=contest_by_id(read_session(), paper.contest_id),
        rows=[
            (
                criterion,
                form[field_name(criterion.code)],
                form[reason_name(criterion.code)] if may_want_reason(criterion) else None,
                _both(paper, criterion.code, desk) if settles and criterion.code in paper.differing else (),
            )
            for criterion in desk.asked
        ],
        comments=_comments(paper) if settles and COMMENT in paper.differing else (),
        settles=settles,
    )
    return html, form.status


def _both(paper: SheetPaperView, code: str, desk: Desk) -> tuple[str, ...]:
    per_point = desk.rulebook.scoring.marks_per_point
    sheets = (paper.readings[place].sheet for place in TYPISTS)
    return tuple(
        " · ".join(
            part
            for part in (str(one.given(per_point).get(code) or gettext("vacío")), one.line(code).reason)
            if part
        )
        for one in sheets
    )


def _comments(paper: SheetPaperView) -> tuple[str, ...]:
    return tuple(paper.readings[place].sheet.comment or gettext("vacío") for place in TYPISTS)
