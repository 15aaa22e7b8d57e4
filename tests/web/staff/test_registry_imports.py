"""Importing through the page: check, look, then store exactly what was checked."""

import csv
import io
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.models.register import Centre, District, ImportBatch
from tests.factories.accounts import make_user
from tests.factories.import_jobs import ImportDesk
from tests.factories.registry_files import (
    CENTRES,
    DISTRICTS,
    POVERTY,
    import_territory,
    imported,
    workbook_of,
)
from tests.page_client import PageClient


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session) -> ImportDesk:
    user = make_user(session, Role.STAFF)
    session.commit()
    return ImportDesk(app, client.sign_in(user.id))


def stored_files(app: Flask) -> list[Path]:
    root: Path = app.extensions["storage"].root
    return [path for path in root.rglob("*") if path.is_file()]


def waiting_files(desk: ImportDesk) -> list[str]:
    root: Path = desk.app.extensions["storage"].root
    waiting = root.with_name(f"{root.name}-waiting")
    return sorted(path.name for path in (waiting / "uploads").rglob("*") if path.is_file())


def count(session: Session, table: type[District | Centre | ImportBatch | ImportJob]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def cells(text: str, caption: str) -> list[str]:
    body = re.search(f"{caption}</caption>.*?<tbody>(.*?)</tbody>", text, re.DOTALL)
    assert body is not None
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split())
        for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body[1], re.DOTALL)
    ]


def test_a_good_file_is_checked_shown_and_then_stored(desk: ImportDesk, session: Session) -> None:
    report = desk.check("districts", DISTRICTS)
    stored_before = count(session, District)
    applied = desk.press(report.request.path, "importar")

    assert (report.status_code, stored_before) == (200, 0)
    assert "ninguna fila tiene problemas" in report.text
    assert (applied.status_code, count(session, District)) == (200, 2)
    assert session.scalars(select(ImportBatch.filename)).all() == ["datos.csv"]
    assert (
        "Distritos: se importaron 2 filas nuevas y 0 cambiadas; 0 ya estaban igual y 0 quedaron como retiradas."
        in applied.text
    )


def test_an_imported_file_is_kept_for_good_and_waits_no_more(
    desk: ImportDesk, session: Session, app: Flask
) -> None:
    report = desk.check("districts", DISTRICTS)
    before = (stored_files(app), len(waiting_files(desk)))
    desk.press(report.request.path, "importar")

    sha256 = session.scalars(select(ImportBatch.sha256)).one()
    assert before == ([], 1)
    assert ([path.name for path in stored_files(app)], waiting_files(desk)) == ([sha256], [])
    assert app.extensions["storage"].get(sha256) == DISTRICTS.encode()


def test_pressing_twice_is_one_import(desk: ImportDesk, session: Session) -> None:
    address = desk.check("districts", DISTRICTS).request.path

    first = desk.client.post(f"{address}/importar")
    second = desk.client.post(f"{address}/importar")
    desk.after(second)

    assert first.location == second.location
    assert (count(session, District), count(session, ImportBatch)) == (2, 1)


def test_importing_the_same_file_again_changes_nothing(desk: ImportDesk, session: Session) -> None:
    for _ in range(2):
        desk.press(desk.check("districts", DISTRICTS).request.path, "importar")

    unchanged = session.scalars(select(ImportBatch.rows_unchanged).order_by(ImportBatch.id)).all()
    assert (count(session, District), unchanged) == (2, [0, 2])


def test_a_rejected_file_is_shown_row_by_row_and_not_kept(
    desk: ImportDesk, app: Flask, session: Session
) -> None:
    answer = desk.check("districts", DISTRICTS + "09030,,Huancavelica,Angaraes,X\n")

    assert (answer.status_code, count(session, District), stored_files(app)) == (422, 0, [])
    assert "1 fila tiene problemas. No se guardó nada." in answer.text
    assert "Importar este archivo" not in answer.text
    assert cells(answer.text, "Problemas por clase") == ["Ubigeo mal escrito", "1"]
    assert cells(answer.text, "Problemas por línea") == [
        "Línea 4",
        "ubigeo",
        "09030",
        "«09030» no es un ubigeo. Escriba sus 6 dígitos, con el cero inicial.",
    ]


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        ("districts", b"", "El archivo está vacío."),
        ("districts", b"PK\x03\x04", "El libro de Excel está dañado"),
        ("districts", b"ubigeo,\x00\n", "El archivo contiene bytes nulos"),
        ("districts", CENTRES, "Falta la columna «departamento»."),
        ("households", "nombre\nLuz\n", "Falta la columna «dni»."),
        ("households", "dni,nombres\n45418672,Luz\n45418672,Luz\n", "«45418672» ya está en la línea 2"),
        ("households", "dni,nombres\n4541867,Luz\n", "«4541867» no es un DNI. Escriba los 8 dígitos."),
        ("centres", 'codigo,nombre,area\n1,"x', "no se cierran bien"),
    ],
)
def test_an_unusable_file_says_why_and_is_not_kept(
    desk: ImportDesk, app: Flask, kind: str, content: str | bytes, sentence: str
) -> None:
    answer = desk.check(kind, content)

    text = answer.text
    assert (answer.status_code, stored_files(app)) == (422, [])
    assert ("Este archivo no se puede usar. No se guardó nada." in text, sentence in text) == (True, True)


