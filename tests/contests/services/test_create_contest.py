"""A contest starts as a draft, from a template or from an earlier contest."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.templates import TEMPLATES, calendar_from, start_rulebook
from contest_portal.contests.services.create_contest import create_contest
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from tests.factories.accounts import make_user
from tests.factories.contests import RULEBOOK, make_contest

TODAY = date(2026, 11, 23)


def create(session: Session, act: Act, fund: Fund, **changes: object) -> Contest:
    values: dict[str, object] = {
        "fund_id": fund.id,
        "code": "I-2026-NEC-LIRCAY",
        "title": "I Concurso de emprendimientos",
        "amount": Money.soles(100_000),
        "template": "business_plan",
    }
    return create_contest(session, act, **(values | changes))  # type: ignore[arg-type]


def refused(session: Session, act: Act, fund: Fund, **changes: object) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        create(session, act, fund, **changes)
    return [(problem.code, problem.field) for problem in refusal.value.problems]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_contest_starts_from_a_template(session: Session, staff: Act, fund: Fund, template: str) -> None:
    contest = create(session, staff, fund, template=template)

    assert (contest.state, contest.office_id, read_rulebook(contest.draft)) == (
        "draft",
        fund.office_id,
        start_rulebook(
            TEMPLATES[template].rulebook,
            code="I-2026-NEC-LIRCAY",
            title="I Concurso de emprendimientos",
            fund=Money.soles(100_000),
            today=TODAY,
        ),
    )


def test_a_contest_starts_from_an_earlier_one(
    session: Session, staff: Act, fund: Fund, office: Office
) -> None:
    earlier = make_contest(session, office, make_user(session, Role.STAFF))

    contest = create(session, staff, fund, template=None, earlier_contest_id=earlier.id)

    assert read_rulebook(contest.draft) == replace(
        RULEBOOK,
        code="I-2026-NEC-LIRCAY",
        title="I Concurso de emprendimientos",
        calendar=calendar_from(TODAY),
    )


def test_a_draft_holds_nothing_of_the_fund(session: Session, staff: Act, fund: Fund) -> None:
    create(session, staff, fund)

    assert fund.free == fund.amount


def test_creating_is_on_record(session: Session, staff: Act, fund: Fund) -> None:
    contest = create(session, staff, fund)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "contest.created")).one()
    assert (row.subject, json.loads(row.data)) == (
        f"contest:{contest.id}",
        {
            "code": "I-2026-NEC-LIRCAY",
            "fund": fund.id,
            "template": "business_plan",
            "earlier_contest": None,
        },
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        pytest.param({"code": "uno dos"}, ("basics.bad_code", "code"), id="code with a space"),
        pytest.param({"title": " "}, ("basics.no_title", "title"), id="no title"),
        pytest.param({"amount": Money(10_000_001)}, ("categories.fund_room", "fund"), id="over the fund"),
        pytest.param({"amount": Money(0)}, ("categories.no_fund", "fund"), id="nothing"),
        pytest.param({"template": "no_such"}, ("basics.no_base", "base"), id="unknown template"),
        pytest.param({"template": None}, ("basics.no_base", "base"), id="no base"),
    ],
)
def test_a_contest_that_cannot_start_is_refused(
    session: Session, staff: Act, fund: Fund, changes: dict[str, object], problem: tuple[str, str]
) -> None:
    assert refused(session, staff, fund, **changes) == [problem]


def test_two_contests_may_not_share_a_code(session: Session, staff: Act, fund: Fund) -> None:
    create(session, staff, fund)

    assert refused(session, staff, fund) == [("basics.code_taken", "code")]


@pytest.mark.parametrize("missing", [{"fund_id": 999_999}, {"template": None, "earlier_contest_id": 999_999}])
def test_unknown_fund_or_contest_is_not_found(
    session: Session, staff: Act, fund: Fund, missing: dict[str, object]
) -> None:
    with pytest.raises(NotFound):
        create(session, staff, fund, **missing)


def test_the_secretary_may_not_create_a_contest(session: Session, secretary: Act, fund: Fund) -> None:
    with pytest.raises(NotPermitted):
        create(session, secretary, fund)
