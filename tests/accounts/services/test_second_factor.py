"""Enrolling a second factor, passing by it, losing it."""

from datetime import timedelta
from functools import cache

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.account_changes import changes_of
from contest_portal.accounts.factor_codes import PassedBy, recovery_codes_left
from contest_portal.accounts.models import RecoveryCode, SecondFactor, User
from contest_portal.accounts.queries import active_user
from contest_portal.accounts.rules.actor import OPERATOR, Act, Role
from contest_portal.accounts.services.authenticate import authenticate
from contest_portal.accounts.services.enrol_second_factor import enrol_second_factor
from contest_portal.accounts.services.pass_second_factor import pass_second_factor
from contest_portal.accounts.services.renew_recovery_codes import renew_recovery_codes
from contest_portal.accounts.services.reset_password import reset_password
from contest_portal.accounts.services.reset_second_factor import reset_second_factor
from contest_portal.accounts.services.tell_of_changes import tell_of_changes
from contest_portal.kernel.one_time_codes import step_of
from contest_portal.kernel.passwords import hash_password
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.kernel.sealed_secrets import Sealer
from tests.accounts.conftest import AT, Trail
from tests.factories.accounts import act_of, make_user
from tests.factories.second_factors import KEY, NO_CODE, SEALER, enrolled, shown_code
from tests.page_client import TEST_PASSWORD

REASON = "Perdió el teléfono y vino con su DNI."


@cache
def known_hash() -> str:
    return hash_password(TEST_PASSWORD)


@pytest.fixture
def user(session: Session) -> User:
    user = make_user(session, Role.STAFF)
    user.password_hash = known_hash()
    session.flush()
    return user


def enrol(
    session: Session, user: User, *, current: str = TEST_PASSWORD, code: str | None = None
) -> tuple[str, ...]:
    code = shown_code(AT) if code is None else code
    act = act_of(user, AT)
    return enrol_second_factor(session, act, sealer=SEALER, current=current, secret=KEY, code=code)[1]


def passed(session: Session, user: User, code: str, *, seconds: int = 0) -> PassedBy | None:
    act = act_of(user, AT + timedelta(seconds=seconds))
    return pass_second_factor(session, act, sealer=SEALER, user_id=user.id, code=code, opens_session=False)


def test_enrolling_keeps_nothing_that_whoever_has_the_database_could_use(
    session: Session, user: User
) -> None:
    codes = enrol(session, user)

    kept = session.get_one(SecondFactor, user.id)
    hashes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert (KEY in kept.secret, kept.last_step, user.session_epoch) == (False, step_of(AT), 1)
    assert (len(hashes), set(codes) & set(hashes)) == (10, set())
    found = active_user(session, user.id)
    assert found is not None
    assert found.has_second_factor