def test_a_workbook_is_taken_like_a_csv(desk: ImportDesk, session: Session) -> None:
    checked = desk.check("districts", workbook_of(DISTRICTS), "distritos.xlsx")
    desk.press(checked.request.path, "importar")

    assert (checked.status_code, count(session, District)) == (200, 2)


def test_the_columns_can_be_put_right_and_are_remembered(desk: ImportDesk, session: Session) -> None:
    odd = DISTRICTS.replace("distrito", "nombre oficial", 1).replace("provincia", "jurisdicción", 1)
    choices = {"columna-name": "nombre oficial", "columna-province": "jurisdicción"}
    first = desk.check("districts", odd)
    corrected = desk.press(first.request.path, "columnas", **choices)
    desk.press(corrected.request.path, "importar")
    again = desk.check("districts", odd.replace("Lircay", "Lircay Nuevo"))

    assert (first.status_code, corrected.status_code, again.status_code) == (422, 200, 200)
    assert "Falta la columna «provincia»." in first.text
    assert session.scalars(select(District.name).order_by(District.ubigeo)).all() == ["Lircay", "Anchonga"]


def test_the_first_rows_are_shown_as_they_stand(desk: ImportDesk) -> None:
    text = desk.check("districts", "Directorio 2017\n" + DISTRICTS + "x,,,,\n").text

    assert cells(text, "Primeras filas del archivo")[:5] == DISTRICTS.splitlines()[1].split(",")
    assert "El encabezado está en la línea 2." in text


def test_the_rejected_rows_come_back_in_their_layout_and_on_record(
    desk: ImportDesk, session: Session
) -> None:
    report = desk.check("districts", DISTRICTS + "09030,,Huancavelica,Angaraes,X\n")

    answer = desk.client.post(f"{report.request.path}/filas-con-problemas.csv")

    assert answer.headers["Content-Disposition"] == "attachment; filename=filas-con-problemas.csv"
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (list(row)[-3:], row["linea_original"]) == (["linea_original", "motivo", "constancia"], "4")
    assert (row["ubigeo"], row["motivo"]) == (
        "09030",
        "«09030» no es un ubigeo. Escriba sus 6 dígitos, con el cero inicial.",
    )
    assert row["constancia"].endswith("Para: filas con problemas de un archivo")
    actions = session.scalars(select(AuditRow.action).order_by(AuditRow.seq)).all()
    marked = "registry.file_marked"
    assert actions == ["import_job.asked", "import_job.ended", marked, "import_job.rows_taken"]


def test_good_rows_are_imported_now_and_the_corrected_ones_after(desk: ImportDesk, session: Session) -> None:
    report = desk.check("districts", DISTRICTS + "09030,,Huancavelica,Angaraes,X\n")
    ending = desk.press(report.request.path, "importar-buenas")
    stored = count(session, District)
    back = desk.client.post(f"{ending.request.path}/filas-con-problemas.csv").text
    corrected = desk.check("districts", back.replace("09030,", "090303,", 1))
    desk.press(corrected.request.path, "importar")

    assert "Importar las filas buenas y dejar fuera las rechazadas" in report.text
    assert "importe ahora las filas buenas y suba después las corregidas" in report.text
    assert "1 fila con problemas quedó fuera." in ending.text
    assert "se toman como una parte" in corrected.text
    assert (stored, count(session, District)) == (2, 3)


def test_without_a_good_row_none_is_offered(desk: ImportDesk) -> None:
    report = desk.check("districts", DISTRICTS.replace("\n09", "\n9"))

    assert "Importar las filas buenas" not in report.text
    assert desk.press(report.request.path, "importar-buenas").status_code == 422


def test_without_rejected_rows_there_is_nothing_to_take(desk: ImportDesk) -> None:
    report = desk.check("districts", DISTRICTS)

    assert "Descargar las filas con problemas" not in report.text
    assert desk.client.post(f"{report.request.path}/filas-con-problemas.csv").status_code == 404


