"""The catalogue of social programmes: add, rename, retire, bring back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit, registry_reach
from contest_portal.kernel.clock import office_date
from contest_portal.registry.queries.memberships import counted_programmes, programme
from contest_portal.registry.services.create_programme import create_programme
from contest_portal.registry.services.rename_programme import rename_programme
from contest_portal.registry.services.restore_programme import restore_programme
from contest_portal.registry.services.retire_programme import retire_programme
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_memberships_forms import ProgrammeForm, RenameProgrammeForm


@blueprint.get("/padron/programas")
def registry_programmes() -> str:
    """List the programmes with the households that belong to each today."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return render_template(
        "staff/registry/programmes.html",
        programmes=counted_programmes(read_session(), office_date(now()), registry_reach(current_actor())),
        may_edit=can(current_actor(), Action.PROGRAMME_EDIT),
        may_import=can(current_actor(), Action.REGISTRY_IMPORT),
    )


@blueprint.route("/padron/programas/nuevo", methods=["GET", "POST"])
def registry_new_programme() -> Response | tuple[str, int]:
    """Add a programme."""
    permit(current_actor(), Action.PROGRAMME_EDIT)
    form = ProgrammeForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                row = create_programme(session, act(), name=form.name.data or "")
            flash(gettext("«%(name)s» ya está en el catálogo.", name=row.name), "good")
            return _to_programmes()
    return render_template("staff/registry/programme_form.html", form=form, programme=None), form.status


@blueprint.route("/padron/programas/<int:programme_id>", methods=["GET", "POST"])
def registry_programme(programme_id: int) -> Response | tuple[str, int]:
    """Rename a programme."""
    permit(current_actor(), Action.PROGRAMME_EDIT)
    found = programme(read_session(), programme_id)
    form = RenameProgrammeForm(obj=found)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                rename_programme(
                    session,
                    act(),
                    programme_id=programme_id,
                    expected_version=form.shown_version,
                    name=form.name.data or "",
                )
            flash(gettext("El nombre del programa se guardó."), "good")
            return _to_programmes()
    return render_template("staff/registry/programme_form.html", form=form, programme=found), form.status


@blueprint.post("/padron/programas/<int:programme_id>/retirar")
def registry_retire_programme(programme_id: int) -> Response:
    """Take a programme out of use."""
    permit(current_actor(), Action.PROGRAMME_EDIT)
    with transaction() as session:
        retire_programme(session, act(), programme_id=programme_id)
    flash(gettext("El programa se retiró: lo ya anotado se conserva. Puede activarlo otra vez."), "good")
    return _to_programmes()


@blueprint.post("/padron/programas/<int:programme_id>/activar")
def registry_restore_programme(programme_id: int) -> Response:
    """Bring a programme back."""
    permit(current_actor(), Action.PROGRAMME_EDIT)
    with transaction() as session:
        restore_programme(session, act(), programme_id=programme_id)
    flash(gettext("El programa está activo otra vez."), "good")
    return _to_programmes()


def _to_programmes() -> Response:
    return redirect(url_for("staff.registry_programmes"), 303)
