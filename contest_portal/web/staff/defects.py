"""The catalogue of defects: list, add, change, take out of use."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.applications.rules.screening import PART_NAMES, WHOLE
from contest_portal.applications.screening_models import Defect
from contest_portal.applications.screening_queries import defect_by_id
from contest_portal.applications.screening_queries import defects as all_defects
from contest_portal.applications.services.keep_defect import keep_defect
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.screening_forms import DefectForm


@blueprint.get("/defectos")
def defects() -> str:
    """List the catalogue."""
    permit(current_actor(), Action.CONTEST_SEE)
    return render_template(
        "staff/screening/defects.html",
        defects=all_defects(read_session()),
        sections=PART_NAMES,
        whole=WHOLE,
        may_edit=can(current_actor(), Action.DEFECT_EDIT),
    )


@blueprint.route("/defectos/nuevo", methods=["GET", "POST"])
def new_defect() -> Response | tuple[str, int]:
    """Add a defect."""
    permit(current_actor(), Action.DEFECT_EDIT)
    return _page(DefectForm(data={"version": 0, "curable": True, "in_use": True}), None)


@blueprint.route("/defectos/<int:defect_id>", methods=["GET", "POST"])
def defect(defect_id: int) -> Response | tuple[str, int]:
    """Change a defect, or take it out of use."""
    permit(current_actor(), Action.DEFECT_EDIT)
    stored = defect_by_id(read_session(), defect_id)
    return _page(DefectForm(obj=stored), stored)


def _page(form: DefectForm, stored: Defect | None) -> Response | tuple[str, int]:
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                kept = keep_defect(
                    session,
                    act(),
                    wanted=form.wanted(),
                    in_use=bool(form.in_use.data),
                    defect_id=None if stored is None else stored.id,
                    expected_version=form.shown_version,
                )
            flash(gettext("El defecto %(code)s está guardado en el catálogo.", code=kept.code), "good")
            return redirect(url_for("staff.defects"), 303)
    return render_template("staff/screening/defect.html", form=form, defect=stored), form.status
