"""A check tells everything and stores nothing."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import ANONYMOUS, Act, Role
from contest_portal.kernel.problems import NotFound, NotPermitted
from contest_portal.registry.models.register import (
    Centre,
    District,
    Household,
    ImportBatch,
    Person,
    PovertyRate,
)
from contest_portal.registry.services.check_file import check_file
from tests.factories.accounts import act_of, make_user
from tests.factories.registry_files import (
    AT,
    CENTRES,
    DISTRICTS,
    HOUSEHOLDS,
    POVERTY,
    checked,
    counts,
    import_territory,
    imported,
    located,
    source,
)


def stored(session: Session) -> tuple[int, ...]:
    tables = (District, PovertyRate, Centre, Household, Person, ImportBatch)
    return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("districts", DISTRICTS, (2, 2, 0, 0, 0)),
        ("poverty", POVERTY, (2, 0, 0, 0, 2)),
        ("centres", CENTRES, (3, 0, 0, 0, 3)),
        ("households", HOUSEHOLDS, (3, 0, 0, 0, 3)),
    ],
)
def test_a_check_counts_rows_and_stores_nothing(
    session: Session, kind: str, content: str, expected: tuple[int, ...]
) -> None:
    report = checked(session, kind, content)

    assert (counts(report), stored(session)) == (expected, (0, 0, 0, 0, 0, 0))


def test_rows_that_point_nowhere_say_what_to_import_first(session: Session) -> None:
    report = checked(session, "poverty", POVERTY)

    assert located(report) == [
        (2, "ubigeo", "090301", "reference.unknown"),
        (3, "ubigeo", "090302", "reference.unknown"),
    ]
    assert report.problems[0].text == (
        "El distrito «090301» no está en el padrón. Importe primero los distritos, o corrija el ubigeo."
    )


def test_a_check_against_a_loaded_register_tells_new_from_changed_from_equal(session: Session) -> None:
    import_territory(session)
    newer = CENTRES.replace("CHAHUARMA", "CHAHUARMA ALTA") + "0903020005,090302,PATA,R,,,12\n"

    report = checked(session, "centres", newer)

    assert counts(report) == (4, 1, 1, 2, 0)


def test_every_problem_names_its_line_column_and_value(session: Session) -> None:
    import_territory(session)
    bad = (
        "codigo,ubigeo,nombre,area,latitud,hogares\n"
        "0903010001,090301,LIRCAY,X,-12.9,10\n"
        "0903010099,090302,CHAHUARMA,R,-12.9,10\n"
        "90301009,090301,CORTO,R,-12.9,10\n"
        "0903010100,090301,,R,95.1,-5\n"
        "0903019999,090301,BIEN,R,-12.9,10\n"
    )

    report = checked(session, "centres", bad)

    assert counts(report) == (5, 1, 0, 0, 4)
    assert located(report) == [
        (2, "area", "X", "cell.not_a_choice"),
        (3, "ubigeo", "090302", "centre.other_district"),
        (4, "codigo", "90301009", "centre_code.invalid"),
        (5, "nombre", "", "cell.empty"),
        (5, "latitud", "95.1", "cell.not_a_coordinate"),
        (5, "hogares", "-5", "cell.not_a_number"),
    ]
    assert dict(report.problem_counts)["cell.empty"] == 1


def test_a_repeated_key_is_a_problem_of_the_second_row(session: Session) -> None:
    report = checked(session, "districts", DISTRICTS + "090301,080301,Huancavelica,Angaraes,Otra vez\n")

    assert located(report) == [(4, "ubigeo", "090301", "row.repeated")]
    assert report.problems[0].text == (
        "«090301» ya está en la línea 2 de este archivo. Deje una sola de las dos filas."
    )


@pytest.mark.parametrize(
    ("kind", "content", "codes"),
    [
        pytest.param("districts", CENTRES, {"file.column_missing"}, id="centres as districts"),
        pytest.param(
            "districts", POVERTY, {"file.column_missing", "file.wrong_kind"}, id="poverty as districts"
        ),
        pytest.param("poverty", DISTRICTS, {"file.column_missing"}, id="districts as poverty"),
        pytest.param("centres", HOUSEHOLDS, {"file.column_missing"}, id="households as centres"),
        pytest.param("households", CENTRES, {"file.column_missing"}, id="centres as households"),
        pytest.param("centres", "codigo,nombre,area\n", {"file.no_rows"}, id="a header alone"),
        pytest.param("centres", "", {"file.empty"}, id="an empty file"),
        pytest.param("centres", 'codigo,nombre,area\n1,"x', {"file.broken_quote"}, id="a quote left open"),
        pytest.param(
            "centres", "codigo,nombre,nombre,area\n1,a,b,R\n", {"file.column_repeated"}, id="column twice"
        ),
    ],
)
def test_a_file_of_the_wrong_kind_or_half_a_file_is_unusable(
    session: Session, kind: str, content: str, codes: set[str]
) -> None:
    report = checked(session, kind, content)

    whole_file = {found.problem.code for found in report.problems if found.problem.code.startswith("file.")}
    assert (report.is_unusable, report.can_apply, whole_file) == (True, False, codes)


def test_a_file_cut_in_its_last_line_is_refused_there(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    report = checked(session, "centres", CENTRES[: CENTRES.index(",R,-12.91")])

    assert located(report) == [(4, "nombre", "ÑAHUINCUCHO", "line.wrong_length")]
    assert [notice.code for notice in report.notices] == ["file.no_final_newline"]


def test_a_missing_final_newline_alone_is_a_notice_because_common_programs_leave_it_out(
    session: Session,
) -> None:
    report = checked(session, "districts", DISTRICTS.strip())

    assert (report.can_apply, [notice.params for notice in report.notices]) == (True, [{"rows": "2"}])


def test_columns_that_lack_do_not_hide_the_problems_of_the_rows(session: Session) -> None:
    report = checked(session, "households", "dni,nombres\n45418672,Luz\n45418672,Luz\n4541867,Luz\n")

    assert report.is_unusable
    assert [found.column for found in report.problems if found.line == 1] == [
        "codigo_hogar",
        "codigo_centro",
        "apellido_paterno",
        "sexo",
    ]
    assert located(report)[4:] == [
        (3, "dni", "45418672", "row.repeated"),
        (4, "dni", "4541867", "dni.invalid"),
    ]


def test_only_the_first_problems_are_listed_and_all_are_counted(session: Session) -> None:
    rows = "".join(f"{number:06d},,a,b,c\n" for number in range(10_000, 10_700))

    report = checked(
        session,
        "districts",
        "ubigeo,ubigeo_reniec,departamento,provincia,distrito\n" + rows + "x,,a,b,c\n" * 600,
    )

    assert (len(report.problems), report.hidden_problems, report.rejected) == (500, 100, 600)


def test_rows_without_a_rate_are_no_data_and_are_said(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    report = checked(session, "poverty", "ubigeo,anio,tasa_pct\n090301,2018,\n090302,2018,36.5\n")

    assert (counts(report), [notice.code for notice in report.notices]) == ((2, 1, 0, 1, 0), ["rate.absent"])


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE, Role.ADMIN])
def test_only_staff_check_files(session: Session, role: Role) -> None:
    act = act_of(make_user(session, role), AT)

    with pytest.raises(NotPermitted):
        check_file(session, act, kind="districts", source=source(DISTRICTS))


def test_the_public_checks_nothing(session: Session) -> None:
    with pytest.raises(NotPermitted):
        check_file(session, Act(ANONYMOUS, AT), kind="districts", source=source(DISTRICTS))


def test_an_unknown_kind_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        checked(session, "provinces", DISTRICTS)
