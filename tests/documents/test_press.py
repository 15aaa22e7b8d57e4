"""What the press puts on paper: header, footer on every page, escaping, and the mark of a void document."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.documents.press import Press, stamp_of
from contest_portal.documents.rules.stamps import Stamp, stamp_bytes, token_of
from contest_portal.documents.services.void_document import void_document
from contest_portal.documents.typesetting import qr_svg
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.signing_key import make_key
from tests.conftest import NOON
from tests.documents.papers import issue_receipt_paper, make_receipt_content, page_texts
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.awards import make_press


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return make_press(tmp_path)


@pytest.fixture
def act(session: Session) -> Act:
    return act_of(make_user(session, Role.STAFF), NOON)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def test_every_page_bears_office_number_page_code_and_hash(
    session: Session, press: Press, act: Act, office: Office
) -> None:
    document = issue_receipt_paper(session, act, office, make_receipt_content(members=60))

    pages = page_texts(press.render(RECEIPT, document))

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        for expected in (
            "Unidad Territorial Huancavelica",
            "CONSTANCIA N.° 0001-2026-UT-HUANCAVELICA",
            f"Página {number} de {len(pages)}",
            document.verification_code,
            "fondos.example/verificar",
            document.data_sha256[:8],
        ):
            assert expected in page, f"{expected} is missing on page {number}"


def test_names_amounts_and_days_can_be_read_back(
    session: Session, press: Press, act: Act, office: Office
) -> None:
    text = " ".join(page_texts(press.render(RECEIPT, issue_receipt_paper(session, act, office))))

    assert "Wiñay Ñan" in text
    assert "S/ 21,340.50" in text
    assert "23 de noviembre de 2026" in text


def test_a_name_is_text_whatever_it_looks_like(
    session: Session, press: Press, act: Act, office: Office
) -> None:
    content = make_receipt_content(group_name='{{ 7*7 }} <img src="file:///etc/hostname"> & Ñan')

    text = " ".join(page_texts(press.render(RECEIPT, issue_receipt_paper(session, act, office, content))))

    assert '{{ 7*7 }} <img src="file:///etc/hostname"> & Ñan' in text


def test_the_same_document_gives_the_same_bytes(
    session: Session, press: Press, act: Act, office: Office
) -> None:
    document = issue_receipt_paper(session, act, office)

    assert press.render(RECEIPT, document) == press.render(RECEIPT, document)


def test_the_code_of_a_paper_tells_what_it_is_and_the_same_each_time(
    session: Session, press: Press, act: Act, office: Office, tmp_path: Path
) -> None:
    document = issue_receipt_paper(session, act, office)
    key = make_key(tmp_path / "key.pem")
    stamping = replace(press, stamp_key=tmp_path / "key.pem")

    first, again, plain = (one.html(RECEIPT, document) for one in (stamping, stamping, press))

    assert stamp_of(RECEIPT, document) == Stamp(
        kind="receipt",
        code="CONSTANCIA N.° 0001-2026-UT-HUANCAVELICA",
        issued_on=date(2026, 11, 23),
        group_code=make_receipt_content().application_code,
        amount=Money.soles(21_340, 50),
        data_sha256=document.data_sha256,
    )
    message = stamp_bytes(stamp_of(RECEIPT, document))
    address = f"https://fondos.example/verificar/{document.verification_code}#{token_of(message, key.sign(message))}"
    assert (qr_svg(address) in first, first == again) == (True, True)
    assert ("foot-qr-stamped" in first, "foot-qr-stamped" in plain) == (True, False)


def test_nothing_is_printed_with_a_key_that_is_gone(
    session: Session, press: Press, act: Act, office: Office, tmp_path: Path
) -> None:
    document = issue_receipt_paper(session, act, office)

    with pytest.raises(WrongState, match="no_key"):
        replace(press, stamp_key=tmp_path / "none.pem").html(RECEIPT, document)


def test_a_void_document_is_not_vouched_for(
    session: Session, press: Press, act: Act, office: Office, tmp_path: Path
) -> None:
    document = issue_receipt_paper(session, act, office)
    make_key(tmp_path / "key.pem")

    void_document(session, act, document=document, reason="Prueba")

    assert "foot-qr-stamped" not in replace(press, stamp_key=tmp_path / "key.pem").html(RECEIPT, document)


def test_only_a_void_document_is_marked_on_every_page(
    session: Session, press: Press, act: Act, office: Office
) -> None:
    document = issue_receipt_paper(session, act, office, make_receipt_content(members=60))
    before = page_texts(press.render(RECEIPT, document))

    void_document(session, act, document=document, reason="Prueba")
    after = page_texts(press.render(RECEIPT, document))

    assert [page.count("ANULADO") for page in before] == [0] * len(before)
    assert [page.count("ANULADO") for page in after] == [2] * len(
        after
    )  # across it, and in the head in black


def test_what_a_trial_made_says_so_on_every_page_and_leads_nowhere(
    session: Session, press: Press, act: Act, office: Office
) -> None:
    document = issue_receipt_paper(session, act, office, make_receipt_content(members=60))

    printed = press.render(RECEIPT, document, is_trial=True)

    pages, reader = page_texts(printed), PdfReader(BytesIO(printed))
    assert [page.count("PRUEBA SIN VALOR") for page in pages] == [1] * len(pages)
    assert not any(document.verification_code in page or "verificar" in page for page in pages)
    assert (reader.metadata or {})["/Title"].startswith("PRUEBA, SIN VALOR · ")
    assert dict(reader.attachments) == {}


def test_the_file_knows_its_title_author_language_date_and_data(
    session: Session, press: Press, act: Act, office: Office
) -> None:
    document = issue_receipt_paper(session, act, office)

    reader = PdfReader(BytesIO(press.render(RECEIPT, document)))

    assert reader.metadata is not None
    assert (
        reader.metadata.title,
        reader.metadata.author,
        reader.metadata.creation_date,
        reader.trailer["/Root"]["/Lang"],
    ) == (
        "CONSTANCIA N.° 0001-2026-UT-HUANCAVELICA · Constancia de recepción",
        "Programa de Emprendimientos Rurales · Unidad Territorial Huancavelica",
        NOON,
        "es-PE",
    )
    assert {name: files[0].decode() for name, files in reader.attachments.items()} == {
        "datos.json": document.data
    }


def test_the_address_of_verification_is_the_one_of_the_settings(press: Press) -> None:
    assert press.verification_url("ACDE-FGHJ-2345") == "https://fondos.example/verificar/ACDE-FGHJ-2345"
