"""A profile read back in plain words, and the group's agreement with it."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as Redirection
from wtforms import HiddenField, SelectField

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.confirmations import agreement_left, member_signs
from contest_portal.applications.group_queries import group_members, group_view
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.reading import Passage, ReadGroup, read_aloud, reading_sha256
from contest_portal.applications.rules.sign_off import MemberSign, device_of, sign_off_problems, wrong_proof
from contest_portal.applications.services.confirm_profile import confirm_profile
from contest_portal.applications.services.print_codes import print_codes
from contest_portal.kernel.problems import N_, Problem
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_group_view
from contest_portal.web.applicant.words_desk import words_desk
from contest_portal.web.shared.answers_view import Pairs, answered_pairs
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.errors import note_denial
from contest_portal.web.shared.fields import CleanTextField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.limits import limiter
from contest_portal.web.shared.session import act, current_actor


class ConfirmForm(PortalForm):
    """Who confirms, and by what; `read` names the words that were read."""

    read = HiddenField()
    member_id = SelectField(
        lazy_gettext("¿Quién confirma?"), [required(N_("Elija a la persona que confirma."))], default=""
    )
    proof = CleanTextField(
        lazy_gettext("Su clave"),
        [required(N_("Escriba la clave o los dígitos."))],
        description=lazy_gettext(
            "La persona misma escribe las 5 letras de su papelito, o los 4 primeros dígitos de su DNI (los que el "
            "portal no muestra)."
        ),
        letters=40,
    )

    def offer(self, signs: tuple[MemberSign, ...]) -> None:
        """Offer those who have not confirmed the present words."""
        waiting = ((str(sign.member_id), sign.full_name) for sign in signs if not sign.stands)
        self.member_id.choices = [("", gettext("Elija a una persona")), *waiting]


def _member_tried() -> str:
    """Count tries by the application and member: who guesses on one phone or on many is slowed down alike."""
    return f"{request.path} {request.form.get('member_id', '')}"


@blueprint.get("/solicitudes/<int:application_id>/lectura")
def reading(application_id: int) -> str:
    """Read a whole profile in short sentences."""
    desk = words_desk(application_id)
    return render_template("applicant/reading.html", desk=desk, passages=_passages(desk))


@blueprint.route("/solicitudes/<int:application_id>/conformidad", methods=["GET", "POST"])
@limiter.limit("5 per 10 minutes", key_func=_member_tried, methods=["POST"])
def confirmations(application_id: int) -> Redirection | tuple[str, int]:
    """Show who agreed with the profile as it is; take another agreement."""
    desk = words_desk(application_id)
    signs, digest = signs_of(desk), reading_sha256(desk.choice, desk.profile)
    form = ConfirmForm(data={"read": digest})
    form.offer(signs)
    if form.validate_on_submit():
        with form.accepting():
            _confirm(application_id, form)
            flash(gettext("La conformidad quedó anotada."), "good")
            return redirect(url_for("applicant.confirmations", application_id=application_id), 303)
    if form.proof.data and form.proof.errors:
        note_denial(wrong_proof().code)
    form.read.data = digest
    return _page(form, desk, signs), form.status


@blueprint.post("/grupos/<int:group_id>/claves")
def member_codes(group_id: int) -> Response:
    """Make new codes for the members, shown once to be printed."""
    group = own_group_view(group_id)
    permit(current_actor(), Action.CODES_PRINT, Scope(owner_id=group.representative_id))
    with transaction() as session:
        slips = print_codes(session, act(), group_id=group_id)
    response = make_response(render_template("applicant/slips.html", group=group, slips=slips))
    response.headers["Cache-Control"] = "no-store"
    return response


def signs_of(desk: Desk) -> tuple[MemberSign, ...]:
    """Tell what each member confirmed of the profile on the desk."""
    digest = reading_sha256(desk.choice, desk.profile)
    return member_signs(read_session(), desk.view.application_id, desk.view.group_id, digest)


def sign_off_left(desk: Desk) -> tuple[Problem, ...]:
    """List what the group still has to confirm before it sends; nothing where the contest does not ask."""
    rules, view, words = desk.rulebook.group, desk.view, Draft(desk.choice, desk.profile)
    return agreement_left(read_session(), rules, view.application_id, view.group_id, words)


def _confirm(application_id: int, form: ConfirmForm) -> None:
    with transaction() as session:
        confirm_profile(
            session,
            act(),
            application_id=application_id,
            member_id=int(form.member_id.data),
            proof=form.proof.data or "",
            read_sha256=form.read.data or "",
            device=device_of(request.user_agent.string),
        )


def _page(form: ConfirmForm, desk: Desk, signs: tuple[MemberSign, ...]) -> str:
    return render_template(
        "applicant/confirmations.html",
        form=form,
        desk=desk,
        signs=signs,
        left=sign_off_problems(desk.rulebook.group, signs),
        may_print=can(current_actor(), Action.CODES_PRINT, Scope(owner_id=desk.view.representative_id)),
    )


def _passages(desk: Desk) -> list[tuple[str, Passage, Pairs]]:
    """Give each part with its title and the answers to the contest's own questions."""
    group = group_view(read_session(), desk.view.group_id)
    present = sorted(
        group_members(read_session(), desk.view.group_id), key=lambda member: member.office != "president"
    )
    told = ReadGroup(
        name=group.name,
        centre=group.centre_name,
        district=group.district_name,
        members=[(member.full_name, member.office) for member in present],
    )
    form = desk.rulebook.form
    passages = read_aloud(told, desk.choice, desk.profile, desk.rulebook)
    return [
        (gettext("Quiénes somos"), one, ())
        if one.section is None
        else (
            gettext(form.section(one.section).name),
            one,
            answered_pairs(form.section(one.section), desk.profile, form),
        )
        for one in passages
    ]
