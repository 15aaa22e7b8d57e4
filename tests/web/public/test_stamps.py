"""The page that checks papers without a network, and what it needs."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest_portal.config import Settings
from contest_portal.documents.rules.stamps import parts_of
from contest_portal.documents.rules.void_list import read_void_list
from contest_portal.kernel.signatures import is_signed
from contest_portal.kernel.signing_key import SigningKey, make_key
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.publication import make_announced_contest, make_document
from tests.factories.voiding import make_void
from tests.page_client import PageClient


@pytest.fixture
def key(app: Flask, settings: Settings, tmp_path: Path) -> SigningKey:
    file = tmp_path / "key.pem"
    app.extensions["settings"] = replace(settings, stamp_key_file=file)
    return make_key(file)


def test_the_keys_are_public(client: PageClient, key: SigningKey) -> None:
    answer = client.get("/verificar/claves.json")

    assert answer.json == {"algorithm": "ES256", "keys": list(key.public_keys)}


def test_the_page_that_is_kept_holds_the_keys_and_names_nobody(client: PageClient, key: SigningKey) -> None:
    page = client.get("/verificar/sin-conexion").text
    worker = client.get("/verificar/sin-conexion.js")

    assert (key.public_keys[0] in page, "Convenio de adjudicaci" in page) == (True, True)
    assert 'data-worker="/verificar/sin-conexion.js"' in page
    assert (worker.mimetype, b"addEventListener" in worker.data) == ("text/javascript", True)


def test_the_list_of_void_documents_is_signed_and_in_the_page_that_is_kept(
    client: PageClient, session: Session, key: SigningKey
) -> None:
    scored = make_announced_contest(session)
    stands, gone = (make_document(session, scored, "agreement") for _ in range(2))
    make_void(
        session,
        act_of(scored.staff, NOON),
        contest_id=scored.contest.id,
        document_id=gone.id,
        reason="Se emitió dos veces.",
    )
    session.commit()

    token = client.get("/verificar/anulados.txt").text
    page = client.get("/verificar/sin-conexion").text

    signed, signature = parts_of(token)
    assert is_signed(signed, signature.hex(), key.public_keys[0])
    assert read_void_list(signed) == (NOON, (gone.data_sha256[:16],))
    assert stands.data_sha256[:16] != gone.data_sha256[:16]
    assert f'data-void-list="{token}"' in page


def test_a_portal_without_stamps_says_what_to_do(client: PageClient) -> None:
    page = client.get("/verificar/sin-conexion").text

    assert "Este portal no sella sus códigos QR" in page
    assert "stamp-check" not in page
    assert client.get("/verificar/claves.json").json["keys"] == []
    assert client.get("/verificar/anulados.txt").data == b""


def test_the_page_of_a_code_compares_the_stamp_with_the_record(
    session: Session, client: PageClient, key: SigningKey
) -> None:
    page = client.get("/verificar/ACDE-FGHJ-2345").text

    assert ('data-component="stamp-check"' in page, 'data-record=""' in page) == (True, True)
