"""Writing an export and recording it: what is asked for, by whom it may be, and what stays of it."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Actor, Grant, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.file_marks import FileMark
from contest_portal.kernel.problems import NotPermitted, Refused
from contest_portal.registry.export_records import keep_export
from contest_portal.registry.exporting import write_export
from contest_portal.registry.models.register import Household, ImportBatch, Person
from contest_portal.registry.queries.exports import count_exports, count_rows, count_withheld, exports
from contest_portal.registry.queries.household_lists import conditions
from contest_portal.registry.rules.consent import Purpose
from contest_portal.registry.rules.exports import NO_NAME, Content, ExportOrder, FileFormat, Leaving
from contest_portal.registry.rules.household_filter import HouseholdFilter
from contest_portal.registry.services.record_export import record_export
from tests.factories.accounts import act_of, make_user
from tests.factories.consents import make_consent
from tests.factories.registry_files import AT, STAFF, import_register

REASON = "Visita de campo a Lircay"
WRITTEN = Leaving(3, "0" * 64, 1, access=7)
MARK = FileMark(7, AT, "Ana Quispe", REASON)


@pytest.fixture
def register(session: Session) -> None:
    import_register(session)


def order(content: Content = Content.PERSONS, *, has_dni: bool = False, reason: str = REASON) -> ExportOrder:
    return ExportOrder(content, FileFormat.CSV, {"clase": "pobre"}, reason, has_dni=has_dni)


def written(
    session: Session, asked_for: ExportOrder, asked: Sequence[object] = (), actor: Actor = STAFF.actor
) -> list[list[str]]:
    file = io.BytesIO()
    facts = write_export(session, actor, asked_for, asked, mark=lambda: MARK, file=file)  # type: ignore[arg-type]
    assert facts.sha256 == sha256_hex(file.getvalue())
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    assert facts.rows == len(rows) - 1
    return [[row[0], *row[10:12], *row[15:17], *row[18:-1]] for row in rows[1:]]


def test_persons_are_one_row_each_with_their_household(session: Session, register: None) -> None:
    assert written(session, order()) == [
        ["H-1", "****0001", "Delia", "F", "1"],
        ["H-1", "****0002", "Saúl", "M", "0"],
        ["H-2", "****8672", "Luz", "F", "1"],
    ]


def test_households_are_one_row_each_with_their_head(session: Session, register: None) -> None:
    session.add(Household(code="H-0", centre_code="0903010099"))
    session.flush()

    first = session.query(Household).filter_by(code="H-1").one()
    first.latitude_e6, first.longitude_e6 = -12_970_000, -74_710_000

    assert written(session, order(Content.HOUSEHOLDS, has_dni=True)) == [
        ["H-0", "", "", "", "", "0", "", ""],
        ["H-1", "70000001", "Delia", "F", "1", "2", "-12.970000", "-74.710000"],
        ["H-2", "00418672", "Luz", "F", "1", "1", "", ""],
    ]


def test_where_households_dwell_leaves_only_with_whole_dni(session: Session, register: None) -> None:
    session.query(Household).update({"latitude_e6": -12_970_000, "longitude_e6": -74_710_000})

    files = [written(session, order(content)) for content in Content]
    files.append(written(session, order(Content.PERSONS, has_dni=True)))

    assert not any("-12.97" in cell for rows in files for row in rows for cell in row)


def test_what_is_narrowed_is_what_leaves(session: Session, register: None) -> None:
    assert written(session, order(), [Household.code == "H-2"]) == [["H-2", "****8672", "Luz", "F", "1"]]


def test_who_is_gone_does_not_leave_and_is_not_counted(session: Session, register: None) -> None:
    delia = session.query(Person).filter_by(given_names="Delia").one()
    delia.gone_batch_id = session.query(ImportBatch.id).order_by(ImportBatch.id).limit(1).scalar()
    make_consent(session, delia, "refused")

    people, homes = written(session, order()), written(session, order(Content.HOUSEHOLDS))

    assert [row[2] for row in people] == ["Saúl", "Luz"]
    assert [(row[0], row[2], row[5]) for row in homes] == [("H-1", "", "1"), ("H-2", "Luz", "1")]
    assert [count_rows(session, [], content) for content in Content] == [2, 2]
    assert [count_withheld(session, [], content, Purpose.WORK) for content in Content] == [0, 0]


def test_a_household_that_is_gone_is_in_no_list_and_no_file(session: Session, register: None) -> None:
    home = session.query(Household).filter_by(code="H-1").one()
    home.gone_batch_id = session.query(ImportBatch.id).order_by(ImportBatch.id).limit(1).scalar()
    session.flush()

    asked = conditions(HouseholdFilter(), today=date(2026, 11, 23))

    assert [row[0] for row in written(session, order(Content.HOUSEHOLDS), asked)] == ["H-2"]
    assert [row[2] for row in written(session, order(), asked)] == ["Luz"]


@pytest.mark.parametrize(
    ("role", "has_dni", "let"),
    [
        (Role.STAFF, True, True),
        (Role.AUDITOR, True, False),
        (Role.AUDITOR, False, True),
        (Role.SECRETARY, True, False),
        (Role.JUROR, False, False),
        (Role.ADMIN, False, False),
    ],
)
def test_who_may_take_what(session: Session, register: None, *, role: Role, has_dni: bool, let: bool) -> None:
    user = make_user(session, role)
    actor = Actor(user.id, frozenset({Grant(role)}))
    if let:
        assert len(written(session, order(has_dni=has_dni), actor=actor)) == 3
        return

    with pytest.raises(NotPermitted):
        written(session, order(has_dni=has_dni), actor=actor)
    with pytest.raises(NotPermitted):
        record_export(session, act_of(user, AT), order(has_dni=has_dni), WRITTEN)


def test_nothing_is_written_without_a_reason(session: Session, register: None) -> None:
    file = io.BytesIO()

    with pytest.raises(Refused):
        write_export(session, STAFF.actor, order(reason="sí"), [], mark=lambda: MARK, file=file)
    with pytest.raises(Refused):
        record_export(session, act_of(make_user(session, Role.STAFF), AT), order(reason=""), WRITTEN)

    assert file.getvalue() == b""


def test_an_export_is_listed_with_who_what_and_why(session: Session) -> None:
    staff: User = make_user(session, Role.STAFF)

    kept = keep_export(session, act_of(staff, AT), order(has_dni=True), WRITTEN)

    (line,) = exports(session, limit=5, offset=0)
    assert (line.export_id, line.exported_by, line.exported_at) == (kept.id, staff.full_name, AT)
    assert (line.content, line.file_format, line.has_dni, line.reason) == ("persons", "csv", True, REASON)
    assert (line.rows, line.sha256, json.loads(line.filter)) == (3, "0" * 64, {"clase": "pobre"})
    assert (line.purpose, line.withheld) == ("work", 1)
    assert (count_exports(session), exports(session, limit=5, offset=1)) == (1, ())


def test_an_export_is_a_link_of_the_chain_without_its_reason(session: Session) -> None:
    kept = record_export(session, act_of(make_user(session, Role.STAFF), AT), order(), WRITTEN)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject) == ("registry.exported", f"registry_export:{kept.id}")
    assert json.loads(row.data) == {
        "content": "persons",
        "filter": {"clase": "pobre"},
        "format": "csv",
        "has_dni": False,
        "purpose": "work",
        "rows": 3,
        "sha256": "0" * 64,
        "withheld": 1,
        "access": 7,
    }


def test_whole_dni_do_not_leave_on_one_person_s_word(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        record_export(
            session, act_of(make_user(session, Role.STAFF), AT), order(has_dni=True, reason=""), WRITTEN
        )

    assert [problem.code for problem in refusal.value.problems] == ["export.reason", "export.second_person"]


@pytest.mark.parametrize(
    ("purpose", "named", "withheld"),
    [
        (Purpose.WORK, ["Delia", NO_NAME, "Luz"], 1),
        (Purpose.STUDY, [NO_NAME, NO_NAME, "Luz"], 2),
        (Purpose.IMAGE, [NO_NAME] * 3, 3),
    ],
)
def test_who_did_not_consent_leaves_without_a_name_and_is_counted(
    session: Session, register: None, purpose: Purpose, named: list[str], withheld: int
) -> None:
    delia, saul, luz = session.query(Person).order_by(Person.id)
    make_consent(session, delia, "refused", "image study")
    make_consent(session, delia, "given", "study", on_date=date(2020, 1, 1))
    make_consent(session, saul, "withdrawn")
    make_consent(session, luz, "given", "study")
    make_consent(session, luz, "refused", "work", is_undone=True)
    file = io.BytesIO()

    wanted = replace(order(has_dni=True), purpose=purpose)

    facts = write_export(session, STAFF.actor, wanted, [], mark=lambda: MARK, file=file)

    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))[1:]
    assert ([row[11] for row in rows], facts.withheld) == (named, withheld)
    assert all(row[10] == row[12] == row[14] == "" for row in rows if row[11] == NO_NAME)


def test_a_head_who_did_not_consent_is_a_household_all_the_same(session: Session, register: None) -> None:
    make_consent(session, session.query(Person).filter_by(given_names="Luz").one(), "refused")

    rows = written(session, order(Content.HOUSEHOLDS, has_dni=True))

    assert rows[1] == ["H-2", "", NO_NAME, "F", "1", "1", "", ""]


@pytest.mark.parametrize("content", list(Content))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_who_will_have_no_name_is_counted_as_the_file_counts_them(
    session: Session, register: None, content: Content, purpose: Purpose
) -> None:
    delia, saul, luz = session.query(Person).order_by(Person.id)
    make_consent(session, delia, "given", "study work")
    make_consent(session, saul, "refused", "image work")
    make_consent(session, luz, "withdrawn", "sharing work")
    file = io.BytesIO()

    wanted = replace(order(content), purpose=purpose)

    facts = write_export(session, STAFF.actor, wanted, [], mark=lambda: MARK, file=file)

    assert count_withheld(session, [], content, purpose) == facts.withheld


def test_a_machine_takes_nothing_away(session: Session) -> None:
    with pytest.raises(NotPermitted):
        record_export(session, STAFF, order(), WRITTEN)
