"""Where the register's households come from: the sources, whom to believe, and their synchronisations."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.registry.models.sources import FILES
from contest_portal.registry.queries import sources as queries
from contest_portal.registry.queries.conflicts import ConflictFilter, count_conflicts
from contest_portal.registry.rules.source_settings import TOKEN_PREFIX
from contest_portal.registry.services.add_source import add_source
from contest_portal.registry.services.edit_source import edit_source
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_sources_forms import EditFilesForm, EditSourceForm, NewSourceForm


@blueprint.get("/padron/fuentes")
def registry_sources() -> str:
    """List the sources with how old what they told us is."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return render_template(
        "staff/registry/sources.html",
        sources=queries.source_lines(read_session()),
        ages={age.source_code: age for age in queries.snapshot_age(read_session(), now())},
        open_conflicts=count_conflicts(read_session(), ConflictFilter()),
        may_edit=can(current_actor(), Action.REGISTRY_IMPORT),
    )


@blueprint.route("/padron/fuentes/nueva", methods=["GET", "POST"])
def registry_new_source() -> Response | tuple[str, int]:
    """Register an outside registry."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    form = NewSourceForm(data={"token_variable": TOKEN_PREFIX})
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                source = add_source(
                    session,
                    act(),
                    code=form.code.data or "",
                    name=form.name.data or "",
                    base_address=form.base_address.data or "",
                    token_variable=form.token_variable.data or "",
                    precedence=form.precedence.data,
                )
            flash(gettext("La fuente «%(name)s» quedó registrada.", name=source.name), "good")
            return redirect(url_for("staff.registry_source", source_id=source.id), 303)
    return render_template("staff/registry/source_form.html", form=form, source=None), form.status


@blueprint.get("/padron/fuentes/<int:source_id>")
def registry_source(source_id: int) -> str:
    """Show a source and every synchronisation with it."""
    permit(current_actor(), Action.REGISTRY_SEE)
    source = queries.source_by_id(read_session(), source_id)
    pager = asked_page(queries.count_runs(read_session(), source_id))
    runs = queries.runs_of_source(read_session(), source_id, limit=pager.size, offset=pager.offset)
    ages = {age.source_code: age for age in queries.snapshot_age(read_session(), now())}
    return render_template(
        "staff/registry/source.html",
        source=source,
        is_files=source.code == FILES,
        age=ages.get(source.code),
        runs=runs,
        page=pager,
        may_edit=can(current_actor(), Action.REGISTRY_IMPORT),
    )


@blueprint.route("/padron/fuentes/<int:source_id>/editar", methods=["GET", "POST"])
def registry_edit_source(source_id: int) -> Response | tuple[str, int]:
    """Correct a source, or its place among the others."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    source = queries.source_by_id(read_session(), source_id)
    form = EditFilesForm(obj=source) if source.code == FILES else EditSourceForm(obj=source)
    if form.validate_on_submit():
        outside = form if isinstance(form, EditSourceForm) else None
        with form.accepting():
            with transaction() as session:
                edit_source(
                    session,
                    act(),
                    source_id=source_id,
                    expected_version=form.shown_version,
                    name=form.name.data or "",
                    base_address=outside.base_address.data if outside else None,
                    token_variable=outside.token_variable.data if outside else None,
                    precedence=form.precedence.data,
                    is_active=outside.is_active.data if outside else True,
                )
            flash(gettext("Los cambios de la fuente se guardaron."), "good")
            return redirect(url_for("staff.registry_source", source_id=source_id), 303)
    return render_template("staff/registry/source_form.html", form=form, source=source), form.status
