"""The designer's page on envelopes inside envelopes."""

from flask import render_template
from werkzeug.wrappers import Response

from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.services.edit_pots import edit_pots
from contest_portal.registry.queries.register import place_names
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.envelope_words import envelope_rows
from contest_portal.web.shared.session import act
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_parts import draft_contest, saved
from contest_portal.web.staff.contest_pots_forms import PotsForm


@blueprint.route("/concursos/<int:contest_id>/sobres-dentro-de-sobres", methods=["GET", "POST"])
def contest_pots(contest_id: int) -> Response | tuple[str, int]:
    """Set the envelopes that hold minimum shares, and what becomes of what is left of each."""
    contest = draft_contest(contest_id)
    book = read_rulebook(contest.draft)
    places = place_names(read_session(), book.territory)
    form = PotsForm.of(book, contest.version, places)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_pots(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    pots=form.wanted(),
                )
            return saved(contest_id)
    rows = envelope_rows(book, places)
    return render_template(
        "staff/contests/pots.html", form=form, contest=contest, book=book, rows=rows
    ), form.status
