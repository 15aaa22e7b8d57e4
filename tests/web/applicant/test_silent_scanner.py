"""A virus scanner that is mute, slow, or finds something: nobody waits for it, nobody is given what it did not see."""

import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.attachment_queries import held_files
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.quarantine_models import QuarantinedFile
from contest_portal.applications.receiving import receive_files
from contest_portal.cli.pending_scans import Scanned, scan_pending
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.scanner import LATER_PATIENCE, PATIENCE, Scan, Scanner
from tests.conftest import NOON
from tests.factories.applying import Village
from tests.factories.attachments import PDF_BYTES, make_image, open_here
from tests.page_client import PageClient
from tests.web.applicant.test_attachments import upload

ASK = """
import socket, sys
line = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
line.sendall(sys.stdin.buffer.read())
line.shutdown(socket.SHUT_WR)
sys.exit({b"OK": 0, b"FOUND": 1}.get(line.recv(9), 2))
"""


@dataclass
class Listening:
    """A scanner that listens on a port. `says`: OK or FOUND, at once; nothing at all while it is None."""

    says: bytes | None = None
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    lines: list[socket.socket] = field(default_factory=list)

    @property
    def scanner(self) -> Scanner:
        return Scanner(f"{sys.executable} -S -c '{ASK}' {self.listening.getsockname()[1]}")

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            self.lines.append(line)
            if self.says is not None:
                while line.recv(65536):
                    pass
                line.sendall(self.says)


@pytest.fixture
def daemon() -> Iterator[Listening]:
    daemon = Listening()
    threading.Thread(target=daemon.serve, daemon=True).start()
    yield daemon
    daemon.listening.close()
    for line in daemon.lines:
        line.close()


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft()
    session.commit()
    return draft


def look_again(app: Flask, scanner: Scanner) -> Scanned:
    kept = app.extensions
    return scan_pending(kept["database"], kept["storage"], scanner, kept["clock"])


def test_mute_scanner_holds_nobody_and_the_file_is_given_once_it_is_found_clean(
    app: Flask, representative: PageClient, session: Session, draft: Application, daemon: Listening
) -> None:
    app.extensions["scanner"] = replace(daemon.scanner, milliseconds=300)
    begun = time.monotonic_ns()
    status, _ = upload(representative, draft, PDF_BYTES)
    waited = (time.monotonic_ns() - begun) // 1_000_000
    page = f"/grupo/solicitudes/{draft.id}/anexos"
    file = f"{page}/{session.scalars(select(Attachment.id)).one()}"

    assert (status, PATIENCE, 300 <= waited < PATIENCE) == (303, 2000, True)
    assert "En revisión: el revisor de virus aún no responde" in representative.get(page).get_data(
        as_text=True
    )
    assert representative.get(file).status_code == 409

    away = look_again(app, Scanner("a-scanner-that-is-away"))
    daemon.says = b"OK"
    assert (away, look_again(app, daemon.scanner)) == (Scanned(0, 0, 1), Scanned(1, 0, 0))
    assert representative.get(file).data == PDF_BYTES
    session.expire_all()
    assert session.scalars(select(Attachment.scan)).all() == ["clean"]


def test_the_small_copy_is_locked_as_long_as_its_photo_and_the_page_says_what_to_do(
    app: Flask, representative: PageClient, session: Session, draft: Application
) -> None:
    app.extensions["scanner"] = Scanner("a-scanner-that-is-away")
    upload(representative, draft, make_image(), "foto.jpg")
    page = f"/grupo/solicitudes/{draft.id}/anexos"
    file = f"{page}/{session.scalars(select(Attachment.id)).one()}"

    def given() -> list[int]:
        return [representative.get(f"{file}{end}").status_code for end in ("", "/vista")]

    locked, shown, said = given(), representative.get(page).text, representative.read(f"{file}/vista")
    look_again(app, Scanner("true"))
    free, seen = given(), representative.get(page).text
    session.add(QuarantinedFile(sha256=session.scalars(select(Attachment.sha256)).one(), since=NOON))
    session.commit()
    look_again(app, Scanner("false"))

    assert (locked, free, given()) == ([409, 409], [200, 200], [409, 409])
    assert (f"{file}/vista" in shown, f"{file}/vista" in seen) == (False, True)
    assert "Archivo en revisión de virus" in said
    assert "Vuelva en unos minutos" in said
    assert f"{file}/vista" not in representative.get(page).text


def test_virus_found_later_locks_the_file_tells_the_group_and_is_noted(
    app: Flask, representative: PageClient, session: Session, draft: Application, daemon: Listening
) -> None:
    app.extensions["scanner"] = Scanner("a-scanner-that-is-away")
    upload(representative, draft, PDF_BYTES)
    daemon.says = b"FOUND"

    assert look_again(app, daemon.scanner) == Scanned(0, 1, 0)
    page = f"/grupo/solicitudes/{draft.id}/anexos"
    session.expire_all()
    file = session.scalars(select(Attachment)).one()
    assert (held_files([file]), representative.get(f"{page}/{file.id}").status_code) == ((), 409)
    assert "Un anexo fue retirado" in representative.get(page).get_data(as_text=True)
    noted = select(AuditRow.subject).where(AuditRow.action == "file.infected")
    assert session.scalars(noted).all() == [f"application:{draft.id}"]

    representative.post(f"{page}/{file.id}/quitar")
    status, said = upload(representative, draft, PDF_BYTES)  # the scanner of the portal is still away
    assert (status, "encontró algo peligroso" in said) == (422, True)
    assert look_again(app, daemon.scanner) == Scanned(0, 0, 0)


def test_all_files_of_a_request_wait_no_longer_than_one(daemon: Listening) -> None:
    scanner = Scanner(daemon.scanner.command, milliseconds=300)
    begun = time.monotonic_ns()
    files = receive_files([(PDF_BYTES, "uno.pdf")] * 8, opener=open_here, scanner=scanner)

    assert [file.scan for file in files] == [Scan.FAILED] * 8
    assert (time.monotonic_ns() - begun) // 1_000_000 < 8 * 300


def test_with_the_patience_of_later_the_same_scanner_holds_whoever_asks(daemon: Listening) -> None:
    patient = Scanner(daemon.scanner.command, milliseconds=LATER_PATIENCE)
    asking = threading.Thread(target=patient.scan, args=(PDF_BYTES,), daemon=True)
    asking.start()
    asking.join(600 / 1000)
    held = asking.is_alive()
    for line in daemon.lines:
        line.shutdown(socket.SHUT_RDWR)
    asking.join()

    assert held
