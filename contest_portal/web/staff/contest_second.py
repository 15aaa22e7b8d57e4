"""The designer's page of the second scoring: put in, changed, taken out."""

from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.contests import queries
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.templates import SECOND_SCORING
from contest_portal.contests.services.edit_second import edit_second
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.session import act
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_parts import draft_contest
from contest_portal.web.staff.contest_second_forms import SecondForm


@blueprint.route("/concursos/<int:contest_id>/avance", methods=["GET", "POST"])
def contest_second(contest_id: int) -> Response | tuple[str, int]:
    """Set how the progress of the groups is scored before their second transfer, or that it is not."""
    contest = draft_contest(contest_id)
    book = queries.read_rulebook(contest.draft)
    form = SecondForm.of(book, contest.version)
    change = _CHANGES.get(request.form.get("step", ""), form.change)
    if form.validate_on_submit():
        with form.accepting():
            _save(contest, form, change)
            return redirect(url_for("staff.contest_second", contest_id=contest_id), 303)
    return render_template("staff/contests/second.html", form=form, contest=contest, book=book), form.status


def _save(contest: Contest, form: SecondForm, change: Callable[[Rulebook], Rulebook]) -> None:
    with transaction() as session:
        changed = edit_second(
            session, act(), contest_id=contest.id, expected_version=form.shown_version, change=change
        )
        has_one = queries.read_rulebook(changed.draft).second is not None
    if has_one:
        flash(gettext("La calificación del avance se guardó. Revise la ficha de cada fase."), "good")
    else:
        flash(
            gettext("Este concurso no califica el avance: la segunda transferencia espera solo las cuentas."),
            "good",
        )


_CHANGES: dict[str, Callable[[Rulebook], Rulebook]] = {
    "start": lambda book: replace(book, second=SECOND_SCORING),
    "remove": lambda book: replace(book, second=None),
}
"""What the buttons beside the form do."""
