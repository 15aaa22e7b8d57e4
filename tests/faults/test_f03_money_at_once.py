"""F-03: several processes promise the same money at once; nothing is promised twice, and each loser is told so."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.contests.models import Envelope, Fund
from contest_portal.kernel.database import Database
from contest_portal.kernel.money import ZERO, Money
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_full_contest, make_proposed
from tests.factories.moves import make_move
from tests.faults.crew import Member, at_once, crew
from tests.faults.grounds import Ground, unsound
from tests.faults.tally import Tally
from tests.faults.worker import Outcome, Task

CLERKS, PROMISE = 8, Money.soles(15_000)
LEVELS = ("read committed", "repeatable read", "serializable")


def at_level(url: str, level: str) -> str:
    """Let the server begin transactions at this level unless it is told otherwise."""
    if url.startswith("sqlite"):
        return url
    options = "-c default_transaction_isolation=" + level.replace(" ", "\\ ")
    return make_url(url).update_query_dict({"options": options}).render_as_string(hide_password=False)


@pytest.mark.parametrize("level", LEVELS)
def test_an_envelope_never_promises_more_than_it_has(ground: Ground, tally: Tally, level: str) -> None:
    if ground.kind == "sqlite" and level != LEVELS[0]:
        return  # it has one level
    tally.begin("F-03", f"{CLERKS} promises of one envelope at once, {level}", ground.kind)
    with ground.with_scene(make_full_contest) as (scene, _), scene.copy() as url:
        with crew(at_level(url, level), CLERKS) as members:
            for _ in tally.times(100, 700):
                tally.add(promised_at_once(url, members))
        with crew(at_level(url, level), CLERKS, sabotage="counter_without_guard") as members:
            for _ in range(30):
                tally.add_twin(promised_at_once(url, members))

    tally.judge(twin_percent=95)


def promised_at_once(url: str, members: list[Member]) -> list[str]:
    database = Database(url)
    with database.transaction() as session:
        envelope = session.scalars(select(Envelope).order_by(Envelope.id)).first()
        assert envelope
        session.execute(update(Envelope).where(Envelope.id == envelope.id).values(committed=ZERO))
        number, most = envelope.id, envelope.amount
    outcomes = at_once(members, [Task("commit", (number, PROMISE))] * len(members))
    with database.reading() as session:
        held = session.scalars(select(Envelope.committed).where(Envelope.id == number)).one()
    database.engine.dispose()
    done = sum(one is not None and one.state == "done" for one in outcomes)
    promised = Money(PROMISE.cents * done)
    found = [] if promised <= most and promised == held else [f"{promised} promised of {most}, {held} held"]
    return found + not_told(outcomes)


def not_told(outcomes: list[Outcome | None]) -> list[str]:
    """Name whoever heard neither "done" nor a refusal nor "come again"."""
    return [f"told {one}" for one in outcomes if one is None or one.state == "error"]


def test_of_approvals_and_discards_at_once_one_stands(ground: Ground, tally: Tally) -> None:
    tally.begin("F-03", "three approvals and a discard at once", ground.kind)
    with ground.with_scene(make_full_contest) as (scene, first), scene.copy() as url:
        with crew(url, 4) as members:
            for _ in tally.times(24, 300):
                tally.add(decided_at_once(url, first, members))
        tally.add(unsound(url))
    if ground.kind == "postgresql":  # the embedded database has one writer: without turns it still has one
        with ground.with_scene(make_full_contest) as (scene, first), scene.copy() as url:
            without_constraints(url)
            with crew(url, 4, sabotage="nobody_takes_turns") as members:
                for _ in range(10):
                    tally.add_twin(decided_at_once(url, first, members))

    tally.judge(twin_percent=50 if ground.kind == "postgresql" else None)


def decided_at_once(url: str, first: ScoredContest, members: list[Member]) -> list[str]:
    database = Database(url)
    with database.transaction() as session:
        scored = make_full_contest(session, beside=first)
        run = make_proposed(session, scored)
        staff = [scored.staff, make_user(session, Role.STAFF), make_user(session, Role.STAFF)]
        tasks = [Task("approve", (act_of(one, NOON), run.id, run.result_sha256)) for one in staff]
        tasks.append(Task("discard", (act_of(scored.secretary, NOON), run.id)))
        run_id, contest_id = run.id, scored.contest.id
    outcomes = at_once(members, tasks)
    with database.reading() as session:
        state = session.scalars(select(AllocationRun.state).where(AllocationRun.id == run_id)).one()
        awards = len(session.scalars(select(Award.id).where(Award.contest_id == contest_id)).all())
    database.engine.dispose()
    done = sum(one is not None and one.state == "done" for one in outcomes)
    found = (
        [] if (state, awards) in (("approved", 3), ("discarded", 0)) else [f"{state} with {awards} awards"]
    )
    return found + ([] if done == 1 else [f"{done} were told that it is done"]) + not_told(outcomes)


def without_constraints(url: str) -> None:
    """Take away the nets of the tables below the turns: checks, unique keys, the key of the log."""
    database = Database(url)
    tables = "('envelope', 'award', 'allocation_run', 'audit')"
    with database.transaction() as session:
        constraints = session.execute(
            text(
                "select conrelid::regclass::text, conname from pg_constraint where "
                f"conrelid::regclass::text in {tables} and (contype in ('c', 'u') or conname = 'pk_audit')"
            )
        ).all()
        for table, name in constraints:
            session.execute(text(f"alter table {table} drop constraint {name}"))
        session.execute(text("drop index uq_allocation_run_live"))
    database.engine.dispose()


def test_fund_and_envelopes_agree_whoever_changes_them_at_once(ground: Ground, tally: Tally) -> None:
    tally.begin("F-03", "a move approved twice while its fund is cut twice", ground.kind)
    with ground.with_scene(make_full_contest) as (scene, first), scene.copy() as url, crew(url, 4) as members:
        for _ in tally.times(20, 150):
            tally.add(moved_at_once(url, first, members) + unsound(url))

    tally.judge(twin_percent=None)


def moved_at_once(url: str, first: ScoredContest, members: list[Member]) -> list[str]:
    database = Database(url)
    with database.transaction() as session:
        tasks = moving(session, make_full_contest(session, beside=first))
    database.engine.dispose()
    outcomes = at_once(members, tasks)
    done = [one is not None and one.state == "done" for one in outcomes[:2]]
    told = [] if sum(done) <= 1 else ["the same move was approved twice"]
    knots = [f"had to wait for each other: {one}" for one in outcomes if one and one.state == "busy"]
    return told + knots + not_told(outcomes)


def moving(session: Session, scored: ScoredContest) -> list[Task]:
    """Propose to take 20,000 from a fund that has 30,000 to spare, which others cut to less meanwhile."""
    fund = session.get_one(Fund, scored.contest.fund_id)
    fund.amount = Money.soles(130_000)
    move = make_move(session, scored, "", "IDEA", 20_000)
    staff = act_of(scored.staff, NOON)
    approvals = [
        Task("approve_move", (act, move.id)) for act in (staff, act_of(make_user(session, Role.STAFF), NOON))
    ]
    return approvals + [
        Task("shrink_fund", (staff, fund.id, Money.soles(left))) for left in (110_000, 105_000)
    ]
