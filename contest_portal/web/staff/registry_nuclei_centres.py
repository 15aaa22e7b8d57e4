"""The executing nuclei of a central one, and the centres of each."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, permit, registry_reach
from contest_portal.kernel.problems import Problem, Refused
from contest_portal.registry.nuclei import permit_nucleus
from contest_portal.registry.queries import nuclei as queries
from contest_portal.registry.queries.nuclei import NucleusView
from contest_portal.registry.services.add_nucleus_centres import add_nucleus_centres
from contest_portal.registry.services.create_executing_nucleus import create_executing_nucleus
from contest_portal.registry.services.edit_executing_nucleus import edit_executing_nucleus
from contest_portal.registry.services.remove_executing_nucleus import remove_executing_nucleus
from contest_portal.registry.services.remove_nucleus_centre import remove_nucleus_centre
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_nuclei_forms import CentreSearchForm, EditNucleusForm, NucleusForm

MOST = 60


@blueprint.route("/padron/nucleos/<int:central_id>/ne/nuevo", methods=["GET", "POST"])
def registry_new_ne(central_id: int) -> Response | tuple[str, int]:
    """Add an executing nucleus."""
    permit_nucleus(read_session(), current_actor(), Action.NUCLEUS_EDIT, central_id)
    central = queries.central_nucleus(read_session(), central_id)
    form = NucleusForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                nucleus = create_executing_nucleus(
                    session,
                    act(),
                    central_id=central_id,
                    code=form.code.data or "",
                    name=form.name.data or "",
                )
            flash(gettext("El núcleo ejecutor quedó registrado. Ahora elija sus centros poblados."), "good")
            return redirect(url_for("staff.registry_ne_centres", nucleus_id=nucleus.id), 303)
    page = render_template(
        "staff/registry/ne_form.html", form=form, central_id=central_id, central_name=central.name, name=None
    )
    return page, form.status


@blueprint.route("/padron/ne/<int:nucleus_id>/editar", methods=["GET", "POST"])
def registry_edit_ne(nucleus_id: int) -> Response | tuple[str, int]:
    """Rename an executing nucleus."""
    found = _permitted(nucleus_id)
    form = EditNucleusForm(obj=found)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_executing_nucleus(
                    session,
                    act(),
                    nucleus_id=nucleus_id,
                    expected_version=form.shown_version,
                    code=form.code.data or "",
                    name=form.name.data or "",
                )
            flash(gettext("Los cambios del núcleo ejecutor se guardaron."), "good")
            return _to_nec(found)
    page = render_template(
        "staff/registry/ne_form.html",
        form=form,
        central_id=found.central_id,
        central_name=found.central_name,
        name=found.name,
    )
    return page, form.status


@blueprint.post("/padron/ne/<int:nucleus_id>/quitar")
def registry_drop_ne(nucleus_id: int) -> Response:
    """Remove an executing nucleus without centres."""
    found = _permitted(nucleus_id)
    with transaction() as session:
        remove_executing_nucleus(session, act(), nucleus_id=nucleus_id)
    flash(gettext("El núcleo ejecutor %(code)s se retiró.", code=found.code), "good")
    return _to_nec(found)


@blueprint.route("/padron/ne/<int:nucleus_id>/centros", methods=["GET", "POST"])
def registry_ne_centres(nucleus_id: int) -> Response | tuple[str, int]:
    """Find centres and put the marked ones into an executing nucleus."""
    found = _permitted(nucleus_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            with transaction() as session:
                added = add_nucleus_centres(
                    session, act(), nucleus_id=nucleus_id, centre_codes=request.form.getlist("centros")
                )
        except Refused as refusal:
            problems = refusal.problems
        else:
            _flash_added(len(added))
            return _to_nec(found)
    return _choosing(found, problems), 422 if problems else 200


@blueprint.post("/padron/ne/<int:nucleus_id>/centros/<code>/quitar")
def registry_drop_ne_centre(nucleus_id: int, code: str) -> Response:
    """Take a centre out of an executing nucleus."""
    found = _permitted(nucleus_id)
    with transaction() as session:
        remove_nucleus_centre(session, act(), nucleus_id=nucleus_id, centre_code=code)
    flash(
        gettext(
            "El centro %(centre)s ya no está en el NE %(code)s. Puede agregarlo otra vez.",
            centre=code,
            code=found.code,
        ),
        "good",
    )
    return _to_nec(found)


def _permitted(nucleus_id: int) -> NucleusView:
    """Give an executing nucleus to whoever may change it."""
    permit(current_actor(), Action.NUCLEUS_EDIT)
    found = queries.nucleus_view(read_session(), nucleus_id)
    permit_nucleus(read_session(), current_actor(), Action.NUCLEUS_EDIT, found.central_id)
    return found


def _choosing(found: NucleusView, problems: tuple[Problem, ...]) -> str:
    form = CentreSearchForm()
    return render_template(
        "staff/registry/ne_centres.html",
        nucleus=found,
        form=form,
        problems=problems,
        choices=queries.centre_choices(
            read_session(),
            found.nucleus_id,
            form.text.data or "",
            limit=MOST,
            within=registry_reach(current_actor()),
        ),
        marked=frozenset(request.form.getlist("centros")),
        most=MOST,
    )


def _flash_added(number: int) -> None:
    flash(
        ngettext("Se agregó %(num)s centro poblado.", "Se agregaron %(num)s centros poblados.", number),
        "good",
    )


def _to_nec(found: NucleusView) -> Response:
    return redirect(url_for("staff.registry_nec", central_id=found.central_id), 303)
