"""Opening accounts: by an administrator, by the office for representatives, by the secretary for jurors."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import user_by_email
from contest_portal.accounts.rules.actor import ANONYMOUS, OPERATOR, Act, Grant, Role
from contest_portal.accounts.services.create_user import create_user
from contest_portal.accounts.services.invite_juror_user import invite_juror_user
from contest_portal.accounts.services.invite_user import invite_user
from contest_portal.kernel.passwords import matches
from contest_portal.kernel.problems import NotPermitted, Refused
from tests.accounts.conftest import AT, Trail
from tests.factories.accounts import act_of, make_user
from tests.page_client import TEST_PASSWORD

STAFF = frozenset({Grant(Role.STAFF)})


def open_account(session: Session, act: Act, **changes: object) -> User:
    given: dict[str, object] = {
        "email": "rosa@x.example",
        "full_name": "Rosa Inga",
        "password": TEST_PASSWORD,
        "grants": STAFF,
    }
    return create_user(session, act, **{**given, **changes})  # type: ignore[arg-type]


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(User)) or 0


def test_account_opens_with_its_roles(session: Session, trail: Trail) -> None:
    admin = make_user(session, Role.ADMIN)

    user = open_account(
        session,
        act_of(admin, AT),
        email="  Rosa@X.Example ",
        full_name=" Rosa \u200bInga ",
        grants=frozenset({Grant(Role.STAFF), Grant(Role.SECRETARY, 5)}),
    )

    assert (user.email, user.full_name, user.name_key) == ("rosa@x.example", "Rosa Inga", "rosa inga")
    assert (user.created_at, user.is_active, user.must_change_password) == (AT, True, False)
    assert matches(user.password_hash, TEST_PASSWORD)
    assert {(grant.role, grant.contest_id) for grant in user.grants} == {("staff", None), ("secretary", 5)}
    assert trail() == [
        ("user.created", f"user:{user.id}", admin.id, '{"roles":["secretary","staff"],"second":null}')
    ]


def test_machine_s_operator_opens_the_first_account(session: Session) -> None:
    user = open_account(session, Act(OPERATOR, AT), grants=frozenset({Grant(Role.ADMIN)}))

    assert user_by_email(session, "rosa@x.example") is user


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_an_administrator_opens_an_account_of_the_office(session: Session, role: Role) -> None:
    user = make_user(session, role)

    with pytest.raises(NotPermitted):
        open_account(session, act_of(user, AT))

    assert count(session) == 1


def test_public_opens_no_account(session: Session) -> None:
    with pytest.raises(NotPermitted):
        open_account(session, Act(ANONYMOUS, AT), grants=frozenset({Grant(Role.REPRESENTATIVE)}))

    assert count(session) == 0


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({"email": "rosa"}, ["user.email_invalid"], id="no address"),
        pytest.param({"email": "rosa@x"}, ["user.email_invalid"], id="no domain"),
        pytest.param({"email": "ro sa@x.example"}, ["user.email_invalid"], id="space inside"),
        pytest.param({"email": "a@b@x.example"}, ["user.email_invalid"], id="two at signs"),
        pytest.param(
            {"email": "a" * 65 + "@x.example"}, ["user.email_invalid"], id="too long before the sign"
        ),
        pytest.param({"email": f"a@{'b' * 160}.example"}, ["user.email_invalid"], id="too long"),
        pytest.param({"email": ""}, ["user.email_invalid"], id="empty address"),
        pytest.param({"full_name": " ."}, ["user.name_missing"], id="no name"),
        pytest.param({"full_name": "x" * 161}, ["user.name_missing"], id="endless name"),
        pytest.param({"password": "corta"}, ["password.length"], id="short password"),
        pytest.param({"password": "rosaingarosainga"}, ["password.weak"], id="own name as password"),
        pytest.param(
            {"grants": frozenset({Grant(Role.JUROR), Grant(Role.STAFF)})},
            ["roles.juror_alone"],
            id="roles apart",
        ),
        pytest.param(
            {"email": "x", "full_name": "", "password": ""},
            ["user.email_invalid", "user.name_missing", "password.length"],
            id="everything at once",
        ),
    ],
)
def test_account_that_breaks_a_rule_is_not_opened(
    session: Session, trail: Trail, changes: dict[str, object], codes: list[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        open_account(session, Act(OPERATOR, AT), **changes)

    assert [problem.code for problem in refusal.value.problems] == codes
    assert (count(session), trail()) == (0, [])


def test_address_is_taken_whatever_its_case(session: Session) -> None:
    open_account(session, Act(OPERATOR, AT))

    with pytest.raises(Refused) as refusal:
        open_account(session, Act(OPERATOR, AT), email="ROSA@x.example")

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("user.email_taken", "email")
    ]
    assert count(session) == 1


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY])
def test_office_invites_a_representative(session: Session, trail: Trail, role: Role) -> None:
    clerk = make_user(session, role)

    user, password = invite_user(
        session,
        act_of(clerk, AT),
        email="delia@x.example",
        full_name="Delia Ccanto",
        grants=frozenset({Grant(Role.REPRESENTATIVE)}),
    )

    assert (user.must_change_password, matches(user.password_hash, password)) == (True, True)
    assert trail() == [("user.created", f"user:{user.id}", clerk.id, '{"roles":["representative"]}')]


def test_temporary_password_is_kept_nowhere(
    session: Session, trail: Trail, caplog: pytest.LogCaptureFixture
) -> None:
    _, password = invite_user(
        session, Act(OPERATOR, AT), email="delia@x.example", full_name="Delia Ccanto", grants=STAFF
    )

    assert password not in f"{trail()} {caplog.text}"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE])
def test_others_invite_no_representative(session: Session, role: Role) -> None:
    user = make_user(session, role)

    with pytest.raises(NotPermitted):
        invite_user(
            session,
            act_of(user, AT),
            email="delia@x.example",
            full_name="Delia Ccanto",
            grants=frozenset({Grant(Role.REPRESENTATIVE)}),
        )


def test_secretary_invites_a_juror(session: Session) -> None:
    secretary = make_user(session, Role.SECRETARY)

    user, password = invite_juror_user(
        session, act_of(secretary, AT), email="elsa@x.example", full_name="Elsa Quintanilla"
    )

    assert [(grant.role, grant.contest_id) for grant in user.grants] == [("juror", None)]
    assert (user.must_change_password, matches(user.password_hash, password)) == (True, True)


def test_secretary_of_one_contest_invites_a_juror_for_it_and_no_other(session: Session) -> None:
    secretary = make_user(session, Role.SECRETARY, contest_id=5)
    person = {"email": "elsa@x.example", "full_name": "Elsa Quintanilla"}

    with pytest.raises(NotPermitted):
        invite_juror_user(session, act_of(secretary, AT), contest_id=6, **person)
    user, _ = invite_juror_user(session, act_of(secretary, AT), contest_id=5, **person)

    assert user.email == "elsa@x.example"


def test_staff_invites_no_juror(session: Session) -> None:
    staff = make_user(session, Role.STAFF)

    with pytest.raises(NotPermitted):
        invite_juror_user(session, act_of(staff, AT), email="elsa@x.example", full_name="Elsa Quintanilla")
