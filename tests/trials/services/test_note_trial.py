"""The one row that a trial leaves."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotPermitted
from contest_portal.trials.run import run_trial
from contest_portal.trials.services.note_trial import note_trial
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.contests import make_contest
from tests.factories.trials import SMALL, trial_order_of


def test_who_tried_what_is_noted_without_names_and_only_by_who_may_edit(session: Session) -> None:
    staff, secretary = make_user(session, Role.STAFF), make_user(session, Role.SECRETARY)
    contest = make_contest(session, make_office(session), staff, state="draft")
    result = run_trial(trial_order_of(SMALL))

    note_trial(session, act_of(staff, NOON), contest_id=contest.id, result=result)
    with pytest.raises(NotPermitted):
        note_trial(session, act_of(secretary, NOON), contest_id=contest.id, result=result)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "contest.tried")).one()
    assert (row.actor_id, row.subject) == (staff.id, f"contest:{contest.id}")
    assert json.loads(row.data) == {
        "seed": 1,
        "groups": 1,
        "strength": "usual",
        "rules_sha256": sha256_hex(result.order.draft),
        "result_sha256": result.run.result_sha256,
    }
