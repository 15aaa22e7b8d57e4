"""What the acta says part by part, in order, and that it says nothing where there is nothing."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from contest_portal.applications.screening_queries import NotAdmitted
from contest_portal.awards.documents.acta import (
    ACTA,
    Acta,
    ActaAbsence,
    ActaAssignment,
    ActaCategory,
    ActaDraw,
    ActaJuror,
    ActaLine,
    ActaPhase,
    ActaRecusal,
    ActaShare,
)
from contest_portal.awards.documents.acta_closing import ActaClosing, ActaPaper, ReplacedActa
from contest_portal.awards.documents.acta_session import ActaIncident, ActaPresence, ActaSession, ActaTurn
from contest_portal.awards.documents.citing import Cited
from contest_portal.contests.amendment_queries import CitedAmendment
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import Issue, Letterhead
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.marks import Score
from contest_portal.kernel.records import from_data, to_data
from tests.factories.awards import make_press

OPENED = datetime(2026, 12, 10, 14, 0, tzinfo=UTC)
DAY = date(2026, 12, 10)
LINE = ActaLine(
    1, "I-001", "Sumaq Kuy", "Cuyes", "Crianza", "Lircay", ("45.00", "46.00"), Score(9100, 2), "APROBADO", ""
)
PLAIN = Acta(
    contest_code="I-2026",
    contest_title="I Concurso",
    rulebook_sha256="a" * 64,
    published_on=date(2026, 11, 2),
    territory=("Lircay",),
    place="Plaza de Lircay",
    opened_at=OPENED,
    closed_at=OPENED + timedelta(hours=2),
    remarks="",
    field_from=date(2026, 12, 1),
    field_to=date(2026, 12, 4),
    jurors=(
        ActaJuror("Elsa Ñahui", "40000001", "Agencia", "Presidencia"),
        ActaJuror("Teo Peña", "40000002", "UNH", "Integrante"),
    ),
    phases=(ActaPhase("Campo", 50, "50"), ActaPhase("Pública", 50, None)),
    max_points=100,
    pass_mark=Score(7000, 2),
    quorum=2,
    entrants=1,
    recusals=(),
    categories=(ActaCategory("En idea", (LINE,), 1), ActaCategory("En marcha", (), 0)),
    passed=1,
    checkpoint_seq=77,
    checkpoint_hash="b" * 64,
)
ABSENCE = ActaAbsence("Marcos Yauri", "Integrante", "DRA", "Bloqueo de la vía", "", 3)
HALL = ActaSession(
    phase_name="Pública",
    agenda=("Bienvenida", "Exposiciones"),
    present=(ActaPresence("Elsa Ñahui", OPENED, None),),
    absent=(),
    numbers="",
    witnesses="",
    drawn_at=None,
    turns=(),
    incidents=(),
)
TURN = ActaTurn(1, "I-001", "Sumaq Kuy", OPENED, OPENED + timedelta(minutes=10), "")
DRAWN = replace(HALL, numbers="4-17", witnesses="los grupos", drawn_at=OPENED, turns=(TURN,))
CLOSING = ActaClosing(sheets=6, sha256="c" * 64, papers=(), replaces=None)
PAPER = ActaPaper("AAAA-BBBB", "Elsa Ñahui", "I-001", "Sumaq Kuy", "Campo", "Sin batería")
REPLACED = ReplacedActa(Cited("ACTA N.° 001-2026-UT", DAY, "code"), DAY, "Faltó una constancia.")
WHOLE = replace(
    PLAIN,
    remarks="Se leyó en quechua.\n\nHubo lluvia.",
    recusals=(ActaRecusal("Teo Peña", "I-001", "Sumaq Kuy", "Es primo"),),
    exact_decides=True,
    draw=ActaDraw("9-9", OPENED, "el público"),
    amendments=(CitedAmendment(1, DAY, "d" * 64),),
    not_admitted=(NotAdmitted("I-002", "IDEA", ("Falta el acta del grupo",)),),
    hall=replace(DRAWN, absent=("Rita Soto",), incidents=(ActaIncident(OPENED, "Llovió"),)),
    absences=(ABSENCE,),
    assignment=ActaAssignment("4-17-8", "el jurado", OPENED),
    closing=replace(CLOSING, papers=(PAPER,), replaces=REPLACED),
)
IN_ORDER = (
    "1. Jurado",
    "Integrantes que sesionan",
    "Desarrollo de la sesión",
    "(1) Bienvenida; (2) Exposiciones.",
    "Elsa Ñahui, desde las 09:00.",
    "No asistieron: Rita Soto.",
    "El orden de las exposiciones se sorteó",
    "A las 09:00: Llovió",
    "Integrantes que no participaron hasta el final",
    "Marcos Yauri",
    "2. Bases y regla de calificación",
    "modificadas por la Enmienda N.° 1",
    "decide la suma exacta",
    "los grupos se repartieron con los números 4-17-8",
    "se resolvieron por sorteo público",
    "3. Abstenciones",
    "Es primo",
    "4. Resultado",
    "calificó un grupo, de los cuales aprobó uno",
    "Categoría: En idea",
    "Categoría: En marcha",
    "Ningún grupo de esta categoría llegó a la evaluación.",
    "I-002 Falta el acta del grupo",
    "5. Otras constancias",
    "Se leyó en quechua. Hubo lluvia.",
    "6. Custodia y cierre",
    "llega al asiento 77",
    "Fichas que se llenaron en papel",
    "AAAA-BBBB Elsa Ñahui Sumaq Kuy I-001 · Campo Sin batería",
    "Cerraron la calificación 6 fichas selladas",
    "Esta acta reemplaza a la",
    "Faltó una constancia.",
    "Leída el acta",
    "Firmas",
)
ONLY_WHEN_THERE_IS = (
    *("Desarrollo de la sesión", "no participaron hasta el final", "modificadas", "se repartieron", "sorteo"),
    *(
        "no admitió",
        "Otras constancias",
        "6. ",
        "papel",
        "Cerraron la calificación",
        "reemplaza",
        "No asistieron",
    ),
)


def said(acta: Acta, folder: Path) -> str:
    """Print the acta as HTML and give its words."""
    head = Letterhead("UT", "Unidad", "Programa", "Lima", "Jirón 1", None, "Irma Solís", "Jefa")
    issue = Issue(1, "ACTA N.° 002-2026-UT", 2026, OPENED, DAY, "ABCD")
    data = canonical_json(
        {
            "kind": ACTA.code,
            "title": ACTA.title,
            "issue": to_data(issue),
            "letterhead": to_data(head),
            "content": to_data(acta),
        }
    )
    document = Document(id=1, kind=ACTA.code, state="issued", data=data, data_sha256=sha256_hex(data))
    html = make_press(folder).html(ACTA, document)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\N{NO-BREAK SPACE}", " ").split())


def plain(text: str) -> str:
    return re.sub(r"\s+([.,;:])", r"\1", text)


def test_every_part_stands_in_its_place(tmp_path: Path) -> None:
    text = plain(said(WHOLE, tmp_path))

    missing = [part for part in IN_ORDER if part not in text]
    assert missing == []
    places, start = [], 0
    for part in IN_ORDER:
        start = text.find(part, start)
        places.append((start, part))
    assert [part for place, part in places if place < 0] == []


def test_an_acta_with_nothing_to_add_adds_nothing(tmp_path: Path) -> None:
    text = said(PLAIN, tmp_path)

    assert [part for part in ONLY_WHEN_THERE_IS if part in text] == []
    assert "Ningún integrante declaró motivo para apartarse" in text
    assert "5. Custodia y cierre" in text
    assert "No se presentaron grupos en esta categoría." in text


@pytest.mark.parametrize("acta", [PLAIN, WHOLE], ids=["plain", "whole"])
def test_what_is_frozen_is_read_back_whole(acta: Acta) -> None:
    assert from_data(Acta, to_data(acta)) == acta


def test_what_there_is_not_is_not_frozen_either() -> None:
    later = {
        "exact_decides",
        "draw",
        "amendments",
        "not_admitted",
        "hall",
        "absences",
        "assignment",
        "closing",
    }
    data, whole = to_data(PLAIN), to_data(WHOLE)

    assert isinstance(data, dict)
    assert isinstance(whole, dict)
    assert (later & set(data), later - set(whole)) == (set(), set())


@pytest.mark.parametrize(
    ("change", "expected", "absent"),
    [
        pytest.param(
            {"absences": (ABSENCE,)},
            "Integrante, DRA Bloqueo de la vía Nadie 3",
            "Desarrollo",
            id="nobody came",
        ),
        pytest.param(
            {"absences": (replace(ABSENCE, substitute_name="Ana Ruiz", sheets=0),)},
            "Bloqueo de la vía Ana Ruiz 0",
            "Nadie",
            id="a substitute",
        ),
        pytest.param(
            {"hall": HALL}, "Asistieron Elsa Ñahui, desde las 09:00", "se sorteó", id="no order drawn"
        ),
        pytest.param(
            {"hall": HALL}, "Desarrollo de la sesión", "Durante la sesión ocurrió", id="no incident"
        ),
        pytest.param({"hall": DRAWN}, "de 09:00 a 09:10", "Pasó al final", id="heard in turn"),
        pytest.param(
            {"hall": replace(HALL, present=(), absent=("Teo Peña", "Rita Soto"))},
            "No asistieron: Teo Peña; Rita Soto.",
            "desde las",
            id="no attendance taken",
        ),
        pytest.param(
            {
                "hall": replace(
                    DRAWN, turns=(replace(TURN, ended_at=None, began_at=None, postponed="No llegó"),)
                )
            },
            "No expuso. Pasó al final: No llegó",
            "de 09:00 a 09:10",
            id="never heard",
        ),
        pytest.param(
            {"closing": CLOSING}, "Cerraron la calificación 6 fichas", "en papel", id="none on paper"
        ),
        pytest.param(
            {"closing": replace(CLOSING, papers=(PAPER,))},
            "Sin batería",
            "Esta acta reemplaza",
            id="replaces none",
        ),
        pytest.param(
            {"categories": (ActaCategory("En idea", (), 0),), "entrants": 0, "passed": 0},
            "No se presentó ningún grupo.",
            "de los cuales",
            id="no group",
        ),
        pytest.param(
            {
                "not_admitted": (NotAdmitted("I-002", "IDEA", ()),),
                "entrants": 0,
                "passed": 0,
                "categories": (),
            },
            "I-002 Según el motivo de su carta",
            "No se presentó ningún grupo.",
            id="none admitted",
        ),
        pytest.param(
            {"entrants": 3, "passed": 0}, "3 grupos, de los cuales no aprobó ninguno", "", id="no pass"
        ),
        pytest.param({"territory": ()}, "Lugar de la sesión", "Territorio del concurso", id="no territory"),
        pytest.param(
            {"remarks": "Una.\n \nDos."}, "5. Otras constancias Una. Dos.", "5. Custodia", id="remarks"
        ),
    ],
)
def test_a_part_is_said_alone(tmp_path: Path, change: dict[str, object], expected: str, absent: str) -> None:
    text = plain(said(replace(PLAIN, **change), tmp_path))  # type: ignore[arg-type]

    assert expected in text
    assert not absent or absent not in text


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        (0, "La calificación se cerró sin fichas."),
        (1, "Cerró la calificación una ficha sellada."),
        (2, "Cerraron la calificación 2 fichas selladas."),
    ],
)
def test_sheets_are_counted_in_words_that_agree(tmp_path: Path, sheets: int, expected: str) -> None:
    assert expected in plain(said(replace(PLAIN, closing=replace(CLOSING, sheets=sheets)), tmp_path))


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        (ActaPhase("Campo", 50, None), "Campo 50 — No se exige"),
        (ActaPhase("Campo", 50, "50", DAY, DAY), "Campo 50 El 10 de diciembre de 2026"),
        (
            ActaPhase("Campo", 50, "50", date(2026, 12, 1), DAY),
            "Del 1 de diciembre de 2026 al 10 de diciembre",
        ),
        (ActaPhase("Campo", 50, None, categories=("En idea", "Otra")), "Campo (solo En idea, Otra) 50"),
        (
            ActaPhase("Campo", 50, None, shares=(ActaShare("Jurado", 90), ActaShare("Asesor", 10))),
            "cada clase de evaluadores aporta su parte del promedio de sus fichas: Jurado 90 %, Asesor 10 %.",
        ),
    ],
    ids=["never sealed", "in a day", "in some days", "some categories", "classes"],
)
def test_a_phase_says_when_whose_and_how(tmp_path: Path, phase: ActaPhase, expected: str) -> None:
    assert expected in plain(said(replace(PLAIN, phases=(phase,)), tmp_path))


@pytest.mark.parametrize(
    "acta",
    [
        replace(PLAIN, remarks="<b>x</b>"),
        replace(PLAIN, absences=(replace(ABSENCE, reason="<b>x</b>"),)),
        replace(PLAIN, hall=replace(HALL, agenda=("<b>x</b>",))),
        replace(PLAIN, closing=replace(CLOSING, papers=(replace(PAPER, reason="<b>x</b>"),))),
        replace(PLAIN, closing=replace(CLOSING, replaces=replace(REPLACED, reason="<b>x</b>"))),
    ],
    ids=["remarks", "an absence", "the agenda", "a paper", "why it was void"],
)
def test_what_people_wrote_is_text_and_no_markup(tmp_path: Path, acta: Acta) -> None:
    assert "&lt;b&gt;x&lt;/b&gt;" in said(acta, tmp_path)


def test_who_signs_is_who_sat(tmp_path: Path) -> None:
    text = said(replace(PLAIN, absences=(ABSENCE,)), tmp_path)

    signed = text.partition("Firmas")[2]
    assert [name in signed for name in ("Elsa Ñahui", "Teo Peña", "Marcos Yauri")] == [True, True, False]
    assert "40000001" in signed
