"""Households of a contest that other contests awarded."""

from flask import Response, render_template
from flask_babel import gettext

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.awards.double_benefit_queries import DoubleBenefit, double_benefits
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.follow_up_labels import STATE_LABELS
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint


@blueprint.get("/concursos/<int:contest_id>/doble-beneficio")
def double_benefit(contest_id: int) -> str:
    """List them, with what the contest's rules say of each."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    rulebook = rulebook_of(read_session(), contest_id)
    return render_template(
        "staff/contests/double_benefit.html",
        contest=contest_by_id(read_session(), contest_id),
        months=rulebook.group.months_between_awards,
        opens_at=rulebook.calendar.opens_at,
        benefits=double_benefits(read_session(), current_actor(), contest_id=contest_id, rulebook=rulebook),
        may_see_files=can(current_actor(), Action.REGISTRY_SEE),
    )


@blueprint.get("/concursos/<int:contest_id>/doble-beneficio.csv")
def double_benefit_csv(contest_id: int) -> Response:
    """Send the list to take away: households by their code, nobody by name."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    rulebook = rulebook_of(read_session(), contest_id)
    found = double_benefits(read_session(), current_actor(), contest_id=contest_id, rulebook=rulebook)
    header = [
        gettext("Hogar"),
        gettext("Solicitud"),
        gettext("Grupo"),
        gettext("Premiado en el concurso"),
        gettext("Solicitud premiada"),
        gettext("Premio del grupo (S/)"),
        gettext("Estado del premio"),
        gettext("Anunciado"),
        gettext("Puede participar en los que abran desde"),
        gettext("Incumple la regla"),
    ]
    return csv_response(f"doble-beneficio-{contest.code}.csv", header, (_row(one) for one in found))


def _row(one: DoubleBenefit) -> list[object]:
    return [
        one.household_code,
        one.application_code,
        one.group_name,
        one.other_contest_code,
        one.other_application_code,
        str(one.amount),
        gettext(STATE_LABELS[one.state]),
        one.announced_on,
        one.waits_until,
        gettext("Sí") if one.is_too_recent else gettext("No"),
    ]
