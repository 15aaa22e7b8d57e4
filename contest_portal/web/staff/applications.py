"""What groups sent to a contest, as the office sees it."""

from collections import Counter
from collections.abc import Iterator

from flask import Response, render_template
from flask_babel import gettext

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.attachment_queries import attachments_of
from contest_portal.applications.group_queries import group_view
from contest_portal.applications.queries import (
    Entrant,
    application_view,
    applications_in,
    entrants,
    members_of,
    profile_of,
)
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.awards.double_benefit_queries import double_benefits
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.queries.components import group_holdings
from contest_portal.registry.queries.kin import kin_among
from contest_portal.web.shared import labels
from contest_portal.web.shared.attachment_view import file_views
from contest_portal.web.shared.component_words import holding_sentences
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.profile_view import profile_sections
from contest_portal.web.shared.session import current_actor, now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.applications_forms import ApplicationFilterForm
from contest_portal.web.staff.blueprint import blueprint


@blueprint.get("/concursos/<int:contest_id>/solicitudes")
def applications(contest_id: int) -> str:
    """List the applications to a contest, with how many stand in each state."""
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=contest_id))
    session = read_session()
    contest = contest_by_id(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    everything = applications_in(session, contest_id)
    form = ApplicationFilterForm()
    form.admit(rulebook)
    shown = [view for view in everything if form.lets_through(view)]
    return render_template(
        "staff/applications/list.html",
        contest=contest,
        form=form,
        applications=shown,
        counts=Counter(view.state for view in everything),
        filtered=form.is_on,
        categories=_category_names(rulebook),
        lines=_line_names(rulebook),
        labels=labels,
    )


@blueprint.get("/concursos/<int:contest_id>/solicitudes.csv")
def applications_file(contest_id: int) -> Response:
    """Give the groups that stand in a contest as a spreadsheet, without personal data."""
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=contest_id))
    session = read_session()
    contest = contest_by_id(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    header = [
        gettext("Código"),
        gettext("Grupo"),
        gettext("Negocio"),
        gettext("Categoría"),
        gettext("Línea"),
        gettext("Centro poblado"),
        gettext("Distrito"),
        gettext("Hogares"),
        gettext("Integrantes"),
        gettext("Mujeres"),
        gettext("Monto solicitado (S/)"),
        gettext("Recibida (UTC)"),
    ]
    lines = list(_lines(entrants(session, contest_id), rulebook))
    return csv_response(f"solicitudes-{contest.code}.csv", header, lines)


@blueprint.get("/solicitudes/<int:application_id>")
def application(application_id: int) -> str:
    """Show what a group sent; members with their DNI masked. A draft is the group's own and does not show."""
    session = read_session()
    view = application_view(session, application_id)
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=view.contest_id))
    if view.state == ApplicationState.DRAFT:
        raise NotFound(f"application {application_id} is a draft")
    rulebook = rulebook_of(session, view.contest_id)
    choice = Choice(view.category_code, view.line_code, view.title)
    members = members_of(session, application_id)
    as_of = office_date(view.submitted_at or now())
    held = group_holdings(session, {member.household_id for member in members}, as_of)
    return render_template(
        "staff/applications/view.html",
        view=view,
        group=group_view(session, view.group_id),
        members=members,
        kin=kin_among(session, {member.person_id for member in members}),
        has=holding_sentences(held),
        as_of=as_of,
        receipt=receipt_of(session, application_id),
        files=file_views(attachments_of(session, application_id), rulebook),
        sections=profile_sections(choice, profile_of(session, application_id), rulebook),
        labels=labels,
        earlier=double_benefits(
            session,
            current_actor(),
            contest_id=view.contest_id,
            rulebook=rulebook,
            application_id=application_id,
        ),
        may_see_persons=can(current_actor(), Action.REGISTRY_SEE),
    )


def _category_names(rulebook: Rulebook) -> dict[str, str]:
    return {category.code: category.name for category in rulebook.categories}


def _line_names(rulebook: Rulebook) -> dict[str, str]:
    return {line.code: line.name for line in rulebook.lines}


def _lines(found: tuple[Entrant, ...], rulebook: Rulebook) -> Iterator[list[object]]:
    categories, lines = _category_names(rulebook), _line_names(rulebook)
    for entrant in found:
        yield [
            entrant.code,
            entrant.group_name,
            entrant.title,
            categories.get(entrant.category_code, ""),
            lines.get(entrant.line_code, ""),
            entrant.centre_name,
            entrant.district_name,
            entrant.households,
            entrant.members,
            entrant.women,
            str(entrant.requested),
            entrant.submitted_at.strftime("%Y-%m-%d %H:%M:%S"),
        ]
