"""A group's own award: what was transferred, what is to be accounted for, what comes next."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from contest_portal.awards.follow_up_queries import award_file, award_of_application
from contest_portal.kernel.clock import office_date
from contest_portal.publication.queries import own_results
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_desk
from contest_portal.web.shared import follow_up_labels
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import COUNTERPART_KIND_LABELS
from contest_portal.web.shared.session import now


@blueprint.get("/solicitudes/<int:application_id>/premio")
def award(application_id: int) -> str | Response:
    """Show the award of an application once its result is public and its agreement issued; before, what was sent."""
    desk = own_desk(application_id)
    award_id = shown_award(desk.view.contest_id, application_id)
    if award_id is None:
        return redirect(url_for("applicant.application", application_id=application_id), 303)
    found = award_file(read_session(), award_id, office_date(now()))
    return render_template(
        "applicant/award.html",
        desk=desk,
        file=found,
        line=found.line,
        labels=follow_up_labels,
        counterparts=COUNTERPART_KIND_LABELS,
    )


def shown_award(contest_id: int, application_id: int) -> int | None:
    """Give the award that a group may see; None before the result is public."""
    if not own_results(read_session(), contest_id, {application_id}):
        return None
    return award_of_application(read_session(), application_id)
