"""Checks and imports on their pages: how far each is, how it ended, what to do next."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.imports.job_room import Sign
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.models.register import District
from contest_portal.registry.rules.import_jobs import JobWork
from contest_portal.registry.rules.import_progress import ImportStage, Progress
from contest_portal.registry.services.take_import_job import take_import_job
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import make_user
from tests.factories.import_jobs import ImportDesk, make_ended_job, make_job, work_off
from tests.factories.registry_files import DISTRICTS
from tests.page_client import PageClient
from tests.query_count import counted_queries

JOBS = "/oficina/padron/trabajos"
READING = Progress(ImportStage.READING, 43_000, 100_000)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def desk(app: Flask, client: PageClient, session: Session, staff: User) -> ImportDesk:
    session.commit()
    return ImportDesk(app, client.sign_in(staff.id))


def waiting(session: Session, desk: ImportDesk, staff: User, **order: object) -> str:
    job = make_job(session, desk.room, staff, **order)  # type: ignore[arg-type]
    session.commit()
    return f"{JOBS}/{job.id}"


def running(session: Session, desk: ImportDesk, staff: User, sign: Sign | None, **order: object) -> str:
    """Make a job that some worker has in hand."""
    address = waiting(session, desk, staff, **order)
    take_import_job(session, worker="elsewhere", at=NOON)
    session.commit()
    if sign is not None:
        desk.room.leave_sign(number(address), sign)
    return address


def ended(session: Session, desk: ImportDesk, staff: User, action: str, **order: object) -> str:
    job = make_ended_job(session, desk.room, staff, action, **order)  # type: ignore[arg-type]
    session.commit()
    return f"{JOBS}/{job.id}"


def number(address: str) -> int:
    return int(address.rpartition("/")[2])


def buttons(page: str) -> list[str]:
    """Give what can be pressed in the page's own part."""
    main = page[page.index("<main") :]
    found = re.findall(r'<(?:button|a) class="button[^>]*>(.*?)</(?:button|a)>', main, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in found]


def test_waiting_job_says_so_and_works_without_a_script(
    session: Session, desk: ImportDesk, staff: User
) -> None:
    waiting(session, desk, staff)
    address = waiting(session, desk, staff, kind="poverty")

    page = desk.client.get(address).text

    assert "En espera de su turno" in page
    assert "1 trabajo antes que este" in page
    assert f'<a class="button button-primary" href="{address}">Ver avance</a>' in page
    assert buttons(page) == ["Ver avance", "Cancelar el trabajo"]
    assert f'data-component="job-progress" data-source="{address}/avance"' in page


def test_job_that_nobody_takes_says_whom_to_tell(
    session: Session, desk: ImportDesk, staff: User, clock: StandingClock
) -> None:
    address = waiting(session, desk, staff)
    at_once = desk.client.get(address).text
    clock.advance(seconds=16)

    later = desk.client.get(address).text

    assert ("Nadie está atendiendo la cola." in at_once, "Nadie está atendiendo la cola." in later) == (
        False,
        True,
    )


def test_running_job_shows_lines_of_about_how_many_beside_the_bar(
    session: Session, desk: ImportDesk, staff: User
) -> None:
    address = running(session, desk, staff, Sign(NOON, READING))

    page = desk.client.get(address).text

    assert re.search(r'<progress class="job-bar" max="100" value="34"', page)
    assert "Leyendo y comprobando las filas: 30 %" in page
    assert "43,000 líneas leídas de unas 100,000" in page


