"""The form of a contest on paper: blank to be written on, and as a group filled it in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, g
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import application_view
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.contests.queries import frozen_rulebook
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.contests.rules.profile_form import STANDARD_FORM, ProfileForm
from contest_portal.web.shared.form_paper import (
    blank_form_file,
    blank_form_html,
    filled_form_file,
    filled_form_html,
)
from contest_portal.web.shared.paper_form import form_mark
from tests.conftest import NOON
from tests.documents.paper_checks import paper_faults
from tests.documents.papers import page_texts
from tests.factories.applying import Village, make_village
from tests.factories.contests import RULEBOOK
from tests.factories.profile_forms import ANSWERED, ASKING

BOOK = replace(
    ASKING,
    files=(AskedFile("acta", "Acta de <asamblea>", "Con firmas.", FileForm.ANY, required=False, most=1),),
)


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.fixture
def village(session: Session) -> Village:
    village = make_village(session, rulebook=BOOK)
    session.commit()
    return village


def blank(village: Village) -> str:
    return blank_form_html(village.contest, frozen_rulebook(village.session, village.contest.id))


def filled(village: Village, draft: Application) -> str:
    village.session.commit()
    return filled_form_html(application_view(village.session, draft.id), NOON)


def test_the_blank_form_asks_for_everything_the_contest_asks_for(village: Village) -> None:
    said = blank(village)

    expected = [
        village.contest.code,
        form_mark(BOOK),
        "Integrantes * (de 3 a 6 hogares)",
        "Crianza de cuyes",
        "En marcha",
        "¿De dónde viene?",
        "Marque de 1 a 2.",
        "Solo si en «¿Tienen agua para riego?» la respuesta es «Sí».",
        "El mercado",
        "Hablen de sus ventas de hoy.",
        "Para bienes (60 %)",
        "Para asistencia técnica (40 %)",
        "El concurso financia de S/\u00a05,000.00 a S/\u00a020,000.00.",
        "Acta de &lt;asamblea&gt;",
        "28 de noviembre de 2026, 17:00",
    ]
    assert [text for text in expected if text not in said] == []


def test_each_member_has_eight_boxes_for_the_dni(village: Village) -> None:
    said = blank(village)

    row = said[said.index('<td class="count">1</td>') :]
    assert row[: row.index("</tr>")].count('class="cell"') == 8


def test_every_page_says_its_number_the_contest_the_form_and_the_hash_of_the_rules(session: Session) -> None:
    book = replace(RULEBOOK, form=ProfileForm(STANDARD_FORM.sections[-2:]))
    village = make_village(session, rulebook=book)
    frozen = frozen_rulebook(session, village.contest.id)

    file = blank_form_file(village.contest, frozen)

    texts = page_texts(file.data)
    marks = [
        (
            f"Página {number} de {len(texts)}" in text,
            village.contest.code in text,
            f"Formulario {form_mark(book)} · bases versión 1" in text,
            frozen.sha256 in text.replace(" ", ""),
        )
        for number, text in enumerate(texts, 1)
    ]
    assert (len(texts) > 1, set(marks)) == (True, {(True, True, True, True)})
    assert paper_faults(file.data) == set()
    assert file.headers["Content-Disposition"].endswith(f'"formulario-{village.contest.code}-v1.pdf"')


def test_the_blank_form_is_spanish_whatever_the_page_is_read_in(village: Village, app: Flask) -> None:
    spanish = blank(village)

    with app.test_request_context("/?lang=en"):
        g.locale = "en"
        assert blank(village) == spanish


def test_a_draft_is_printed_as_a_draft(village: Village) -> None:
    draft = village.draft(profile=ANSWERED)

    said = filled(village, draft)

    expected = ["BORRADOR, NO ENVIADO", "no prueba ninguna recepción", "Malla galvanizada", "Rosa Ccanto"]
    assert [text for text in expected if text not in said] == []
    assert "Recibida el" not in said


def test_what_was_sent_bears_its_number_and_hash_on_every_page(village: Village) -> None:
    draft = village.draft(profile=ANSWERED)
    sent = submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    ).application
    village.session.commit()

    file = filled_form_file(application_view(village.session, sent.id), NOON)

    texts = page_texts(file.data)
    marked = {
        (f"SOLICITUD {sent.code}" in text, (sent.content_sha256 or "-") in text.replace(" ", ""))
        for text in texts
    }
    assert (marked, "BORRADOR" in "".join(texts)) == ({(True, True)}, False)
    assert paper_faults(file.data) == set()


def test_the_dni_of_members_is_masked(village: Village) -> None:
    draft = village.draft(profile=ANSWERED)
    village.session.refresh(draft, ["group"])
    village.session.refresh(draft.group, ["members"])
    people = [member.person_id for member in draft.group.members]

    said = filled(village, draft)

    assert (len(people), said.count('<td class="nowrap">****')) == (4, 4)


def test_a_withdrawn_application_says_so(village: Village) -> None:
    draft = village.draft(profile=ANSWERED)
    draft.state, draft.code = "withdrawn", "X-001"
    draft.submitted_at, draft.content_sha256 = NOON, "a" * 64

    assert "El grupo retiró esta solicitud." in filled(village, draft)
