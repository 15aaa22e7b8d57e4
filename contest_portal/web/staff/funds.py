"""Funds: the money that contests draw on."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.queries import offices
from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.contests import queries
from contest_portal.contests.services.create_fund import create_fund
from contest_portal.contests.services.edit_fund import edit_fund
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import amount_in
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contests_forms import EditFundForm, NewFundForm


@blueprint.get("/fondos")
def funds() -> str:
    """List the funds with what is left of each."""
    permit(current_actor(), Action.CONTEST_SEE)
    return render_template(
        "staff/funds/list.html",
        funds=queries.funds(read_session()),
        may_edit=can(current_actor(), Action.FUND_EDIT),
    )


@blueprint.route("/fondos/nuevo", methods=["GET", "POST"])
def new_fund() -> Response | tuple[str, int]:
    """Register a fund."""
    permit(current_actor(), Action.FUND_EDIT)
    choices = offices(read_session())
    form = NewFundForm(choices)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                fund = create_fund(
                    session,
                    act(),
                    office_id=form.office_id.data,
                    name=form.name.data or "",
                    source=form.source.data or "",
                    year=form.year.data,
                    amount=amount_in(form.amount),
                )
            flash(gettext("El fondo «%(name)s» quedó registrado.", name=fund.name), "good")
            return redirect(url_for("staff.funds"), 303)
    return render_template("staff/funds/new.html", form=form, has_offices=bool(choices)), form.status


@blueprint.route("/fondos/<int:fund_id>/editar", methods=["GET", "POST"])
def fund(fund_id: int) -> Response | tuple[str, int]:
    """Correct a fund."""
    permit(current_actor(), Action.FUND_EDIT)
    found = queries.fund_by_id(read_session(), fund_id)
    form = EditFundForm(obj=found)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_fund(
                    session,
                    act(),
                    fund_id=fund_id,
                    expected_version=form.shown_version,
                    name=form.name.data or "",
                    source=form.source.data or "",
                    year=form.year.data,
                    amount=amount_in(form.amount),
                )
            flash(gettext("Los cambios del fondo se guardaron."), "good")
            return redirect(url_for("staff.funds"), 303)
    return render_template("staff/funds/edit.html", form=form, fund=found), form.status