@pytest.mark.parametrize(
    ("given", "field"), [({"current": "otra clave cualquiera"}, "current"), ({"code": NO_CODE}, "code")]
)
def test_enrolling_asks_for_password_and_code(
    session: Session, user: User, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        enrol(session, user, **given)

    assert [problem.field for problem in refusal.value.problems] == [field]
    assert session.get(SecondFactor, user.id) is None


def test_enrolling_again_puts_the_new_telephone_in_the_place_of_the_old(session: Session, user: User) -> None:
    before = enrolled(session, user)

    after = enrol(session, user)

    assert (recovery_codes_left(session, user.id), set(before) & set(after)) == (10, set())
    assert passed(session, user, before[0]) is None


def test_a_code_counts_once_and_so_does_every_older_one(session: Session, user: User, trail: Trail) -> None:
    enrolled(session, user)
    code, before = shown_code(AT), shown_code(AT - timedelta(seconds=30))

    found = [passed(session, user, one) for one in (code, code, before)]

    assert found == [PassedBy.APPLICATION, None, None]
    assert [action for action, *_ in trail()] == ["session.confirmed", *["session.code_refused"] * 2]
    assert passed(session, user, shown_code(AT + timedelta(seconds=30)), seconds=30) is PassedBy.APPLICATION


def test_a_recovery_code_counts_once_and_for_its_person_alone(
    session: Session, user: User, trail: Trail
) -> None:
    codes, other = enrolled(session, user), make_user(session, Role.STAFF)
    enrolled(session, other)

    found = [passed(session, who, codes[3].upper()) for who in (other, user, user)]

    assert found == [None, PassedBy.RECOVERY, None]
    assert recovery_codes_left(session, user.id) == 9
    assert trail()[1][3] == '{"by":"recovery","codes_left":9}'


def test_nobody_passes_without_having_one(session: Session, user: User) -> None:
    assert passed(session, user, shown_code(AT)) is None


def test_with_another_secret_key_no_code_counts(session: Session, user: User) -> None:
    codes = enrolled(session, user)

    found = [
        pass_second_factor(
            session, act_of(user, AT), sealer=Sealer("x"), user_id=user.id, code=code, opens_session=True
        )
        for code in (shown_code(AT), codes[0])
    ]

    assert found == [None, None]


def test_the_password_alone_opens_nothing(session: Session, user: User, trail: Trail) -> None:
    enrolled(session, user)

    authenticate(session, act_of(user, AT), email=user.email, password=TEST_PASSWORD)

    assert trail() == [("session.password_right", f"user:{user.id}", user.id, "null")]


def test_a_new_password_leaves_the_second_factor_as_it_is(session: Session, user: User) -> None:
    enrolled(session, user)

    reset_password(session, act_of(make_user(session, Role.ADMIN), AT), user_id=user.id)

    assert passed(session, user, shown_code(AT)) is PassedBy.APPLICATION


def test_an_administrator_takes_it_off_with_a_reason_that_its_person_is_told_once(
    session: Session, user: User, trail: Trail
) -> None:
    enrolled(session, user)
    admin = make_user(session, Role.ADMIN)

    reset = reset_second_factor(session, act_of(admin, AT), user_id=user.id, reason=REASON)

    assert (session.get(SecondFactor, user.id), recovery_codes_left(session, user.id)) == (None, 0)
    assert (user.session_epoch, user.has_second_factor, reset.changed_by) == (1, False, admin.id)
    data = f'{{"reason":"{REASON}","second":null}}'
    assert trail() == [("second_factor.reset", f"user:{user.id}", admin.id, data)]
    assert reset in tell_of_changes(session, act_of(user, AT), user_id=user.id)
    assert (changes_of(session, user.id, untold=True), reset.told_at) == ((), AT)


def test_the_command_line_takes_it_off_too(session: Session, user: User) -> None:
    enrolled(session, user)

    reset = reset_second_factor(session, Act(OPERATOR, AT), user_id=user.id, reason=REASON)

    assert (reset.changed_by, reset.reason) == (None, REASON)


@pytest.mark.parametrize("reason", ["", "corto", "x" * 301])
def test_taking_it_off_asks_for_a_reason(session: Session, user: User, reason: str) -> None:
    enrolled(session, user)

    with pytest.raises(Refused) as refusal:
        reset_second_factor(session, Act(OPERATOR, AT), user_id=user.id, reason=reason)

    assert [problem.code for problem in refusal.value.problems] == ["second_factor.reason"]


def test_nobody_takes_off_the_own_one_nor_one_that_is_not_there(session: Session) -> None:
    admin, other = make_user(session, Role.ADMIN), make_user(session, Role.STAFF)
    enrolled(session, admin)

    codes = []
    for one in (admin, other):
        with pytest.raises(Refused) as refusal:
            reset_second_factor(session, act_of(admin, AT), user_id=one.id, reason=REASON)
        codes += [problem.code for problem in refusal.value.problems]

    assert codes == ["second_factor.own", "second_factor.none"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nobody_but_an_administrator_takes_it_off(session: Session, user: User, role: Role) -> None:
    enrolled(session, user)

    with pytest.raises(NotPermitted):
        reset_second_factor(session, act_of(make_user(session, role), AT), user_id=user.id, reason=REASON)


def test_new_recovery_codes_end_the_old_ones(session: Session, user: User) -> None:
    old = enrolled(session, user)

    new = renew_recovery_codes(session, act_of(user, AT), sealer=SEALER)

    assert [passed(session, user, code) for code in (old[0], new[0])] == [None, PassedBy.RECOVERY]


def test_without_a_second_factor_there_are_no_recovery_codes(session: Session, user: User) -> None:
    with pytest.raises(NotFound):
        renew_recovery_codes(session, act_of(user, AT), sealer=SEALER)
