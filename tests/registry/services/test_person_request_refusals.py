"""Who may not enter, answer or hand over what, and that a refusal leaves nothing behind."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.applications.services.file_person_request import file_person_request
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.privacy.services.export_held_data import export_held_data
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.models.register import Centre
from contest_portal.registry.queries.person_requests import (
    RequestFilter,
    count_person_requests,
    person_request,
    person_requests,
    requests_of_person,
)
from contest_portal.registry.queries.privacy_terms import privacy_terms, terms_version
from contest_portal.registry.rules.person_requests import Asked, RequestKind, RequestOutcome
from contest_portal.registry.rules.privacy_terms import TERMS, TermCode
from contest_portal.registry.services.answer_person_request import answer_person_request
from contest_portal.registry.services.enter_person_request import enter_person_request
from contest_portal.registry.services.set_privacy_terms import set_privacy_terms
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.applications import make_group
from tests.factories.files import SCREEN, Family, make_family
from tests.factories.person_requests import ANSWER, ASKS, answer_request, make_person_request


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


def limited(user: User, *territories: str, role: Role = Role.STAFF) -> Act:
    """Give a deed of this user with a role in these territories alone."""
    return Act(Actor(user.id, frozenset({Grant(role, territories=territories)})), NOON)


def kept_rows(session: Session) -> tuple[int, ...]:
    """Count what a request leaves behind: itself, its papers, links of the chain."""
    return tuple(
        session.scalar(select(func.count()).select_from(table)) or 0
        for table in (PersonRequest, Document, AuditRow)
    )


def enter(session: Session, act: Act, family: Family, office: Office, **other: int) -> PersonRequest:
    asked = Asked(RequestKind.ACCESS, ASKS, received_at=NOON, on_paper=True)
    where = {"person_id": family.head.id, "office_id": office.id} | other
    return enter_person_request(session, act, asked=asked, **where)


ENTERING = {Role.STAFF, Role.SECRETARY}


@pytest.mark.parametrize("role", [role for role in Role if role not in ENTERING])
def test_who_is_not_of_the_office_enters_nothing(
    session: Session, family: Family, office: Office, role: Role
) -> None:
    stranger, before = make_user(session, role), kept_rows(session)

    with pytest.raises(NotPermitted):
        enter(session, act_of(stranger, NOON), family, office)

    assert kept_rows(session) == before


@pytest.mark.parametrize(
    ("territory", "may"),
    [("090301", True), ("0903", True), ("09", True), ("090302", False), ("10", False)],
)
def test_an_office_enters_for_those_who_live_in_its_territory(
    session: Session, family: Family, office: Office, staff: User, territory: str, *, may: bool
) -> None:
    act = limited(staff, territory, role=Role.SECRETARY)
    if may:
        assert enter(session, act, family, office).person_id == family.head.id
    else:
        with pytest.raises(NotPermitted):
            enter(session, act, family, office)


@pytest.mark.parametrize("missing", ["person_id", "office_id"])
def test_nobody_and_no_office(
    session: Session, family: Family, office: Office, staff: User, missing: str
) -> None:
    with pytest.raises(NotFound):
        enter(session, act_of(staff, NOON), family, office, **{missing: 999_999})

    assert session.scalar(select(func.count(PersonRequest.id))) == 0


@pytest.mark.parametrize(
    ("text", "late", "code"),
    [
        ("corto", 0, r"person_request\.length"),
        ("Mi DNI es 71234567, mírenlo.", 0, r"text\.number"),
        (ASKS, 1, r"person_request\.to_come"),
    ],
)
def test_what_is_refused_leaves_no_number_of_a_receipt_behind(
    session: Session, family: Family, office: Office, staff: User, text: str, late: int, code: str
) -> None:
    before = kept_rows(session)
    asked = Asked(RequestKind.ACCESS, text, received_at=NOON + timedelta(seconds=late), on_paper=True)

    with pytest.raises(Refused, match=code):
        enter_person_request(
            session, act_of(staff, NOON), person_id=family.head.id, office_id=office.id, asked=asked
        )

    assert kept_rows(session) == before


def test_only_the_very_same_request_is_a_repetition(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    first = make_person_request(session, staff, office, family.head)
    others = [
        make_person_request(session, staff, office, family.child),
        make_person_request(session, staff, office, family.head, kind=RequestKind.OPPOSITION),
        make_person_request(session, staff, office, family.head, text=f"{ASKS} Gracias."),
        make_person_request(session, staff, office, family.head, at=NOON + timedelta(seconds=1)),
    ]

    with pytest.raises(Refused, match="Esta solicitud ya está registrada"):
        make_person_request(session, staff, office, family.head, text=f"  {ASKS}\n")
    assert len({first.id, *(one.id for one in others)}) == 5
    assert len({first.receipt_id, *(one.receipt_id for one in others)}) == 5


def test_the_day_at_the_counter_counts_also_when_it_is_entered_later(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    came = datetime(2026, 11, 20, 4, 59, tzinfo=UTC)  # Thursday 19, a minute before midnight in Lima
    asked = Asked(RequestKind.RECTIFICATION, f"  {ASKS}  ", received_at=came, on_paper=True)

    kept = enter_person_request(
        session, act_of(staff, NOON), person_id=family.head.id, office_id=office.id, asked=asked
    )

    assert (kept.due_on, kept.filed_at, kept.text) == (date(2026, 12, 3), NOON, ASKS)


@pytest.mark.parametrize(
    ("answer", "code"),
    [("No.", r"person_request\.length"), ("Era 71234567 y ya no lo es.", r"text\.number")],
)
def test_a_refused_answer_leaves_the_request_waiting(
    session: Session, family: Family, office: Office, staff: User, answer: str, code: str
) -> None:
    kept = make_person_request(session, staff, office, family.head)
    before = kept_rows(session)

    with pytest.raises(Refused, match=code):
        answer_person_request(
            session,
            act_of(staff, NOON),
            request_id=kept.id,
            expected_version=kept.version,
            outcome=RequestOutcome.DENIED,
            answer=answer,
        )

    assert (kept.state, kept.answer_id, kept_rows(session)) == ("received", None, before)


@pytest.mark.parametrize("outcome", list(RequestOutcome))
def test_every_outcome_is_kept_with_its_letter_and_not_changed_afterwards(
    session: Session, family: Family, office: Office, staff: User, outcome: RequestOutcome
) -> None:
    kept = make_person_request(session, staff, office, family.head)
    how = {"request_id": kept.id, "outcome": outcome, "answer": f" {ANSWER} "}
    act = act_of(staff, NOON)
    answer_person_request(session, act, expected_version=kept.version, **how)

    with pytest.raises(WrongState):
        answer_person_request(session, act, expected_version=kept.version, **how)

    view = person_request(session, kept.id)
    assert (view.outcome, view.answer, view.is_answered) == (outcome.value, ANSWER, True)
    assert (view.answerer, view.answer_code is None) == (staff.full_name, False)


def test_who_asked_for_nothing_has_no_answer(session: Session, staff: User) -> None:
    act = act_of(staff, NOON)

    with pytest.raises(NotFound):
        answer_person_request(
            session, act, request_id=1, expected_version=1, outcome=RequestOutcome.GRANTED, answer=ANSWER
        )
    with pytest.raises(NotFound):
        export_held_data(session, act, request_id=1, screen=SCREEN)


def test_an_office_neither_answers_nor_takes_data_of_another_territory(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    kept = make_person_request(session, staff, office, family.head)
    stranger = limited(staff, "15")

    with pytest.raises(NotPermitted):
        answer_person_request(
            session,
            stranger,
            request_id=kept.id,
            expected_version=kept.version,
            outcome=RequestOutcome.GRANTED,
            answer=ANSWER,
        )
    with pytest.raises(NotPermitted):
        export_held_data(session, stranger, request_id=kept.id, screen=SCREEN)
    assert session.scalar(select(func.count(FileAccess.id))) == 0


@pytest.mark.parametrize("kind", [kind for kind in RequestKind if kind is not RequestKind.ACCESS])
def test_data_leave_for_no_other_right_than_access(
    session: Session, family: Family, office: Office, staff: User, kind: RequestKind
) -> None:
    kept = make_person_request(session, staff, office, family.head, kind=kind)

    with pytest.raises(NotFound):
        export_held_data(session, act_of(staff, NOON), request_id=kept.id, screen=SCREEN)
    assert session.scalar(select(func.count(FileAccess.id))) == 0


def test_a_secretary_takes_no_data_and_each_taking_is_a_row_of_its_own(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    kept = make_person_request(session, staff, office, family.head)
    secretary = act_of(make_user(session, Role.SECRETARY), NOON)

    with pytest.raises(NotPermitted):
        export_held_data(session, secretary, request_id=kept.id, screen=SCREEN)
    for _ in range(2):
        export_held_data(session, act_of(staff, NOON), request_id=kept.id, screen=SCREEN)

    code = person_request(session, kept.id).receipt_code
    rows = session.scalars(select(FileAccess)).all()
    assert [(row.user_id, row.person_id, row.detail) for row in rows] == [
        (staff.id, family.head.id, code)
    ] * 2


@pytest.mark.parametrize("missing", ["group_id", "member_id"])
def test_a_representative_files_for_no_other_group_and_no_stranger(
    session: Session, office: Office, missing: str
) -> None:
    family = make_family(session)
    owner = make_user(session, Role.REPRESENTATIVE)
    group = make_group(session, session.get_one(Centre, family.household.centre_code), owner)
    session.refresh(group, ["members"])
    what = {"group_id": group.id, "member_id": group.members[0].id, missing: 999_999}

    with pytest.raises(NotFound):
        file_person_request(
            session, act_of(owner, NOON), office_id=office.id, kind=RequestKind.ACCESS, text=ASKS, **what
        )


def test_the_list_and_its_count_agree_for_every_filter(
    session: Session, family: Family, office: Office, staff: User
) -> None:
    access = make_person_request(session, staff, office, family.head)  # until 23 December
    opposition = make_person_request(session, staff, office, family.child, kind=RequestKind.OPPOSITION)
    answer_request(session, staff, opposition)
    expected = {
        RequestFilter(): [access.id, opposition.id],
        RequestFilter(kind="access"): [access.id],
        RequestFilter(kind="cancellation"): [],
        RequestFilter(is_open=True): [access.id],
        RequestFilter(is_open=False): [opposition.id],
        RequestFilter(is_open=True, due_before=access.due_on): [],
        RequestFilter(is_open=True, due_before=access.due_on + timedelta(days=1)): [access.id],
        RequestFilter(within=("0903",)): [access.id, opposition.id],
        RequestFilter(within=("10", "15")): [],
    }

    for wanted, ids in expected.items():
        assert [one.id for one in person_requests(session, wanted, limit=9)] == ids, wanted
        assert count_person_requests(session, wanted) == len(ids), wanted
    assert [one.id for one in person_requests(session, RequestFilter(), limit=1, offset=1)] == [opposition.id]
    assert [one.id for one in requests_of_person(session, family.child.id)] == [opposition.id]
    assert requests_of_person(session, 999_999) == ()


def test_terms_that_do_not_change_leave_no_trace(session: Session, staff: User) -> None:
    before = kept_rows(session)
    amounts = privacy_terms(session)

    set_privacy_terms(session, act_of(staff, NOON), amounts=amounts, expected_version=0)

    assert amounts == {code: term.default for code, term in TERMS.items()}
    assert (terms_version(session), kept_rows(session)) == (0, before)


def test_terms_are_set_in_the_whole_country_alone(session: Session, staff: User) -> None:
    amounts = {**privacy_terms(session), TermCode.ACCESS_DAYS: 5}
    auditor = make_user(session, Role.AUDITOR)

    for act in (limited(staff, "09"), act_of(auditor, NOON)):
        with pytest.raises(NotPermitted):
            set_privacy_terms(session, act, amounts=amounts, expected_version=0)
    assert privacy_terms(session)[TermCode.ACCESS_DAYS] == 20
