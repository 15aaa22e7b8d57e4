"""`flask registry …`: the same code as the page, with exit statuses a script can rely on."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Centre, District, ImportBatch
from tests.factories.registry_files import CENTRES, DISTRICTS, POVERTY, import_territory, source


@pytest.fixture
def run(app: Flask, tmp_path: Path):  # type: ignore[no-untyped-def]
    def run_import(kind: str, content: str | bytes, *options: str) -> Result:
        path = tmp_path / "entrada.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return app.test_cli_runner().invoke(args=["registry", "import", kind, str(path), *options])

    return run_import


def count(session: Session, table: type[Centre | District | ImportBatch]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_without_apply_it_only_checks(run, session: Session) -> None:  # type: ignore[no-untyped-def]
    result = run("districts", DISTRICTS)

    assert result.exit_code == 0
    assert result.stdout == (
        "leídas 2 · nuevas 2 · cambiadas 0 · sin cambio 0 · retiradas 0 · rechazadas 0\n"
        "Comprobado: no se guardó nada. Repita la orden con --apply para importar.\n"
    )
    assert (count(session, District), count(session, ImportBatch)) == (0, 0)


def test_apply_stores(run, session: Session) -> None:  # type: ignore[no-untyped-def]
    result = run("districts", DISTRICTS, "--apply")

    batch = session.scalars(select(ImportBatch)).one()
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "Importado.")
    assert (count(session, District), batch.filename, batch.applied_by) == (2, "entrada.csv", None)


def test_json_is_one_object(run, session: Session) -> None:  # type: ignore[no-untyped-def]
    import_territory(session)
    session.commit()

    result = run("centres", CENTRES.replace(",R,-12.97", ",X,-12.97"), "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "kind": "centres",
        "file": "entrada.csv",
        "sha256": source(CENTRES.replace(",R,-12.97", ",X,-12.97")).sha256(),
        "applied": False,
        "usable": True,
        "read": 3,
        "new": 0,
        "changed": 0,
        "unchanged": 2,
        "gone": 0,
        "rejected": 1,
        "problems": {"cell.not_a_choice": 1},
        "columns": {name: name for name in CENTRES.splitlines()[0].split(",")},
        "details": [
            {
                "line": 3,
                "column": "area",
                "value": "X",
                "code": "cell.not_a_choice",
                "message": "«X» no vale aquí. Escriba R (rural) o U (urbano).",
            }
        ],
        "notices": [],
    }


def test_a_rejected_row_stores_nothing_and_ends_with_1(run, session: Session) -> None:  # type: ignore[no-untyped-def]
    result = run("districts", DISTRICTS + "09030,,a,b,c\n", "--apply")

    assert result.exit_code == 1
    assert result.stderr == (
        "línea 4, columna ubigeo: «09030» no es un ubigeo. Escriba sus 6 dígitos, con el cero inicial.\n"
    )
    assert result.stdout.splitlines()[-1] == "No se guardó nada."
    assert (count(session, District), count(session, ImportBatch)) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        pytest.param("districts", CENTRES, id="wrong kind"),
        pytest.param("districts", b"", id="empty"),
        pytest.param("districts", b"PK\x03\x04", id="half a workbook"),
        pytest.param("districts", b"ubigeo,\x00", id="NUL"),
        pytest.param("districts", DISTRICTS + '090303,,"sin fin', id="quote left open"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--apply",), ("--apply", "--json")])
def test_a_file_that_cannot_be_used_ends_with_2(  # type: ignore[no-untyped-def]
    run, session: Session, kind: str, content: str | bytes, options: tuple[str, ...]
) -> None:
    result = run(kind, content, *options)

    assert (result.exit_code, count(session, District), count(session, ImportBatch)) == (2, 0, 0)


def test_an_unknown_kind_or_an_absent_file_ends_with_2(run, app: Flask) -> None:  # type: ignore[no-untyped-def]
    absent = app.test_cli_runner().invoke(args=["registry", "import", "districts", "no-existe.csv"])

    assert (run("provinces", DISTRICTS).exit_code, absent.exit_code) == (2, 2)


def test_rejected_rows_are_written_in_the_layout_of_the_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    returned = tmp_path / "rechazadas.csv"

    result = run("districts", DISTRICTS.replace(",", ";") + "09030;;a;b;c\n", "--report", str(returned))

    assert result.exit_code == 1
    assert returned.read_text(encoding="utf-8-sig").splitlines() == [
        "ubigeo,ubigeo_reniec,departamento,provincia,distrito,linea_original,motivo",
        '09030,,a,b,c,4,"«09030» no es un ubigeo. Escriba sus 6 dígitos, con el cero inicial."',
    ]


def test_what_came_back_can_be_corrected_and_imported(run, session: Session, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("districts", DISTRICTS, "--apply")
    returned = tmp_path / "rechazadas.csv"
    run("districts", DISTRICTS + "09030,,a,b,c\n", "--report", str(returned))

    result = run("districts", returned.read_text().replace("09030,", "090303,"), "--apply", "--partial")

    assert (result.exit_code, count(session, District)) == (0, 3)


def test_good_rows_are_stored_and_the_rejected_ones_written(  # type: ignore[no-untyped-def]
    run, session: Session, tmp_path: Path
) -> None:
    returned = tmp_path / "rechazadas.csv"

    result = run(
        "districts", DISTRICTS + "09030,,a,b,c\n", "--apply", "--good-rows", "--report", str(returned)
    )
    stored = count(session, District)
    after = run("districts", returned.read_text().replace("09030,", "090303,"), "--apply")

    assert (result.exit_code, stored, after.exit_code, count(session, District)) == (1, 2, 0, 3)
    assert result.stdout.splitlines()[-1] == "Se importaron las filas buenas."
    assert "Filas con problemas que quedan fuera: 1." in result.stderr


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("no-hay/rechazadas.csv", "No existe la carpeta de «{path}»."),
        (".", "«{path}» es una carpeta. Escriba el nombre del archivo."),
    ],
    ids=["no folder", "a folder"],
)
def test_a_report_that_cannot_be_written_is_said_before_the_file_is_read(  # type: ignore[no-untyped-def]
    run, session: Session, tmp_path: Path, place: str, sentence: str
) -> None:
    path = tmp_path / place

    result = run("districts", DISTRICTS, "--apply", "--report", str(path))

    assert (result.exit_code, result.stdout, count(session, District)) == (2, "", 0)
    assert result.stderr.startswith(sentence.format(path=path))


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        (
            "no-existe.csv",
            "file.absent",
            "No existe el archivo «{path}». Revise su nombre y la carpeta en que está.",
        ),
        (".", "file.is_folder", "«{path}» es una carpeta. Escriba el nombre del archivo."),
    ],
)
def test_json_is_one_object_when_the_file_cannot_be_opened(
    app: Flask, tmp_path: Path, name: str, code: str, message: str
) -> None:
    path = tmp_path / name

    result = app.test_cli_runner().invoke(args=["registry", "import", "districts", str(path), "--json"])

    assert (result.exit_code, result.stderr) == (2, "")
    assert json.loads(result.stdout) == {
        "usable": False,
        "applied": False,
        "code": code,
        "message": message.format(path=path),
    }


def test_no_rejected_rows_write_no_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("districts", DISTRICTS, "--report", str(tmp_path / "rechazadas.csv"))

    assert not (tmp_path / "rechazadas.csv").exists()


@pytest.mark.parametrize(("options", "gone"), [((), 1), (("--partial",), 0)])
def test_what_a_newer_file_leaves_out_is_gone_unless_it_is_a_part(  # type: ignore[no-untyped-def]
    run, session: Session, options: tuple[str, ...], gone: int
) -> None:
    run("districts", DISTRICTS, "--apply")
    newer = "".join(DISTRICTS.splitlines(keepends=True)[:2])

    checked = json.loads(run("districts", newer, "--json", *options).stdout)
    applied = json.loads(run("districts", newer, "--json", "--apply", *options).stdout)

    marked = session.scalars(select(District.ubigeo).where(District.gone_batch_id.is_not(None))).all()
    assert (checked["gone"], applied["gone"], len(marked), count(session, District)) == (gone, gone, gone, 2)


def test_a_column_can_be_named(run, session: Session) -> None:  # type: ignore[no-untyped-def]
    odd = DISTRICTS.replace("provincia", "jurisdicción", 1)

    plain = run("districts", odd)
    named = run("districts", odd, "--map", "provincia=jurisdicción", "--apply")
    remembered = run("districts", odd)

    assert (plain.exit_code, named.exit_code, remembered.exit_code) == (2, 0, 0)


@pytest.mark.parametrize("pair", ["provincia", "planeta=x"])
def test_a_field_that_does_not_exist_is_said(run, pair: str) -> None:  # type: ignore[no-untyped-def]
    result = run("districts", DISTRICTS, "--map", pair)

    assert result.exit_code == 2
    assert "the fields are ubigeo, departamento" in result.stderr


def test_a_proposed_column_is_said(run) -> None:  # type: ignore[no-untyped-def]
    result = run("districts", DISTRICTS.replace("departamento", "DPTO.", 1))

    assert result.exit_code == 0
    assert "«DPTO.» se leyó como departamento; si no es así, use --map." in result.stderr


def test_a_notice_is_said_beside_the_result(run) -> None:  # type: ignore[no-untyped-def]
    result = run("districts", DISTRICTS.strip())

    notices = [line for line in result.stderr.splitlines() if line.startswith("La última línea no termina")]
    assert (result.exit_code, len(notices)) == (0, 1)


def test_problems_beyond_the_first_are_counted(run) -> None:  # type: ignore[no-untyped-def]
    header = DISTRICTS.splitlines()[0]

    result = run("districts", header + "\n" + "x,,a,b,c\n" * 501)

    assert result.stderr.splitlines()[-1] == "… y 1 problemas más"


def test_targeting_counts_centres_by_status_and_reason(app: Flask, session: Session) -> None:
    import_territory(session)
    session.commit()

    plain = app.test_cli_runner().invoke(args=["registry", "targeting"])
    as_json = app.test_cli_runner().invoke(args=["registry", "targeting", "--json"])

    assert plain.stdout.split() == (
        "targeted 1 poverty_above 1 not_targeted 1 not_rural 1 no_data 1 households_and_district_unknown 1".split()
    )
    assert json.loads(as_json.stdout) == {
        "status": {"targeted": 1, "not_targeted": 1, "no_data": 1},
        "reason": {"poverty_above": 1, "not_rural": 1, "households_and_district_unknown": 1},
    }


def test_page_and_command_agree_on_what_a_file_would_do(run, session: Session) -> None:  # type: ignore[no-untyped-def]
    import_territory(session)
    session.commit()

    result = run("poverty", POVERTY.replace("45.8", "47.1"), "--json")

    data = json.loads(result.stdout)
    assert (data["read"], data["changed"], data["unchanged"]) == (2, 1, 1)


def test_columns_that_were_not_read_are_named(run) -> None:  # type: ignore[no-untyped-def]
    header, *rows = DISTRICTS.splitlines()
    wider = [f'{header},"Lengua\nhablada"', *(f"{row},x" for row in rows)]

    result = run("districts", "\n".join(wider) + "\n")

    assert result.exit_code == 0
    assert "Columnas que no se leyeron: «Lengua hablada». Si alguna hace falta, use --map." in result.stderr
