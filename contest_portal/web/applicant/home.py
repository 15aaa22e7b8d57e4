"""A representative's first page: what there is and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext, ngettext

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.applications.group_queries import groups_of
from contest_portal.applications.late_code_queries import sending_windows
from contest_portal.applications.queries import ApplicationView, applications_of, profiles_of
from contest_portal.applications.rules.completeness import (
    Choice,
    SectionReport,
    SectionState,
    section_reports,
)
from contest_portal.applications.rules.lifecycle import ApplicationState, open_until
from contest_portal.applications.rules.screening import ScreeningState
from contest_portal.applications.screening_models import Screening
from contest_portal.applications.screening_queries import screening_states
from contest_portal.contests.queries import open_contests, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.profile_form import ProfileForm
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.publication.queries import own_results
from contest_portal.publication.views import OwnResult
from contest_portal.web.applicant.amendment_notices import notice_cards
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.deadline import Deadline, deadline
from contest_portal.web.applicant.desk import sections_left
from contest_portal.web.applicant.words_desk import is_curing
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.session import current_actor, now


@dataclass(frozen=True, slots=True)
class ApplicationCard:
    """An application on the first page; `missing` names the parts that keep a draft from being sent."""

    view: ApplicationView
    deadline: Deadline
    next_step: str
    parts: tuple[SectionReport, ...]
    missing: tuple[str, ...]
    result: OwnResult | None


@dataclass(frozen=True, slots=True)
class CallCard:
    """An open call on the first page."""

    contest_id: int
    code: str
    title: str
    deadline: Deadline


@blueprint.get("/")
def home() -> str:
    """Show the groups, the applications with what to do next, and the open calls."""
    user_id = current_actor().user_id
    permit(current_actor(), Action.OWN_GROUPS_SEE)
    session = read_session()
    calls = [
        CallCard(c.id, c.code, c.title, deadline(now(), c.opens_at, c.closes_at))
        for c in open_contests(session, now())
    ]
    return render_template(
        "applicant/home.html",
        groups=groups_of(session, user_id or 0),
        applications=_cards(applications_of(session, user_id or 0)),
        calls=calls,
        notices=notice_cards(),
        may_register=can(current_actor(), Action.GROUP_REGISTER),
    )


def _cards(views: tuple[ApplicationView, ...]) -> list[ApplicationCard]:
    drafts = [view for view in views if view.state == ApplicationState.DRAFT]
    screened = screening_states(read_session(), [view.application_id for view in views])
    profiles = profiles_of(read_session(), [view.application_id for view in drafts])
    rulebooks = {
        contest_id: rulebook_of(read_session(), contest_id)
        for contest_id in sorted({view.contest_id for view in drafts})
    }
    parts = {
        view.application_id: section_reports(
            Choice(view.category_code, view.line_code, view.title),
            profiles[view.application_id],
            rulebooks[view.contest_id],
        )
        for view in drafts
    }
    results = _results(views)
    windows = sending_windows(read_session(), [view.application_id for view in drafts], now())
    until = {number: open_until(window) for number, window in windows.items()}
    return [
        _card(
            view,
            deadline(now(), view.opens_at, until.get(view.application_id, view.closes_at)),
            parts.get(view.application_id, ()),
            rulebooks.get(view.contest_id),
            results,
            screened,
        )
        for view in views
    ]


def _results(views: tuple[ApplicationView, ...]) -> dict[int, OwnResult]:
    """Give the own results that are public, one look for each contest."""
    announced = [view for view in views if view.contest_state == ContestState.ANNOUNCED]
    own = frozenset(view.application_id for view in announced)
    found: dict[int, OwnResult] = {}
    for contest_id in sorted({view.contest_id for view in announced}):
        found |= own_results(read_session(), contest_id, own)
    return found


def _card(
    view: ApplicationView,
    time_left: Deadline,
    parts: tuple[SectionReport, ...],
    rulebook: Rulebook | None,
    results: Mapping[int, OwnResult],
    screened: Mapping[int, Screening],
) -> ApplicationCard:
    return ApplicationCard(
        view=view,
        deadline=time_left,
        next_step=_screening_step(screened.get(view.application_id))
        or _next_step(view, time_left, sections_left(parts)),
        parts=parts if time_left.is_open else (),
        missing=_missing(parts, rulebook.form) if rulebook and time_left.is_open else (),
        result=results.get(view.application_id),
    )


def _missing(parts: tuple[SectionReport, ...], form: ProfileForm) -> tuple[str, ...]:
    """Name the parts that still keep a draft from being sent."""
    unready = (SectionState.MISSING, SectionState.WRONG)
    return tuple(gettext(form.section(part.code).name) for part in parts if part.state in unready)


def _screening_step(screening: Screening | None) -> str:
    """Say what the screening asks of the group, or how it ended against it; nothing otherwise."""
    if screening is None:
        return ""
    if is_curing(screening, now()):
        until = instant(screening.cure_until) if screening.cure_until else ""
        return str(gettext("La oficina pide subsanar el perfil antes del %(until)s.", until=until))
    if screening.state == ScreeningState.REJECTED:
        return str(gettext("No fue admitida. El motivo está en la carta."))
    return ""


def _next_step(view: ApplicationView, time_left: Deadline, parts_left: int) -> str:
    if view.state == ApplicationState.SUBMITTED:
        if view.contest_state == ContestState.ANNOUNCED:
            return str(gettext("El resultado está publicado."))
        return str(gettext("Recibida. Espere la visita de evaluación y la fecha de presentación."))
    if not time_left.is_open:
        return str(gettext("El plazo terminó y esta solicitud no se envió."))
    if view.state == ApplicationState.WITHDRAWN:
        return str(gettext("Retirada. Puede reabrirla y enviarla de nuevo antes del cierre."))
    if not parts_left:
        return str(gettext("El perfil está completo: revise y envíe."))
    return str(
        ngettext("Falta %(num)s parte por completar.", "Faltan %(num)s partes por completar.", parts_left)
    )
