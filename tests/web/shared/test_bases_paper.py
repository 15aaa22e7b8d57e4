"""The bases of a contest on paper."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask, g
from pypdf import PdfReader
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.amendment_queries import rulebook_version
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import frozen_rulebook
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.web.shared.bases_paper import bases_file, bases_html
from tests.factories.accounts import make_office, make_user
from tests.factories.amendments import make_amendment
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.registry import make_district

BOOK = replace(
    RULEBOOK,
    purpose="Vender <mejor> nuestros cuyes",
    venue="Plaza de armas de Lircay",
    clarifications=("La copia del acta no se legaliza.",),
)


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def make_call(session: Session, book: Rulebook = BOOK) -> Contest:
    make_district(session)
    contest = make_contest(session, make_office(session), make_user(session, Role.STAFF), rulebook=book)
    session.commit()
    session.refresh(contest, ["office"])
    return contest


def html(session: Session, contest: Contest) -> str:
    return bases_html(contest, frozen_rulebook(session, contest.id))


def test_the_paper_says_everything_that_decides(session: Session) -> None:
    contest = make_call(session)

    said = html(session, contest)

    expected = [
        f"BASES {contest.code} · VERSIÓN 1",
        "Vender &lt;mejor&gt; nuestros cuyes",
        "La copia del acta no se legaliza.",
        "Cada hogar participa en un solo grupo",
        "Lircay",
        "Crianza de cuyes, Panadería",
        "S/\u00a0100,000.00",
        "60 % en bienes y 40 % en asistencia técnica",
        "28 nov. 2026, 17:00",
        "Plaza de armas de Lircay",
        "Si asiste menos del 50 % de los hogares",
        "70.00",
        "Mayor puntaje en la fase: Evaluación de campo",
        "por orden de mérito",
        "Al enviar recibe una constancia",
    ]
    assert [text for text in expected if text not in said] == []


def test_every_criterion_stands_on_it(session: Session) -> None:
    said = html(session, make_call(session))

    texts = [f"{c.code}. {c.text}" for phase in BOOK.phases for c in phase.criteria]
    assert [text for text in texts if text not in said] == []


def test_the_paper_is_spanish_whatever_the_page_is_read_in(session: Session, app: Flask) -> None:
    contest = make_call(session)
    spanish = html(session, contest)

    with app.test_request_context("/?lang=en"):
        g.locale = "en"
        assert html(session, contest) == spanish


def test_the_same_rules_give_the_same_paper_with_the_hash_on_every_page(session: Session) -> None:
    contest = make_call(session)
    frozen = frozen_rulebook(session, contest.id)

    first, second = bases_file(contest, frozen), bases_file(contest, frozen)

    pages = [
        page.extract_text().replace(" ", "").replace("\n", "")
        for page in PdfReader(BytesIO(first.data)).pages
    ]
    assert first.data == second.data
    assert (len(pages) > 1, [frozen.sha256 in text for text in pages]) == (True, [True] * len(pages))


def test_the_file_carries_the_rules_as_hashed(session: Session) -> None:
    contest = make_call(session)
    frozen = frozen_rulebook(session, contest.id)

    file = bases_file(contest, frozen)

    (inside,) = PdfReader(BytesIO(file.data)).attachments["reglas.json"]
    assert sha256_hex(inside.decode()) == frozen.sha256
    assert file.headers["Content-Disposition"] == f'attachment; filename="bases-{contest.code}-v1.pdf"'


def test_an_amended_paper_says_what_changed_and_the_earlier_one_stays(session: Session) -> None:
    contest = make_call(session)
    before = html(session, contest)
    make_amendment(session, contest, make_user(session, Role.STAFF))
    session.commit()
    session.refresh(contest, ["office"])

    after = html(session, contest)

    said = "<b>Lugar de la presentación pública:</b> antes «Plaza de armas de Lircay», ahora «Coliseo de Lircay»."
    assert [text in after for text in ("VERSIÓN 2", "Enmienda N.° 1, del 23 de noviembre de 2026", said)] == [
        True
    ] * 3
    assert bases_html(contest, rulebook_version(session, contest.id, 1)) == before
