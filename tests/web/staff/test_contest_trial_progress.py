"""A trial under way: its page, coming back to it, no second one meanwhile, and how it ends."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import Problem
from contest_portal.trials.desk import TrialDesk, TrialSign
from contest_portal.trials.rules.plan import TrialPlan
from contest_portal.trials.rules.steps import SILENCE, TrialStep
from tests.conftest import NOON, StandingClock
from tests.factories.designing import Desk
from tests.factories.trials import SMALL
from tests.page_client import words
from tests.web.staff.test_contest_trial import CHOSEN, PLAN, drafted

SHEETS = TrialSign(TrialPlan(1, 1), NOON, TrialStep.SHEETS)


@pytest.fixture
def small(session: Session, desk: Desk) -> Desk:
    drafted(session, desk, SMALL)
    return desk


@pytest.fixture
def left(small: Desk) -> Callable[[TrialSign], None]:
    """Leave a sign of the trial of the draft."""
    trials = TrialDesk.beside(small.client.application.extensions["storage"])
    return lambda sign: trials.leave_sign(small.contest.id, sign)


def test_a_trial_goes_on_apart_and_no_second_one_begins_meanwhile(small: Desk) -> None:
    waiting: list[Callable[[], None]] = []
    small.client.application.extensions["apart"] = waiting.append

    sent = small.send("prueba", CHOSEN)
    page, start = small.get("prueba/avance"), small.get("prueba")
    again = small.send("prueba", CHOSEN | {"seed": "2"})
    (work,) = waiting
    work()

    assert (sent.status_code, page.status_code, again.status_code) == (303, 200, 422)
    assert "Publica la convocatoria con las reglas de hoy. 0 % Paso 1 de 8" in words(page.text)
    assert "Puede cerrar esta página y volver después" in words(page.text)
    assert "Ya se está haciendo una prueba Espere a que termine" in words(start.text)
    assert "Ya se está haciendo una prueba de este concurso." in words(again.text)
    assert (small.get("prueba/avance").location or "").endswith(f"/prueba/resultado{PLAN}")


def test_the_script_of_the_page_is_told_each_step_and_the_end(small, left, clock: StandingClock) -> None:  # type: ignore[no-untyped-def]
    left(SHEETS)
    step = small.get("prueba/avance.json").json
    clock.set(NOON + SILENCE * 2)
    silent = small.get("prueba/avance.json").json

    assert step == {
        "ended": False,
        "percent": 50,
        "said": "El jurado llena sus fichas.",
        "figures": "Paso 5 de 8",
        "advice": "",
    }
    assert silent == {"ended": True}


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (
            replace(SHEETS, ended=True, problems=(Problem("x", "x", "Falta %(what)s.", {"what": "jurado"}),)),
            "Falta jurado. Corrija el borrador",
        ),
        (replace(SHEETS, ended=True, failed=True), "No es culpa de las reglas."),
        (replace(SHEETS, at=NOON - SILENCE * 2), "no quedó nada a medias"),
    ],
    ids=["the rules", "the portal", "a restart"],
)
def test_a_trial_that_stopped_says_why_and_can_be_done_again(small, left, sign: TrialSign, said: str) -> None:  # type: ignore[no-untyped-def]
    left(sign)

    page = small.get("prueba/avance")

    assert ("La prueba se detuvo" in page.text, said in words(page.text)) == (True, True)
    assert f"/prueba{PLAN}" in page.text.replace("&amp;", "&")
    assert small.send("prueba", CHOSEN).status_code == 303


def test_a_trial_is_stopped_from_its_page_on_record_and_another_can_begin(
    small: Desk, session: Session
) -> None:
    waiting: list[Callable[[], None]] = []
    small.client.application.extensions["apart"] = waiting.append
    small.send("prueba", CHOSEN)
    before = small.get("prueba/avance").text

    sent = small.send("prueba/avance/detener", {})
    page, told = words(small.get("prueba/avance").text), small.get("prueba/avance.json").json
    waiting[0]()
    after = words(small.get("prueba/avance").text)
    too_late, again = small.send("prueba/avance/detener", {}), small.send("prueba", CHOSEN)

    assert (sent.status_code, too_late.status_code, again.status_code) == (303, 409, 303)
    assert "Detener la prueba" in before
    assert ("se detiene antes de su próximo paso" in page, "Detener la prueba" in page) == (True, False)
    assert told is not None
    assert "se detiene antes de su próximo paso" in told["advice"]
    assert "Alguien la detuvo desde esta página." in after
    noted = session.scalars(select(AuditRow).where(AuditRow.subject == f"contest:{small.contest.id}"))
    assert [row.action for row in noted][-1] == "contest.trial_stopped"


def test_before_the_first_trial_there_is_no_progress(small: Desk) -> None:
    assert (small.get("prueba/avance").location or "").endswith("/prueba")
