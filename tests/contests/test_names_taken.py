"""A code is one contest's and a name one fund's; asking on behalf of the owner is no objection."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.names_taken import code_taken, fund_name_taken
from contest_portal.kernel.problems import Problem
from tests.factories.accounts import make_office, make_user
from tests.factories.contests import make_contest


@pytest.fixture
def contest(session: Session) -> Contest:
    return make_contest(session, make_office(session), make_user(session, Role.STAFF), state="draft")


def code_of(problem: Problem | None) -> tuple[str, str] | None:
    return None if problem is None else (problem.code, problem.field)


def fund_of(session: Session, contest: Contest) -> Fund:
    return session.get_one(Fund, contest.fund_id)


def test_a_code_of_another_contest_is_taken(session: Session, contest: Contest) -> None:
    assert code_of(code_taken(session, contest.code, except_id=None)) == ("basics.code_taken", "code")


def test_the_objection_names_the_code(session: Session, contest: Contest) -> None:
    problem = code_taken(session, contest.code, except_id=contest.id + 1)

    assert problem is not None
    assert problem.text == f"El código {contest.code} ya es de otro concurso. Elija otro."


def test_a_contest_keeps_its_own_code(session: Session, contest: Contest) -> None:
    assert code_taken(session, contest.code, except_id=contest.id) is None


def test_a_new_code_is_free(session: Session, contest: Contest) -> None:
    assert code_taken(session, f"{contest.code}-2", except_id=None) is None


def test_a_name_of_another_fund_is_taken(session: Session, contest: Contest) -> None:
    taken = fund_name_taken(session, fund_of(session, contest).name, except_id=None)

    assert code_of(taken) == ("fund.name_taken", "name")


def test_a_fund_keeps_its_own_name(session: Session, contest: Contest) -> None:
    assert fund_name_taken(session, fund_of(session, contest).name, except_id=contest.fund_id) is None


def test_a_new_name_is_free(session: Session, contest: Contest) -> None:
    assert fund_name_taken(session, f"{fund_of(session, contest).name} bis", except_id=None) is None
