"""Papers and their groups: one that is not registered yet is received and corrected, and its signatures are noted."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.newcomers import newcomer_view, paper_signers
from contest_portal.applications.paper_reception import Brought
from contest_portal.applications.services.correct_newcomer import correct_newcomer
from contest_portal.applications.services.enter_paper import enter_paper
from contest_portal.applications.services.receive_newcomer import receive_newcomer
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import MEMBER_OFFICE_LABELS
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.paper_newcomers_forms import (
    NewcomerForm,
    NewcomerReceptionForm,
    SignaturesForm,
)
from contest_portal.web.staff.papers import readable_paper, sound_scan


@blueprint.route("/concursos/<int:contest_id>/papel/recibir-grupo-nuevo", methods=["GET", "POST"])
def paper_newcomer(contest_id: int) -> Response | tuple[str, int]:
    """Note the paper of a group that is not registered, and give its slip."""
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=contest_id))
    form = NewcomerReceptionForm(data={"received_at": now()})
    if form.validate_on_submit():
        with form.accepting():
            newcomer, scan = form.newcomer(), sound_scan(form.scanned)
            with transaction() as session:
                paper = receive_newcomer(
                    session,
                    act(),
                    contest_id=contest_id,
                    newcomer=newcomer,
                    brought=Brought(form.received_at.data, form.sheets.data, scan),
                    storage=current_app.extensions["storage"],
                )
            flash(gettext("El papel está recibido. Imprima el cargo y entréguelo al grupo."), "good")
            return redirect(url_for("staff.paper", paper_id=paper.id), 303)
    contest = contest_by_id(read_session(), contest_id)
    return render_template("staff/papers/receive_newcomer.html", form=form, contest=contest), form.status


@blueprint.route("/papel/<int:paper_id>/grupo", methods=["GET", "POST"])
def paper_group(paper_id: int) -> Response | tuple[str, int]:
    """Correct what was noted of the group before it is registered."""
    paper = readable_paper(paper_id)
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=paper.contest_id))
    noted = newcomer_view(read_session(), paper_id)
    if noted is None:
        raise NotFound(f"newcomer of paper {paper_id}")
    form = NewcomerForm(data={"name": noted.name, "centre_code": noted.centre_code})
    form.offer(noted.members, MEMBER_OFFICE_LABELS)
    if form.validate_on_submit():
        with form.accepting():
            correction = form.correction()
            with transaction() as session:
                correct_newcomer(session, act(), paper_id=paper_id, correction=correction)
            flash(gettext("Se guardaron los datos del grupo."), "good")
            return redirect(url_for("staff.paper", paper_id=paper_id), 303)
    return render_template(
        "staff/papers/group.html",
        form=form,
        paper=paper,
        noted=noted,
        contest=contest_by_id(read_session(), paper.contest_id),
    ), form.status


@blueprint.route("/papel/<int:paper_id>/firmas", methods=["GET", "POST"])
def paper_signatures(paper_id: int) -> Response | tuple[str, int]:
    """Note who signed the sheet, and let what was typed into the contest."""
    paper = readable_paper(paper_id)
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=paper.contest_id))
    form = SignaturesForm()
    form.offer(paper_signers(read_session(), paper_id, paper.group_id), MEMBER_OFFICE_LABELS)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                application = enter_paper(session, act(), paper_id=paper_id, signed=form.signed.data or ())
            flash(gettext("La solicitud entró al concurso con la conformidad de quienes firmaron."), "good")
            return redirect(url_for("staff.application", application_id=application.id), 303)
    return render_template(
        "staff/papers/signatures.html",
        form=form,
        paper=paper,
        contest=contest_by_id(read_session(), paper.contest_id),
        rules=rulebook_of(read_session(), paper.contest_id).group,
    ), form.status
