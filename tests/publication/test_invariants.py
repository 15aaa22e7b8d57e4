"""Every invariant is silent on a whole announced contest, and names the violation planted for it.

The violations are written as somebody with the database's password would: tables first lose their constraints.
"""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.cli.guard_checks import SEALED
from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money
from contest_portal.publication.invariants import INVARIANTS, BrokenInvariant, broken_invariants
from tests.factories.amendments import make_amendment, proposal
from tests.factories.applying import make_village
from tests.factories.intruders import take_the_guard_away
from tests.factories.publication import make_announced_contest

PLANTED: dict[str, str] = {
    "fund.awards_within": "update fund set amount = 1000",
    "fund.envelopes_within": "update fund set amount = 9999999",
    "envelope.awards_within": "update envelope set amount = 3499999 where category_code = 'IDEA'",
    "envelope.committed_is_awarded": "update envelope set committed = committed - 1",
    "envelope.amount_explained": "update envelope set by_rules = by_rules - 1",
    "envelope_move.with_act": (
        "insert into envelope_move (id, contest_id, source_id, state, amount, proposed_by, decided_by) "
        "select 1, contest_id, id, 'approved', 5, 1, 2 from envelope where category_code = 'IDEA'"
    ),
    "reserve_call.in_order": (
        "insert into reserve_call (id, run_id, application_id, envelope_id, standing, state, amount) "
        "select 1, run_id, application_id, 1, 'live', 'proposed', 5 from allocation_line where step = 4"
    ),
    "reserve_call.of_the_list": (
        "insert into reserve_call (id, run_id, application_id, envelope_id, standing, state, amount) "
        "select 1, run_id, WINNER, 1, 'live', 'called', 5 from allocation_line where step = 1"
    ),
    "reserve_rise.of_the_call": (
        "insert into reserve_rise (id, call_id, source_id, amount) select 1, 1, min(id), 5 from envelope; "
        "insert into reserve_call (id, run_id, application_id, envelope_id, standing, state, amount) "
        "select 1, 1, WINNER, min(id), 'live', 'called', 5 from envelope"
    ),
    "award.within_request": "update award set amount = amount + 1, goods = goods + 1 where id = AWARD",
    "award.parts_add_up": "update award set goods = goods - 1 where id = AWARD",
    "award.once": "insert into award select * from award where id = AWARD",
    "award.as_approved": "update award set amount = amount - 1, goods = goods - 1 where id = AWARD",
    "benefit.of_announced_awards": "delete from benefit where application_id = WINNER",
    "run.awards_granted": "delete from award where id = AWARD",
    "run.every_centimo": "update allocation_line set balance = balance - 1 where step = 6",
    "allocation_spill.all_that_was_left": (
        "insert into allocation_spill (id, run_id, step, source_id, target_id, amount) "
        "select 1, max(run_id), 99, max(id), max(id) + 1, 5 from envelope, (select run_id from allocation_line) lines"
    ),
    "award.winner_passed": "update ranking_line set standing = 'below_pass' where application_id = WINNER",
    "ranking.nobody_passed_over": (
        "update ranking_line set standing = 'passed', place = 0 where application_id = "
        "(select application_id from allocation_line where step = 5)"
    ),
    "ranking.as_allocated": "update ranking_line set place = place + 7 where application_id = WINNER",
    "run.reserve_order": "update allocation_line set reserve_order = 3 where step = 3",
    "run.two_persons": "update allocation_run set approved_by = proposed_by",
    "run.every_step": "delete from allocation_approval",
    "run.steps_by_others": (
        "update allocation_approval set decided_by = (select proposed_by from allocation_run)"
    ),
    "run.steps_of_its_hash": "update allocation_approval set result_sha256 = inputs_sha256",
    "household.one_group": (
        "update application_member set household_id = (select min(household_id) from application_member) "
        "where application_id = RESERVE"
    ),
    "person.one_group": (
        "update application_member set person_id = (select min(person_id) from application_member) "
        "where application_id = RESERVE"
    ),
    "sheet.no_recused_juror": "update juror set phases = 'PUBLIC'",
    "juror.no_member": "update juror set dni = (select min(dni) from application_member)",
    "contest.amendments_follow": "update contest_rulebook set version = 2",
    "contest.rules_frozen": "delete from contest_rulebook",
    "contest.allocated_once": "update contest set state = 'scored'",
    "contest.announced_with_documents": "update document set file_sha256 = null where kind = 'acta'",
    "notice.of_announced": "update document set subject = 'application:' || WINNER where kind = 'result_notice'",
    "notice.to_every_group": "update document set state = 'void' where subject = 'application:' || RESERVE",
    "ranking.complete": "delete from ranking_line where application_id = RESERVE",
    "application.in_the_window": "update contest set closes_at = opens_at",
    "application.receipt_has_content": "delete from application_version where application_id = RESERVE",
    "application.members_as_sent": (
        "update application_member set sex = case sex when 'F' then 'M' else 'F' end where application_id = RESERVE"
    ),
    "claim.of_a_sent_profile": "update application set state = 'withdrawn' where id = RESERVE",
    "sheet.sealed": "update sheet set sealed_sha256 = null",
    "follow_up.counters": "insert into follow_up (id, award_id, paid, accounted, returned) values (1, 1, 5, 0, 0)",
    "award.three_hands": (
        "insert into follow_up (id, award_id, paid, accounted, returned) select 1, min(id), 0, 0, 0 from award; "
        "insert into instalment (id, follow_up_id, number, amount, state, proposed_by, approved_by, paid_by) "
        "select 1, 1, 1, 9, 'paid', proposed_by, approved_by, proposed_by from allocation_run"
    ),
    "award_release.of_settled": (
        "insert into follow_up (id, award_id, state, amount, paid, accounted, returned) "
        "values (1, 1, 'running', 9, 0, 0, 0); "
        "insert into award_release (id, follow_up_id, amount) values (1, 1, 9)"
    ),
    "second_scoring.before_transfer": (
        'update contest_rulebook set data = data || \'"second":{"pass_mark"\'; '
        "insert into follow_up (id, award_id, paid, accounted, returned) select 1, min(id), 0, 0, 0 from award; "
        "insert into instalment (id, follow_up_id, number, amount, state) values (1, 1, 2, 9, 'proposed')"
    ),
    "second_scoring.of_paid_award": (
        "insert into second_scoring (id, application_id, phases, state) values (1, WINNER, 'P', 'open')"
    ),
    "second_scoring.with_acta": "update document set kind = 'second_acta' where kind = 'acta'",
    "second_scoring.final_sheets": (
        "update sheet set state = 'draft', sealed_at = null, sealed_sha256 = null; "
        "insert into second_scoring (id, application_id, phases, state, total_numerator) "
        "select min(id), application_id, 'FIELD,PUBLIC', 'closed', 70 from sheet group by application_id"
    ),
    "observation.in_the_window": (
        "insert into observation (id, contest_id, application_id, state, announced_at, received_at, closes_at, "
        "document_id) select 1, contest_id, id, 'received', submitted_at, submitted_at, submitted_at, 1 "
        "from application where id = WINNER"
    ),
    "observation.two_persons": (
        "insert into observation (id, contest_id, application_id, state, outcome, proposed_by, decided_by) "
        "select 1, contest_id, id, 'upheld', 'uphold', 1, 1 from application where id = WINNER"
    ),
    "emergency.two_persons": (
        "insert into emergency_access (id, user_id, contest_id, role, hours, confirmed_by, confirmed_at, ends_at) "
        "select 1, 1, id, 'staff', 8, 2, opens_at, closes_at from contest"
    ),
    "undone_result.set_aside": (
        "insert into undone_result (id, contest_id, run_id, approved_by, undone_by, undone_at) "
        "select 1, contest_id, id, 1, 2, approved_at from allocation_run"
    ),
    "undone_award.ended": "update award set standing = 'undone' where id = AWARD",
    "joint_act.two_persons": (
        "insert into joint_act (id, kind, subject, state, asked_by, decided_by) "
        "select 1, 'contest.reopening', 'contest:1', 'done', 1, 2 from contest"
    ),
    "document.unique_number": (
        "update document set series_id = (select min(series_id) from document), number = 1"
    ),
    "document.unique_code": "update document set code = (select min(code) from document)",
    "document.no_gap": "update series set last = last + 1 where kind = 'acta'",
    "document.text_in_force": (
        "insert into document_text (id, office_id, kind, number, body, published_at) "
        "select 1, office_id, 'acta', 1, 'a', '2026-01-01' from series; "
        "update document set text_id = 1 where kind = 'resolution'"
    ),
    "audit.chain": "delete from audit where seq = 2",
    "audit.seals_recorded": "update sheet set sealed_sha256 = '0' where state = 'final'",
    "audit.decisions_recorded": "delete from audit where action = 'allocation.approved'",
}

