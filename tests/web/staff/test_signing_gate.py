"""The office issues nothing while nothing can sign it; what groups hand in is received all the same."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.queries import contest_documents
from contest_portal.config import Settings
from contest_portal.documents.models import Document, Series
from contest_portal.web.shared.signing_gate import ISSUES
from tests.factories.awards import make_awarded_contest
from tests.factories.tokens import SIGNER, plugged_token
from tests.page_client import PageClient
from tests.web.staff.test_documents import ACTA_FORM


def test_a_token_that_is_away_keeps_the_paper_and_its_number_until_it_is_back(
    session: Session,
    app: Flask,
    settings: Settings,
    client: PageClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    awarded = make_awarded_contest(session)
    session.commit()
    client.sign_in(awarded.staff.id)
    page = f"/oficina/concursos/{awarded.contest.id}/documentos"
    before = (session.query(Document).count(), session.scalars(select(Series.last)).all())
    with plugged_token(tmp_path, monkeypatch) as plug:
        app.extensions["settings"] = replace(settings, signing_token=plug.key)
        well = client.get(page).text
        plug.pull()
        refused = client.post(f"{page}/acta", data=ACTA_FORM)
        shown = client.get(page).text
        session.expire_all()
        meanwhile = (session.query(Document).count(), session.scalars(select(Series.last)).all())
        plug.plug()
        sent_again = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', refused.text))
        repeated = client.post(f"{page}/acta", data=sent_again)
        printed = client.get(page).text

    assert (refused.status_code, meanwhile) == (503, before)
    assert "El token con el que se firman los documentos no está conectado." in refused.text
    assert ["Por ahora no se puede firmar" in text for text in (well, shown, printed)] == [False, True, False]
    assert (repeated.status_code, SIGNER in printed) == (303, True)
    assert [one.kind for one in contest_documents(session, awarded.contest.id)] == ["acta"]


def test_what_the_office_issues_is_an_address_that_is_posted_to(app: Flask) -> None:
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}

    assert ISSUES - posted == set()
