"""Who files for a group besides its representative: invited, and ended, by the representative."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as Redirection

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.promoter_queries import promotions_of_group
from contest_portal.applications.services.appoint_promoter import appoint_promoter
from contest_portal.applications.services.end_promoter import end_promoter as end_promoter_service
from contest_portal.kernel.problems import N_
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_group_view
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import CleanTextField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.handover import show_password_once
from contest_portal.web.shared.limits import limiter, whose_account
from contest_portal.web.shared.session import act, current_actor


class PromoterForm(PortalForm):
    """Whom a group invites."""

    email = CleanTextField(
        lazy_gettext("Correo electrónico del promotor"),
        [required(N_("Escriba el correo electrónico."))],
        description=lazy_gettext("Si ya tiene cuenta de promotor, basta su correo."),
        column="user_account.email",
    )
    full_name = CleanTextField(
        lazy_gettext("Nombres y apellidos"),
        description=lazy_gettext(
            "Solo si todavía no tiene cuenta. Verá una contraseña para entregarle en papel."
        ),
        column="user_account.full_name",
    )


@blueprint.route("/grupos/<int:group_id>/promotores", methods=["GET", "POST"])
@limiter.limit("20 per hour", key_func=whose_account, methods=["POST"])
def promoters(group_id: int) -> Redirection | tuple[str, int]:
    """List the promoters of a group, present and past; invite one."""
    group = own_group_view(group_id)
    permit(current_actor(), Action.PROMOTER_APPOINT, Scope(owner_id=group.representative_id))
    form = PromoterForm()
    if form.validate_on_submit():
        with form.accepting():
            return _appoint(group_id, form)
    found = promotions_of_group(read_session(), group_id)
    return render_template("applicant/promoters.html", group=group, form=form, promotions=found), form.status


def _appoint(group_id: int, form: PromoterForm) -> Redirection | Response:
    email, name = form.email.data or "", form.full_name.data or ""
    with transaction() as session:
        _promotion, password = appoint_promoter(
            session, act(), group_id=group_id, email=email, full_name=name
        )
    back_url = url_for("applicant.promoters", group_id=group_id)
    if password is not None:
        return show_password_once(full_name=name, email=email, password=password, back_url=back_url)
    flash(gettext("El promotor ya puede trabajar en los perfiles del grupo."), "good")
    return redirect(back_url, 303)


@blueprint.post("/promotores/<int:promotion_id>/terminar")
def end_promoter(promotion_id: int) -> Redirection:
    """End a promoter's time with the group."""
    with transaction() as session:
        promotion = end_promoter_service(session, act(), promotion_id=promotion_id)
        group_id = promotion.group_id
    flash(gettext("El promotor ya no puede entrar a los perfiles del grupo."), "good")
    return redirect(url_for("applicant.promoters", group_id=group_id), 303)
