"""Entering the code with which a group may still send after the closing."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from contest_portal.applications.late_code_queries import open_codes_of
from contest_portal.applications.services.use_late_code import use_late_code
from contest_portal.kernel.problems import N_
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_group_view
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import CleanTextField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.limits import limiter, whose_account
from contest_portal.web.shared.session import act, now


class LateCodeForm(PortalForm):
    """The code as it was dictated."""

    code = CleanTextField(
        lazy_gettext("Código de la oficina"),
        [required(N_("Escriba el código que le dictó la oficina."))],
        description=lazy_gettext("Ocho letras y números; da igual si van en mayúsculas."),
        letters=40,
    )


@blueprint.route("/grupos/<int:group_id>/codigo", methods=["GET", "POST"])
@limiter.limit("10 per minute", key_func=whose_account, methods=["POST"])
def late_code(group_id: int) -> Response | tuple[str, int]:
    """Enter a code; it is used up by that, and the group works on until its hour."""
    group = own_group_view(group_id)
    form = LateCodeForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                application = use_late_code(session, act(), group_id=group_id, typed=form.code.data or "")
            flash(gettext("El código sirve. Complete la solicitud y envíela antes de su hora."), "good")
            return redirect(url_for("applicant.application", application_id=application.id), 303)
    codes = open_codes_of(read_session(), group_id, now())
    return render_template("applicant/late_code.html", group=group, form=form, codes=codes), form.status
