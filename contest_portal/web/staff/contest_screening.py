"""The designer's page on screening."""

from flask import render_template
from werkzeug.wrappers import Response

from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.rulebook import Uncured
from contest_portal.contests.services.edit_screening import edit_screening
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.session import act
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_parts import draft_contest, saved
from contest_portal.web.staff.screening_forms import ScreeningRulesForm

PROPOSED_DAYS = 3


@blueprint.route("/concursos/<int:contest_id>/reglas-de-admision", methods=["GET", "POST"])
def contest_screening(contest_id: int) -> Response | tuple[str, int]:
    """Decide whether the office screens what it receives."""
    contest = draft_contest(contest_id)
    rules = read_rulebook(contest.draft).screening
    form = ScreeningRulesForm(
        data={
            "version": contest.version,
            "screens": rules is not None,
            "cure_days": PROPOSED_DAYS if rules is None else rules.cure_days,
            "uncured": (Uncured.REJECT if rules is None else rules.uncured).value,
        }
    )
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_screening(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    screening=form.rules(),
                )
            return saved(contest_id)
    return render_template("staff/contests/screening.html", form=form, contest=contest), form.status
