"""The designer's page on the terms of the allocation rule and on who approves what it gives."""

from flask import render_template
from werkzeug.wrappers import Response

from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.services.edit_allocation_terms import edit_allocation_terms
from contest_portal.registry.queries.register import district_names
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_allocation_forms import AllocationTermsForm, rule_of
from contest_portal.web.staff.contest_parts import draft_contest, saved


@blueprint.route("/concursos/<int:contest_id>/condiciones-del-reparto", methods=["GET", "POST"])
def contest_allocation(contest_id: int) -> Response | tuple[str, int]:
    """Set the terms that the contest's rule reads, if it reads any, and the steps of the approval."""
    contest = draft_contest(contest_id)
    book = read_rulebook(contest.draft)
    rule = rule_of(book)
    districts = district_names(read_session(), book.territory)
    form = AllocationTermsForm.of(book, rule, contest.version, districts)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_allocation_terms(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    terms=form.terms(book.allocation),
                    approvals=form.chain(),
                )
            return saved(contest_id)
    return render_template(
        "staff/contests/allocation.html", form=form, contest=contest, rule=rule
    ), form.status