@pytest.mark.parametrize(
    ("data", "warned", "gone"),
    [({}, True, ["0903010099"]), ({"parcial": "1"}, False, [])],
    ids=["whole", "part"],
)
def test_what_a_newer_file_leaves_out_is_shown_before_it_is_marked(
    desk: ImportDesk, session: Session, *, data: dict[str, str], warned: bool, gone: list[str]
) -> None:
    import_territory(session)
    session.commit()
    newer = "".join(line for line in CENTRES.splitlines(keepends=True) if "CHAHUARMA" not in line)

    report = desk.check("centres", newer, **data)
    desk.press(report.request.path, "importar")

    marked = session.scalars(select(Centre.code).where(Centre.gone_batch_id.is_not(None))).all()
    sentence = "1 registro de los lugares de este archivo ya no viene en él."
    assert (sentence in report.text, marked) == (warned, gone)


def test_what_a_file_changes_in_targeting_is_shown_before(desk: ImportDesk, session: Session) -> None:
    import_territory(session)
    session.commit()

    text = desk.check("poverty", "ubigeo,anio,tasa_pct\n090301,2020,12\n").text

    assert "Centros que pasarían a estar focalizados: 0; que dejarían de estarlo: 1." in text


def test_a_hostile_cell_is_shown_as_text(desk: ImportDesk) -> None:
    answer = desk.check("districts", DISTRICTS + "<script>alert(1)</script>,,a,b,c\n")

    assert "&lt;script&gt;alert(1)" in answer.text


def test_the_kind_named_in_the_address_is_chosen_already(desk: ImportDesk) -> None:
    text = desk.client.get("/oficina/padron/importar?clase=centres").text

    assert re.findall(r'<input[^>]*checked[^>]*value="(\w+)"', text) == ["centres"]


def test_without_a_file_or_a_kind_the_form_says_so(desk: ImportDesk) -> None:
    answer = desk.client.post("/oficina/padron/importar", data={}, content_type="multipart/form-data")

    text = answer.text
    assert answer.status_code == 422
    assert ("Elija qué contiene el archivo." in text, "Elija el archivo que va a comprobar." in text) == (
        True,
        True,
    )


def test_a_kind_of_our_own_making_is_refused(desk: ImportDesk, session: Session) -> None:
    answer = desk.send("provinces", DISTRICTS)

    assert (answer.status_code, count(session, ImportJob), waiting_files(desk)) == (422, 0, [])


@pytest.mark.parametrize("filename", ["../../etc/passwd.csv", "C:/datos/passwd.csv", "passwd.csv"])
def test_only_the_last_part_of_a_file_name_is_kept(desk: ImportDesk, session: Session, filename: str) -> None:
    desk.send("districts", DISTRICTS, filename)

    assert session.scalars(select(ImportJob.filename)).all() == ["passwd.csv"]


def test_the_report_says_what_the_register_was_then_and_can_be_made_anew(
    desk: ImportDesk, session: Session
) -> None:
    address = desk.check("districts", DISTRICTS).request.path
    imported(session, "districts", DISTRICTS)
    session.commit()

    again = desk.press(address, "repetir")

    figures = [
        re.findall(r'stat-value">([^<]+)<', page) for page in (desk.client.get(address).text, again.text)
    ]
    assert figures == [["2", "2", "0", "0", "0"], ["2", "0", "0", "2", "0"]]


def test_what_no_longer_fits_when_it_is_stored_is_refused_whole(
    desk: ImportDesk, session: Session, app: Flask
) -> None:
    imported(session, "districts", DISTRICTS)
    session.commit()
    report = desk.check("poverty", POVERTY)
    session.execute(delete(District).where(District.ubigeo == "090302"))
    session.commit()

    answer = desk.press(report.request.path, "importar")

    assert (report.status_code, answer.status_code) == (200, 422)
    assert (count(session, ImportBatch), stored_files(app)) == (1, [])
    assert "1 fila tiene problemas. No se guardó nada." in answer.text


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.REPRESENTATIVE])
def test_only_staff_upload(client: PageClient, session: Session, app: Flask, role: Role) -> None:
    user = make_user(session, role)
    session.commit()
    desk = ImportDesk(app, client.sign_in(user.id))

    answer = desk.send("districts", DISTRICTS)

    assert (answer.status_code, count(session, ImportJob), waiting_files(desk)) == (403, 0, [])


@pytest.mark.shared_data
def test_a_real_file_goes_through_the_page(desk: ImportDesk, session: Session, shared_data: Path) -> None:
    name = "distritos.csv"
    report = desk.check("districts", (shared_data / name).read_bytes(), name)
    desk.press(report.request.path, "importar")

    batch = session.scalars(select(ImportBatch)).one()
    assert (batch.filename, batch.rows_new) == (name, 1892)
