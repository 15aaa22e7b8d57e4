"""The worked example of a draft: how marks become a total, by the function that will score. Nothing is written."""

from flask import render_template, request

from contest_portal.contests import queries
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import CHECKS, Part
from contest_portal.scoring.rules.example import example_entry
from contest_portal.scoring.rules.totals import GroupScore, score_group
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_example_forms import example_form
from contest_portal.web.staff.contest_example_view import example_phases, example_total
from contest_portal.web.staff.contest_parts import draft_contest

_NEEDED = (Part.CATEGORIES, Part.PHASES, Part.SHEET, Part.SCORING, Part.SECOND)
"""The parts without which there is nothing to compute."""


@blueprint.route("/concursos/<int:contest_id>/ejemplo", methods=["GET", "POST"])
def contest_example(contest_id: int) -> tuple[str, int]:
    """Show the marks of an invented group, to be changed, and what they add up to."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    problems = tuple(problem for part in _NEEDED for problem in CHECKS[part](book))
    if problems:
        return render_template("staff/contests/example_missing.html", contest=contest, problems=problems), 200
    if "avance" in request.args and book.second is not None:
        book = book.of_second()
    return _worked(contest, book, _category(book))


def _category(book: Rulebook) -> str:
    asked = request.args.get("categoria", "")
    codes = [category.code for category in book.categories]
    return asked if asked in codes else codes[0]


def _worked(contest: Contest, book: Rulebook, category: str) -> tuple[str, int]:
    start = example_entry(book, category)
    form = example_form(book, start)
    score: GroupScore | None = None
    entry = start
    if not form.is_submitted() or form.validate_on_submit():
        entry = form.entry(start, book.scoring.marks_per_point) if form.is_submitted() else start
        with form.accepting():
            score = score_group(entry, book)
    page = render_template(
        "staff/contests/example.html",
        contest=contest,
        form=form,
        category=book.category(category),
        of_second="1" if "avance" in request.args else None,
        categories=book.categories if any(phase.categories for phase in book.phases) else (),
        phases=example_phases(form, start, score, book),
        total=None if score is None else example_total(score, entry, book),
    )
    return page, form.status
