"""Announcing: by the staff, once, when acta and resolution are there."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.publication.services.announce_results import announce_results
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest
from tests.factories.publication import make_announced_contest, make_document, make_ready_contest


def announce(session: Session, scored: ScoredContest) -> None:
    announce_results(session, act_of(scored.staff, NOON), contest_id=scored.contest.id)


def test_an_announcement_has_its_instant(session: Session) -> None:
    scored = make_ready_contest(session)

    announce(session, scored)

    assert (scored.contest.state, scored.contest.announced_at) == ("announced", NOON)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN, Role.JUROR, Role.REPRESENTATIVE])
def test_only_staff_announce(session: Session, role: Role) -> None:
    scored = make_ready_contest(session)
    other = make_user(session, role)

    with pytest.raises(NotPermitted):
        announce_results(session, act_of(other, NOON), contest_id=scored.contest.id)


def test_everything_missing_is_said_at_once(session: Session) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)

    with pytest.raises(Refused) as refusal:
        announce(session, scored)

    assert [problem.code for problem in refusal.value.problems] == [
        "announcement.acta_issued",
        "announcement.resolution_issued",
    ]
    assert scored.contest.announced_at is None


def test_a_resolution_that_is_not_printed_does_not_count(session: Session) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)
    make_document(session, scored, "acta")
    make_document(session, scored, "resolution", printed=False)

    with pytest.raises(Refused) as refusal:
        announce(session, scored)

    assert [problem.code for problem in refusal.value.problems] == ["announcement.resolution_issued"]


def test_a_void_acta_does_not_count(session: Session) -> None:
    scored = make_ready_contest(session)
    acta = session.scalars(select(Document).where(Document.kind == "acta")).one()
    acta.voided_at, acta.void_reason, acta.state = NOON, "Error de fecha", "void"
    session.flush()

    with pytest.raises(Refused) as refusal:
        announce(session, scored)

    assert [problem.code for problem in refusal.value.problems] == ["announcement.acta_issued"]


def test_a_contest_that_is_not_allocated_is_not_announced(session: Session) -> None:
    scored = make_full_contest(session)

    with pytest.raises(WrongState):
        announce(session, scored)


def test_a_result_is_announced_once(session: Session) -> None:
    scored = make_announced_contest(session)

    with pytest.raises(WrongState):
        announce(session, scored)


def test_an_unknown_contest_is_not_found(session: Session) -> None:
    staff = make_user(session, Role.STAFF)

    with pytest.raises(NotFound):
        announce_results(session, act_of(staff, NOON), contest_id=987_654)


def test_an_announcement_is_audited(session: Session) -> None:
    scored = make_ready_contest(session)

    announce(session, scored)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject, row.actor_id, json.loads(row.data)) == (
        "result.announced",
        f"contest:{scored.contest.id}",
        scored.staff.id,
        {"ahead_of_calendar": True},
    )
