"""A store of files that does not answer: a page that says so, nothing stored by half, and whoever watches is told."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Attachment
from contest_portal.kernel.storage import Storage, shelf_at
from tests.factories.applying import Village
from tests.factories.attachments import PDF_BYTES
from tests.page_client import PageClient

pytest.importorskip("obstore")


def test_file_that_cannot_be_kept_is_asked_for_again_and_the_rest_goes_on(
    app: Flask, client: PageClient, village: Village, session: Session, tmp_path: Path
) -> None:
    draft = village.draft()
    session.commit()
    app.extensions["storage"] = Storage(tmp_path, shelf_at("s3://archivos?endpoint=http://127.0.0.1:9"))
    client.sign_in(village.representative.id)
    place = f"/grupo/solicitudes/{draft.id}/anexos"

    sent = client.post(
        place, data={"file": (BytesIO(PDF_BYTES), "perfil.pdf")}, content_type="multipart/form-data"
    )

    assert (sent.status_code, sent.headers["Retry-After"].isdigit()) == (503, True)
    assert "Lo que usted envió todavía no se guardó" in sent.get_data(as_text=True)
    assert session.scalar(select(func.count(Attachment.id))) == 0
    assert client.get(place).status_code == 200
    assert (client.get("/listo").status_code, client.get("/listo").json["storage"]) == (503, False)
