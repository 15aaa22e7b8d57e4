"""A file that arrives in pieces over a bad line."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.rules.attachments import MAX_BYTES, PIECE_BYTES
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.storage import Storage, shelf_at
from tests.bucket import KEYS, make_bucket
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.applying import Village
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES
from tests.factories.contests import CLOSES
from tests.page_client import PageClient

HALF = len(PDF_BYTES) // 2


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft()
    session.commit()
    return draft


class Line:
    """What the script of the page does, piece by piece."""

    def __init__(self, client: PageClient, draft: Application, content: bytes = PDF_BYTES) -> None:
        self._client, self._content = client, content
        self._address = f"/grupo/solicitudes/{draft.id}/anexos/cargas/{sha256_hex(content)}"

    def ask(self) -> TestResponse:
        return self._client.get(self._address)

    def send(self, start: int, end: int | None = None) -> TestResponse:
        return self._client.post(
            f"{self._address}?desde={start}",
            data=self._content[start:end],
            content_type="application/octet-stream",
        )

    def finish(self, name: str = "perfil.pdf") -> TestResponse:
        return self._client.post(f"{self._address}/fin", data={"name": name})


def kept(session: Session) -> list[tuple[str, str]]:
    session.expire_all()
    return [(row.name, row.original_sha256) for row in session.scalars(select(Attachment))]


def waiting(app: Flask) -> list[Path]:
    root = Path(app.extensions["storage"].root)
    return [path for path in root.with_name(f"{root.name}-waiting").rglob("*") if path.is_file()]


def test_a_file_comes_in_pieces_goes_on_after_a_cut_and_is_said_to_be_stored_twice(
    representative: PageClient, draft: Application, session: Session, app: Flask
) -> None:
    line = Line(representative, draft)

    told = [
        line.ask(),
        line.send(0, HALF),
        line.send(0, HALF),
        line.ask(),
        line.send(HALF + 7),
        line.send(HALF),
        line.finish(),
        line.finish(),
        line.ask(),
    ]

    assert [(answer.status_code, answer.get_json()) for answer in told] == [
        (200, {"state": "waiting", "offset": 0}),
        (200, {"offset": HALF}),
        (200, {"offset": HALF}),
        (200, {"state": "waiting", "offset": HALF}),
        (200, {"offset": HALF}),
        (200, {"offset": len(PDF_BYTES)}),
        *[(200, {"state": "stored"})] * 3,
    ]
    assert (kept(session), waiting(app)) == ([("anexo-1.pdf", sha256_hex(PDF_BYTES))], [])
    assert "El archivo quedó en la solicitud." in representative.read(f"/grupo/solicitudes/{draft.id}/anexos")


def test_what_did_not_come_whole_is_asked_for_again(
    representative: PageClient, draft: Application, session: Session, app: Flask
) -> None:
    line = Line(representative, draft)
    line.send(0, HALF)

    early, nothing = line.finish(), line.finish()

    assert [(answer.status_code, answer.get_json()) for answer in (early, nothing)] == [
        (409, {"state": "again"})
    ] * 2
    assert (kept(session), waiting(app)) == ([], [])


def test_what_is_not_sound_is_refused_with_the_reason_and_leaves_nothing(
    representative: PageClient, draft: Application, session: Session, app: Flask
) -> None:
    line = Line(representative, draft, JPEG_BYTES)
    line.send(0)

    answer = line.finish("foto.svg")

    assert (answer.status_code, answer.get_json()["state"]) == (422, "refused")
    assert "El nombre termina en «.svg»" in answer.get_json()["message"]
    assert (kept(session), waiting(app)) == ([], [])


def test_too_large_a_piece_or_file_is_refused(representative: PageClient, draft: Application) -> None:
    address = f"/grupo/solicitudes/{draft.id}/anexos/cargas/{'a' * 64}"
    beyond = representative.post(f"{address}?desde={MAX_BYTES}", data=b"x")
    large = representative.post(f"{address}?desde=0", data=b"x" * (PIECE_BYTES + 1))

    assert (beyond.status_code, large.status_code) == (422, 413)
    assert "pesa más de 10 MB" in beyond.get_json()["message"]


def test_nothing_is_taken_in_once_the_call_is_closed(
    representative: PageClient, draft: Application, session: Session, app: Flask, clock: StandingClock
) -> None:
    line = Line(representative, draft)
    line.send(0)
    clock.set(CLOSES)

    answers = [line.send(0), line.finish()]

    assert [(answer.status_code, answer.get_json()["state"]) for answer in answers] == [(409, "closed")] * 2
    assert "cerró el 28/11/2026 17:00" in answers[1].get_json()["message"]
    assert (kept(session), waiting(app)) == ([], [])


def test_others_and_odd_names_find_nothing(
    client: PageClient, draft: Application, session: Session, app: Flask
) -> None:
    stranger = make_user(session, Role.REPRESENTATIVE)
    session.commit()
    line = Line(client.sign_in(stranger.id), draft)

    statuses = [answer.status_code for answer in (line.ask(), line.send(0), line.finish())]

    assert (statuses, waiting(app)) == ([404] * 3, [])


@pytest.mark.parametrize("name", ["..%2f..%2fportal.sqlite", "A" * 64, "a" * 63, "٣" * 64])
def test_only_a_hash_names_an_upload(representative: PageClient, draft: Application, name: str) -> None:
    address = f"/grupo/solicitudes/{draft.id}/anexos/cargas/{name}"

    assert {representative.get(address).status_code, representative.post(address).status_code} == {404}


def test_pieces_come_to_two_servers_that_share_a_bucket_alone(
    representative: PageClient,
    draft: Application,
    session: Session,
    app: Flask,
    tmp_path: Path,
    bucket_place: str,
) -> None:
    line, shelf = Line(representative, draft), shelf_at(make_bucket(bucket_place), **KEYS)
    servers = [Storage(tmp_path / name / "files", shelf) for name in ("one", "two")]
    told = []
    for number, step in enumerate(
        (lambda: line.send(0, HALF), line.ask, lambda: line.send(HALF), line.finish)
    ):
        app.extensions["storage"] = servers[number % 2]
        told.append(step().json)

    assert told == [
        {"offset": HALF},
        {"state": "waiting", "offset": HALF},
        {"offset": len(PDF_BYTES)},
        {"state": "stored"},
    ]
    assert kept(session) == [("anexo-1.pdf", sha256_hex(PDF_BYTES))]
    assert (list(tmp_path.glob("*/files-waiting")), shelf.for_pieces and shelf.for_pieces.pieces("")) == (
        [],
        (),
    )
