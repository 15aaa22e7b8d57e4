"""Taking an application back, correcting it, sending it again."""

import pytest
from sqlalchemy import func, select

from contest_portal.applications.models import Application, ApplicationVersion, HouseholdClaim
from contest_portal.applications.queries import entrants, members_of
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.services.reopen_application import reopen_application
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.applications.services.withdraw_application import withdraw_application
from contest_portal.documents.queries import documents_of
from contest_portal.kernel.problems import WrongState
from tests.factories.applying import Village
from tests.factories.contests import CLOSES


@pytest.fixture
def sent(village: Village) -> Application:
    draft = village.draft()
    return submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    ).application


def test_withdrawing_frees_the_households_and_voids_the_receipt(village: Village, sent: Application) -> None:
    withdraw_application(village.session, village.act(), application_id=sent.id)

    assert sent.state == "withdrawn"
    assert village.session.scalar(select(func.count(HouseholdClaim.id))) == 0
    assert entrants(village.session, village.contest.id) == ()
    assert receipt_of(village.session, sent.id) is None
    assert [document.state for document in documents_of(village.session, f"application:{sent.id}")] == [
        "void"
    ]


@pytest.mark.parametrize("action", ["withdraw", "reopen"])
def test_nothing_is_taken_back_after_the_deadline(village: Village, sent: Application, action: str) -> None:
    service = withdraw_application if action == "withdraw" else reopen_application

    with pytest.raises(WrongState) as refusal:
        service(village.session, village.act(CLOSES), application_id=sent.id)

    assert [problem.code for problem in refusal.value.problems] == ["application.late"]


def test_a_draft_is_not_withdrawn(village: Village) -> None:
    draft = village.draft()

    with pytest.raises(WrongState, match=r"application\.wrong_state\.withdraw"):
        withdraw_application(village.session, village.act(), application_id=draft.id)


def test_what_was_withdrawn_can_be_corrected_and_sent_again_under_the_same_code(
    village: Village, sent: Application
) -> None:
    code = sent.code
    withdraw_application(village.session, village.act(), application_id=sent.id)
    reopen_application(village.session, village.act(), application_id=sent.id)

    again = submit_application(
        village.session, village.act(), application_id=sent.id, expected_version=sent.version
    ).application

    receipt = receipt_of(village.session, sent.id)
    numbers = village.session.scalars(select(ApplicationVersion.number).order_by(ApplicationVersion.number))
    assert (again.code, list(numbers)) == (code, [1, 2])
    assert receipt is not None
    assert receipt.code.startswith("CONSTANCIA N.° 0002")
    assert len(members_of(village.session, sent.id)) == 4


def test_a_freed_household_may_take_part_with_another_group(village: Village, sent: Application) -> None:
    withdraw_application(village.session, village.act(), application_id=sent.id)
    other = village.draft(village.group(name="Dos"))

    second = submit_application(
        village.session, village.act(), application_id=other.id, expected_version=other.version
    ).application

    assert [entrant.application_id for entrant in entrants(village.session, village.contest.id)] == [
        second.id
    ]
