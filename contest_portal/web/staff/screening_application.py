"""The screening of one application: what the machine found, what a person ticks, what is decided, the letters."""

from collections.abc import Mapping
from itertools import pairwise

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.documents.screening_letter import SCREENING_LETTER
from contest_portal.applications.models import Application
from contest_portal.applications.queries import application_view
from contest_portal.applications.rules.differences import file_differences
from contest_portal.applications.rules.screening import (
    SCREENING,
    Decision,
    ScreeningFacts,
    ScreeningState,
    cure_until,
)
from contest_portal.applications.screening_checks import automatic_checks
from contest_portal.applications.screening_desk import received_application
from contest_portal.applications.screening_queries import (
    decisions_of,
    defects,
    findings_of,
    screening_lines,
    screening_of,
    sent_versions,
    version_count,
)
from contest_portal.applications.services.decide_screening import decide_screening
from contest_portal.applications.services.tick_findings import tick_findings
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_, NotFound, Problem
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.letters import letter_response
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.version_view import version_differences
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.screening import near_profiles
from contest_portal.web.staff.screening_forms import DecisionForm, FindingsForm

_APPLICATION = "/solicitudes/<int:application_id>"
DECISIONS: Mapping[str, Decision] = {
    "admitir": Decision.ADMIT,
    "subsanar": Decision.ASK_CURE,
    "rechazar": Decision.REJECT,
    "reincorporar": Decision.REINSTATE,
}
SLUGS = {decision: slug for slug, decision in DECISIONS.items()}


@blueprint.route(f"{_APPLICATION}/admision", methods=["GET", "POST"])
def screening_application(application_id: int) -> AnyResponse | tuple[str, int]:
    """Show everything the decision rests on; keep the defects that were ticked."""
    application = _readable(application_id)
    screening = screening_of(read_session(), application_id)
    findings = findings_of(read_session(), screening)
    form = FindingsForm(
        data={"version": screening.version if screening else 0, "findings": [one.code for one in findings]}
    )
    form.offer(defects(read_session()), findings)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                tick_findings(
                    session,
                    act(),
                    application_id=application_id,
                    expected_version=form.shown_version,
                    codes=tuple(form.findings.data or ()),
                )
            flash(gettext("Los defectos marcados se guardaron. Ahora decida."), "good")
            return redirect(url_for("staff.screening_application", application_id=application_id), 303)
    return _page(application, form), form.status


@blueprint.route(f"{_APPLICATION}/admision/<slug>", methods=["GET", "POST"])
def screening_decide(application_id: int, slug: str) -> AnyResponse | tuple[str, int]:
    """Show what a decision leads to; take it."""
    decision = DECISIONS.get(slug)
    if decision is None:
        raise NotFound(f"decision {slug}")
    application = _readable(application_id)
    permit(current_actor(), Action.SCREENING_DECIDE, Scope(contest_id=application.contest_id))
    screening = screening_of(read_session(), application_id)
    book = rulebook_of(read_session(), application.contest_id)
    form = DecisionForm(data={"version": screening.version if screening else 0})
    form.fit(decision)
    form.warn_of(_warnings(application, book, decision))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                decide_screening(
                    session,
                    act(),
                    application_id=application_id,
                    expected_version=form.shown_version,
                    decision=decision,
                    reason=form.given_reason,
                )
            flash(gettext("La decisión está tomada y la carta emitida."), "good")
            return redirect(url_for("staff.screening_application", application_id=application_id), 303)
    rules = book.screening
    return render_template(
        "staff/screening/decide.html",
        application=application,
        contest=contest_by_id(read_session(), application.contest_id),
        decision=decision,
        form=form,
        findings=findings_of(read_session(), screening),
        until=cure_until(now(), rules, book.calendar.closes_at) if rules else None,
    ), form.status


@blueprint.post(f"{_APPLICATION}/admision/cartas/<int:document_id>")
def screening_letter(application_id: int, document_id: int) -> Response:
    """Give a letter as a file; the first time it is asked for, it is printed and kept."""
    _readable(application_id)
    return letter_response(application_id, document_id, kind=SCREENING_LETTER)


@blueprint.get(f"{_APPLICATION}/versiones")
def application_versions(application_id: int) -> str:
    """Show what differs between one sending and the next."""
    application = _readable(application_id)
    book = rulebook_of(read_session(), application.contest_id)
    versions = sent_versions(read_session(), application_id)
    return render_template(
        "staff/screening/versions.html",
        application=application,
        contest=contest_by_id(read_session(), application.contest_id),
        steps=[
            (
                old,
                new,
                version_differences(new.choice, old.profile, new.profile, book),
                file_differences(old.files, new.files),
            )
            for old, new in pairwise(versions)
        ],
    )


def _readable(application_id: int) -> Application:
    view = application_view(read_session(), application_id)
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=view.contest_id))
    return received_application(read_session(), application_id)


def _page(application: Application, form: FindingsForm) -> str:
    session = read_session()
    contest = contest_by_id(session, application.contest_id)
    screening = screening_of(session, application.id)
    state = screening.state if screening else ScreeningState.OPEN.value
    facts = _facts(contest, application)
    may_decide = can(current_actor(), Action.SCREENING_DECIDE, Scope(contest_id=contest.id))
    book = rulebook_of(session, contest.id)
    possible = [d for d in Decision if d.value in SCREENING.available(state)] if book.screening else []
    lines = screening_lines(session, contest.id)
    return render_template(
        "staff/screening/application.html",
        application=application,
        contest=contest,
        screening=screening,
        state=state,
        checks=automatic_checks(session, application, book),
        sections={one.code: one.name for one in book.form.sections},
        near=[
            pair
            for pair in near_profiles(lines)
            if application.id in (pair.one.application_id, pair.other.application_id)
        ],
        form=form,
        may_tick=may_decide and Decision.REJECT in possible and not SCREENING.problems("reject", facts),
        possible=[(SLUGS[d], d.value) for d in possible if may_decide],
        hindrances=SCREENING.problems("reject", facts),
        decisions=decisions_of(session, screening),
        versions=version_count(session, application.id),
        labels=labels,
    )


def _facts(contest: Contest, application: Application) -> ScreeningFacts:
    if contest.entries_end_at is None:
        raise NotFound(f"closing of contest {contest.id}")
    return ScreeningFacts(at=now(), closes_at=contest.entries_end_at, contest_state=contest.state)


def _warnings(application: Application, book: Rulebook, decision: Decision) -> tuple[Problem, ...]:
    """Warn before admitting against what the automatic checks say."""
    if decision not in (Decision.ADMIT, Decision.REINSTATE):
        return ()
    found = automatic_checks(read_session(), application, book).problems
    return (_AGAINST_CHECKS, *found) if found else ()


_AGAINST_CHECKS = Problem(
    "screening.against_checks",
    field="warned",
    message=N_("Las comprobaciones automáticas encuentran hoy lo siguiente en este perfil:"),
)
