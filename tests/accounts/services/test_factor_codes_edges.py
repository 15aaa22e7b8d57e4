"""Codes at the edges of time and typing, told resets, and what another person's or an older code is worth."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.account_changes import SHOWN, ChangeKind, changes_of, note_change
from contest_portal.accounts.factor_codes import (
    PassedBy,
    keep_recovery_codes,
    recovery_codes_left,
    spend_code,
)
from contest_portal.accounts.models import RecoveryCode, SecondFactor, User
from contest_portal.accounts.rules.actor import ANONYMOUS, Act, Role
from contest_portal.accounts.rules.second_factor import code_problem, none_problem, own_reset_problem
from contest_portal.accounts.services.enrol_second_factor import enrol_second_factor
from contest_portal.accounts.services.pass_second_factor import pass_second_factor
from contest_portal.accounts.services.renew_recovery_codes import renew_recovery_codes
from contest_portal.accounts.services.reset_second_factor import reset_second_factor
from contest_portal.accounts.services.tell_of_changes import tell_of_changes
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.one_time_codes import step_of
from contest_portal.kernel.problems import NotFound, NotPermitted, Problem, Refused
from contest_portal.kernel.sealed_secrets import Sealer
from tests.accounts.conftest import AT, Trail
from tests.factories.accounts import act_of, make_user
from tests.factories.second_factors import KEY, NO_CODE, SEALER, enrolled, shown_code

REASON = "Perdió el teléfono y vino con su DNI."
STEP = timedelta(seconds=30)


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def admin(session: Session) -> User:
    return make_user(session, Role.ADMIN)


def spend(session: Session, user: User, code: str, at: datetime = AT) -> PassedBy | None:
    return spend_code(session, SEALER, user.id, code, at)


@pytest.mark.parametrize(
    ("late", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)], ids=lambda one: f"{one}"
)
def test_a_code_counts_a_step_before_and_after(
    session: Session, user: User, late: int, *, counts: bool
) -> None:
    enrolled(session, user)

    passed = spend(session, user, shown_code(AT), AT + late * STEP)

    assert (passed is PassedBy.APPLICATION) is counts
    assert session.get_one(SecondFactor, user.id, populate_existing=True).last_step == (
        step_of(AT) if counts else 0
    )


def test_the_code_of_the_step_to_come_ends_that_of_now(session: Session, user: User) -> None:
    enrolled(session, user)

    passed = [spend(session, user, shown_code(AT + ahead * STEP)) for ahead in (1, 0, 1)]

    assert passed == [PassedBy.APPLICATION, None, None]


def test_a_code_of_the_application_spends_no_recovery_code_and_the_other_way_round(
    session: Session, user: User
) -> None:
    codes = enrolled(session, user)

    spend(session, user, shown_code(AT))
    after_application = recovery_codes_left(session, user.id)
    spend(session, user, codes[0])

    kept = session.get_one(SecondFactor, user.id, populate_existing=True)
    assert (after_application, recovery_codes_left(session, user.id), kept.last_step) == (10, 9, step_of(AT))


def test_all_ten_recovery_codes_count_once_each_and_then_there_is_none(session: Session, user: User) -> None:
    codes = enrolled(session, user)

    left = []
    for code in codes:
        assert spend(session, user, code) is PassedBy.RECOVERY
        left.append(recovery_codes_left(session, user.id))

    assert left == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert {spend(session, user, code, AT + timedelta(days=400)) for code in codes} == {None}
    assert set(session.scalars(select(RecoveryCode.used_at))) == {AT}


@pytest.mark.parametrize("typed", ["", " ", "-", NO_CODE, "x" * 5_000, "\x00", "'; --", "٣٣٣٣٣٣", "%"])
def test_what_is_no_code_passes_nobody_and_changes_nothing(session: Session, user: User, typed: str) -> None:
    enrolled(session, user)

    assert spend(session, user, typed) is None
    assert recovery_codes_left(session, user.id) == 10


@pytest.mark.parametrize("write", [str.upper, str.title, lambda code: code.replace("-", "\u2011")])
def test_a_recovery_code_is_known_however_it_is_written(session: Session, user: User, write: object) -> None:
    codes = enrolled(session, user)

    assert callable(write)
    assert spend(session, user, write(f" {codes[0]} ")) is PassedBy.RECOVERY


def test_half_a_recovery_code_and_two_of_them_are_none(session: Session, user: User) -> None:
    codes = enrolled(session, user)

    assert [spend(session, user, typed) for typed in (codes[0][:5], codes[0] + codes[1])] == [None, None]


def test_a_secret_that_was_moved_to_another_account_opens_nothing(session: Session, user: User) -> None:
    other = make_user(session, Role.STAFF)
    enrolled(session, user)
    enrolled(session, other)
    sealed = session.get_one(SecondFactor, user.id).secret
    session.execute(update(SecondFactor).where(SecondFactor.user_id == other.id).values(secret=sealed))

    assert (spend(session, other, shown_code(AT)), spend(session, user, shown_code(AT))) == (
        None,
        PassedBy.APPLICATION,
    )


def test_a_secret_that_was_changed_in_the_database_leaves_the_recovery_codes(
    session: Session, user: User
) -> None:
    codes = enrolled(session, user)
    session.execute(update(SecondFactor).values(secret="no es nada"))

    assert [spend(session, user, code) for code in (shown_code(AT), codes[0])] == [None, PassedBy.RECOVERY]


def test_the_same_code_of_two_people_is_hashed_with_the_key_of_the_portal(
    session: Session, user: User
) -> None:
    codes = keep_recovery_codes(session, SEALER, user.id)
    kept = set(session.scalars(select(RecoveryCode.code_hash)))

    assert {Sealer("another").keyed_hash(code, purpose="recovery code") for code in codes} & kept == set()
    assert {SEALER.keyed_hash(code, purpose="recovery code") for code in codes} == kept


def test_new_codes_of_one_person_leave_those_of_another(session: Session, user: User) -> None:
    other = make_user(session, Role.STAFF)
    codes = enrolled(session, other)
    enrolled(session, user)

    renew_recovery_codes(session, act_of(user, AT), sealer=SEALER)

    assert (recovery_codes_left(session, user.id), spend(session, other, codes[0])) == (10, PassedBy.RECOVERY)


@pytest.mark.parametrize(
    ("opens", "typed", "action", "is_known"),
    [
        (True, shown_code(AT), "session.opened", True),
        (False, shown_code(AT), "session.confirmed", True),
        (True, NO_CODE, "session.code_refused", False),
        (False, NO_CODE, "session.code_refused", False),
    ],
    ids=["signs in", "confirms", "fails to sign in", "fails to confirm"],
)
def test_each_try_is_on_record_and_a_failed_one_is_nobodys(
    session: Session, user: User, trail: Trail, *, opens: bool, typed: str, action: str, is_known: bool
) -> None:
    enrolled(session, user)

    pass_second_factor(
        session, Act(ANONYMOUS, AT), sealer=SEALER, user_id=user.id, code=typed, opens_session=opens
    )

    assert trail() == [(action, f"user:{user.id}", user.id if is_known else None, "null")]


def test_a_code_that_was_typed_is_never_written_into_the_log(
    session: Session, user: User, trail: Trail
) -> None:
    codes = enrolled(session, user)

    for typed in (codes[0], codes[0], shown_code(AT), "clave secreta"):
        pass_second_factor(
            session, act_of(user, AT), sealer=SEALER, user_id=user.id, code=typed, opens_session=False
        )

    written = str(trail())
    assert not [typed for typed in (*codes, shown_code(AT), "clave secreta", KEY) if typed in written]


def test_nobody_who_is_not_signed_in_enrols_or_renews(session: Session, trail: Trail) -> None:
    nobody = Act(ANONYMOUS, AT)

    with pytest.raises(NotPermitted):
        enrol_second_factor(session, nobody, sealer=SEALER, current="x", secret=KEY, code=shown_code(AT))
    with pytest.raises(NotPermitted):
        renew_recovery_codes(session, nobody, sealer=SEALER)
    assert trail() == []


@pytest.mark.parametrize(("length", "taken"), [(9, False), (10, True), (300, True), (301, False)])
def test_the_reason_of_a_reset_counts_without_its_outer_spaces(
    session: Session, user: User, admin: User, length: int, *, taken: bool
) -> None:
    enrolled(session, user)
    reason = f"  {'ñ' * length}\n "

    try:
        kept = reset_second_factor(session, act_of(admin, AT), user_id=user.id, reason=reason).reason
    except Refused:
        kept = None

    assert kept == ("ñ" * length if taken else None)


def test_a_reset_of_nobody_is_not_found(session: Session, admin: User) -> None:
    with pytest.raises(NotFound):
        reset_second_factor(session, act_of(admin, AT), user_id=9_999_999, reason=REASON)


def test_what_was_taken_off_cannot_be_taken_off_twice(session: Session, user: User, admin: User) -> None:
    enrolled(session, user)
    reset_second_factor(session, act_of(admin, AT), user_id=user.id, reason=REASON)

    with pytest.raises(Refused) as refusal:
        reset_second_factor(session, act_of(admin, AT), user_id=user.id, reason=REASON)

    assert [one.code for one in refusal.value.problems] == ["second_factor.none"]
    assert user.session_epoch == 1


def test_two_resets_are_told_at_once_the_newer_first_and_then_none(
    session: Session, user: User, admin: User
) -> None:
    for day, reason in enumerate(("Cambió de teléfono ayer.", "Volvió a perder el teléfono.")):
        enrolled(session, user)
        reset_second_factor(session, act_of(admin, AT + timedelta(days=day)), user_id=user.id, reason=reason)

    told = [tell_of_changes(session, act_of(user, AT), user_id=user.id) for _ in range(2)]

    off = ["Volvió a perder el teléfono.", "Cambió de teléfono ayer."]
    assert [[one.reason for one in some if one.reason] for some in told] == [off, []]
    noted = select(AuditRow.actor_id).where(AuditRow.action == "user.changes_told")
    assert session.scalars(noted).all() == [user.id]


def test_what_was_taken_off_is_told_however_much_was_done_since(
    session: Session, user: User, admin: User
) -> None:
    enrolled(session, user)
    off = reset_second_factor(session, act_of(admin, AT), user_id=user.id, reason=REASON)
    for _ in range(SHOWN):
        note_change(session, act_of(user, AT), user.id, ChangeKind.RECOVERY_CODES)

    told = tell_of_changes(session, act_of(user, AT), user_id=user.id)

    assert (told[0], len(told)) == (off, SHOWN)


def test_a_person_is_told_of_the_own_reset_alone(session: Session, user: User, admin: User) -> None:
    other = make_user(session, Role.STAFF)
    enrolled(session, user)
    reset = reset_second_factor(session, act_of(admin, AT), user_id=user.id, reason=REASON)

    assert tell_of_changes(session, act_of(other, AT), user_id=other.id) == ()
    assert changes_of(session, user.id, untold=True)[0] is reset


@pytest.mark.parametrize(
    ("problem", "field", "begins", "ends"),
    [
        (code_problem("code"), "code", "Ese código no vale.", "cada uno vale una vez."),
        (own_reset_problem(), "form", "Esta es su propia cuenta.", "retire su segundo factor."),
        (none_problem(), "form", "Esta cuenta no tiene segundo factor:", "no hay nada que retirar."),
    ],
    ids=["code", "own", "none"],
)
def test_refusals_say_what_to_do_next(problem: Problem, field: str, begins: str, ends: str) -> None:
    assert (problem.field, problem.text.startswith(begins), problem.text.endswith(ends)) == (
        field,
        True,
        True,
    )
