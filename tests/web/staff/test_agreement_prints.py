"""The page on which all agreements of a contest are printed together."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.agreement_prints import agreement_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.rules.print_run import SILENCE, ZIP, volume_name
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import Problem
from tests.conftest import NOON
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_agreements, make_awarded_contest
from tests.page_client import PageClient, words

HALF = PrintSign(NOON, 1, 3)


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


@pytest.fixture
def staff(client: PageClient, session: Session, awarded: ScoredContest) -> PageClient:
    issued_agreements(session, awarded)
    session.commit()
    return client.sign_in(awarded.staff.id)


@pytest.fixture
def left(app: Flask, awarded: ScoredContest) -> Callable[[PrintSign], None]:
    """Leave a sign of the run."""
    desk = PrintDesk.beside(app.extensions["storage"])
    return lambda sign: desk.leave_sign(awarded.contest.id, sign)


def address(awarded: ScoredContest, rest: str = "") -> str:
    return f"/oficina/concursos/{awarded.contest.id}/documentos/impresion{rest}"


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

    assert ("Impresos: 0 de 3." in before, "Preparar los convenios" in before) == (True, True)
    assert [one.status_code for one in (begun, twice, stopped, too_late)] == [303, 422, 303, 409]
    assert "Se imprimen los convenios. 0 % 0 de 3" in page
    assert told == {
        "ended": False,
        "percent": 0,
        "said": "Se imprimen los convenios.",
        "figures": "0 de 3",
        "advice": "",
    }
    assert "se detiene cuando salgan los convenios" in stopping
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
    desk = PrintDesk.beside(app.extensions["storage"])
    made = agreement_prints(session, awarded.contest.id)
    left(replace(HALF, ended=True, pages=(12,), made=made))
    for name in (volume_name(1), ZIP):
        desk.path(awarded.contest.id, name).write_bytes(b"%PDF-" + name.encode())

    page = words(staff.get(address(awarded)).text)
    volume, archive, none = (
        staff.get(address(awarded, f"/convenios{rest}")) for rest in ("-1.pdf", ".zip", "-2.pdf")
    )
    left(replace(HALF, ended=True, pages=(12,), made=made[:2]))
    stale = staff.get(address(awarded, "/convenios.zip"))

    assert ("Los 3 convenios están listos" in page, "Convenios 1 a 3" in page, "12 páginas" in page) == (
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


def test_without_agreements_the_page_leads_to_the_documents(
    client: PageClient, session: Session, awarded: ScoredContest
) -> None:
    session.commit()
    client.sign_in(awarded.staff.id)

    page, refused = words(client.get(address(awarded)).text), client.post(address(awarded, "/preparar"))

    assert ("Este concurso no tiene convenios" in page, refused.status_code) == (True, 409)
