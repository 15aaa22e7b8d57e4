"""Who reads the codes of a contest, who gives and takes them back, and when neither can be."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.late_code_models import LateCode
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village
from tests.factories.contests import CLOSES, make_contest
from tests.factories.late_codes import LATE_RULES, REASON, make_late_code
from tests.page_client import PageClient

FORM = {"valid_until": "2026-11-30T17:00", "reason": REASON}


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session, rulebook=LATE_RULES)


@pytest.fixture
def code(village: Village) -> LateCode:
    return make_late_code(village.session, village.contest, village.group(), village.staff, at=CLOSES)


def signed_in(client: PageClient, village: Village, role: Role) -> PageClient:
    user = make_user(village.session, role)
    village.session.commit()
    return client.sign_in(user.id)


@pytest.mark.parametrize(
    ("role", "reads", "gives"),
    [
        (Role.STAFF, True, True),
        (Role.AUDITOR, True, False),
        (Role.JUROR, False, False),
        (Role.REPRESENTATIVE, False, False),
        (Role.PROMOTER, False, False),
    ],
)
def test_staff_give_and_take_back_what_others_of_the_office_read(
    client: PageClient, village: Village, code: LateCode, role: Role, *, reads: bool, gives: bool
) -> None:
    group = village.group(name="Kuntur Wasi")
    person = signed_in(client, village, role)
    page = f"/oficina/concursos/{village.contest.id}/codigos"

    read = [person.get(address).status_code for address in (page, f"{page}.csv")]
    written = [
        person.post(page, data=FORM | {"group_id": str(group.id)}).status_code,
        person.post(f"{page}/{code.id}/retirar").status_code,
    ]

    assert [status == 200 for status in read] == [reads] * 2
    assert [status == 303 for status in written] == [gives] * 2
    village.session.refresh(code)
    assert code.state == ("withdrawn" if gives else "given")


@pytest.mark.parametrize("page", ["codigos", "codigos.csv"])
def test_a_draft_has_no_codes_yet(client: PageClient, village: Village, page: str) -> None:
    draft = make_contest(village.session, village.office, village.staff, state="draft")

    answer = signed_in(client, village, Role.STAFF).get(f"/oficina/concursos/{draft.id}/{page}")

    assert answer.status_code == 404


def test_once_evaluated_the_list_is_read_and_nothing_offered(
    client: PageClient, village: Village, code: LateCode
) -> None:
    CONTEST.move(village.contest, "open_evaluation", ContestFacts(CLOSES, CLOSES))

    text = signed_in(client, village, Role.STAFF).read(f"/oficina/concursos/{village.contest.id}/codigos")

    assert ("La evaluación ya se abrió" in text, code.code in text) == (True, True)
    assert ("Dar un código" in text, "Retirar" in text) == (False, False)


@pytest.mark.parametrize("state", ["used", "withdrawn"])
def test_a_code_that_is_not_waiting_is_not_taken_back(
    client: PageClient, village: Village, code: LateCode, state: str
) -> None:
    code.state = state
    if state == "used":
        code.used_at = CLOSES
    else:
        code.withdrawn_at, code.withdrawn_by = CLOSES, village.staff.id
    office = signed_in(client, village, Role.STAFF)

    answer = office.post(f"/oficina/concursos/{village.contest.id}/codigos/{code.id}/retirar")

    village.session.refresh(code)
    assert (answer.status_code, code.state) == (409, state)
