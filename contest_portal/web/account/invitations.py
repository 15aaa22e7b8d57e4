"""A person's own invitations to judge, and the answer to one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.invitation_queries import invitation_of_user, invitations_of_user
from contest_portal.jury.services.answer_invitation import answer_invitation
from contest_portal.registry.queries.register import district_names
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.invitations_forms import AnswerForm
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import (
    INVITATION_STATE_LABELS,
    INVITATION_STATE_TONES,
    JUROR_POSITION_LABELS,
)
from contest_portal.web.shared.session import act, current_actor


@blueprint.get("/cuenta/invitaciones")
def invitations() -> str:
    """List what the person was invited to."""
    return render_template(
        "account/invitations.html",
        invitations=invitations_of_user(read_session(), current_actor().user_id),
        labels=INVITATION_STATE_LABELS,
        tones=INVITATION_STATE_TONES,
        positions=JUROR_POSITION_LABELS,
    )


@blueprint.route("/cuenta/invitaciones/<int:invitation_id>", methods=["GET", "POST"])
def invitation(invitation_id: int) -> Response | tuple[str, int]:
    """Show an invitation and take the answer."""
    session = read_session()
    shown = invitation_of_user(session, current_actor().user_id, invitation_id)
    rulebook = rulebook_of(session, shown.contest_id)
    form = AnswerForm(rulebook, district_names(session, rulebook.territory))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                answer_invitation(writing, act(), invitation_id=invitation_id, answer=form.given)
            flash(gettext("Su respuesta quedó registrada. Gracias por responder."), "good")
            return redirect(url_for("account.invitations"), 303)
    page = render_template(
        "account/invitation.html",
        form=form,
        invitation=shown,
        rulebook=rulebook,
        phases=[phase.name for phase in rulebook.phases if phase.code in shown.phases],
        positions=JUROR_POSITION_LABELS,
    )
    return page, form.status
