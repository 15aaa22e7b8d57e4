"""A juror who has groups or sheets is taken out of the panel by an act."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.jury.queries import juror_by_id
from contest_portal.scoring.services.dismiss_juror import dismiss_juror
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint


class DismissalForm(PortalForm):
    """What says so, and why."""

    document = CleanTextField(
        lazy_gettext("Documento que dispone el retiro"),
        description=lazy_gettext("Por ejemplo: Memorando 12 de la unidad territorial."),
        column="juror_absence.document",
    )
    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        description=lazy_gettext("Consta en el acta y lo lee quien audita."),
        column="juror_absence.reason",
    )


@blueprint.route("/concursos/<int:contest_id>/jurado/<int:juror_id>/retiro", methods=["GET", "POST"])
def dismissal(contest_id: int, juror_id: int) -> Response | tuple[str, int]:
    """Ask for the act and the reason, and say what becomes of the groups."""
    session = read_session()
    permit(current_actor(), Action.JURY_SEAT, Scope(contest_id=contest_id))
    contest, juror = contest_by_id(session, contest_id), juror_by_id(session, contest_id, juror_id)
    form = DismissalForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                lacking = dismiss_juror(
                    writing,
                    act(),
                    contest_id=contest_id,
                    juror_id=juror_id,
                    document=form.document.data or "",
                    reason=form.reason.data or "",
                )
            return _after(contest_id, lacking)
    return render_template("staff/jury/dismissal.html", form=form, contest=contest, juror=juror), form.status


def _after(contest_id: int, lacking: int) -> Response:
    if not lacking:
        flash(gettext("El retiro quedó registrado y constará en el acta."), "good")
        return redirect(url_for("staff.jury", contest_id=contest_id), 303)
    flash(
        ngettext(
            "El retiro quedó registrado. A %(num)s grupo le falta evaluador: incorpore a alguien y páselo.",
            "El retiro quedó registrado. A %(num)s grupos les falta evaluador: incorpore a alguien y páselos.",
            lacking,
        ),
        "warn",
    )
    return redirect(url_for("staff.assignment", contest_id=contest_id), 303)
