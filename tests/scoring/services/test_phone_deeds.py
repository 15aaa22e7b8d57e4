"""Phones as they are enrolled, taken out of use and closed out: on record once, refused without a trace."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.contests.rules.rulebook import LatePhones
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.phone_models import JurorDevice, SheetEntryFate, SheetEntryRow
from contest_portal.scoring.phone_queries import (
    device_by_code,
    held_entries,
    jurors_with_entries,
    phones_of,
)
from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.rules.sheet_entries import Kind
from contest_portal.scoring.services.enrol_device import enrol_device
from contest_portal.scoring.services.return_sheet import return_sheet
from contest_portal.scoring.services.revoke_device import revoke_device
from contest_portal.scoring.services.settle_again import settle_again
from contest_portal.scoring.sheet_history import versions_of
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.hall import open_hall
from tests.factories.phones import (
    WHOLE,
    Phone,
    fates,
    group,
    make_phone,
    make_phone_scene,
    public_key,
    send,
    sheets,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_phone_scene(session)


@pytest.fixture
def phone(session: Session, scene: Evaluation) -> Phone:
    return make_phone(session, scene)


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditRow.action).order_by(AuditRow.seq)))


def count(session: Session, table: type) -> int | None:
    return session.scalar(select(func.count()).select_from(table))


def device_id(session: Session, phone: Phone) -> int:
    device = device_by_code(session, phone.code)
    assert device is not None
    return device.id


def enrol(session: Session, scene: Evaluation, act: Act, code: str = "e" * 32, key: str = "") -> JurorDevice:
    return enrol_device(session, act, contest_id=scene.contest.id, code=code, public_key=key)


def test_enrolling_again_is_no_second_phone_and_no_second_row_on_record(
    session: Session, scene: Evaluation
) -> None:
    devices = [enrol(session, scene, scene.by_juror(0), key=public_key(5)) for _ in range(3)]

    assert len({one.id for one in devices}) == 1
    assert actions(session) == ["phone.enrolled"]
    assert [one.fingerprint for one in phones_of(session, scene.contest.id)] == [devices[0].fingerprint]


@pytest.mark.parametrize(
    "code",
    ["", "e" * 31, "e" * 33, "E" * 32, "g" * 32, "e" * 31 + "\n", "e" * 31 + "\u0665", "e" * 31 + "\x00"],
)
def test_a_name_that_no_phone_gives_itself_is_refused(session: Session, scene: Evaluation, code: str) -> None:
    with pytest.raises(Refused, match=r"phone\.no_key"):
        enrol(session, scene, scene.by_juror(0), code)

    assert (count(session, JurorDevice), actions(session)) == (0, [])


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("04", id="too short"),
        pytest.param("04" + "0" * 128, id="not on the curve"),
        pytest.param("02" + public_key(5)[2:], id="another form"),
        pytest.param(public_key(5).upper(), id="capitals"),
        pytest.param(public_key(5) + "00", id="too long"),
    ],
)
def test_what_is_no_key_is_refused(session: Session, scene: Evaluation, key: str) -> None:
    with pytest.raises(Refused, match=r"phone\.no_key"):
        enrol(session, scene, scene.by_juror(0), key=key)

    assert count(session, JurorDevice) == 0


def test_a_phone_takes_no_other_key_and_loses_none(session: Session, scene: Evaluation, phone: Phone) -> None:
    """Else whoever has the session for a minute could sign in the name of the phone, or unsigned."""
    for key in (public_key(999), ""):
        with pytest.raises(NotPermitted):
            enrol(session, scene, scene.by_juror(0), phone.code, key)

    assert [device.public_key for device in session.scalars(select(JurorDevice))] == [phone.key]


def test_only_a_juror_of_the_contest_enrols(session: Session, scene: Evaluation) -> None:
    outsider = act_of(make_user(session, Role.JUROR), JURY_DAY)

    with pytest.raises(NotFound):
        enrol(session, scene, outsider)
    with pytest.raises(NotFound):
        enrol(session, scene, scene.by_secretary)

    assert count(session, JurorDevice) == 0


def test_taking_out_of_use_is_on_record_once_and_keeps_the_first_instant(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    number = device_id(session, phone)

    for hours in (0, 1):
        act = replace(scene.by_secretary, at=JURY_DAY + hours * HOUR)
        revoke_device(session, act, contest_id=scene.contest.id, device_id=number)

    (line,) = phones_of(session, scene.contest.id)
    assert (line.revoked_at, actions(session)) == (JURY_DAY, ["phone.enrolled", "phone.revoked"])


def test_a_phone_out_of_use_does_not_come_back_by_enrolling(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    revoke_device(
        session, scene.by_secretary, contest_id=scene.contest.id, device_id=device_id(session, phone)
    )

    again = enrol(session, scene, scene.by_juror(0), phone.code, phone.key)

    assert again.revoked_at == JURY_DAY


def test_opening_again_counts_what_was_only_late_and_not_what_was_wrong(session: Session) -> None:
    rules = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, late_phones=LatePhones.NOT_COUNTED))
    scene = make_evaluation(session, rulebook=rules)
    phone = make_phone(session, scene)
    hall = open_hall(session, scene)
    hall.state, hall.closed_at = "closed", JURY_DAY
    session.flush()
    phone.write(group(scene), {"F1": 8})
    phone.write(group(scene, 1), {"F1": 99})
    send(session, scene, *phone.written)
    late = fates(session, scene)

    hall.state, hall.closed_at = "open", None
    session.flush()
    settle_again(session, scene.by_secretary, contest_id=scene.contest.id)

    assert late == ["late", "late"]
    assert (fates(session, scene), sheets(session)) == (["counted", "marks"], [("draft", {"F1": 8})])


def test_what_came_in_time_is_not_late_for_being_sent_again(session: Session) -> None:
    rules = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, late_phones=LatePhones.NOT_COUNTED))
    scene = make_evaluation(session, rulebook=rules)
    phone = make_phone(session, scene)
    phone.write(group(scene), {"F1": 8})
    send(session, scene, *phone.written)
    hall = open_hall(session, scene)
    hall.state, hall.closed_at = "closed", JURY_DAY + HOUR
    session.flush()
    phone.write(group(scene), {"F1": 9})

    send(session, scene, *phone.written, act=replace(scene.by_juror(0), at=JURY_DAY + 2 * HOUR))

    assert (fates(session, scene), sheets(session)) == (["counted", "late"], [("draft", {"F1": 8})])


def test_nothing_new_is_nothing_on_record(session: Session, scene: Evaluation, phone: Phone) -> None:
    phone.write(group(scene), {"F1": 8})

    for _ in range(3):
        send(session, scene, *phone.written)
    send(session, scene)

    assert actions(session) == ["phone.enrolled", "sheet.saved", "entries.received"]


def test_the_record_of_a_reception_counts_and_names_jurors_and_no_mark(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    other = make_phone(session, scene, 1)
    phone.write(group(scene), {"F1": 8}, comment="Muy ordenado")
    other.write(group(scene), {"F1": 7})

    send(session, scene, *phone.written, *other.written, act=scene.by_secretary, via=Via.FILE)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "entries.received")).one()
    first, second = (scene.jurors[number].id for number in (0, 1))
    assert row.data == f'{{"entries":2,"jurors":[{first},{second}],"via":"file"}}'
    assert jurors_with_entries(session, scene.contest.id) == (first, second)
    assert sheets(session) == [("draft", {"F1": 8}), ("draft", {"F1": 7})]


def test_a_batch_that_holds_one_entry_of_another_is_kept_for_nobody(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    other = make_phone(session, scene, 1)
    phone.write(group(scene), {"F1": 8})
    other.write(group(scene), {"F1": 1})

    with pytest.raises(NotPermitted):
        send(session, scene, *phone.written, *other.written)

    assert (count(session, SheetEntryRow), count(session, SheetEntryFate), sheets(session)) == (0, 0, [])


def test_a_juror_without_an_account_writes_nothing_and_loses_nothing(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 8})
    session.execute(update(User).where(User.id == scene.users[0].id).values(is_active=False))

    send(session, scene, *phone.written, act=scene.by_secretary, via=Via.FILE)
    away = (count(session, SheetEntryRow), sheets(session))
    session.execute(update(User).where(User.id == scene.users[0].id).values(is_active=True))
    settle_again(session, scene.by_secretary, contest_id=scene.contest.id)

    assert away == (1, [])
    assert (fates(session, scene), sheets(session)) == (["counted"], [("draft", {"F1": 8})])


def test_a_returned_sheet_takes_what_its_phone_writes_upon_it(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), WHOLE, kind=Kind.FINAL)
    send(session, scene, *phone.written)
    sheet = session.scalars(select(Sheet)).one()
    return_sheet(session, scene.by_secretary, sheet_id=sheet.id, reason="Revise")
    corrected = {**WHOLE, "F1": 1}
    phone.write(group(scene), corrected, kind=Kind.FINAL, based_on=(f"v{sheet.version}",))

    send(session, scene, *phone.written)

    assert (fates(session, scene), sheets(session)) == (["replaced", "counted"], [("final", corrected)])
    assert [(one.deed, one.origin) for one in versions_of(session, sheet.id)] == [
        ("saved", "phone"), ("finalised", "phone"), ("returned", "page"), ("saved", "phone"), ("finalised", "phone"),
    ]  # fmt: skip


def test_held_lines_name_group_phase_and_phone_and_hold_no_mark(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 99}, comment="Muy ordenado")
    phone.write("C-999", {"F1": 3})
    send(session, scene, *phone.written)

    lines = held_entries(session, scene.contest.id)

    (device,) = phones_of(session, scene.contest.id)
    assert [
        (one.juror_name, one.group_code, one.group_name, one.phase_code, one.number, one.reason)
        for one in lines
    ] == [
        ("Jurado 1", "C-999", "", "FIELD", 2, "not_yours"),
        ("Jurado 1", group(scene), "Sumaq Kuy", "FIELD", 1, "marks"),
    ]
    assert {one.fingerprint for one in lines} == {device.fingerprint}
    assert (device.received, device.last_at) == (2, JURY_DAY)


def revoked_by_nobody(session: Session) -> None:
    session.execute(update(JurorDevice).values(revoked_at=JURY_DAY))


def key_without_a_code(session: Session) -> None:
    session.execute(update(JurorDevice).values(fingerprint=""))


def held_without_a_reason(session: Session) -> None:
    session.execute(update(SheetEntryFate).values(fate="held"))


def counted_for_a_reason(session: Session) -> None:
    session.execute(update(SheetEntryFate).values(reason="late"))


def no_fate_at_all(session: Session) -> None:
    session.execute(update(SheetEntryFate).values(fate="maybe"))


@pytest.mark.parametrize(
    "contradict",
    [revoked_by_nobody, key_without_a_code, held_without_a_reason, counted_for_a_reason, no_fate_at_all],
)
def test_a_row_that_contradicts_itself_cannot_be_stored(
    session: Session, scene: Evaluation, phone: Phone, contradict: Callable[[Session], None]
) -> None:
    phone.write(group(scene), {"F1": 8})
    send(session, scene, *phone.written)

    with pytest.raises(IntegrityError), session.begin_nested():
        contradict(session)
