"""Importing through the page: check, look, then store exactly what was checked."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.clock import utc_now
from contest_portal.registry.models import Centre, District, ImportBatch
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.registry_files import (
    CENTRES,
    DISTRICTS,
    HOUSEHOLDS,
    POVERTY,
    import_territory,
    imported,
    source,
    workbook_of,
)
from tests.page_client import PageClient


@pytest.fixture
def staff(client: PageClient, session: Session) -> PageClient:
    user = make_user(session, Role.STAFF)
    session.commit()
    return client.sign_in(user.id)


def upload(
    client: PageClient, kind: str, content: str | bytes, filename: str = "datos.csv", **data: str
) -> TestResponse:
    body = content if isinstance(content, bytes) else content.encode()
    boundary, form = encode_multipart(
        {"clase": kind, "archivo": FileStorage(io.BytesIO(body), filename), **data}
    )
    content_type = f"multipart/form-data; boundary={boundary}"
    return client.post("/oficina/padron/importar", data=form, content_type=content_type)


def stored_files(app: Flask) -> list[Path]:
    root: Path = app.extensions["storage"].root
    return [path for path in root.rglob("*") if path.is_file()]


def count(session: Session, table: type[District | Centre | ImportBatch]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def cells(text: str, caption: str) -> list[str]:
    body = re.search(f"{caption}</caption>.*?<tbody>(.*?)</tbody>", text, re.DOTALL)
    assert body is not None
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split())
        for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body[1], re.DOTALL)
    ]


def test_a_good_file_is_checked_shown_and_then_stored(staff: PageClient, session: Session) -> None:
    checked = upload(staff, "districts", DISTRICTS)
    report = staff.get(checked.headers["Location"])
    stored_before = count(session, District)
    applied = staff.post(
        f"/oficina/padron/importar/districts/{source(DISTRICTS).sha256()}", data={"nombre": "datos.csv"}
    )

    assert (checked.status_code, report.status_code, stored_before) == (303, 200, 0)
    assert "ninguna fila tiene problemas" in report.get_data(as_text=True)
    assert (applied.status_code, applied.headers["Location"]) == (303, "/oficina/padron")
    assert (count(session, District), session.scalars(select(ImportBatch.filename)).all()) == (
        2,
        ["datos.csv"],
    )


def test_after_storing_the_person_reads_what_happened(staff: PageClient) -> None:
    upload(staff, "districts", DISTRICTS)
    staff.post(f"/oficina/padron/importar/districts/{source(DISTRICTS).sha256()}")

    text = staff.get("/oficina/padron").get_data(as_text=True)

    assert (
        "Distritos: se importaron 2 filas nuevas y 0 cambiadas; 0 ya estaban igual y 0 quedaron como retiradas."
        in text
    )


def test_pressing_twice_changes_nothing_more(staff: PageClient, session: Session) -> None:
    upload(staff, "districts", DISTRICTS)
    address = f"/oficina/padron/importar/districts/{source(DISTRICTS).sha256()}"

    statuses = [staff.post(address).status_code, staff.post(address).status_code]

    unchanged = session.scalars(select(ImportBatch.rows_unchanged).order_by(ImportBatch.id)).all()
    assert (statuses, count(session, District), unchanged) == ([303, 303], 2, [0, 2])


def test_a_rejected_file_is_shown_row_by_row_and_not_kept(
    staff: PageClient, app: Flask, session: Session
) -> None:
    answer = upload(staff, "districts", DISTRICTS + "09030,,Huancavelica,Angaraes,X\n")

    text = answer.get_data(as_text=True)
    assert (answer.status_code, count(session, District), stored_files(app)) == (422, 0, [])
    assert "1 fila tiene problemas. No se guardó nada." in text
    assert "Importar este archivo" not in text
    assert cells(text, "Problemas por clase") == ["Ubigeo mal escrito", "1"]
    assert cells(text, "Problemas por línea") == [
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
    staff: PageClient, app: Flask, kind: str, content: str | bytes, sentence: str
) -> None:
    answer = upload(staff, kind, content)

    text = answer.get_data(as_text=True)
    assert (answer.status_code, stored_files(app)) == (422, [])
    assert ("Este archivo no se puede usar. No se guardó nada." in text, sentence in text) == (True, True)


def waiting_files(app: Flask) -> list[Path]:
    root: Path = app.extensions["storage"].root
    return [path for path in root.with_name(f"{root.name}-waiting").rglob("*") if path.is_file()]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"ubigeo,\x00\n", b"%PDF-1.7\n"])
def test_a_file_that_is_no_table_does_not_wait(staff: PageClient, app: Flask, content: bytes) -> None:
    upload(staff, "districts", content)

    assert waiting_files(app) == []


def test_a_refused_table_waits_until_it_is_swept_away(
    staff: PageClient, app: Flask, clock: StandingClock
) -> None:
    upload(staff, "districts", CENTRES)
    first = waiting_files(app)
    upload(staff, "districts", POVERTY)
    both = len(waiting_files(app))
    clock.set(utc_now() + timedelta(hours=3))
    upload(staff, "centres", DISTRICTS)
    last = waiting_files(app)

    assert (len(first), both, len(last), set(first) & set(last)) == (1, 2, 1, set())


def test_a_workbook_is_taken_like_a_csv(staff: PageClient, session: Session) -> None:
    checked = upload(staff, "districts", workbook_of(DISTRICTS), "distritos.xlsx")
    address, _, query = checked.headers["Location"].partition("?")
    applied = staff.post(address, data={"nombre": query.removeprefix("nombre=")})

    assert (applied.status_code, count(session, District)) == (303, 2)


def test_the_columns_can_be_put_right_and_are_remembered(staff: PageClient, session: Session) -> None:
    odd = DISTRICTS.replace("distrito", "nombre oficial", 1).replace("provincia", "jurisdicción", 1)
    choices = {"columna-name": "nombre oficial", "columna-province": "jurisdicción"}
    first = upload(staff, "districts", odd)
    address = f"/oficina/padron/importar/districts/{source(odd).sha256()}"
    corrected = staff.get(address, query_string={"nombre": "datos.csv", **choices})
    staff.post(address, data={"nombre": "datos.csv", **choices})
    again = upload(staff, "districts", odd.replace("Lircay", "Lircay Nuevo"))

    assert (first.status_code, corrected.status_code, again.status_code) == (422, 200, 303)
    assert "Falta la columna «provincia»." in first.get_data(as_text=True)
    assert session.scalars(select(District.name).order_by(District.ubigeo)).all() == ["Lircay", "Anchonga"]


def test_the_first_rows_are_shown_as_they_stand(staff: PageClient) -> None:
    text = upload(staff, "districts", "Directorio 2017\n" + DISTRICTS + "x,,,,\n").get_data(as_text=True)

    assert cells(text, "Primeras filas del archivo")[:5] == DISTRICTS.splitlines()[1].split(",")
    assert "El encabezado está en la línea 2." in text


def test_the_rejected_rows_come_back_in_their_layout_with_the_reason(staff: PageClient) -> None:
    content = DISTRICTS + "09030,,Huancavelica,Angaraes,X\n"
    upload(staff, "districts", content)

    answer = staff.get(
        f"/oficina/padron/importar/districts/{source(content).sha256()}/filas-con-problemas.csv?nombre=datos.csv"
    )

    assert answer.headers["Content-Disposition"] == "attachment; filename=filas-con-problemas.csv"
    assert answer.get_data(as_text=True).splitlines() == [
        "\ufeffubigeo,ubigeo_reniec,departamento,provincia,distrito,linea_original,motivo",
        '09030,,Huancavelica,Angaraes,X,4,"«09030» no es un ubigeo. Escriba sus 6 dígitos, con el cero inicial."',
    ]


@pytest.mark.parametrize(
    ("data", "warned", "gone"),
    [({}, True, ["0903010099"]), ({"parcial": "1"}, False, [])],
    ids=["whole", "part"],
)
def test_what_a_newer_file_leaves_out_is_shown_before_it_is_marked(
    staff: PageClient, session: Session, *, data: dict[str, str], warned: bool, gone: list[str]
) -> None:
    import_territory(session)
    session.commit()
    newer = "".join(line for line in CENTRES.splitlines(keepends=True) if "CHAHUARMA" not in line)

    checked = upload(staff, "centres", newer, **data)
    text = staff.get(checked.headers["Location"]).get_data(as_text=True)
    staff.post(checked.headers["Location"].partition("?")[0], data={"nombre": "datos.csv", **data})

    marked = session.scalars(select(Centre.code).where(Centre.gone_batch_id.is_not(None))).all()
    assert ("1 registro de los lugares de este archivo ya no viene en él." in text, marked) == (warned, gone)


def test_what_a_file_changes_in_targeting_is_shown_before(staff: PageClient, session: Session) -> None:
    import_territory(session)
    session.commit()

    checked = upload(staff, "poverty", "ubigeo,anio,tasa_pct\n090301,2020,12\n")
    text = staff.get(checked.headers["Location"]).get_data(as_text=True)

    assert "0 centros pasarían a estar focalizados y 1 dejarían de estarlo." in text


def test_a_hostile_cell_is_shown_as_text(staff: PageClient) -> None:
    answer = upload(staff, "districts", DISTRICTS + "<script>alert(1)</script>,,a,b,c\n")

    assert "&lt;script&gt;alert(1)" in answer.get_data(as_text=True)


def test_the_kind_named_in_the_address_is_chosen_already(staff: PageClient) -> None:
    text = staff.get("/oficina/padron/importar?clase=centres").get_data(as_text=True)

    assert re.findall(r'<input[^>]*checked[^>]*value="(\w+)"', text) == ["centres"]


def test_without_a_file_or_a_kind_the_form_says_so(staff: PageClient) -> None:
    answer = staff.post("/oficina/padron/importar", data={}, content_type="multipart/form-data")

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert ("Elija qué contiene el archivo." in text, "Elija el archivo que va a comprobar." in text) == (
        True,
        True,
    )


def test_a_kind_of_our_own_making_is_refused(staff: PageClient, app: Flask) -> None:
    assert (upload(staff, "provinces", DISTRICTS).status_code, stored_files(app)) == (422, [])


@pytest.mark.parametrize("filename", ["../../etc/passwd.csv", "C:/datos/passwd.csv", "passwd.csv"])
def test_only_the_last_part_of_a_file_name_is_kept(
    staff: PageClient, session: Session, filename: str
) -> None:
    checked = upload(staff, "districts", DISTRICTS, filename)

    assert checked.headers["Location"].endswith("?nombre=passwd.csv")


@pytest.mark.parametrize("digest", ["0" * 64, "..", "x", "A" * 64])
def test_a_file_that_was_never_checked_cannot_be_stored(staff: PageClient, digest: str) -> None:
    looked = staff.get(f"/oficina/padron/importar/districts/{digest}")
    stored = staff.post(f"/oficina/padron/importar/districts/{digest}")

    assert (looked.status_code, stored.status_code) == (404, 404)


def test_an_unknown_kind_of_a_kept_file_is_not_found(staff: PageClient) -> None:
    upload(staff, "districts", DISTRICTS)
    digest = source(DISTRICTS).sha256()

    assert staff.get(f"/oficina/padron/importar/provinces/{digest}").status_code == 404
    assert staff.post(f"/oficina/padron/importar/provinces/{digest}").status_code == 404


def test_the_report_is_against_the_register_of_this_moment(staff: PageClient, session: Session) -> None:
    checked = upload(staff, "districts", DISTRICTS)
    imported(session, "districts", DISTRICTS)
    session.commit()

    text = staff.get(checked.headers["Location"]).get_data(as_text=True)

    assert re.findall(r'stat-value">([^<]+)<', text) == ["2", "0", "0", "2", "0"]


def test_what_no_longer_fits_when_it_is_stored_is_refused_whole(
    staff: PageClient, session: Session, app: Flask
) -> None:
    import_territory(session)
    session.commit()
    kept = app.extensions["storage"].put(HOUSEHOLDS.replace("70000001", "7000001").encode())

    answer = staff.post(f"/oficina/padron/importar/households/{kept}")

    assert (answer.status_code, count(session, ImportBatch)) == (422, 3)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.REPRESENTATIVE])
def test_only_staff_import(client: PageClient, session: Session, app: Flask, role: Role) -> None:
    user = make_user(session, role)
    session.commit()
    kept = app.extensions["storage"].put(DISTRICTS.encode())

    answers = [
        upload(client.sign_in(user.id), "districts", DISTRICTS).status_code,
        client.get(f"/oficina/padron/importar/districts/{kept}").status_code,
        client.post(f"/oficina/padron/importar/districts/{kept}").status_code,
    ]

    assert (answers, count(session, District)) == ([403, 403, 403], 0)


@pytest.mark.shared_data
def test_a_real_file_goes_through_the_page(staff: PageClient, session: Session, shared_data: Path) -> None:
    name = "distritos.csv"
    checked = upload(staff, "districts", (shared_data / name).read_bytes(), name)
    applied = staff.post(checked.headers["Location"].partition("?")[0], data={"nombre": name})

    batch = session.scalars(select(ImportBatch)).one()
    assert (applied.status_code, batch.filename, batch.rows_new) == (303, name, 1892)
