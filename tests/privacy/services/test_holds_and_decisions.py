"""Holds that are placed and lifted, proposals that are decided: each once, with a reason, by who may."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.contests.models import Contest
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.privacy.models import LegalHold, RetentionRun
from contest_portal.privacy.queries import (
    contests_to_hold,
    ended_contests,
    held_contests,
    holds_in_force,
    plan_of,
    retention_runs,
    written_plan,
)
from contest_portal.privacy.services.apply_retention import apply_retention
from contest_portal.privacy.services.discard_retention import discard_retention
from contest_portal.privacy.services.lift_hold import lift_hold
from contest_portal.privacy.services.place_hold import place_hold
from contest_portal.privacy.services.propose_retention import propose_retention
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.contests import make_contest

REASON = "Hay un reclamo en curso."
Deciding = Callable[..., RetentionRun]
LENGTH = "Explique el motivo con 10 a 300 letras."


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF, full_name="Gladys Meza")


@pytest.fixture
def contest(session: Session, staff: User) -> Contest:
    return make_contest(session, make_office(session), staff)


def proposal(session: Session, staff: User) -> RetentionRun:
    """Keep a proposal that names nothing: to decide it needs no contest that ended."""
    written, sha256 = written_plan(plan_of(session, NOON.date()))
    run = RetentionRun(
        as_of=NOON.date(),
        reason=REASON,
        plan=written,
        plan_sha256=sha256,
        proposed_by=staff.id,
        proposed_at=NOON,
    )
    session.add(run)
    session.flush()
    return run


def in_one_department(user: User) -> Act:
    return Act(Actor(user.id, frozenset({Grant(Role.STAFF, territories=("09",))})), NOON)


def last_deed(session: Session) -> AuditRow:
    return session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        pytest.param("", LENGTH, id="nothing"),
        pytest.param("   Reclamo   ", LENGTH, id="seven letters among spaces"),
        pytest.param("\u200e" * 20, LENGTH, id="marks that nobody sees"),
        pytest.param("x" * 301, LENGTH, id="one letter too many"),
        pytest.param("Reclamo de quien tiene el DNI 71234567.", "Quite los números de DNI", id="a DNI"),
        pytest.param("Reclamo de yo@ejemplo.pe", "Quite los números de DNI y los correos", id="an address"),
    ],
)
def test_a_hold_and_a_proposal_say_why_and_of_nobody(
    session: Session, staff: User, contest: Contest, reason: str, said: str
) -> None:
    act = act_of(staff, NOON)

    with pytest.raises(Refused, match=said):
        place_hold(session, act, contest_id=contest.id, reason=reason)
    with pytest.raises(Refused, match=said):
        propose_retention(session, act, reason=reason)

    assert (held_contests(session), retention_runs(session)) == (frozenset(), ())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STAFF])
def test_only_the_programme_holds_proposes_and_decides(
    session: Session, staff: User, contest: Contest, role: Role
) -> None:
    hold = place_hold(session, act_of(staff, NOON), contest_id=contest.id, reason=REASON)
    run = proposal(session, staff)
    act = act_of(make_user(session, role), NOON)
    decision = {"run_id": run.id, "expected_version": run.version}

    with pytest.raises(NotPermitted):
        place_hold(session, act, contest_id=contest.id, reason=REASON)
    with pytest.raises(NotPermitted):
        lift_hold(session, act, hold_id=hold.id)
    with pytest.raises(NotPermitted):
        propose_retention(session, act, reason=REASON)
    with pytest.raises(NotPermitted):
        apply_retention(session, act, **decision)
    with pytest.raises(NotPermitted):
        discard_retention(session, act, **decision)
    assert (hold.lifted_at, run.state) == (None, "proposed")


def test_staff_of_one_department_decide_nothing_for_the_country(
    session: Session, staff: User, contest: Contest
) -> None:
    run = proposal(session, staff)
    act = in_one_department(make_user(session))

    with pytest.raises(NotPermitted):
        place_hold(session, act, contest_id=contest.id, reason=REASON)
    with pytest.raises(NotPermitted):
        apply_retention(session, act, run_id=run.id, expected_version=run.version)
    with pytest.raises(NotPermitted):
        discard_retention(session, act, run_id=run.id, expected_version=run.version)


@pytest.mark.parametrize("service", [apply_retention, discard_retention])
def test_no_proposal_of_that_number(session: Session, staff: User, service: Deciding) -> None:
    with pytest.raises(NotFound):
        service(session, act_of(staff, NOON), run_id=999_999, expected_version=1)


def test_no_contest_and_no_hold_of_that_number(session: Session, staff: User) -> None:
    act = act_of(staff, NOON)

    with pytest.raises(NotFound):
        place_hold(session, act, contest_id=999_999, reason=REASON)
    with pytest.raises(NotFound):
        lift_hold(session, act, hold_id=999_999)


def test_a_contest_is_held_again_after_its_review_ended(
    session: Session, staff: User, contest: Contest
) -> None:
    first = place_hold(session, act_of(staff, NOON), contest_id=contest.id, reason=f"  {REASON}  ")
    assert (first.reason, contest.id in dict(contests_to_hold(session))) == (REASON, False)
    lift_hold(session, act_of(staff, NOON + timedelta(days=1)), hold_id=first.id)
    assert (held_contests(session), contest.id in dict(contests_to_hold(session))) == (frozenset(), True)

    second = place_hold(session, act_of(staff, NOON), contest_id=contest.id, reason="Otra auditoría.")

    (line,) = holds_in_force(session)
    assert (line.hold_id, line.reason, line.placed_by) == (second.id, "Otra auditoría.", "Gladys Meza")
    assert first.lifted_at == NOON + timedelta(days=1)


def test_the_chain_knows_a_hold_and_its_end_and_not_why(
    session: Session, staff: User, contest: Contest
) -> None:
    hold = place_hold(session, act_of(staff, NOON), contest_id=contest.id, reason=REASON)
    placed = last_deed(session)
    lift_hold(session, act_of(staff, NOON), hold_id=hold.id)
    lifted = last_deed(session)

    assert [(one.action, one.subject, json.loads(one.data)) for one in (placed, lifted)] == [
        ("retention.held", f"contest:{contest.id}", {"hold": hold.id}),
        ("retention.released", f"contest:{contest.id}", {"hold": hold.id}),
    ]


@pytest.mark.parametrize("again", [apply_retention, discard_retention])
@pytest.mark.parametrize("first", [apply_retention, discard_retention])
def test_a_proposal_is_decided_once(session: Session, staff: User, first: Deciding, again: Deciding) -> None:
    run = proposal(session, staff)
    other = act_of(make_user(session, Role.STAFF), NOON + timedelta(hours=1))
    first(session, other, run_id=run.id, expected_version=run.version)
    decided = (run.state, run.decided_by, run.decided_at)

    with pytest.raises(WrongState, match="Vuelva a cargar la página"):
        again(session, other, run_id=run.id, expected_version=run.version)

    state = "applied" if first is apply_retention else "discarded"
    assert decided == (state, other.actor.user_id, other.at)
    assert (run.state, run.decided_by, run.decided_at) == decided


@pytest.mark.parametrize("service", [apply_retention, discard_retention])
@pytest.mark.parametrize("off", [-1, 1])
def test_a_page_of_another_version_decides_nothing(
    session: Session, staff: User, service: Deciding, off: int
) -> None:
    run = proposal(session, staff)
    other = act_of(make_user(session, Role.STAFF), NOON)

    with pytest.raises(Stale):
        service(session, other, run_id=run.id, expected_version=run.version + off)
    assert (run.state, run.decided_by) == ("proposed", None)


def test_whoever_proposed_may_set_the_own_proposal_aside_and_make_room(session: Session, staff: User) -> None:
    run = proposal(session, staff)
    discard_retention(session, act_of(staff, NOON), run_id=run.id, expected_version=run.version)
    second = proposal(session, staff)

    lines = retention_runs(session)

    assert [(line.run_id, line.state, line.decider) for line in lines] == [
        (second.id, "proposed", None),
        (run.id, "discarded", "Gladys Meza"),
    ]
    assert [line.total for line in lines] == [0, 0]


def test_a_plan_that_was_written_over_is_not_applied(session: Session, staff: User) -> None:
    run = proposal(session, staff)
    run.plan_sha256 = "0" * 64
    session.flush()

    with pytest.raises(Refused, match="ya no es lo que se propuso"):
        apply_retention(
            session,
            act_of(make_user(session, Role.STAFF), NOON),
            run_id=run.id,
            expected_version=run.version,
        )


def test_a_contest_that_runs_is_not_over_and_nothing_of_it_is_proposed(
    session: Session, staff: User, contest: Contest
) -> None:
    late = NOON + timedelta(days=365 * 60)

    assert ended_contests(session) == {}
    with pytest.raises(Refused, match=r"retention\.nothing"):
        propose_retention(session, act_of(staff, late), reason=REASON)
    assert session.scalar(select(func.count(RetentionRun.id))) == 0


def test_the_table_takes_no_second_proposal(session: Session, staff: User) -> None:
    proposal(session, staff)

    with pytest.raises(IntegrityError):
        proposal(session, staff)


def test_the_table_takes_no_approval_by_who_proposed(session: Session, staff: User) -> None:
    run = proposal(session, staff)
    run.state, run.decided_by, run.decided_at = "applied", staff.id, NOON

    with pytest.raises(IntegrityError):
        session.flush()


def test_the_table_takes_no_second_hold_of_a_contest(session: Session, staff: User, contest: Contest) -> None:
    place_hold(session, act_of(staff, NOON), contest_id=contest.id, reason=REASON)
    session.add(LegalHold(contest_id=contest.id, reason=REASON, placed_by=staff.id, placed_at=NOON))

    with pytest.raises(IntegrityError):
        session.flush()
