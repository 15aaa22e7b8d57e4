"""Contests: the list, a new one, the page of each, and its publication."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.emergency_queries import emergencies
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.allocation.approval_queries import waiting_turns
from contest_portal.contests import queries
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.publication_checks import small_envelopes
from contest_portal.contests.rules.templates import TEMPLATES
from contest_portal.contests.services.create_contest import create_contest
from contest_portal.contests.services.create_line import create_line
from contest_portal.jury.queries import panel
from contest_portal.publication.bundle_queries import imported_bundle
from contest_portal.web.shared.audience import require_any_role
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import amount_in
from contest_portal.web.shared.labels import CONTEST_STATE_LABELS, CONTEST_STATE_TONES, ROLE_LABELS
from contest_portal.web.shared.navigation import OFFICE
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_hub import areas, part_lines, stage_steps
from contest_portal.web.staff.contests_forms import ContestForm, LineForm
from contest_portal.web.staff.next_steps import ContestLine, contest_line
from contest_portal.web.staff.publishing import contest_view, publishing_problems


@blueprint.get("/concursos")
def contests() -> str:
    """List the contests that this person may see, drafts included."""
    require_any_role(OFFICE)
    actor = current_actor()
    seen = [
        contest
        for contest in queries.contests(read_session())
        if can(actor, Action.CONTEST_SEE, Scope(contest_id=contest.id))
    ]
    return render_template(
        "staff/contests/list.html",
        contests=seen,
        labels=CONTEST_STATE_LABELS,
        tones=CONTEST_STATE_TONES,
        may_design=can(actor, Action.CONTEST_EDIT),
    )


@blueprint.route("/concursos/nuevo", methods=["GET", "POST"])
def new_contest() -> Response | tuple[str, int]:
    """Start a contest from a template or from an earlier one."""
    permit(current_actor(), Action.CONTEST_EDIT)
    funds = queries.funds(read_session())
    form = ContestForm(funds, queries.contests(read_session()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                contest = create_contest(
                    session,
                    act(),
                    fund_id=form.fund_id.data,
                    code=form.code.data or "",
                    title=form.title.data or "",
                    amount=amount_in(form.fund),
                    template=form.template,
                    earlier_contest_id=form.earlier_contest_id,
                )
            flash(gettext("El concurso está en diseño. Complete cada parte y publíquelo."), "good")
            return redirect(url_for("staff.contest", contest_id=contest.id), 303)
    page = render_template(
        "staff/contests/new.html", form=form, has_funds=bool(funds), templates=TEMPLATES.values()
    )
    return page, form.status


@blueprint.get("/concursos/<int:contest_id>")
def contest(contest_id: int) -> str:
    """Show where a contest stands, what it lacks and what to do next."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    found = queries.contest_by_id(read_session(), contest_id)
    is_draft = found.state == ContestState.DRAFT
    may_edit = is_draft and can(current_actor(), Action.CONTEST_EDIT, Scope(contest_id=contest_id))
    problems = publishing_problems(found) if is_draft else ()
    return render_template(
        "staff/contests/contest.html",
        contest=found,
        state_label=CONTEST_STATE_LABELS[found.state],
        state_tone=CONTEST_STATE_TONES[found.state],
        next_step=_line(found).next_step,
        steps=stage_steps(found),
        areas=() if is_draft else areas(found),
        may_edit=may_edit,
        problems=problems,
        warnings=small_envelopes(queries.read_rulebook(found.draft)) if is_draft else (),
        parts=part_lines(found, queries.read_rulebook(found.draft), problems) if is_draft else (),
        envelopes=queries.envelopes_of(read_session(), contest_id),
        came_from=imported_bundle(read_session(), contest_id),
        frozen=None if is_draft else queries.frozen_rulebook(read_session(), contest_id),
        view=contest_view(found),
        emergencies=emergencies(read_session(), now(), contest_id=contest_id, confirmed_only=True),
        roles=ROLE_LABELS,
    )


@blueprint.route("/lineas", methods=["GET", "POST"])
def lines() -> Response | tuple[str, int]:
    """Show the catalogue of production lines; staff add to it."""
    form = LineForm()
    permit(current_actor(), Action.CONTEST_EDIT if form.is_submitted() else Action.CONTEST_SEE)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                line = create_line(session, act(), name=form.name.data or "")
            flash(gettext("La línea «%(name)s» está en el catálogo.", name=line.name), "good")
            return redirect(url_for("staff.lines"), 303)
    return render_template(
        "staff/contests/catalogue.html",
        form=form,
        lines=queries.production_lines(read_session()),
        may_edit=can(current_actor(), Action.CONTEST_EDIT),
    ), form.status


def _line(contest: Contest) -> ContestLine:
    jurors, turns = len(panel(read_session(), contest.id)), waiting_turns(read_session())
    return contest_line(contest, now(), jurors=jurors, actor=current_actor(), turn=turns.get(contest.id))
