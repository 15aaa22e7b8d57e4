"""The pages on which all papers of a kind are printed together."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.paper_prints import paper_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.rules.print_run import SILENCE, Papers
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import Problem
from tests.conftest import NOON
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_agreements
from tests.page_client import PageClient, words

HALF = PrintSign(NOON, 1, 3)


@pytest.fixture
def staff(client: PageClient, session: Session, awarded: ScoredContest) -> PageClient:
    issued_agreements(session, awarded)
    session.commit()
    return client.sign_in(awarded.staff.id)


@pytest.fixture
def left(app: Flask, awarded: ScoredContest) -> Callable[[PrintSign], None]:
    """Leave a sign of the run."""
    desk = PrintDesk.beside(app.extensions["storage"], Papers.AGREEMENTS)
    return lambda sign: desk.leave_sign(awarded.contest.id, sign)


def address(awarded: ScoredContest, rest: str = "", papers: str = "convenios") -> str:
    return f"/oficina/concursos/{awarded.contest.id}/documentos/impresion/{papers}{rest}"


def test_a_run_is_begun_followed_and_stopped_on_record(
    staff: PageClient, app: Flask, session: Session, awarded: ScoredContest
) -> None:
    waiting: list[Callable[[], None]] = []
    app.extensions["apart"] = waiting.append
    before = words(staff.get(address(awarded)).text)

    begun, twice = (staff.post(address(awarded, "/preparar")) for _ in range(2))
    page, told = words(staff.get(address(awarded)).text), staff.get(address(awarded, "/avance.json")).json
    stopped = staff.post(address(awarded, "/detener"))
    stopping = words(staff.get(address(awarded)).text)
    waiting[0]()
    after = words(staff.get(address(awarded)).text)
    too_late = staff.post(address(awarded, "/detener"))

    assert ("Impresos: 0 de 3." in before, "Preparar los documentos" in before) == (True, True)
    assert [one.status_code for one in (begun, twice, stopped, too_late)] == [303, 422, 303, 409]
    assert "Se imprimen los documentos. 0 % 0 de 3" in page
    assert told == {
        "ended": False,
        "percent": 0,
        "said": "Se imprimen los documentos.",
        "figures": "0 de 3",
        "advice": "",
    }
    assert "se detiene cuando salgan los documentos" in stopping
    assert ("La impresión está detenida" in after, "Continuar" in after) == (True, True)
    assert staff.get(address(awarded, "/avance.json")).json == {"ended": True}
    actions = session.scalars(select(AuditRow.action).order_by(AuditRow.seq)).all()
    assert [one for one in actions if one.startswith("agreements")] == [
        "agreements.prepared",
        "agreements.stopped",
    ]


def test_what_is_ready_is_taken_away_as_long_as_it_is_what_stands(
    staff: PageClient, app: Flask, session: Session, awarded: ScoredContest, left: Callable[[PrintSign], None]
) -> None:
    desk = PrintDesk.beside(app.extensions["storage"], Papers.AGREEMENTS)
    made = paper_prints(session, awarded.contest.id, Papers.AGREEMENTS)
    left(replace(HALF, ended=True, pages=(12,), made=made))
    for path in (desk.volume(awarded.contest.id, 1), desk.archive(awarded.contest.id)):
        path.write_bytes(b"%PDF-" + path.name.encode())

    page = words(staff.get(address(awarded)).text)
    volume, archive, none = (
        staff.get(address(awarded, rest)) for rest in ("/archivo-1.pdf", "/archivos.zip", "/archivo-2.pdf")
    )
    left(replace(HALF, ended=True, pages=(12,), made=made[:2]))
    stale = staff.get(address(awarded, "/archivos.zip"))

    assert ("Los 3 documentos están listos" in page, "Documentos 1 a 3" in page, "12 páginas" in page) == (
        True,
    ) * 3
    assert [one.status_code for one in (volume, archive, none, stale)] == [200, 200, 404, 404]
    assert (volume.mimetype, archive.mimetype) == ("application/pdf", "application/zip")
    assert f"{awarded.contest.code}-convenios-1.pdf" in volume.headers["Content-Disposition"]
    assert "Hay que prepararlos otra vez" in words(staff.get(address(awarded)).text)


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (replace(HALF, ended=True, failed=True), "La impresión falló"),
        (
            replace(HALF, ended=True, failed=True, unprinted=("N.° 2", "N.° 3")),
            "estos números: N.° 2 · N.° 3.",
        ),
        (
            replace(
                HALF,
                ended=True,
                failed=True,
                why=Problem("x", "file", "Falta %(what)s.", {"what": "la llave"}),
            ),
            "La impresión falló Falta la llave.",
        ),
        (replace(HALF, at=NOON - SILENCE * 2), "Se interrumpió"),
    ],
    ids=["failed", "two cannot be printed", "for a reason that is known", "a restart"],
)
def test_a_run_that_did_not_end_well_can_be_continued(
    staff: PageClient,
    awarded: ScoredContest,
    left: Callable[[PrintSign], None],
    sign: PrintSign,
    said: str,
) -> None:
    left(sign)

    page = words(staff.get(address(awarded)).text)

    assert (said in page, "Continuar" in page) == (True, True)


@pytest.mark.parametrize(
    ("papers", "heading", "advice"),
    [
        ("convenios", "Este concurso no tiene convenios", "después de la resolución"),
        ("certificados", "Este concurso no tiene certificados", "después de la resolución"),
        ("notificaciones", "Este concurso no tiene notificaciones", "cuando se anuncia el resultado"),
    ],
)
def test_without_papers_the_page_leads_to_the_documents(
    client: PageClient, session: Session, awarded: ScoredContest, papers: str, heading: str, advice: str
) -> None:
    session.commit()
    client.sign_in(awarded.staff.id)

    page, refused = (
        words(client.get(address(awarded, papers=papers)).text),
        client.post(address(awarded, "/preparar", papers)),
    )

    assert (heading in page, advice in page, refused.status_code) == (True, True, 409)
    assert client.get(address(awarded, papers="actas")).status_code == 404
