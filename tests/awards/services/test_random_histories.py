"""Whatever the order in which an office issues and voids, the register stays whole."""

from collections import Counter
from random import Random

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.queries import contest_documents
from contest_portal.awards.services.issue_acta import issue_acta
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.awards import SESSION, agreements_by_two, make_awarded_contest
from tests.factories.voiding import make_void

STEPS = 25


@pytest.mark.parametrize("seed", range(4))
def test_numbers_have_no_gap_and_nothing_stands_on_what_is_void(session: Session, seed: int) -> None:
    awarded = make_awarded_contest(session)
    random = Random(seed)  # noqa: S311 - a history to replay, no secret

    for _ in range(STEPS):
        _some_deed(session, awarded, random)
        documents = contest_documents(session, awarded.contest.id)
        _check_numbers(documents)
        _check_standing(documents)

    assert contest_documents(session, awarded.contest.id), "nothing was ever issued"


def _some_deed(session: Session, awarded: ScoredContest, random: Random) -> None:
    act, contest_id = act_of(awarded.staff, NOON), awarded.contest.id
    documents = contest_documents(session, contest_id)
    deed = random.choice(("acta", "resolution", "agreements", "void"))
    try:
        with session.begin_nested():
            if deed == "acta":
                issue_acta(session, act, contest_id=contest_id, told=SESSION)
            elif deed == "resolution":
                issue_resolution(session, act, contest_id=contest_id)
            elif deed == "agreements":
                agreements_by_two(session, act, contest_id=contest_id)
            elif documents:
                chosen = random.choice(documents)
                make_void(session, act, contest_id=contest_id, document_id=chosen.id, reason="Prueba")
    except WrongState:
        return


def _check_numbers(documents: tuple[Document, ...]) -> None:
    numbers: dict[str, list[int]] = {}
    for document in documents:
        numbers.setdefault(document.kind, []).append(document.number)
    for given in numbers.values():
        assert given == list(range(1, len(given) + 1))


def _check_standing(documents: tuple[Document, ...]) -> None:
    standing = [document for document in documents if document.state == "issued"]
    kinds = Counter(document.kind for document in standing)
    subjects = Counter((document.kind, document.subject) for document in standing)
    assert max(subjects.values(), default=0) <= 1
    assert kinds["resolution"] <= kinds["acta"]
    assert kinds["agreement"] == 0 or kinds["resolution"] == 1
