"""An import stores every row of a file or none, and remembers where values came from."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import NotPermitted
from contest_portal.registry.models.register import (
    Centre,
    CentreTargeting,
    District,
    Household,
    ImportBatch,
    Person,
    PovertyRate,
    TargetingRule,
)
from contest_portal.registry.rules.reports import RejectedFile
from tests.factories.accounts import act_of, make_user
from tests.factories.registry_files import (
    AT,
    CENTRES,
    DISTRICTS,
    HOUSEHOLDS,
    POVERTY,
    counts,
    import_register,
    import_territory,
    imported,
    source,
)


def standings(session: Session) -> dict[str, tuple[str, str, int | None, int | None]]:
    rows = session.scalars(select(CentreTargeting).order_by(CentreTargeting.centre_code))
    return {row.centre_code: (row.status, row.reason, row.households, row.poverty_e4) for row in rows}


def batch_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ImportBatch)) or 0


def test_districts_are_stored_with_both_codes_and_their_batch(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    district = session.get_one(District, "090301")
    batch = session.scalars(select(ImportBatch)).one()
    assert (district.ubigeo_reniec, district.department, district.province, district.name) == (
        "080301",
        "Huancavelica",
        "Angaraes",
        "Lircay",
    )
    assert (district.sort_key, district.has_malnutrition_priority, district.batch_id) == (
        "huancavelica angaraes lircay",
        None,
        batch.id,
    )


def test_the_history_keeps_the_file_and_its_counts(session: Session) -> None:
    staff = make_user(session, Role.STAFF)

    imported(session, "districts", DISTRICTS, act_of(staff, AT))

    batch = session.scalars(select(ImportBatch)).one()
    assert (batch.kind, batch.filename, batch.sha256, batch.applied_at, batch.applied_by) == (
        "districts",
        "archivo.csv",
        source(DISTRICTS).sha256(),
        AT,
        staff.id,
    )
    assert (batch.rows_read, batch.rows_new, batch.rows_changed, batch.rows_unchanged) == (2, 2, 0, 0)


def test_rates_are_kept_exactly_by_year(session: Session) -> None:
    imported(session, "districts", DISTRICTS)
    imported(session, "poverty", POVERTY)
    imported(session, "poverty", "ubigeo,anio,tasa_pct\n090301,2013,51\n")

    rates = session.execute(
        select(PovertyRate.ubigeo, PovertyRate.year, PovertyRate.rate_e4).order_by(
            PovertyRate.ubigeo, PovertyRate.year
        )
    )
    assert [tuple(row) for row in rates] == [
        ("090301", 2013, 510_000),
        ("090301", 2018, 458_000),
        ("090302", 2018, 365_199),
    ]


def test_centres_are_stored_and_an_empty_figure_is_no_data(session: Session) -> None:
    import_territory(session)

    centre = session.get_one(Centre, "0903020004")
    assert (centre.name, centre.sort_key, centre.area, centre.ubigeo) == (
        "ÑAHUINCUCHO",
        "n~ahuincucho",
        "R",
        "090302",
    )
    assert (centre.latitude_e6, centre.longitude_e6, centre.households, centre.population) == (
        -12_910_000,
        -74_690_000,
        None,
        None,
    )


def test_households_come_from_one_line_per_person(session: Session) -> None:
    import_territory(session)

    report = imported(session, "households", HOUSEHOLDS)

    persons = session.scalars(select(Person).order_by(Person.dni)).all()
    codes = {row.id: row.code for row in session.execute(select(Household.id, Household.code))}
    assert counts(report) == (3, 3, 0, 0, 0)
    assert [(p.dni, p.full_name, p.birth_date, p.sex, p.is_head, codes[p.household_id]) for p in persons] == [
        ("00418672", "Luz Ñahui", None, "F", True, "H-2"),
        ("70000001", "Delia Ccanto Huamaní", date(1988, 3, 14), "F", True, "H-1"),
        ("70000002", "Saúl Quispe Ccanto", date(2009, 7, 1), "M", False, "H-1"),
    ]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Delia Ccanto Huamaní", ("Delia Ccanto Huamaní", "", "")),
        ('"Ccanto Huamaní, Delia"', ("Delia", "Ccanto Huamaní", "")),
    ],
)
def test_a_file_may_bring_the_whole_name_in_one_column(
    session: Session, name: str, parts: tuple[str, str, str]
) -> None:
    import_territory(session)

    imported(
        session,
        "households",
        f"codigo_hogar,codigo_centro,dni,nombre,sexo\nH-1,0903010099,70000001,{name},F\n",
    )

    person = session.scalars(select(Person)).one()
    assert (person.given_names, person.paternal_surname, person.maternal_surname) == parts


def test_a_hyphen_in_a_dni_is_dropped_and_zeros_are_kept(session: Session) -> None:
    import_territory(session)

    imported(session, "households", HOUSEHOLDS.replace("70000001", "4541-8672"))

    assert session.scalars(select(Person.dni).order_by(Person.dni)).all() == [
        "00418672",
        "45418672",
        "70000002",
    ]


@pytest.mark.parametrize(
    ("kind", "content"),
    [("districts", DISTRICTS), ("poverty", POVERTY), ("centres", CENTRES), ("households", HOUSEHOLDS)],
)
def test_importing_the_same_file_again_changes_nothing(session: Session, kind: str, content: str) -> None:
    import_register(session)

    report = imported(session, kind, content)

    assert counts(report) == (report.read, 0, 0, report.read, 0)


def test_a_newer_file_updates_and_names_itself_on_the_rows_it_changed(session: Session) -> None:
    import_territory(session)
    first = session.get_one(Centre, "0903010001").batch_id

    report = imported(session, "centres", CENTRES.replace(",85\n", ",91\n"))

    session.expire_all()
    newest = session.scalar(select(func.max(ImportBatch.id)))
    assert counts(report) == (3, 0, 1, 2, 0)
    assert session.get_one(Centre, "0903010099").households == 91
    assert session.get_one(Centre, "0903010099").batch_id == newest
    assert session.get_one(Centre, "0903010001").batch_id == first


def test_a_file_with_other_columns_completes_a_centre_and_erases_nothing(session: Session) -> None:
    import_territory(session)

    imported(
        session,
        "centres",
        "codigo,nombre_directorio,tipo,poblacion_2017,viviendas_particulares_2017\n"
        "0903010099,CHAHUARMA,Rural,310,\n0903020004,ÑAHUINCUCHO,Rural,,44\n",
    )

    session.expire_all()
    first, second = session.get_one(Centre, "0903010099"), session.get_one(Centre, "0903020004")
    assert (first.households, first.population, first.latitude_e6) == (85, 310, -12_970_000)
    assert (second.dwellings, second.households, second.latitude_e6) == (44, None, -12_910_000)


def test_a_person_found_in_another_household_moves_there(session: Session) -> None:
    import_register(session)

    report = imported(
        session, "households", HOUSEHOLDS.replace("H-1,0903010099,70000002", "H-2,0903010099,70000002")
    )

    moved = session.execute(
        select(Household.code)
        .join(Person, Person.household_id == Household.id)
        .where(Person.dni == "70000002")
    )
    assert (counts(report), moved.scalar_one()) == ((3, 0, 1, 2, 0), "H-2")


def test_a_change_of_the_household_is_a_change_of_its_lines(session: Session) -> None:
    import_register(session)
    header, *people = HOUSEHOLDS.splitlines()
    with_class = "\n".join(
        [f"{header},clase_sisfoh,vence_sisfoh", *(f"{p},Pobre extremo,31/12/2028" for p in people)]
    )

    report = imported(session, "households", with_class + "\n")

    household = session.scalars(select(Household).where(Household.code == "H-1")).one()
    session.refresh(household)
    assert counts(report) == (3, 0, 3, 0, 0)
    assert (household.sisfoh_class, household.sisfoh_expires_on) == ("pobre_extremo", date(2028, 12, 31))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "H-1,0903010099,70000002",
            "H-1,0903020004,70000002",
            (3, "codigo_centro", "0903020004", "household.contradicts"),
            id="two centres",
        ),
        pytest.param("01,M,0", "01,M,1", (3, "jefe", "1", "household.two_heads"), id="two heads"),
        pytest.param(
            "14/03/1988",
            "30/02/1988",
            (2, "fecha_nacimiento", "30/02/1988", "date.invalid"),
            id="no such day",
        ),
        pytest.param(
            "14/03/1988", "mañana", (2, "fecha_nacimiento", "mañana", "date.invalid"), id="no date at all"
        ),
        pytest.param(
            "14/03/1988",
            "24/11/2026",
            (2, "fecha_nacimiento", "24/11/2026", "date.out_of_range"),
            id="born tomorrow",
        ),
        pytest.param("70000002", "7000002", (3, "dni", "7000002", "dni.invalid"), id="seven digits"),
        pytest.param("70000002", "45a18672", (3, "dni", "45a18672", "dni.invalid"), id="a letter inside"),
        pytest.param("70000002", "70000001", (3, "dni", "70000001", "row.repeated"), id="the same DNI twice"),
        pytest.param(
            "H-2,0903010099",
            "H-2,0903019999",
            (4, "codigo_centro", "0903019999", "reference.unknown"),
            id="no such centre",
        ),
        pytest.param("F,1\nH-1", "H,1\nH-1", (2, "sexo", "H", "cell.not_a_choice"), id="an ambiguous sex"),
    ],
)
def test_one_bad_row_refuses_the_whole_file(
    session: Session, before: str, after: str, expected: tuple[int, str, str, str]
) -> None:
    import_territory(session)

    with pytest.raises(RejectedFile) as refusal, session.begin_nested():
        imported(session, "households", HOUSEHOLDS.replace(before, after, 1))

    report = refusal.value.report
    assert [(p.line, p.column, p.value, p.problem.code) for p in report.problems] == [expected]
    assert (report.rejected, session.scalar(select(func.count()).select_from(Person))) == (1, 0)


def test_a_refused_file_leaves_no_trace_even_after_many_good_rows(session: Session) -> None:
    import_territory(session)
    before = batch_count(session)
    good = "".join(f"0903010{number:03d},C{number},R\n" for number in range(100, 999))
    rows = good + good.replace("0903010", "0903020") + good.replace("0903010", "0903011") + "malo,X,R\n"

    with pytest.raises(RejectedFile), session.begin_nested():
        imported(session, "centres", "codigo,nombre,area\n" + rows)

    assert (session.scalar(select(func.count()).select_from(Centre)), batch_count(session)) == (3, before)


def test_a_quote_left_open_far_below_stores_nothing(session: Session) -> None:
    imported(session, "districts", DISTRICTS)
    rows = "".join(f"0903010{number:03d},C{number},R\n" for number in range(100, 999))

    with pytest.raises(RejectedFile) as refusal, session.begin_nested():
        imported(session, "centres", "codigo,nombre,area\n" + rows * 1 + '0903020001,"SIN FIN,R\n')

    assert refusal.value.report.problems[0].line == 901
    assert session.scalar(select(func.count()).select_from(Centre)) == 0


def test_importing_assesses_every_centre(session: Session) -> None:
    import_territory(session)

    assert standings(session) == {
        "0903010001": ("not_targeted", "not_rural", 3200, 458_000),
        "0903010099": ("targeted", "poverty_above", 85, 458_000),
        "0903020004": ("no_data", "households_and_district_unknown", None, 365_199),
    }


def test_the_priority_against_malnutrition_comes_with_the_districts(session: Session) -> None:
    import_territory(session)
    rows = [
        f"{line},{mark}"
        for line, mark in zip(DISTRICTS.splitlines(), ("prioridad_desnutricion", "0", "1"), strict=True)
    ]

    imported(session, "districts", "\n".join(rows) + "\n")

    assert standings(session)["0903020004"] == ("no_data", "households_unknown", None, 365_199)


def test_households_of_our_own_register_prove_that_there_are_enough(session: Session) -> None:
    import_territory(session)
    imported(session, "poverty", "ubigeo,anio,tasa_pct\n090302,2020,61\n")
    rows = "".join(f"H{n},0903020004,{70_000_000 + n},N,P,,F\n" for n in range(40))

    imported(
        session,
        "households",
        "codigo_hogar,codigo_centro,dni,nombres,apellido_paterno,apellido_materno,sexo\n" + rows,
    )

    assert standings(session)["0903020004"] == ("targeted", "poverty_above", 40, 610_000)


def test_the_newest_rate_counts(session: Session) -> None:
    import_territory(session)

    imported(session, "poverty", "ubigeo,anio,tasa_pct\n090301,2013,10\n090301,2020,39.9\n")

    assert standings(session)["0903010099"] == ("no_data", "priority_unknown", 85, 399_000)


def test_the_first_import_puts_the_programmes_own_rule_in_force(session: Session) -> None:
    imported(session, "districts", DISTRICTS)
    imported(session, "poverty", POVERTY)

    rule = session.scalars(select(TargetingRule)).one()
    assert (rule.min_households, rule.poverty_above_e4) == (40, 400_000)


def test_an_import_is_on_record_without_names(session: Session) -> None:
    import_territory(session)

    imported(session, "households", HOUSEHOLDS)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    batch = session.scalar(select(func.max(ImportBatch.id)))
    assert (row.action, row.subject, row.actor_id) == ("registry.imported", f"import_batch:{batch}", None)
    assert row.data == canonical_json(
        {
            "kind": "households",
            "sha256": source(HOUSEHOLDS).sha256(),
            "rows_read": 3,
            "rows_new": 3,
            "rows_changed": 0,
            "rows_unchanged": 0,
            "rows_gone": 0,
            "centres_reassessed": 0,
        }
    )
    assert verify_chain(session)[1] is None


def test_only_staff_import(session: Session) -> None:
    with pytest.raises(NotPermitted):
        imported(session, "districts", DISTRICTS, act_of(make_user(session, Role.SECRETARY), AT))
