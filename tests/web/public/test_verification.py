"""Whether a document is genuine, as anyone sees it."""

import re
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.models import Document, DocumentSignature
from contest_portal.documents.press import Press
from contest_portal.documents.services.print_document import print_document
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_acta, issued_agreements, issued_resolution, make_awarded_contest
from tests.factories.intruders import take_the_guard_away
from tests.factories.signing import SIGNER, make_signer
from tests.factories.voiding import make_void
from tests.page_client import PageClient


@pytest.fixture
def awarded(session: Session) -> ScoredContest:
    return make_awarded_contest(session)


@pytest.fixture
def resolution(session: Session, awarded: ScoredContest) -> Document:
    return issued_resolution(session, awarded)


def test_a_genuine_document_is_named_with_its_data(
    session: Session, client: PageClient, resolution: Document
) -> None:
    session.commit()

    answer = client.get(f"/verificar/{resolution.verification_code}")

    assert answer.status_code == 200
    for expected in (
        "Documento auténtico y vigente",
        "RESOLUCIÓN N.° 001-2026-UT-HUANCAVELICA",
        "23 de noviembre de 2026",
        "Unidad Territorial Huancavelica",
        "Adjudicación del fondo",
        resolution.data_sha256,
        "El archivo se firmará cuando se imprima",
    ):
        assert expected in answer.text, f"{expected!r} is missing"


def test_a_printed_document_shows_the_hash_of_its_file_and_its_signature(
    session: Session, client: PageClient, resolution: Document, settings: object, tmp_path: Path
) -> None:
    press = Press(
        Storage(settings.storage_dir),  # type: ignore[attr-defined]
        "https://fondos.example",
        make_signer(tmp_path),
    )
    print_document(session, press, kind=KINDS["resolution"], document=resolution)
    session.commit()

    text = client.get(f"/verificar/{resolution.verification_code}").text

    assert text.count(resolution.file_sha256 or "?") == 2
    assert 'data-component="file-hash"' in text
    assert "Firmado con un certificado de prueba, sin valor." in text
    assert (SIGNER in text, "no; es la hora del portal" in text, "B-B: con la hora" in text) == (
        True,
        True,
        True,
    )
    take_the_guard_away(session, "document_signature")
    session.get_one(DocumentSignature, resolution.id).has_revocation = True
    session.commit()
    assert "B-LT: con hora garantizada" in client.get(f"/verificar/{resolution.verification_code}").text


def test_a_void_document_says_so_and_why(
    session: Session, client: PageClient, awarded: ScoredContest
) -> None:
    acta = issued_acta(session, awarded)
    make_void(
        session,
        act_of(awarded.staff, NOON),
        contest_id=awarded.contest.id,
        document_id=acta.id,
        reason="Error en un puntaje",
    )
    renewed = issued_acta(session, awarded)
    session.commit()

    text = client.get(f"/verificar/{acta.verification_code}").text

    assert "Documento anulado" in text
    assert "Este documento fue anulado el 23 de noviembre de 2026 y ya no vale." in text
    assert "Motivo: Error en un puntaje" in text
    assert f"Lo reemplaza: {renewed.code}." in text
    assert "auténtico y vigente" not in text


def test_an_unknown_code_is_an_answer_like_the_others(session: Session, client: PageClient) -> None:
    answer = client.get("/verificar/ACDE-FGHJ-2345")

    assert answer.status_code == 200
    assert "Ningún documento lleva ese código" in answer.text
    assert "no acepte el documento" in answer.text


@pytest.mark.parametrize("code", ["no-es-un-codigo", "<b>hola", "x" * 300, "ACDE-FGHJ-234"])
def test_what_cannot_be_a_code_is_called_mistyped_and_not_false(
    session: Session, client: PageClient, code: str
) -> None:
    answer = client.get(f"/verificar/{code}")

    assert answer.status_code == 200
    assert "Ese código no está bien escrito" in answer.text
    assert "no acepte el documento" not in answer.text
    assert "<b>hola" not in answer.text


def test_no_person_is_named(session: Session, client: PageClient, awarded: ScoredContest) -> None:
    agreement = issued_agreements(session, awarded)[0]
    session.commit()

    text = client.get(f"/verificar/{agreement.verification_code}").text

    assert re.findall(r"\b\d{8}\b(?![a-f0-9])", re.sub(r"[a-f0-9]{64}", "", text)) == []
    for name in ("Irma", "Delia", "Apellido", "Huamaní", "Ñahui"):
        assert name not in text, f"{name} is on the public page"


@pytest.mark.parametrize(
    "typed",
    [
        "{code}",
        "{lower}",
        " {plain} ",
        "https://fondos.example/verificar/{code}",
        "fondos.example/verificar/{lower}/?x=1",
    ],
)
def test_a_code_is_found_however_it_is_typed(
    session: Session, client: PageClient, resolution: Document, typed: str
) -> None:
    session.commit()
    code = resolution.verification_code

    answer = client.post(
        "/verificar",
        data={"code": typed.format(code=code, lower=code.lower(), plain=code.replace("-", ""))},
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/verificar/{code}")


def test_an_empty_form_says_what_to_write(client: PageClient) -> None:
    answer = client.post("/verificar", data={"code": " "})

    assert (answer.status_code, "Escriba el código que figura al pie del documento." in answer.text) == (
        422,
        True,
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ACD", "El código tiene 12 letras y números, y usted escribió 3."),
        ("ACDE-FGHJ-234O", "Los códigos nunca llevan O: en el papel será otro signo parecido."),
    ],
)
def test_a_mistyped_code_is_said_beside_the_field(client: PageClient, typed: str, expected: str) -> None:
    answer = client.post("/verificar", data={"code": typed})

    assert (answer.status_code, expected in answer.text) == (422, True)


def test_the_footer_of_every_page_leads_here(client: PageClient) -> None:
    assert 'href="/verificar"' in client.get("/verificar").text
