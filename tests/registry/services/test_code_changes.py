"""Old codes in files: every kind of file profits, the report says so, splits and circles are refused."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.registry.models.register import Centre, District, Household, PovertyRate
from contest_portal.registry.models.territory import CodeChange
from contest_portal.registry.rules.code_changes import Change, CodeKind
from contest_portal.registry.rules.reports import ImportReport, RejectedFile
from contest_portal.registry.services.record_code_change import record_code_change
from contest_portal.registry.services.restore_code_change import restore_code_change
from contest_portal.registry.services.withdraw_code_change import withdraw_code_change
from tests.factories.accounts import act_of, make_user
from tests.factories.registry_files import (
    AT,
    HOUSEHOLDS,
    STAFF,
    checked,
    counts,
    import_territory,
    imported,
    located,
)
from tests.factories.territory import make_code_change

CODES = "codigo_antiguo,codigo_nuevo,desde,documento\n"
OLD = "090303"


def told(report: ImportReport) -> list[str]:
    return [notice.text for notice in report.notices]


@pytest.fixture
def land(session: Session) -> CodeChange:
    import_territory(session)
    return make_code_change(session, OLD, "090301")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("districts", f"ubigeo,departamento,provincia,distrito\n{OLD},Huancavelica,Angaraes,Lircay\n"),
        ("poverty", f"ubigeo,pobreza_ceplan_2018_pct\n{OLD},45.8\n"),
        ("centres", f"codigo,ubigeo,nombre,area,hogares\n{OLD}0099,{OLD},CHAHUARMA,R,85\n"),
    ],
)
def test_a_row_with_an_old_code_is_the_row_of_the_new_one(
    session: Session, land: CodeChange, kind: str, content: str
) -> None:
    report = imported(session, kind, content)

    assert counts(report) == (1, 0, 0, 1, 0)
    assert told(report) == [
        "Código antiguo 090303 → 090301, según Ley 30001. Filas que se tomaron con el nuevo: 1 (la primera, en la "
        "línea 2)."
    ]


def test_households_of_an_old_centre_live_in_the_new_one(session: Session, land: CodeChange) -> None:
    report = imported(session, "households", HOUSEHOLDS.replace("0903010099", f"{OLD}0099"))

    centres = session.scalars(select(Household.centre_code).distinct()).all()
    assert (counts(report), centres) == ((3, 3, 0, 0, 0), ["0903010099"])
    assert "Filas que se tomaron con el nuevo: 3 (la primera, en la línea 2)." in told(report)[0]


def test_what_the_old_code_told_is_stored_under_the_new_one(session: Session, land: CodeChange) -> None:
    imported(session, "centres", f"codigo,nombre,area\n{OLD}0050,PAMPAS,R\n")
    imported(session, "poverty", f"ubigeo,anio,tasa_pct\n{OLD},2020,50\n")

    centre = session.get_one(Centre, "0903010050")
    rate = session.scalars(select(PovertyRate.ubigeo).where(PovertyRate.year == 2020)).one()
    assert (centre.ubigeo, centre.line, rate) == ("090301", 2, "090301")


def test_codes_of_reniec_are_apart(session: Session, land: CodeChange) -> None:
    make_code_change(session, "080309", "080302", kind="R", source="Oficio 9")
    rows = (
        f"ubigeo,ubigeo_reniec,departamento,provincia,distrito\n090302,{OLD},Huancavelica,Angaraes,Anchonga\n"
    )

    imported(session, "districts", rows)
    apart = session.scalar(select(District.ubigeo_reniec).where(District.ubigeo == "090302"))
    imported(session, "districts", rows.replace(OLD, "080309"))

    assert apart == OLD
    assert session.scalar(select(District.ubigeo_reniec).where(District.ubigeo == "090302")) == "080302"


def test_a_split_code_is_refused_with_its_candidates(session: Session, land: CodeChange) -> None:
    make_code_change(session, OLD, "090302")

    report = checked(session, "households", HOUSEHOLDS.replace("0903010099", f"{OLD}0099", 1))

    assert located(report) == [(2, "codigo_centro", f"{OLD}0099", "code.split")]
    assert report.problems[0].text == (
        "El código 090303 se dividió en 090301, 090302. Escriba en su lugar el que corresponde a esta fila."
    )


def test_both_codes_in_one_file_are_one_row_twice(session: Session, land: CodeChange) -> None:
    report = checked(session, "poverty", f"ubigeo,anio,tasa_pct\n090301,2020,50\n{OLD},2020,51\n")

    assert located(report) == [(3, "ubigeo", "090301", "row.repeated")]


def test_a_file_of_changes_is_kept_with_its_lines_and_repeats_to_nothing(session: Session) -> None:
    content = (
        f"{CODES}090303,090301,2020-01-31,Ley 1\n0903040001,0903010001,,Oficio 2\n"
        "080309,080302,31/12/2019,Oficio 3\n"
    )

    first, again = imported(session, "codes", content), imported(session, "codes", content)

    rows = session.scalars(select(CodeChange).order_by(CodeChange.line)).all()
    assert (counts(first), counts(again)) == ((3, 3, 0, 0, 0), (3, 0, 0, 3, 0))
    assert [(row.kind, row.old_code, row.new_code, row.since, row.source, row.line) for row in rows] == [
        ("I", "090303", "090301", date(2020, 1, 31), "Ley 1", 2),
        ("C", "0903040001", "0903010001", None, "Oficio 2", 3),
        ("I", "080309", "080302", date(2019, 12, 31), "Oficio 3", 4),
    ]


def test_a_change_that_its_file_leaves_out_is_no_longer_applied(session: Session) -> None:
    import_territory(session)
    imported(session, "codes", f"{CODES}090303,090301,,Ley 1\n090304,090301,,Ley 1\n")

    report = imported(session, "codes", f"{CODES}090304,090301,,Ley 1\n")

    assert report.gone == 1
    assert checked(session, "poverty", "ubigeo,anio,tasa_pct\n090303,2020,50\n").rejected == 1
    assert checked(session, "poverty", "ubigeo,anio,tasa_pct\n090304,2020,50\n").rejected == 0


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("090303,090301,,Ley\n090301,090303,,Ley\n", [(2, "090301"), (3, "090303")]),
        ("090302,090305,,Ley\n", [(2, "090305")]),
    ],
    ids=["inside the file", "with one in force"],
)
def test_a_circle_is_refused(session: Session, rows: str, found: list[tuple[int, str]]) -> None:
    make_code_change(session, "090305", "090302")

    report = checked(session, "codes", CODES + rows)

    assert located(report) == [(line, "codigo_nuevo", value, "code.circle") for line, value in found]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("0903,090301,,Ley", "code.digits"),
        ("090303,090303,,Ley", "code.same"),
        ("090303,,,Ley", "cell.empty"),
        ("090303,090301,ayer,Ley", "date.invalid"),
        ("090303,090301,,", "cell.empty"),
    ],
)
def test_a_bad_row_of_changes_says_why(session: Session, row: str, code: str) -> None:
    with pytest.raises(RejectedFile) as refusal:
        imported(session, "codes", f"{CODES}{row}\n")

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_a_person_records_a_change_and_it_is_on_record(session: Session) -> None:
    staff = make_user(session, Role.STAFF)

    row = record_code_change(
        session,
        act_of(staff, AT),
        Change(CodeKind.INEI, "090303", "090301", " Ley 1 "),
        since=date(2020, 1, 1),
    )

    audit = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.source, row.since, row.recorded_at, row.recorded_by) == (
        "Ley 1",
        date(2020, 1, 1),
        AT,
        staff.id,
    )
    assert (audit.action, audit.subject) == ("code_change.recorded", f"code_change:{row.id}")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("090303", "090301", "code.known"), ("090301", "090303", "code.circle"), ("9", "090301", "code.digits")],
)
def test_a_change_that_cannot_be_is_not_recorded(
    session: Session, land: CodeChange, old: str, new: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        record_code_change(session, STAFF, Change(CodeKind.INEI, old, new, "Ley"), since=None)

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_a_withdrawn_change_is_not_applied_until_it_is_restored(session: Session, land: CodeChange) -> None:
    row = f"ubigeo,anio,tasa_pct\n{OLD},2020,50\n"

    withdraw_code_change(session, STAFF, change_id=land.id)
    without = checked(session, "poverty", row).rejected
    restore_code_change(session, STAFF, change_id=land.id)

    assert (without, checked(session, "poverty", row).rejected) == (1, 0)


def test_withdrawn_or_restored_twice_is_once(session: Session, land: CodeChange) -> None:
    restore_code_change(session, STAFF, change_id=land.id)
    withdraw_code_change(session, STAFF, change_id=land.id)
    withdraw_code_change(session, STAFF, change_id=land.id)

    actions = session.scalars(select(AuditRow.action).where(AuditRow.subject == f"code_change:{land.id}"))
    assert actions.all() == ["code_change.withdrawn"]


def test_a_change_that_would_close_a_circle_is_not_restored(session: Session, land: CodeChange) -> None:
    withdraw_code_change(session, STAFF, change_id=land.id)
    make_code_change(session, "090301", OLD)

    with pytest.raises(Refused):
        restore_code_change(session, STAFF, change_id=land.id)


@pytest.mark.parametrize("service", [withdraw_code_change, restore_code_change])
def test_a_change_that_is_not_there_is_not_found(session: Session, service: type) -> None:
    with pytest.raises(NotFound):
        service(session, STAFF, change_id=1)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_only_staff_change_codes(session: Session, land: CodeChange, role: Role) -> None:
    act = act_of(make_user(session, role), AT)

    with pytest.raises(NotPermitted):
        record_code_change(session, act, Change(CodeKind.INEI, "090307", "090301", "Ley"), since=None)
    with pytest.raises(NotPermitted):
        withdraw_code_change(session, act, change_id=land.id)
    with pytest.raises(NotPermitted):
        restore_code_change(session, act, change_id=land.id)
