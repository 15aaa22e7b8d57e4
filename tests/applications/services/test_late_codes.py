"""Sending after the closing: by the grace of the rules, by a code; who gave it and who used it is on record."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.late_code_queries import (
    groups_without_entry,
    late_code_reasons,
    late_codes_of,
    open_codes_of,
)
from contest_portal.applications.models import Application
from contest_portal.applications.receipts import ground_on, receipt_of
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.applications.services.save_choice import save_choice
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.applications.services.use_late_code import use_late_code
from contest_portal.applications.services.withdraw_late_code import withdraw_late_code
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from tests.factories.accounts import act_of
from tests.factories.applying import Village, make_village
from tests.factories.contests import CLOSES, make_contest
from tests.factories.late_codes import GRACE, LATE_RULES, REASON, VALID_UNTIL, make_given, make_late_code
from tests.factories.profiles import CHOICE

LATER = CLOSES + timedelta(hours=2)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session, rulebook=LATE_RULES)


def send(village: Village, draft: Application, at: datetime) -> str:
    sent = submit_application(
        village.session, village.act(at), application_id=draft.id, expected_version=draft.version
    ).application
    return ground_on(receipt_of(village.session, sent.id)).value


def give(village: Village, group_id: int, **changes: object) -> str:
    given = {"group_id": group_id, "reason": REASON, "valid_until": VALID_UNTIL, **changes}
    contest_id = given.pop("contest_id", village.contest.id)
    return make_given(village.session, act_of(village.staff, CLOSES), contest_id=contest_id, **given).code


def test_who_comes_in_time_by_grace_or_by_code_is_received_in_that_order(village: Village) -> None:
    drafts = [village.draft(village.group(name=name)) for name in ("Uno", "Dos", "Tres")]
    code = give(village, drafts[2].group_id)
    use_late_code(village.session, village.act(LATER), group_id=drafts[2].group_id, typed=code)

    grounds = [
        send(village, draft, at)
        for draft, at in zip(drafts, (CLOSES - MINUTE, CLOSES + MINUTE, LATER), strict=True)
    ]

    assert grounds == ["in_time", "grace", "code"]
    assert [draft.code[-3:] for draft in drafts if draft.code] == ["001", "002", "003"]
    rows = village.session.scalars(select(AuditRow).where(AuditRow.action == "application.submitted"))
    assert [f'"ground":"{ground}"' in row.data for ground, row in zip(grounds, rows, strict=True)] == [
        True
    ] * 3


def test_after_the_grace_and_without_rules_nothing_is_received(village: Village) -> None:
    strict = _strict_draft(village)

    for draft, at in ((village.draft(), CLOSES + GRACE), (strict, CLOSES)):
        with pytest.raises(WrongState, match=r"application\.late"):
            send(village, draft, at)


def _strict_draft(village: Village) -> Application:
    """Give a draft in a contest of the same office without grace."""
    contest = make_contest(village.session, village.office, village.staff)
    return replace(village, contest=contest).draft(village.group(name="Estricto"))


def test_a_code_lets_its_group_begin_write_and_send(village: Village) -> None:
    group = village.group()
    code = give(village, group.id)
    before = open_codes_of(village.session, group.id, LATER)

    begun = use_late_code(
        village.session, village.act(LATER), group_id=group.id, typed=f" {code[:4].lower()}-{code[4:]} "
    )
    save_choice(
        village.session,
        village.act(VALID_UNTIL - MINUTE),
        application_id=begun.id,
        expected_version=begun.version,
        choice=CHOICE,
        content=replace(empty_profile(), summary="Cuyes"),
    )

    assert ([one.valid_until for one in before], open_codes_of(village.session, group.id, LATER)) == (
        [VALID_UNTIL],
        (),
    )
    assert (begun.state, begun.title) == ("draft", CHOICE.title)
    with pytest.raises(Refused, match=r"late_code\.unknown"):
        use_late_code(village.session, village.act(LATER), group_id=group.id, typed=code)


def test_a_code_of_another_group_or_of_nobody_is_none(village: Village) -> None:
    code = give(village, village.group(name="Suyo").id)
    other = village.group(name="Otro")

    for typed in (code, "ACDEFGHJ", ""):
        with pytest.raises(Refused, match=r"late_code\.unknown"):
            use_late_code(village.session, village.act(LATER), group_id=other.id, typed=typed)


def test_once_the_evaluation_is_open_no_code_is_given_or_used(village: Village) -> None:
    group = village.group()
    other = village.draft(village.group(name="Con código usado"))
    code = make_late_code(village.session, village.contest, group, village.staff, at=CLOSES).code
    use_late_code(
        village.session, village.act(LATER), group_id=other.group_id, typed=give(village, other.group_id)
    )
    CONTEST.move(village.contest, "open_evaluation", ContestFacts(LATER, CLOSES))
    village.session.flush()

    with pytest.raises(Refused, match=r"late_code\.evaluating"):
        give(village, village.group(name="Tarde").id)
    with pytest.raises(Refused, match=r"late_code\.evaluating"):
        use_late_code(village.session, village.act(LATER), group_id=group.id, typed=code)
    with pytest.raises(WrongState, match=r"application\.evaluating"):
        send(village, other, LATER)


def test_an_unused_code_is_taken_back_and_another_given(village: Village) -> None:
    group = village.group()
    first = give(village, group.id)
    with pytest.raises(Refused, match=r"late_code\.has_one"):
        give(village, group.id)
    act = act_of(village.staff, LATER)
    (line,) = late_codes_of(village.session, village.contest.id)

    withdraw_late_code(village.session, act, contest_id=village.contest.id, code_id=line.code_id)
    give(village, group.id, reason="Otra razón de la oficina.")

    with pytest.raises(Refused, match=r"late_code\.unknown"):
        use_late_code(village.session, village.act(LATER), group_id=group.id, typed=first)
    with pytest.raises(WrongState):
        withdraw_late_code(village.session, act, contest_id=village.contest.id, code_id=line.code_id)
    states = [
        (one.state, one.group_name, one.given_by)
        for one in late_codes_of(village.session, village.contest.id)
    ]
    assert states == [
        ("given", "Sumaq Kuy", "Nilda Poma Soto"),
        ("withdrawn", "Sumaq Kuy", "Nilda Poma Soto"),
    ]
    assert late_code_reasons(village.session, village.contest.id) == (("Otra razón de la oficina.", 1),)


def test_giving_using_and_taking_back_are_on_the_chain_without_the_letters(village: Village) -> None:
    group = village.group()
    code = give(village, group.id)
    use_late_code(village.session, village.act(LATER), group_id=group.id, typed=code)

    rows = village.session.scalars(
        select(AuditRow).where(AuditRow.action.like("late_code%")).order_by(AuditRow.seq)
    ).all()
    assert [(row.action, row.actor_id, row.subject) for row in rows] == [
        ("late_code.given", village.staff.id, f"group:{group.id}"),
        ("late_code.used", village.representative.id, f"group:{group.id}"),
    ]
    assert not any(code in row.data for row in rows)
    assert verify_chain(village.session)[1] is None


def test_only_staff_give_codes_and_only_to_groups_of_the_contest(village: Village) -> None:
    group = village.group()
    with pytest.raises(NotPermitted):
        make_given(
            village.session, village.act(CLOSES), contest_id=village.contest.id, group_id=group.id,
            reason=REASON, valid_until=VALID_UNTIL,
        )  # fmt: skip
    with pytest.raises(NotFound):
        give(village, 999_999)


def test_groups_that_may_get_a_code_are_those_that_sent_nothing(village: Village) -> None:
    begun, none, sent = (village.group(name=name) for name in ("Zorzal", "Alba", "Enviado"))
    village.draft(begun)
    send(village, village.draft(sent), CLOSES - MINUTE)

    offered = groups_without_entry(village.session, village.contest.id, ("090301",))

    assert list(offered.items()) == [(begun.id, "Zorzal"), (none.id, "Alba")]
    assert groups_without_entry(village.session, village.contest.id, ("090302",)) == {}
