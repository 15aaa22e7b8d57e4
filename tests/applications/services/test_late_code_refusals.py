"""Codes and their windows: whose they are, whose they are not, and what the public may count."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.drafts import begin_draft
from contest_portal.applications.late_code_models import LateCode
from contest_portal.applications.late_code_queries import (
    OpenCode,
    groups_without_entry,
    late_code_reasons,
    late_codes_of,
    open_code_of,
    open_codes_of,
    sending_window,
    sending_windows,
)
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.services.cancel_paper import cancel_paper
from contest_portal.applications.services.use_late_code import use_late_code
from contest_portal.applications.services.withdraw_late_code import withdraw_late_code
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.kernel.storage import Storage
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village, make_village
from tests.factories.contests import CLOSES, make_contest
from tests.factories.late_codes import GRACE, LATE_RULES, REASON, VALID_UNTIL, make_given, make_late_code
from tests.factories.papers import make_counter
from tests.factories.promoters import make_promotion

LATER = CLOSES + timedelta(hours=2)
TICK = timedelta(microseconds=1)


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session, rulebook=LATE_RULES)


@pytest.fixture
def group(village: Village) -> ProducerGroup:
    return village.group()


@pytest.fixture
def code(village: Village, group: ProducerGroup) -> LateCode:
    return make_late_code(village.session, village.contest, group, village.staff, at=CLOSES)


def test_promoter_enters_the_code_of_the_group(village: Village, code: LateCode) -> None:
    promoter = make_user(village.session, Role.PROMOTER)
    make_promotion(village.session, promoter, code.group_id)

    begun = use_late_code(
        village.session, act_of(promoter, LATER), group_id=code.group_id, typed=code.code.lower()
    )

    assert (begun.group_id, begun.state, code.state, code.used_at) == (code.group_id, "draft", "used", LATER)


@pytest.mark.parametrize(
    ("roles", "error"),
    [
        ((Role.REPRESENTATIVE,), NotFound),
        ((Role.PROMOTER,), NotFound),
        ((Role.STAFF,), NotFound),
        ((Role.REPRESENTATIVE, Role.JUROR), Refused),
        ((Role.REPRESENTATIVE, Role.STAFF), Refused),
    ],
    ids=["another group's", "promoter of none", "office", "juror too", "office too"],
)
def test_nobody_else_enters_it(
    village: Village, code: LateCode, roles: tuple[Role, ...], error: type[Exception]
) -> None:
    other = make_user(village.session, *roles)

    with pytest.raises(error):
        use_late_code(village.session, act_of(other, LATER), group_id=code.group_id, typed=code.code)

    assert (code.state, code.used_at) == ("given", None)


def test_a_code_is_used_to_the_last_instant_of_its_hour(village: Village, code: LateCode) -> None:
    with pytest.raises(Refused, match=r"late_code\.expired"):
        use_late_code(village.session, village.act(VALID_UNTIL), group_id=code.group_id, typed=code.code)
    use_late_code(village.session, village.act(VALID_UNTIL - TICK), group_id=code.group_id, typed=code.code)

    assert code.used_at == VALID_UNTIL - TICK


def test_a_draft_begun_before_is_the_one_that_goes_on(village: Village, code: LateCode) -> None:
    draft = village.draft(village.session.get_one(ProducerGroup, code.group_id))

    assert (
        use_late_code(village.session, village.act(LATER), group_id=code.group_id, typed=code.code) is draft
    )


@pytest.mark.parametrize(
    "role", [Role.REPRESENTATIVE, Role.PROMOTER, Role.SECRETARY, Role.JUROR, Role.AUDITOR]
)
def test_only_staff_take_a_code_back(village: Village, code: LateCode, role: Role) -> None:
    other = make_user(village.session, role)

    with pytest.raises(NotPermitted):
        withdraw_late_code(
            village.session, act_of(other, LATER), contest_id=village.contest.id, code_id=code.id
        )


def test_a_code_is_taken_back_in_its_own_contest(village: Village, code: LateCode) -> None:
    other = make_contest(village.session, village.office, village.staff)
    act = act_of(village.staff, LATER)

    for contest_id, code_id in ((other.id, code.id), (village.contest.id, code.id + 1)):
        with pytest.raises(NotFound):
            withdraw_late_code(village.session, act, contest_id=contest_id, code_id=code_id)
    withdraw_late_code(village.session, act, contest_id=village.contest.id, code_id=code.id)

    assert (code.state, code.withdrawn_at, code.withdrawn_by) == ("withdrawn", LATER, village.staff.id)


def test_a_group_of_another_district_gets_none(village: Village, group: ProducerGroup) -> None:
    elsewhere = replace(LATE_RULES, code="OTRO-1", territory=("090302",))
    contest = make_contest(village.session, village.office, village.staff, rulebook=elsewhere)

    with pytest.raises(NotFound):
        make_given(
            village.session, act_of(village.staff, CLOSES), contest_id=contest.id, group_id=group.id,
            reason=REASON, valid_until=VALID_UNTIL,
        )  # fmt: skip

    assert late_codes_of(village.session, contest.id) == ()


def test_reasons_are_counted_the_commonest_first_and_those_taken_back_not(village: Village) -> None:
    for number, (reason, state) in enumerate(
        [("Río crecido", "given"), ("Antena", "used"), ("Antena", "given"), ("Bache", "given"), ("Error", "withdrawn")]
    ):  # fmt: skip
        code = make_late_code(
            village.session, village.contest, village.group(name=f"G{number}"), village.staff, at=CLOSES
        )
        code.reason, code.state = reason, state
        if state == "used":
            code.used_at = LATER
        if state == "withdrawn":
            code.withdrawn_at, code.withdrawn_by = LATER, village.staff.id
    village.session.flush()

    assert late_code_reasons(village.session, village.contest.id) == (
        ("Antena", 2),
        ("Bache", 1),
        ("Río crecido", 1),
    )


def test_a_code_is_open_until_its_hour_for_its_group_in_its_contest(village: Village, code: LateCode) -> None:
    session, group_id = village.session, code.group_id
    other = village.group(name="Otro").id
    shown = (OpenCode(village.contest.title, VALID_UNTIL),)

    assert [open_codes_of(session, group_id, at) for at in (LATER, VALID_UNTIL - TICK, VALID_UNTIL)] == [
        shown,
        shown,
        (),
    ]
    assert open_codes_of(session, other, LATER) == ()
    assert open_code_of(session, village.contest.id, group_id) is code
    assert open_code_of(session, village.contest.id, other) is None


def test_windows_name_the_grace_and_a_used_code_alone(village: Village, code: LateCode) -> None:
    drafts = [village.draft(village.session.get_one(ProducerGroup, code.group_id)), village.draft()]
    ids = [draft.id for draft in drafts]
    before = sending_windows(village.session, ids, LATER)
    use_late_code(village.session, village.act(LATER), group_id=code.group_id, typed=code.code)

    after = sending_windows(village.session, ids, LATER)

    assert [before[one].code_until for one in ids] == [None, None]
    assert [after[one].code_until for one in ids] == [VALID_UNTIL, None]
    assert {one.grace_until for one in after.values()} == {CLOSES + GRACE}
    assert sending_windows(village.session, [], LATER) == {}


def test_what_is_no_application_has_no_window(village: Village) -> None:
    with pytest.raises(NotFound):
        sending_window(village.session, 999_999, LATER)


def test_a_second_draft_is_refused_and_the_first_stays(village: Village, group: ProducerGroup) -> None:
    first = begin_draft(village.session, village.act(), village.contest, group)

    with pytest.raises(Refused, match=r"application\.exists"):
        begin_draft(village.session, village.act(LATER), village.contest, group)

    village.session.refresh(first)
    assert (first.state, first.created_at) == ("draft", village.act().at)


def test_a_group_whose_form_is_on_paper_needs_no_code(session: Session, tmp_path: Path) -> None:
    counter = make_counter(session, Storage(tmp_path), rulebook=LATE_RULES)
    paper = counter.receive()
    wanted = {
        "contest_id": paper.contest_id,
        "group_id": counter.group.id,
        "reason": REASON,
        "valid_until": VALID_UNTIL,
    }
    offered = groups_without_entry(session, paper.contest_id, LATE_RULES.territory)
    with pytest.raises(Refused) as refusal:
        make_given(session, counter.act(counter.first, CLOSES), **wanted)
    cancel_paper(session, counter.act(counter.first), paper_id=paper.id, reason="Era de otro grupo.")

    given = make_given(session, counter.act(counter.first, CLOSES), **wanted)

    assert offered == {}
    assert [problem.code for problem in refusal.value.problems] == ["late_code.on_paper"]
    assert given.group_id == counter.group.id
