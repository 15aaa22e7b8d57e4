"""What the acta says of a session that was run in the portal."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.documents.acta import ACTA, Acta
from contest_portal.awards.documents.acta_session import ActaIncident, ActaPresence, ActaSession, ActaTurn
from contest_portal.awards.queries import issuing_facts, proposed_session
from contest_portal.awards.rules.issuing import IssuingFacts, acta_problems
from contest_portal.awards.rules.jury_session import JurySession
from contest_portal.jury.models import Juror
from contest_portal.jury.session_models import HallIncident, HallSession, JurorPresence, Presentation
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.records import from_data
from tests.factories.allocation import ScoredContest
from tests.factories.awards import SESSION, issued_acta, make_judged_contest, make_press

OPENED, CLOSED = SESSION.opened_at, SESSION.closed_at


def later(minutes: int) -> datetime:
    return OPENED + timedelta(minutes=minutes)


def make_held(session: Session, *, state: str = "closed") -> tuple[ScoredContest, HallSession]:
    """Make a scored contest with its session: a juror left early, one never came, one group was late."""
    judged = make_judged_contest(session)
    hall = HallSession(
        contest_id=judged.contest.id,
        phase_code="PUBLIC",
        place="Coliseo de Lircay",
        agenda="Bienvenida\n\nExposiciones",
        minutes=10,
        state=state,
        opened_at=OPENED,
        closed_at=CLOSED if state == "closed" else None,
        screen_token="t" * 32,
        draw_numbers="4-17-8-23",
        draw_witnesses="todos los grupos",
        drawn_at=later(5),
    )
    session.add(hall)
    session.flush()
    jurors = session.scalars(select(Juror).order_by(Juror.id)).all()
    for juror, left_at in zip(jurors, (None, later(40)), strict=False):
        session.add(JurorPresence(session_id=hall.id, juror_id=juror.id, arrived_at=OPENED, left_at=left_at))
    turns = (
        ("Mishki Tanta", 2, {"began_at": later(10), "ended_at": later(20), "state": "done"}),
        ("Sumaq Kuy", 1, {"postponed_at": later(9), "postponed_reason": "No llegó", "state": "waiting"}),
    )
    for turn, (name, drawn, told) in enumerate(turns, start=1):
        group = judged.groups[name].id
        session.add(Presentation(session_id=hall.id, application_id=group, drawn=drawn, turn=turn, **told))
    for text, withdrawn_at in (("Llovió", None), ("Error", later(30))):
        session.add(
            HallIncident(
                session_id=hall.id,
                happened_at=later(15),
                text=text,
                noted_by=judged.staff.id,
                noted_at=later(15),
                withdrawn_at=withdrawn_at,
            )
        )
    session.flush()
    return judged, hall


def test_the_acta_carries_the_session_as_it_was_run(session: Session, tmp_path: Path) -> None:
    judged, _ = make_held(session)

    document = issued_acta(session, judged)

    hall = from_data(Acta, json.loads(document.data)["content"]).hall
    assert hall == ActaSession(
        phase_name="Presentación pública",
        agenda=("Bienvenida", "Exposiciones"),
        present=(
            ActaPresence("Elsa Ñahui Quispe", OPENED, None),
            ActaPresence("Teófilo Peña Huarcaya", OPENED, later(40)),
        ),
        absent=("Marcos Yauri Sedano",),
        numbers="4-17-8-23",
        witnesses="todos los grupos",
        drawn_at=later(5),
        turns=(
            ActaTurn(2, judged.code("Mishki Tanta"), "Mishki Tanta", later(10), later(20), ""),
            ActaTurn(1, judged.code("Sumaq Kuy"), "Sumaq Kuy", None, None, "No llegó"),
        ),
        incidents=(ActaIncident(later(15), "Llovió"),),
    )
    said = " ".join(make_press(tmp_path).html(ACTA, document).split())
    for expected in (
        "La sesión siguió esta agenda: (1) Bienvenida; (2) Exposiciones.",
        "Teófilo Peña Huarcaya, desde las 09:00 hasta las 09:40. No asistieron: Marcos Yauri Sedano.",
        "con los números <b>4-17-8-23</b>",
        "de 09:10 a 09:20",
        "No expuso. Pasó al final: No llegó",
        "A las 09:15: Llovió",
    ):
        assert expected in said, f"{expected!r} is missing"
    assert "Error" not in said


def test_a_contest_without_a_session_has_the_acta_of_before(session: Session) -> None:
    document = issued_acta(session, make_judged_contest(session))

    assert "hall" not in json.loads(document.data)["content"]


def test_the_form_of_the_acta_begins_with_what_the_session_told(session: Session) -> None:
    judged, _ = make_held(session)

    proposed = proposed_session(session, judged.contest.id)

    assert proposed == JurySession(opened_at=OPENED, closed_at=CLOSED, place="Coliseo de Lircay")


def test_no_acta_is_issued_while_the_session_is_open(session: Session) -> None:
    judged, hall = make_held(session, state="open")

    with pytest.raises(WrongState) as refusal:
        issued_acta(session, judged)

    assert [problem.code for problem in refusal.value.problems] == ["acta.session_open"]
    assert issuing_facts(session, judged.contest.id).session_open
    closed = replace(IssuingFacts("scored", has_acta=False, has_resolution=False, awards=0, agreements=0))
    assert (acta_problems(closed), hall.state) == ((), "open")