@pytest.mark.parametrize(
    ("sign", "percent", "said", "figures"),
    [
        (None, 0, "Abriendo el archivo", ""),
        (Sign(NOON, Progress()), 0, "Abriendo el archivo", ""),
        (Sign(NOON, Progress(ImportStage.READING, 2_000)), 0, None, "2,000 líneas leídas"),
        (
            Sign(NOON, Progress(ImportStage.COMPARING, 5, 5)),
            80,
            "Comparando las filas entre sí y con el padrón",
            "",
        ),
        (Sign(NOON, Progress(ImportStage.WRITING, 5, 5)), 85, "Guardando en el padrón", ""),
    ],
    ids=["no sign yet", "opening", "length unknown", "comparing", "writing"],
)
def test_script_is_told_each_stage_in_words(
    session: Session,
    desk: ImportDesk,
    staff: User,
    sign: Sign | None,
    percent: int,
    said: str | None,
    figures: str,
) -> None:
    address = running(session, desk, staff, sign)

    told = desk.client.get(f"{address}/avance").json

    assert told == {
        "ended": False,
        "percent": percent,
        "said": said or "Leyendo y comprobando las filas: 0 %",
        "figures": figures,
        "advice": "",
    }


def test_silent_worker_is_spoken_of(
    session: Session, desk: ImportDesk, staff: User, clock: StandingClock
) -> None:
    address = running(session, desk, staff, Sign(NOON, READING))
    clock.advance(seconds=31)

    assert "No hay noticias de este trabajo" in desk.client.get(f"{address}/avance").json["advice"]


def test_script_is_told_of_the_end(session: Session, desk: ImportDesk, staff: User) -> None:
    address = ended(session, desk, staff, "interrupt")

    assert desk.client.get(f"{address}/avance").json == {"ended": True}


def test_waiting_job_is_cancelled_at_once(session: Session, desk: ImportDesk, staff: User) -> None:
    address = waiting(session, desk, staff)

    page = desk.client.post(f"{address}/cancelar", follow_redirects=True).text

    assert "Trabajo cancelado" in page
    assert work_off(desk.app) == 0


def test_running_job_is_asked_to_stop(session: Session, desk: ImportDesk, staff: User) -> None:
    address = running(session, desk, staff, Sign(NOON, READING))

    page = desk.client.post(f"{address}/cancelar", follow_redirects=True).text

    assert "Se pidió cancelar. El trabajo se detiene en su próximo paso." in page
    assert desk.room.cancelled_by(number(address)) == staff.id


def test_job_that_ended_meanwhile_is_not_cancelled(session: Session, desk: ImportDesk, staff: User) -> None:
    address = ended(session, desk, staff, "finish")

    answer = desk.client.post(f"{address}/cancelar")

    assert (answer.status_code, answer.location) == (303, address)
    assert desk.room.cancelled_by(number(address)) is None


@pytest.mark.parametrize(
    ("action", "title", "sentence"),
    [
        ("interrupt", "Trabajo interrumpido", "El servidor se detuvo antes de terminar."),
        ("cancel", "Trabajo cancelado", "Una persona lo canceló."),
        ("fail", "Trabajo que falló", "Ocurrió un error que no se esperaba."),
    ],
)
def test_job_that_stopped_says_that_nothing_was_stored_and_is_repeated_with_one_button(
    session: Session, desk: ImportDesk, staff: User, action: str, title: str, sentence: str
) -> None:
    address = ended(session, desk, staff, action, work=JobWork.APPLY)

    page = desk.client.get(address).text
    repeated = desk.press(address, "repetir")

    assert (f'<h1 class="page-title">{title}</h1>' in page, sentence in page) == (True, True)
    assert "No se guardó nada" in page
    assert buttons(page) == ["Repetir con el mismo archivo", "Volver a subir el archivo"]
    assert "se importaron 2 filas nuevas" in repeated.text
    assert len(session.scalars(select(District)).all()) == 2


def test_stopped_job_whose_file_is_gone_asks_for_it_again(
    session: Session, desk: ImportDesk, staff: User
) -> None:
    address = ended(session, desk, staff, "interrupt")
    for job in session.scalars(select(ImportJob)):
        desk.room.drop_upload(job.sha256)

    page = desk.client.get(address).text
    repeated = desk.client.post(f"{address}/repetir")

    assert buttons(page) == ["Volver a subir el archivo"]
    assert repeated.status_code == 422
    assert "Este archivo ya no se guarda en el portal. Vuelva a subirlo para continuar." in repeated.text


