"""Files that came with a contest go when their term is over: the hash stays, and what something else names too."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.awards.observation_models import ObservationFile
from contest_portal.cli.stored_files import missing_files
from contest_portal.documents.models import Document
from contest_portal.jury.models import Juror
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.storage import Storage, shelf_at
from contest_portal.privacy.models import RetentionRun
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.invariants import broken_invariants
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import make_user
from tests.factories.allocation import ScoredContest
from tests.factories.contests import make_contest
from tests.factories.intruders import take_the_guard_away
from tests.factories.observations import make_observation
from tests.factories.retention import make_ended_contest
from tests.factories.scoring import make_visit_photo
from tests.factories.sheet_papers import make_paper
from tests.page_client import PageClient

PAGE = "/oficina/datos-personales/retiro"
PHOTO, SMALL, ISSUED, SHARED = b"a photo", b"its small copy", b"also an issued paper", b"also sent elsewhere"


@pytest.fixture
def ended(app: Flask, session: Session) -> ScoredContest:
    """A contest that ended, whose first group sent a photo and two files that something else names too."""
    scored, storage = make_ended_contest(session), app.extensions["storage"]
    entry = session.scalars(select(Application.id).order_by(Application.id)).first()
    photo, small, issued, shared = (storage.put(one) for one in (PHOTO, SMALL, ISSUED, SHARED))
    for digest, preview in ((photo, small), (issued, None), (shared, None)):
        session.add(
            Attachment(
                application_id=entry,
                name=f"{digest[:8]}.jpg",
                media_type="image/jpeg",
                size=7,
                sha256=digest,
                original_sha256=digest,
                preview_sha256=preview,
                scan="absent",
                uploaded_at=NOON,
                uploaded_by=scored.staff.id,
            )
        )
    take_the_guard_away(session, "document")
    session.scalars(select(Document).order_by(Document.id)).first().file_sha256 = issued
    session.refresh(scored.contest, ["office"])
    other = make_contest(session, scored.contest.office, scored.staff)
    session.add(
        PaperEntry(
            contest_id=other.id,
            group_id=None,
            received_at=NOON,
            noted_at=NOON,
            received_by=scored.staff.id,
            sheets=1,
            scan_sha256=shared,
            scan_type="application/pdf",
        )
    )
    session.commit()
    return scored


def approve(client: PageClient, session: Session, scored: ScoredContest, clock: StandingClock) -> str:
    """Propose and approve, ten years later."""
    other = make_user(session, Role.STAFF)
    session.commit()
    clock.instant += timedelta(days=365 * 10 + 3)
    client.sign_in(scored.staff.id)
    client.post(PAGE, data={"motivo": "Se cumplió el plazo de guarda."})
    run = session.scalars(select(RetentionRun.id)).one()
    client.sign_in(other.id)
    return client.post(f"{PAGE}/{run}/aprobar", data={"version": "1"}, follow_redirects=True).text


def test_files_go_and_pages_say_so_and_all_that_is_proven_still_is(
    app: Flask, client: PageClient, session: Session, clock: StandingClock, ended: ScoredContest
) -> None:
    storage: Storage = app.extensions["storage"]
    session.refresh(ended.contest, ["office"])
    before, files = bundle_of(session, ended.contest), session.scalars(select(Attachment.sha256)).all()

    page = approve(client, session, ended, clock)
    session.expire_all()

    held = [storage.get(digest) for digest in sorted(storage.digests())]
    assert ("Los datos se retiraron" in page, sorted(held)) == (True, [ISSUED, SHARED])
    assert session.scalars(select(Attachment.sha256)).all() == files
    assert (broken_invariants(session), verify_chain(session)[1]) == ((), None)
    session.refresh(ended.contest, ["office"])
    assert bundle_of(session, ended.contest).bundle_sha256 == before.bundle_sha256
    assert not any(one.startswith("attachment") for one in missing_files(session, storage))
    photo = session.scalars(select(Attachment).order_by(Attachment.id)).first()
    for place in ("", "/vista"):
        answer = client.get(f"/oficina/solicitudes/{photo.application_id}/anexos/{photo.id}{place}")
        assert (answer.status_code, "Archivo retirado por plazo" in answer.text) == (410, True)
    listed = client.get(f"/oficina/solicitudes/{photo.application_id}").text
    links = [
        f"/anexos/{one.id}" in listed for one in session.scalars(select(Attachment).order_by(Attachment.id))
    ]
    assert ("Retirado por plazo el 23 de noviembre de 2036, acto de retiro n.° 1" in listed, links) == (
        True,
        [False, True, True],
    )
    assert "Ningún dato cumplió su plazo todavía" in client.get(PAGE).text


def test_what_could_not_be_removed_then_is_removed_later(
    app: Flask,
    client: PageClient,
    session: Session,
    clock: StandingClock,
    ended: ScoredContest,
    tmp_path: Path,
) -> None:
    pytest.importorskip("obstore")
    here: Storage = app.extensions["storage"]
    app.extensions["storage"] = Storage(tmp_path, shelf_at("s3://archivos?endpoint=http://127.0.0.1:9"))

    page = approve(client, session, ended, clock)
    kept = len([*here.digests()])
    app.extensions["storage"] = here
    later = [app.test_cli_runner().invoke(args=["files", "remove-withdrawn"]).output for _ in range(2)]

    assert ("Los archivos no se pudieron borrar todavía" in page, kept) == (True, 4)
    assert [one.splitlines()[-1] for one in later] == ["removed: 2 files", "removed: 0 files"]
    assert len([*here.digests()]) == 2
    removed = select(AuditRow.actor_id, AuditRow.data).where(AuditRow.action == "retention.files_removed")
    assert session.execute(removed).all() == [(None, '{"files":2}')]


def test_whatever_links_to_a_withdrawn_file_says_when_and_by_which_act(
    app: Flask, client: PageClient, session: Session, clock: StandingClock
) -> None:
    scored, storage = make_ended_contest(session), app.extensions["storage"]
    digests = [storage.put(one) for one in (b"form", b"sheet", b"evidence")]
    pages = name_files(session, scored, digests, storage)
    linked = [address in client_text(client, scored, page) for page, address in pages]
    assert linked == [True] * 4

    approve(client, session, scored, clock)

    note = "Retirado por plazo el 23 de noviembre de 2036, acto de retiro n.° 1"
    for page, address in pages:
        text = client_text(client, scored, page)
        assert (note in text, address in text) == (True, False), page
        assert client.get(address).status_code == 410
    assert [*storage.digests()] == []


def client_text(client: PageClient, scored: ScoredContest, page: str) -> str:
    client.sign_in(scored.staff.id)
    return client.get(page).text


def name_files(
    session: Session, scored: ScoredContest, digests: list[str], storage: Storage
) -> list[tuple[str, str]]:
    """Let rows of other kinds than attachments name a file; give its page and the address of the file."""
    form, sheet, evidence = digests
    entry, office = scored.groups["Sumaq Kuy"], scored.staff
    photo = make_visit_photo(session, entry, office, storage)
    entered = PaperEntry(
        contest_id=scored.contest.id,
        group_id=entry.group_id,
        received_at=NOON,
        noted_at=NOON,
        received_by=office.id,
        sheets=1,
        scan_sha256=form,
        scan_type="application/pdf",
    )
    juror = session.scalars(select(Juror)).one()
    paper = make_paper(session, juror, entry, office, state="received")
    paper.scan_sha256, paper.scan_type = sheet, "image/jpeg"
    document = session.scalars(select(Document.id).order_by(Document.id).limit(1)).one()
    observed = make_observation(session, scored)
    observed.state, observed.outcome, observed.answer, observed.answer_id = (
        "rejected",
        "reject",
        "No.",
        document,
    )
    observed.proposed_by, observed.proposed_at = scored.secretary.id, NOON
    observed.decided_by, observed.decided_at = office.id, NOON
    session.add_all(
        [
            entered,
            ObservationFile(
                observation_id=observed.id,
                number=1,
                name="prueba-1.pdf",
                media_type="application/pdf",
                size=8,
                sha256=evidence,
                original_sha256=evidence,
                scan="absent",
            ),
        ]
    )
    session.commit()
    visits = f"/oficina/concursos/{scored.contest.id}/evaluacion"
    return [
        (f"{visits}/visita/{entry.id}/FIELD", f"{visits}/fotos/{entry.id}/{photo.id}"),
        (f"/oficina/papel/{entered.id}", f"/oficina/papel/{entered.id}/escaneo"),
        (f"/oficina/ficha-papel/{paper.id}", f"/oficina/ficha-papel/{paper.id}/escaneo"),
        (f"/oficina/observaciones/{observed.id}", f"/oficina/observaciones/{observed.id}/archivos/1"),
    ]
