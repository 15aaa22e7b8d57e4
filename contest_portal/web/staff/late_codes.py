"""Codes for sending after the closing: who got one and why, giving one, taking an unused one back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.joint_acts import acts_of_contest
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.late_code_fit import LATE_CODE
from contest_portal.applications.late_code_queries import groups_without_entry, late_codes_of
from contest_portal.applications.services.ask_late_code import ask_late_code
from contest_portal.applications.services.give_late_code import give_late_code
from contest_portal.applications.services.withdraw_late_code import withdraw_late_code
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.joint_acts import asked_for, may_ask, may_confirm, second_word
from contest_portal.web.staff.late_codes_forms import LateCodeForm
from contest_portal.web.staff.published_contest import published_contest


@blueprint.route("/concursos/<int:contest_id>/codigos", methods=["GET", "POST"])
def late_codes(contest_id: int) -> Response | tuple[str, int]:
    """List the codes of a contest and those that were asked for; ask for another one."""
    contest = published_contest(contest_id)
    form = _form(contest)
    if form.is_submitted():
        permit(current_actor(), LATE_CODE.ask, Scope(contest_id=contest_id))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                ask_late_code(
                    session,
                    act(),
                    contest_id=contest_id,
                    group_id=int(form.group_id.data),
                    reason=form.reason.data or "",
                    valid_until=form.valid_until.data,
                )
            return asked_for("staff.late_codes", contest_id=contest_id)
    return _page(contest, form), form.status


@blueprint.post("/concursos/<int:contest_id>/codigos/<int:joint_id>/dar")
def late_code_give(contest_id: int, joint_id: int) -> Response | tuple[str, int]:
    """Give the code that somebody else asked for; what speaks against it is told on the page."""
    contest = published_contest(contest_id)
    permit(current_actor(), Action.LATE_CODE_GIVE, Scope(contest_id=contest_id))
    form = _form(contest)
    given = second_word(form, give_late_code, contest_id=contest_id, joint_id=joint_id)
    if given is None:
        return _page(contest, form), form.status
    flash(gettext("El código es %(code)s. Dícteselo al representante.", code=given.code), "good")
    return redirect(url_for("staff.late_codes", contest_id=contest_id), 303)


def _form(contest: Contest) -> LateCodeForm:
    form = LateCodeForm()
    territory = rulebook_of(read_session(), contest.id).territory
    form.offer(groups_without_entry(read_session(), contest.id, territory))
    return form


def _page(contest: Contest, form: LateCodeForm) -> str:
    calendar = rulebook_of(read_session(), contest.id).calendar
    waiting = acts_of_contest(read_session(), LATE_CODE, contest.id)
    is_open = calendar.late_codes and contest.state == ContestState.PUBLISHED
    may_give = can(current_actor(), Action.LATE_CODE_GIVE, Scope(contest_id=contest.id))
    return render_template(
        "staff/contests/late_codes.html",
        contest=contest,
        form=form,
        codes=late_codes_of(read_session(), contest.id),
        waiting=[(one, may_confirm(LATE_CODE, one, contest.id)) for one in waiting],
        calendar=calendar,
        labels=labels,
        may_see=may_give,
        may_give=may_give and is_open,
        may_ask=may_ask(contest.id) and is_open,
    )


@blueprint.post("/concursos/<int:contest_id>/codigos/<int:code_id>/retirar")
def late_code_withdraw(contest_id: int, code_id: int) -> Response:
    """Take back a code that was not used."""
    with transaction() as session:
        withdraw_late_code(session, act(), contest_id=contest_id, code_id=code_id)
    flash(gettext("El código quedó retirado y ya no sirve."), "good")
    return redirect(url_for("staff.late_codes", contest_id=contest_id), 303)


@blueprint.get("/concursos/<int:contest_id>/codigos.csv")
def late_codes_csv(contest_id: int) -> Response:
    """Send the list; the letters of unused codes stay on the page."""
    contest = published_contest(contest_id)
    header = [gettext("Grupo"), gettext("Motivo"), gettext("Vale hasta"), gettext("Estado"), gettext("Dado"),
              gettext("Dado por"), gettext("Usado")]  # fmt: skip
    rows = (
        [
            one.group_name,
            one.reason,
            instant(one.valid_until),
            gettext(labels.LATE_CODE_STATE_LABELS[one.state]),
            instant(one.given_at),
            one.given_by,
            instant(one.used_at) if one.used_at else "",
        ]
        for one in late_codes_of(read_session(), contest_id)
    )
    return csv_response(f"codigos-{contest.code}.csv", header, rows)