def test_result_whose_report_is_gone_shows_its_numbers(
    session: Session, desk: ImportDesk, staff: User
) -> None:
    page = desk.client.get(ended(session, desk, staff, "finish"))

    assert page.status_code == 200
    assert "El detalle de este resultado ya no se guarda." in page.text
    assert re.findall(r'stat-value">([^<]+)<', page.text) == ["2", "0"]


def test_report_whose_file_is_gone_cannot_be_imported(session: Session, desk: ImportDesk) -> None:
    address = desk.check("districts", DISTRICTS).request.path
    desk.room.drop_upload(session.scalars(select(ImportJob.sha256)).one())

    page = desk.client.get(address).text

    assert "El archivo ya no se guarda en el portal." in page
    assert buttons(page) == ["Subir otro archivo"]
    assert desk.client.post(f"{address}/importar").status_code == 422


def test_step_that_is_too_late_is_a_conflict(session: Session, desk: ImportDesk, staff: User) -> None:
    address = running(session, desk, staff, Sign(NOON, READING))

    assert desk.client.post(f"{address}/importar").status_code == 409
    assert desk.client.post(f"{address}/columnas").status_code == 409


def test_empty_list_says_what_to_do(desk: ImportDesk) -> None:
    page = desk.client.get(JOBS).text

    assert "Todavía no se ha subido ningún archivo" in page
    assert 'href="/oficina/padron/importar"' in page


def test_list_shows_what_who_when_and_how_it_ended(session: Session, desk: ImportDesk, staff: User) -> None:
    ended(session, desk, staff, "interrupt", filename="viejo.csv")
    desk.press(desk.check("districts", DISTRICTS, "distritos.csv").request.path, "importar")

    rows = re.findall(r"<tr>(.*?)</tr>", desk.client.get(JOBS).text, re.DOTALL)[1:]

    assert [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows] == [
        "distritos.csv (Distritos) Importación 23 nov. 2026, 12:00, Rosa Inga Paredes Importado 2 0",
        "distritos.csv (Distritos) Comprobación 23 nov. 2026, 12:00, Rosa Inga Paredes Terminado 2 0",
        "viejo.csv (Distritos) Comprobación 23 nov. 2026, 12:00, Rosa Inga Paredes Interrumpido — —",
    ]


def test_list_asks_the_database_as_often_for_many_jobs(
    session: Session, desk: ImportDesk, staff: User
) -> None:
    totals = []
    for kinds in (("districts",), ("poverty", "centres")):
        for kind in kinds:
            waiting(session, desk, staff, kind=kind)
        with counted_queries(session) as counted:
            desk.client.get(JOBS)
        totals.append(counted.total)

    assert totals[0] == totals[1]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.REPRESENTATIVE])
def test_only_who_may_import_sees_the_jobs(
    session: Session, desk: ImportDesk, staff: User, role: Role
) -> None:
    address = waiting(session, desk, staff)
    other = make_user(session, role)
    session.commit()
    client = desk.client.sign_in(other.id)

    seen = [client.get(page).status_code for page in (JOBS, address, f"{address}/avance")]
    pressed = [
        client.post(f"{address}/{button}").status_code
        for button in ("cancelar", "repetir", "importar", "columnas", "filas-con-problemas.csv")
    ]

    assert (seen, pressed) == ([403] * 3, [403] * 5)
    assert desk.room.cancelled_by(number(address)) is None


def test_unknown_job_is_not_found(desk: ImportDesk) -> None:
    assert [desk.client.get(f"{JOBS}/{page}").status_code for page in ("7", "7/avance")] == [404, 404]
    assert desk.client.post(f"{JOBS}/7/cancelar").status_code == 404
