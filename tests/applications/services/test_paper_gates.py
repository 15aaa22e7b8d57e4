"""What a paper holds back, and who and what is kept from it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.paper_queries import people_who_type
from contest_portal.applications.services.begin_typing import begin_typing
from contest_portal.applications.services.enter_paper import enter_paper
from contest_portal.applications.services.finish_typing import finish_typing
from contest_portal.kernel.problems import NotFound, NotPermitted, WrongState
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.opening import opening_checks
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import CLOSES
from tests.factories.papers import TRUE, Counter, make_counter

LATER = CLOSES + timedelta(days=2)


@pytest.fixture
def counter(session: Session, tmp_path: Path) -> Counter:
    return make_counter(session, Storage(tmp_path))


def test_the_evaluation_does_not_open_before_a_paper_is_in(counter: Counter, session: Session) -> None:
    paper = counter.receive()
    contest = counter.village.contest

    before = {problem.code for problem in opening_checks(session, contest, LATER)}
    paper_days_over = {
        problem.code for problem in opening_checks(session, contest, CLOSES + timedelta(days=3))
    }

    assert before - paper_days_over == {"evaluation.papers"}
    assert counter.view(paper).application_id is None


def test_only_the_secretary_of_that_contest_types(counter: Counter, session: Session) -> None:
    paper = counter.receive()
    elsewhere = make_user(session, Role.SECRETARY, contest_id=paper.contest_id + 1_000)

    with pytest.raises(NotPermitted):
        begin_typing(session, act_of(elsewhere, NOON), paper_id=paper.id)

    assert people_who_type(session, paper.contest_id) == 3


def test_a_paper_that_went_in_is_typed_no_more(counter: Counter, session: Session) -> None:
    paper = counter.typed_twice(TRUE, TRUE)
    enter_paper(session, act_of(counter.third, NOON), paper_id=paper.id)

    with pytest.raises(WrongState) as again:
        enter_paper(session, act_of(counter.third, NOON), paper_id=paper.id)
    with pytest.raises(NotFound):
        finish_typing(session, act_of(counter.third, NOON), paper_id=paper.id + 1_000)

    assert [problem.code for problem in again.value.problems] == ["paper.entered"]