NAMES = {
    "AWARD": "(select min(id) from award)",
    "WINNER": "(select application_id from allocation_line where step = 1)",
    "RESERVE": "(select application_id from allocation_line where step = 3)",
}

WRITTEN = re.compile(r"(?:insert into|update|delete from) (\w+)")
LOOSEN = (
    "create table TABLE_loose as select * from TABLE",
    "drop table TABLE cascade",
    "alter table TABLE_loose rename to TABLE",
)


def tamper(session: Session, statements: str) -> None:
    """Write what no constraint of the tables it is written to would let pass."""
    loosen(session, set(WRITTEN.findall(statements)))
    for statement in statements.split("; "):
        session.execute(text(named(statement)))


def loosen(session: Session, written: set[str]) -> None:
    """Replace tables, and those that refer to them, by copies without a single constraint or trigger."""
    take_the_guard_away(session, *SEALED)  # their triggers name other tables
    cascade = " cascade"
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        cascade = ""
    for table in reversed(Base.metadata.sorted_tables):
        if written & {table.name, *(key.column.table.name for key in table.foreign_keys)}:
            for statement in LOOSEN:
                session.execute(text(statement.replace("TABLE", table.name).replace(" cascade", cascade)))


def named(statement: str) -> str:
    """Write out which row a statement means."""
    for name, query in NAMES.items():
        statement = statement.replace(name, query)
    return statement


