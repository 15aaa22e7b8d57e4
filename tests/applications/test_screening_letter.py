"""Each outcome has its letter, and the letter says what to do and until when."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contest_portal.applications.documents.screening_letter import (
    SCREENING_LETTER,
    LetterFinding,
    ScreeningLetter,
)
from contest_portal.applications.rules.screening import SCREENING
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from tests.conftest import NOON
from tests.documents.papers import page_texts
from tests.factories.accounts import act_of
from tests.factories.applying import Village
from tests.factories.awards import make_press

LETTER = ScreeningLetter(
    contest_code="I-2026-NEC-LIRCAY",
    contest_title="I Concurso de emprendimientos rurales",
    application_code="I-2026-NEC-LIRCAY-004",
    group_name="Wiñay Ñan & hijas",
    business="Cuyes <de> carne",
    action="admit",
    reason="",
    findings=(),
    cure_until=None,
)
FINDING = LetterFinding("B-01", "Faltan precios.", "Bienes por comprar")
UNTIL = datetime(2026, 12, 3, 22, 0, tzinfo=UTC)


def issued(village: Village, letter: ScreeningLetter) -> Document:
    return issue_document(
        village.session,
        act_of(village.staff, NOON),
        kind=SCREENING_LETTER,
        office=village.office,
        subject="application:1",
        title=SCREENING_LETTER.title,
        build=lambda _issue: letter,
    )


def paper(village: Village, letter: ScreeningLetter, folder: Path) -> str:
    html = make_press(folder).html(SCREENING_LETTER, issued(village, letter))
    return " ".join(html.replace("<b>", "").replace("</b>", "").split())


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("admit", "El perfil queda admitido y pasa a la evaluación."),
        ("ask_cure", "el grupo debe subsanar lo que se indica abajo"),
        ("reject", "El perfil no queda admitido y no pasa a la evaluación."),
        ("reinstate", "El perfil queda reincorporado"),
        ("lapse_admit", "queda admitido como se recibió y pasa a la evaluación."),
        ("lapse_reject", "El plazo para subsanar terminó sin que llegara una corrección."),
    ],
)
def test_each_outcome_has_its_words(village: Village, tmp_path: Path, action: str, sentence: str) -> None:
    letter = replace(LETTER, action=action, cure_until=UNTIL if action == "ask_cure" else None)

    assert sentence in paper(village, letter, tmp_path)


def test_there_is_a_letter_for_every_decision_that_the_table_knows() -> None:
    deeds = {transition.action for transition in SCREENING.transitions}

    assert deeds == {
        *("admit", "ask_cure", "reject", "reinstate", "lapse_admit", "lapse_reject"),
        *("cure", "begin_again"),
    }


def test_a_cure_is_told_with_its_day_hour_and_parts(village: Village, tmp_path: Path) -> None:
    letter = replace(LETTER, action="ask_cure", findings=(FINDING,), cure_until=UNTIL)

    said = paper(village, letter, tmp_path)

    for words in ("3 de diciembre de 2026 a las 17:00", "B-01", "Faltan precios.", "Bienes por comprar"):
        assert words in said


def test_the_reason_stands_in_the_letter(village: Village, tmp_path: Path) -> None:
    letter = replace(LETTER, action="reject", reason="El grupo no existe en el centro poblado.")

    assert "Motivo: El grupo no existe en el centro poblado." in paper(village, letter, tmp_path)
    assert "Motivo:" not in paper(village, LETTER, tmp_path)


def test_names_are_written_out_safely(village: Village, tmp_path: Path) -> None:
    said = paper(village, LETTER, tmp_path)

    assert "Wiñay Ñan &amp; hijas" in said
    assert "Cuyes &lt;de&gt; carne" in said


def test_a_letter_prints_with_number_signer_and_code(village: Village, tmp_path: Path) -> None:
    document = issued(village, replace(LETTER, findings=(FINDING,)))

    text = " ".join(page_texts(make_press(tmp_path).render(SCREENING_LETTER, document)))

    for words in ("CARTA N.° 0001-2026-UT-HUANCAVELICA", "Irma Solís Quinto", document.verification_code):
        assert words in text
