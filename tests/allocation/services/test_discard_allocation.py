"""A proposal can be set aside by who proposes and by who approves, and stays on record."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.queries import discarded_runs, live_run
from contest_portal.allocation.services.discard_allocation import discard_allocation
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest, make_proposed


def test_a_discarded_proposal_is_kept_but_no_longer_stands(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)

    discard_allocation(session, act_of(scored.secretary, NOON), run_id=run.id)

    assert live_run(session, scored.contest.id) is None
    assert discarded_runs(session, scored.contest.id) == 1


@pytest.mark.parametrize("who", ["secretary", "staff"])
def test_both_sides_may_discard(session: Session, who: str) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)

    discard_allocation(session, act_of(_person(scored, who), NOON), run_id=run.id)

    assert run.state == "discarded"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.JUROR, Role.REPRESENTATIVE])
def test_nobody_else_may_discard(session: Session, role: Role) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    other = make_user(session, role)

    with pytest.raises(NotPermitted):
        discard_allocation(session, act_of(other, NOON), run_id=run.id)


def test_an_approved_run_cannot_be_discarded(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_approved(session, scored)

    with pytest.raises(WrongState):
        discard_allocation(session, act_of(scored.secretary, NOON), run_id=run.id)


def test_an_unknown_run_is_not_found(session: Session) -> None:
    scored = make_full_contest(session)

    with pytest.raises(NotFound):
        discard_allocation(session, act_of(scored.secretary, NOON), run_id=987_654)


def test_a_discard_is_audited(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)

    discard_allocation(session, act_of(scored.secretary, NOON), run_id=run.id)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject, json.loads(row.data)) == (
        "allocation.discarded",
        f"contest:{scored.contest.id}",
        {"run": run.id, "result_sha256": run.result_sha256},
    )


def _person(scored: ScoredContest, who: str) -> User:
    person: User = getattr(scored, who)
    return person
