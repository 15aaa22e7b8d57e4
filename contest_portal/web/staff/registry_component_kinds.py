"""The catalogue of kinds: add, rename, retire, bring back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.registry.queries.components import component_kind, component_kinds
from contest_portal.registry.services.create_component_kind import create_component_kind
from contest_portal.registry.services.edit_component_kind import edit_component_kind
from contest_portal.registry.services.restore_component_kind import restore_component_kind
from contest_portal.registry.services.retire_component_kind import retire_component_kind
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import COMPONENT_LABELS
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_components_forms import EditKindForm, NewKindForm


@blueprint.get("/padron/componentes/tipos")
def registry_component_kinds() -> str:
    """List the kinds."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return render_template(
        "staff/registry/component_kinds.html",
        kinds=component_kinds(read_session()),
        components=COMPONENT_LABELS,
        may_edit=can(current_actor(), Action.COMPONENT_EDIT),
    )


@blueprint.route("/padron/componentes/tipos/nuevo", methods=["GET", "POST"])
def registry_new_component_kind() -> Response | tuple[str, int]:
    """Add a kind."""
    permit(current_actor(), Action.COMPONENT_EDIT)
    form = NewKindForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                kind = create_component_kind(
                    session, act(), component=form.component.data or "", words=form.words()
                )
            flash(gettext("«%(name)s» ya está en el catálogo.", name=kind.name), "good")
            return _to_kinds()
    return render_template("staff/registry/component_kind_form.html", form=form, kind=None), form.status


@blueprint.route("/padron/componentes/tipos/<int:kind_id>", methods=["GET", "POST"])
def registry_component_kind(kind_id: int) -> Response | tuple[str, int]:
    """Rename a kind."""
    permit(current_actor(), Action.COMPONENT_EDIT)
    kind = component_kind(read_session(), kind_id)
    form = EditKindForm(obj=kind)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_component_kind(
                    session,
                    act(),
                    kind_id=kind_id,
                    expected_version=form.shown_version,
                    words=form.words(),
                )
            flash(gettext("Los cambios del tipo se guardaron."), "good")
            return _to_kinds()
    return render_template("staff/registry/component_kind_form.html", form=form, kind=kind), form.status


@blueprint.post("/padron/componentes/tipos/<int:kind_id>/retirar")
def registry_retire_kind(kind_id: int) -> Response:
    """Take a kind out of use."""
    permit(current_actor(), Action.COMPONENT_EDIT)
    with transaction() as session:
        retire_component_kind(session, act(), kind_id=kind_id)
    flash(gettext("El tipo se retiró: lo ya registrado se conserva. Puede activarlo otra vez."), "good")
    return _to_kinds()


@blueprint.post("/padron/componentes/tipos/<int:kind_id>/activar")
def registry_restore_kind(kind_id: int) -> Response:
    """Bring a kind back."""
    permit(current_actor(), Action.COMPONENT_EDIT)
    with transaction() as session:
        restore_component_kind(session, act(), kind_id=kind_id)
    flash(gettext("El tipo está activo otra vez."), "good")
    return _to_kinds()


def _to_kinds() -> Response:
    return redirect(url_for("staff.registry_component_kinds"), 303)
