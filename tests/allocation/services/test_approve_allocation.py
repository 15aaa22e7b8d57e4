"""Approval by a second person: the replay must match, then awards, envelopes and the contest move together."""

import json

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import AllocationLine, AllocationRun, Award
from contest_portal.allocation.queries import approved_run, awards_of
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.discard_allocation import discard_allocation
from contest_portal.contests.models import Contest, Envelope
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.scoring.models import RankingLine
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import (
    ScoredContest,
    make_approved,
    make_full_contest,
    make_proposed,
)


def approve(session: Session, scored: ScoredContest, run: AllocationRun) -> AllocationRun:
    return approve_allocation(
        session, act_of(scored.staff, NOON), run_id=run.id, result_sha256=run.result_sha256
    )


def refused_codes(session: Session, scored: ScoredContest, run: AllocationRun) -> list[str]:
    with pytest.raises(Refused) as refusal:
        approve(session, scored, run)
    return [problem.code for problem in refusal.value.problems]


def test_approval_grants_the_awards_in_their_two_parts(session: Session) -> None:
    scored = make_full_contest(session)

    make_approved(session, scored)

    granted = [
        (award.group_name, award.place, str(award.total), award.amount, award.goods, award.assistance)
        for award in awards_of(session, scored.contest.id)
    ]
    soles = Money.soles
    assert granted == [
        ("Sumaq Kuy", 1, "91.00", soles(18_000), soles(10_800), soles(7_200)),
        ("Mishki Tanta", 2, "88.50", soles(17_000), soles(10_200), soles(6_800)),
        ("Llaqta Maki", 1, "93.00", soles(20_000), soles(12_000), soles(8_000)),
    ]


def test_approval_commits_the_envelopes(session: Session) -> None:
    scored = make_full_contest(session)

    make_approved(session, scored)

    rows = session.execute(select(Envelope.category_code, Envelope.committed).order_by(Envelope.id)).all()
    assert [tuple(row) for row in rows] == [
        ("IDEA", Money.soles(35_000)),
        ("MARCHA", Money.soles(20_000)),
    ]


def test_approval_names_the_second_person_and_moves_the_contest(session: Session) -> None:
    scored = make_full_contest(session)

    make_approved(session, scored)

    run = approved_run(session, scored.contest.id)
    assert (run.state, run.proposed_by_name, run.approved_by_name, run.approved_at) == (
        "approved",
        "Rosa Inga Paredes",
        "Delia Yupanqui Rojas",
        NOON,
    )
    assert session.scalar(select(Contest.state).where(Contest.id == scored.contest.id)) == "allocated"


def test_the_proposer_may_not_approve_whatever_the_roles(session: Session) -> None:
    scored = make_full_contest(session)
    scored.secretary = make_user(session, *Role)
    run = make_proposed(session, scored)

    with pytest.raises(NotPermitted):
        approve_allocation(
            session, act_of(scored.secretary, NOON), run_id=run.id, result_sha256=run.result_sha256
        )


def test_the_database_itself_refuses_one_person_on_both_sides(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)

    with pytest.raises(IntegrityError, match="two_persons"), session.begin_nested():
        session.execute(
            update(AllocationRun)
            .where(AllocationRun.id == run.id)
            .values(state="approved", approved_by=run.proposed_by, approved_at=NOON)
        )


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN, Role.JUROR])
def test_only_staff_approve(session: Session, role: Role) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    other = make_user(session, role)

    with pytest.raises(NotPermitted):
        approve_allocation(session, act_of(other, NOON), run_id=run.id, result_sha256=run.result_sha256)


def test_an_approval_of_another_hash_is_stale(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)

    with pytest.raises(Stale):
        approve_allocation(session, act_of(scored.staff, NOON), run_id=run.id, result_sha256="f" * 64)


def test_an_unknown_run_is_not_found(session: Session) -> None:
    staff = make_user(session, Role.STAFF)

    with pytest.raises(NotFound):
        approve_allocation(session, act_of(staff, NOON), run_id=987_654, result_sha256="f" * 64)


def test_an_approved_run_is_not_approved_twice(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_approved(session, scored)

    with pytest.raises(WrongState):
        approve(session, scored, run)

    assert session.scalar(select(func.count()).select_from(Award)) == 3


def test_a_discarded_run_cannot_be_approved(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    discard_allocation(session, act_of(scored.staff, NOON), run_id=run.id)

    with pytest.raises(WrongState):
        approve(session, scored, run)


def test_a_changed_ranking_stops_the_approval(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.execute(update(RankingLine).where(RankingLine.total_units == 9100).values(total_units=9200))

    assert refused_codes(session, scored, run) == ["allocation.inputs_changed"]


def test_a_changed_envelope_stops_the_approval(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.execute(update(Envelope).values(amount=Money.soles(61_000)))

    assert refused_codes(session, scored, run) == ["allocation.inputs_changed"]


def test_a_withdrawal_since_the_proposal_stops_the_approval(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    scored.groups["Sumaq Kuy"].state = "withdrawn"
    session.flush()

    assert refused_codes(session, scored, run) == ["allocation.inputs_changed"]


def test_a_line_that_was_altered_stops_the_approval(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.execute(
        update(AllocationLine)
        .where(AllocationLine.run_id == run.id, AllocationLine.step == 1)
        .values(amount=Money.soles(18_001))
    )

    assert refused_codes(session, scored, run) == ["allocation.result_differs"]


def test_altered_inputs_with_their_old_hash_stop_the_approval(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    inputs = run.inputs.replace('"cents":1800000', '"cents":1700000')
    session.execute(update(AllocationRun).values(inputs=inputs))

    assert refused_codes(session, scored, run) == [
        "allocation.inputs_changed",
        "allocation.result_differs",
    ]


def test_an_envelope_that_was_used_meanwhile_stops_the_approval(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.execute(
        update(Envelope).where(Envelope.category_code == "IDEA").values(committed=Money.soles(5_001))
    )

    assert refused_codes(session, scored, run) == ["allocation.envelope_short"]


def test_a_refused_approval_leaves_nothing_behind(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    session.execute(
        update(Envelope).where(Envelope.category_code == "MARCHA").values(committed=Money.soles(59_000))
    )

    with pytest.raises(Refused), session.begin_nested():
        approve(session, scored, run)

    committed = session.scalars(select(Envelope.committed).order_by(Envelope.id)).all()
    assert committed == [ZERO, Money.soles(59_000)]
    assert session.scalars(select(Award)).all() == []
    assert (run.state, scored.contest.state) == ("proposed", "scored")


def test_an_approval_is_audited_with_both_hashes(session: Session) -> None:
    scored = make_full_contest(session)

    run = make_approved(session, scored)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.actor_id, json.loads(row.data)) == (
        "allocation.approved",
        scored.staff.id,
        {
            "run": run.id,
            "step": 1,
            "inputs_sha256": run.inputs_sha256,
            "result_sha256": run.result_sha256,
            "awarded_cents": 5_500_000,
            "ahead_of_calendar": True,
        },
    )
    assert verify_chain(session)[1] is None


def test_nothing_is_awarded_before_approval(session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)

    assert awards_of(session, scored.contest.id) == ()
    with pytest.raises(NotFound):
        approved_run(session, scored.contest.id)
