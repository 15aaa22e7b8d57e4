"""The designer's pages of evaluation: phases, their sheets, and how a total comes about."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.contests import queries
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.services.edit_phases import edit_phases
from contest_portal.contests.services.edit_scoring import edit_scoring
from contest_portal.contests.services.edit_sheet import edit_sheet
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.session import act
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_parts import draft_contest, saved
from contest_portal.web.staff.contest_scoring_forms import PhasesForm, ScoringForm
from contest_portal.web.staff.contest_sheet_forms import SheetForm


@blueprint.route("/concursos/<int:contest_id>/fases", methods=["GET", "POST"])
def contest_phases(contest_id: int) -> Response | tuple[str, int]:
    """Set the phases, their order and what each is worth."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    form = PhasesForm.of(book, contest.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_phases(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    phases=form.outlines(),
                    total_points=form.total_points.data,
                )
            flash(gettext("Las fases se guardaron. Revise la ficha de cada una."), "good")
            return redirect(url_for("staff.contest_phases", contest_id=contest_id), 303)
    return render_template("staff/contests/phases.html", form=form, contest=contest, book=book), form.status


@blueprint.route("/concursos/<int:contest_id>/fases/<phase_code>", methods=["GET", "POST"])
def contest_sheet(contest_id: int, phase_code: str) -> Response | tuple[str, int]:
    """Set the criteria of a phase's sheet."""
    contest = draft_contest(contest_id)
    phase = _phase(queries.read_rulebook(contest.draft), phase_code)
    form = SheetForm.of(phase, contest.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_sheet(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    phase_code=phase_code,
                    sheet=form.sheet(),
                )
            return saved(contest_id)
    return render_template("staff/contests/sheet.html", form=form, contest=contest, phase=phase), form.status


@blueprint.route("/concursos/<int:contest_id>/puntaje", methods=["GET", "POST"])
def contest_scoring(contest_id: int) -> Response | tuple[str, int]:
    """Set pass mark, quorum, rounding and the tie-break chain."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    form = ScoringForm(book, contest.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_scoring(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    scoring=form.scoring(book),
                )
            return saved(contest_id)
    return render_template("staff/contests/scoring.html", form=form, contest=contest, book=book), form.status


def _phase(book: Rulebook, code: str) -> Phase:
    for phase in book.every_phase:
        if phase.code == code:
            return phase
    raise NotFound(f"phase {code}")
