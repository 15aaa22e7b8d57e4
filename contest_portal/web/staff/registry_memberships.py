"""Who belongs to a social programme: noted by hand, ended, reopened, voided."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.registry.queries.memberships import MembershipLine, membership, programmes
from contest_portal.registry.queries.personal_files import territory_of_file
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.rules.memberships import voided_problem
from contest_portal.registry.services.end_membership import end_membership
from contest_portal.registry.services.record_membership import record_membership
from contest_portal.registry.services.reopen_membership import reopen_membership
from contest_portal.registry.services.void_membership import void_membership
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_memberships_forms import (
    EndMembershipForm,
    MembershipForm,
    VoidMembershipForm,
)


@blueprint.route("/hogares/<int:household_id>/programas/nuevo", methods=["GET", "POST"])
def household_new_membership(household_id: int) -> Response | tuple[str, int]:
    """Note that a household as a whole belongs to a programme."""
    return _new(FileRef(FileOf.HOUSEHOLD, household_id))


@blueprint.route("/personas/<int:person_id>/programas/nuevo", methods=["GET", "POST"])
def person_new_membership(person_id: int) -> Response | tuple[str, int]:
    """Note that a person belongs to a programme."""
    return _new(FileRef(FileOf.PERSON, person_id))


@blueprint.route("/programas/<int:membership_id>/termino", methods=["GET", "POST"])
def membership_end(membership_id: int) -> Response | tuple[str, int]:
    """Ask for the last day, and end a membership."""
    line = _to_change(membership_id)
    form = EndMembershipForm(version=line.version, until=office_date(now()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                end_membership(
                    session,
                    act(),
                    membership_id=membership_id,
                    expected_version=form.shown_version,
                    until=form.until.data,
                )
            flash(gettext("El término se guardó. Si se equivocó, use «Deshacer el término»."), "good")
            return _to_file(_file_of(line))
    return render_template("staff/registry/membership_end.html", form=form, line=line), form.status


@blueprint.post("/programas/<int:membership_id>/reabrir/<int:version>")
def membership_reopen(membership_id: int, version: int) -> Response:
    """Take back the end of a membership."""
    line = _to_change(membership_id)
    try:
        with transaction() as session:
            reopen_membership(session, act(), membership_id=membership_id, expected_version=version)
        flash(gettext("El término se deshizo: la pertenencia sigue vigente."), "good")
    except WrongState:
        raise
    except Refused as refusal:
        for problem in refusal.problems:
            flash(gettext(problem.message, **problem.params), "bad")
    return _to_file(_file_of(line))


@blueprint.route("/programas/<int:membership_id>/anular", methods=["GET", "POST"])
def membership_void(membership_id: int) -> Response | tuple[str, int]:
    """Ask why, and void a membership."""
    line = _to_change(membership_id)
    form = VoidMembershipForm(version=line.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                void_membership(
                    session,
                    act(),
                    membership_id=membership_id,
                    expected_version=form.shown_version,
                    reason=form.reason.data or "",
                )
            flash(gettext("La anotación quedó anulada y ya no cuenta."), "good")
            return _to_file(_file_of(line))
    return render_template("staff/registry/membership_void.html", form=form, line=line), form.status


def _new(file: FileRef) -> Response | tuple[str, int]:
    _permit(file)
    form = MembershipForm()
    form.offer(programmes(read_session()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                record_membership(
                    session,
                    act(),
                    file=file,
                    programme_id=int(form.programme_id.data),
                    period=form.period,
                    evidence=form.evidence.data or "",
                )
            flash(gettext("La pertenencia al programa se guardó."), "good")
            return _to_file(file)
    back = url_for_file(file)
    return render_template("staff/registry/membership_new.html", form=form, file=file, back=back), form.status


def _to_change(membership_id: int) -> MembershipLine:
    """Give a membership to somebody who may change it; WrongState once it is void."""
    permit(current_actor(), Action.REGISTER_CORRECT)
    line = membership(read_session(), membership_id)
    _permit(_file_of(line))
    problem = voided_problem(is_voided=line.is_voided)
    if problem is not None:
        raise WrongState([problem])
    return line


def _permit(file: FileRef) -> None:
    home = territory_of_file(read_session(), file)
    permit(current_actor(), Action.REGISTER_CORRECT, Scope(ubigeo=home))


def _file_of(line: MembershipLine) -> FileRef:
    if line.person_id is None:
        return FileRef(FileOf.HOUSEHOLD, line.household_id)
    return FileRef(FileOf.PERSON, line.person_id)


def url_for_file(file: FileRef) -> str:
    """Give the address of the file of a person or a household."""
    if file.kind is FileOf.PERSON:
        return url_for("staff.person", person_id=file.id)
    return url_for("staff.household", household_id=file.id)


def _to_file(file: FileRef) -> Response:
    return redirect(url_for_file(file), 303)