def test_sound_data_breaks_nothing(session: Session) -> None:
    make_announced_contest(session)

    assert broken_invariants(session) == ()


def test_an_amended_contest_breaks_nothing(session: Session) -> None:
    village = make_village(session)
    session.refresh(village.contest, ["fund"])
    village.contest.fund.amount = Money.soles(200_000)
    raised = proposal(session, village.contest, envelopes={"IDEA": Money.soles(50_000)})

    make_amendment(session, village.contest, village.staff, raised)

    assert broken_invariants(session) == ()


def test_an_empty_portal_breaks_nothing(session: Session) -> None:
    assert broken_invariants(session) == ()


@pytest.mark.parametrize("code", sorted(PLANTED))
def test_a_planted_violation_is_named(session: Session, code: str) -> None:
    make_announced_contest(session)
    session.flush()

    tamper(session, PLANTED[code])

    assert code in [broken.code for broken in broken_invariants(session)]


def test_a_fraction_of_a_centimo_is_named_where_the_database_can_hold_one(session: Session) -> None:
    make_announced_contest(session)

    tamper(session, "update allocation_line set requested = requested + 0.5 where step = 5")

    broken = [broken.code for broken in broken_invariants(session)]
    assert broken == (["money.whole_centimos"] if session.get_bind().dialect.name == "sqlite" else [])


@pytest.mark.parametrize(
    ("deed", "is_named"),
    [
        ("action = 'contest.imported', data = '{\"sheets\"\\:1,\"was_sealed\"\\:true}'", False),
        ("action = 'contest.imported', data = '{\"sheets\"\\:11,\"was_sealed\"\\:true}'", True),
        ("action = 'sheet.saved'", True),
    ],
    ids=["came in from a file", "so many did not come", "written in with a true seal"],
)
def test_a_sheet_is_known_to_the_log_or_came_in_with_as_many_as_the_log_says(
    session: Session, deed: str, *, is_named: bool
) -> None:
    make_announced_contest(session)

    contest = "(select 'contest:' || min(id) from contest)"
    tamper(session, f"update audit set subject = {contest}, {deed} where action = 'sheet.finalised'")  # noqa: S608

    sheet = session.scalar(text("select id from sheet"))
    named = [
        row for one in broken_invariants(session) if one.code == "audit.seals_recorded" for row in one.rows
    ]
    assert named == ([f"sheet:{sheet}"] if is_named else [])


def test_every_invariant_has_a_planted_violation() -> None:
    assert sorted([*PLANTED, "money.whole_centimos"]) == sorted(one.code for one in INVARIANTS)


def test_a_broken_invariant_says_which_rows(session: Session) -> None:
    scored = make_announced_contest(session)

    tamper(session, "update allocation_run set approved_by = proposed_by")

    run_id = session.scalar(text("select id from allocation_run"))
    assert broken_invariants(session)[0] == BrokenInvariant(
        code="run.two_persons",
        sentence="Quien propone un reparto no lo aprueba.",
        rows=(f"allocation_run:{run_id}",),
    )
    assert scored.contest.state == "announced"
