"""What phones send becomes sheets, through the services that write any sheet; what may not count is held and named."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.phone_models import SheetEntryRow
from contest_portal.scoring.phone_queries import (
    device_by_code,
    entries_in_conflict,
    held_entries,
    phones_of,
)
from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.rules.sheet_entries import Kind
from contest_portal.scoring.services.enrol_device import enrol_device
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.return_sheet import return_sheet
from contest_portal.scoring.services.revoke_device import revoke_device
from contest_portal.scoring.services.save_sheet import save_sheet
from contest_portal.scoring.services.settle_again import settle_again
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.phones import WHOLE, Phone, fates, group, make_phone, make_phone_scene, send, sheets
from tests.factories.scoring import make_attendance


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_phone_scene(session)


@pytest.fixture
def phone(session: Session, scene: Evaluation) -> Phone:
    return make_phone(session, scene)


def on_the_page(session: Session, scene: Evaluation, units: int, version: int) -> None:
    save_sheet(
        session,
        scene.by_juror(0),
        application_id=scene.applications[0].id,
        phase_code="FIELD",
        marks={"F1": Mark(units)},
        comment="",
        expected_version=version,
    )


def test_a_batch_becomes_one_version_of_the_sheet_and_its_final_state_seals_it(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    for marks in ({"F1": 8}, {"F1": 8, "F2": 7}):
        phone.write(group(scene), marks)
    phone.write(group(scene), WHOLE, kind=Kind.FINAL)

    send(session, scene, *phone.written)

    assert sheets(session) == [("final", dict(WHOLE))]
    assert fates(session, scene) == ["replaced", "replaced", "counted"]
    actions = session.scalars(select(AuditRow.action).order_by(AuditRow.seq)).all()
    assert actions == ["phone.enrolled", "sheet.saved", "sheet.finalised", "entries.received"]
    assert not re.search(r"\bF1\b", " ".join(session.scalars(select(AuditRow.data)).all()))


def test_twice_late_and_in_another_order_is_once(session: Session, scene: Evaluation, phone: Phone) -> None:
    for units in (1, 2, 3):
        phone.write(group(scene), {"F1": units})
    first, second, third = phone.written

    send(session, scene, third)
    waiting = fates(session, scene)
    for batch in ((first, third), (third,), (second, first)):
        send(session, scene, *batch)

    assert (waiting, sheets(session)) == (["gap"], [("draft", {"F1": 3})])
    assert sorted(fates(session, scene)) == ["counted", "replaced", "replaced"]
    assert session.scalar(select(func.count()).select_from(SheetEntryRow)) == 3


def test_two_phones_upon_one_state_are_a_conflict_until_the_juror_chooses(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    other = make_phone(session, scene)
    mine, theirs = phone.write(group(scene), {"F1": 3}), other.write(group(scene), {"F1": 9})
    send(session, scene, *phone.written)

    send(session, scene, *other.written)
    both = [key for key, _ in entries_in_conflict(session, scene.jurors[0].id)]
    with pytest.raises(Refused, match="in_conflict"):
        finalise_sheet(
            session,
            scene.by_juror(0),
            application_id=scene.applications[0].id,
            phase_code="FIELD",
            expected_version=1,
        )
    other.write(group(scene), WHOLE, kind=Kind.FINAL, based_on=(theirs, "v1"))
    send(session, scene, *other.written)

    assert both == [theirs]
    assert (mine != theirs, sheets(session)) == (True, [("final", dict(WHOLE))])
    assert fates(session, scene) == ["replaced", "replaced", "counted"]


def test_the_page_and_a_phone_upon_one_state_are_a_conflict_too(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 3})
    send(session, scene, *phone.written)
    on_the_page(session, scene, 5, version=1)

    phone.write(group(scene), {"F1": 4})
    send(session, scene, *phone.written)

    assert (fates(session, scene), sheets(session)) == (["replaced", "conflict"], [("draft", {"F1": 5})])


def test_a_sealed_sheet_stays_and_what_was_held_stands_against_it_once_it_is_returned(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    other = make_phone(session, scene)
    phone.write(group(scene), WHOLE, kind=Kind.FINAL)
    send(session, scene, *phone.written)
    sealed = session.scalars(select(Sheet)).one()
    seal = sealed.sealed_sha256
    other.write(group(scene), {**WHOLE, "F1": 1}, kind=Kind.FINAL)

    send(session, scene, *other.written)
    held = fates(session, scene)
    kept = session.scalars(select(Sheet.sealed_sha256)).one()
    return_sheet(session, scene.by_secretary, sheet_id=sealed.id, reason="Revise")
    settle_again(session, scene.by_secretary, contest_id=scene.contest.id)

    assert (held, kept) == (["counted", "sealed"], seal)
    assert (fates(session, scene), sheets(session)[0][0]) == (["replaced", "conflict"], "draft")


def test_a_final_sheet_waits_as_a_draft_for_the_attendance_and_then_counts(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene, 1), WHOLE, kind=Kind.FINAL)
    send(session, scene, *phone.written)
    before = (fates(session, scene), sheets(session))

    make_attendance(session, scene.applications[1], scene.secretary, present=4)
    settle_again(session, scene.by_secretary, contest_id=scene.contest.id)

    assert before == (["attendance"], [("draft", dict(WHOLE))])
    assert (fates(session, scene), sheets(session)) == (["counted"], [("final", dict(WHOLE))])


def test_a_forged_entry_counts_nowhere_and_takes_no_number(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 8})
    true = phone.written[0]
    forged = replace(true, signature="1" * 128)

    for one in (forged, true, forged):
        send(session, scene, one)

    assert (sheets(session), fates(session, scene)) == ([("draft", {"F1": 8})], ["counted"])
    assert [line.reason for line in held_entries(session, scene.contest.id)] == ["signature"]


def test_a_phone_without_a_key_sends_unsigned_and_a_file_of_it_does_not_count(
    session: Session, scene: Evaluation
) -> None:
    phone = make_phone(session, scene, signs=False)
    phone.write(group(scene), {"F1": 8})

    send(session, scene, *phone.written, act=scene.by_secretary, via=Via.FILE)
    in_a_file = fates(session, scene)
    send(session, scene, *phone.written)

    assert (in_a_file, sheets(session)) == (["unsigned_file"], [("draft", {"F1": 8})])
    assert phones_of(session, scene.contest.id)[0].fingerprint == ""


def test_the_secretary_reads_a_file_and_the_sheet_is_the_jurors(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), WHOLE, kind=Kind.FINAL)

    send(session, scene, *phone.written, act=scene.by_secretary, via=Via.FILE)

    rows = session.execute(select(AuditRow.action, AuditRow.actor_id).order_by(AuditRow.seq)).all()
    assert [tuple(row) for row in rows[1:]] == [
        ("sheet.saved", scene.users[0].id),
        ("sheet.finalised", scene.users[0].id),
        ("entries.received", scene.secretary.id),
    ]
    assert sheets(session) == [("final", dict(WHOLE))]


def test_nobody_sends_for_another_and_nobody_else_manages_phones(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 8})
    stranger = act_of(make_user(session, Role.JUROR), JURY_DAY)
    contest_id = scene.contest.id
    device = device_by_code(session, phone.code)
    assert device is not None

    with pytest.raises(NotPermitted):
        send(session, scene, *phone.written, act=scene.by_juror(1))
    with pytest.raises(NotFound):
        send(session, scene, *phone.written, act=stranger)
    refused: tuple[Callable[[Act], object], ...] = (
        lambda act: send(session, scene, *phone.written, act=act, via=Via.FILE),
        lambda act: settle_again(session, act, contest_id=contest_id),
        lambda act: revoke_device(session, act, contest_id=contest_id, device_id=device.id),
    )
    for deed in refused:
        with pytest.raises(NotPermitted):
            deed(scene.by_juror(0))
    with pytest.raises(NotFound):
        revoke_device(session, scene.by_secretary, contest_id=contest_id, device_id=device.id + 1)


def test_a_phone_is_enrolled_once_by_its_own_juror_with_a_key(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    contest_id = scene.contest.id

    again = enrol_device(
        session, scene.by_juror(0), contest_id=contest_id, code=phone.code, public_key=phone.key
    )
    with pytest.raises(NotPermitted):
        enrol_device(session, scene.by_juror(1), contest_id=contest_id, code=phone.code, public_key=phone.key)
    for code, key in (("x", phone.key), ("f" * 32, phone.key[:-2] + "00"), ("f" * 32, "04")):
        with pytest.raises(Refused):
            enrol_device(session, scene.by_juror(0), contest_id=contest_id, code=code, public_key=key)

    assert again.fingerprint == phones_of(session, contest_id)[0].fingerprint


def test_an_entry_of_a_phone_that_never_enrolled_or_of_another_contest_is_not_kept(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 8}, device="f" * 32)
    phone.write(group(scene), {"F1": 8}, contest="OTRO")

    send(session, scene, *phone.written)

    assert fates(session, scene) == []


@pytest.mark.parametrize("statement", ["UPDATE sheet_entry SET number = 9", "DELETE FROM sheet_entry"])
def test_the_database_keeps_entries_as_they_came(
    session: Session, scene: Evaluation, phone: Phone, statement: str
) -> None:
    phone.write(group(scene), {"F1": 8})
    send(session, scene, *phone.written)

    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement))


def test_random_histories_through_the_services_end_as_their_juror_left_them(session: Session) -> None:
    scene = make_evaluation(session, groups=tuple(f"Grupo {number}" for number in range(4)))
    random = Random(5)  # noqa: S311 - a history, no secret
    phones = [make_phone(session, scene), make_phone(session, scene, signs=False)]
    expected = {}
    for application in scene.applications:
        code = application.code or ""
        first, second = (phone.write(code, {"F1": random.randrange(5)}) for phone in phones)
        for phone in random.choices(phones, k=random.randrange(4)):
            phone.write(code, {"F1": random.randrange(10), "F2": random.randrange(10)})
        tips = tuple(phone.tips[code, "FIELD"][0] for phone in phones)
        expected[code] = {"F1": random.randrange(10), "F3": random.randrange(30)}
        phones[0].write(code, expected[code], based_on=tips)
        assert first != second
    sent = [one for phone in phones for one in phone.written]
    sent += random.choices(sent, k=10)
    random.shuffle(sent)

    for start in range(0, len(sent), 9):
        send(session, scene, *sent[start : start + 12])

    ids = session.scalars(select(Sheet.application_id).order_by(Sheet.id)).all()
    stored = dict(zip(ids, (marks for _, marks in sheets(session)), strict=True))
    assert {application.code: stored[application.id] for application in scene.applications} == expected
    assert set(fates(session, scene)) == {"counted", "replaced"}


def test_units_are_read_in_steps_of_the_contest(session: Session) -> None:
    rules = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, marks_per_point=2))
    scene = make_evaluation(session, rulebook=rules)
    phone = make_phone(session, scene)
    phone.write(group(scene), {"F1": 20})
    phone.write(group(scene), {"F1": 21})

    send(session, scene, *phone.written)

    assert (fates(session, scene), sheets(session)) == (["counted", "marks"], [("draft", {"F1": 20})])
