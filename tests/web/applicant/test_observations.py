"""A group observes its result on its page; before the announcement and after the window it cannot."""

from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.observation_models import Observation
from contest_portal.web.shared.security import TAKEN_AWAY
from tests.conftest import StandingClock
from tests.factories.attachments import HEIC_BYTES, JPEG_BYTES, PDF_BYTES, sound
from tests.factories.observations import WORDS, make_observation, representative_of
from tests.factories.publication import make_announced_contest, make_ready_contest
from tests.page_client import PageClient, words


def test_a_group_files_an_observation_and_gets_its_receipt(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    owner = representative_of(session, scored, "Allin Ruway").id
    session.commit()
    client.sign_in(owner)
    address = f"/grupo/solicitudes/{scored.groups['Allin Ruway'].id}/observaciones"

    empty = client.read(address)
    refused = client.post(address, data={"about": "", "text": "Corto"})
    filed = client.post(address, data={"about": "FIELD/F1", "text": WORDS}, follow_redirects=True).text
    receipt = client.post(f"{address}/1/cargo")

    assert "El grupo no presentó ninguna observación" in empty
    assert "Se reciben hasta el 26/11/2026, al final del día" in empty
    assert (refused.status_code, "Elija qué observa." in refused.text) == (422, True)
    assert "CARGO DE OBSERVACIÓN N.° 001-2026-UT-HUANCAVELICA" in words(filed)
    assert ("En revisión" in filed, WORDS in filed) == (True, True)
    assert (receipt.status_code, receipt.data[:5]) == (200, b"%PDF-")


def test_after_the_window_the_page_says_when_it_was(
    client: PageClient, session: Session, clock: StandingClock
) -> None:
    scored = make_announced_contest(session)
    make_observation(session, scored)
    owner = representative_of(session, scored, "Allin Ruway").id
    session.commit()
    client.sign_in(owner)
    address = f"/grupo/solicitudes/{scored.groups['Allin Ruway'].id}/observaciones"

    clock.advance(days=4)
    page = client.get(address).text
    refused = client.post(address, data={"about": "allocation", "text": WORDS})

    assert ("terminó el 26/11/2026 al final del día" in page, "<textarea" in page) == (True, False)
    assert (refused.status_code, "terminó el 26/11/2026" in refused.text) == (422, True)


def test_before_the_announcement_there_is_no_page(client: PageClient, session: Session) -> None:
    scored = make_ready_contest(session)
    owner = representative_of(session, scored, "Sumaq Kuy").id
    session.commit()
    client.sign_in(owner)
    application = f"/grupo/solicitudes/{scored.groups['Sumaq Kuy'].id}"

    answer = client.get(f"{application}/observaciones")

    assert (answer.status_code, answer.location) == (303, application)


def test_files_go_with_it_and_are_read_by_the_group_and_by_whoever_answers(
    client: PageClient, session: Session
) -> None:
    scored = make_announced_contest(session)
    owner = representative_of(session, scored, "Allin Ruway").id
    session.commit()
    client.sign_in(owner)
    address = f"/grupo/solicitudes/{scored.groups['Allin Ruway'].id}/observaciones"

    def file(*files: tuple[bytes, str]) -> tuple[int, str]:
        answer = client.post(
            address,
            data={
                "about": "FIELD/F1",
                "text": WORDS,
                "files": [(BytesIO(content), name) for content, name in files],
            },
            content_type="multipart/form-data",
        )
        return answer.status_code, answer.text

    odd = file((PDF_BYTES, "acta.pdf"), (HEIC_BYTES, "foto.heic"))
    twice = file((PDF_BYTES, "acta.pdf"), (PDF_BYTES, "copia.pdf"))
    many = file(*[(PDF_BYTES, "acta.pdf")] * 4)
    stored = session.scalars(select(Observation)).all()
    kept = file((PDF_BYTES, "acta.pdf"), (JPEG_BYTES, "corral.jpg"))
    page = client.read(address)
    own = client.get(f"{address}/1/archivos/2")
    none = client.get(f"{address}/1/archivos/3")
    receipt = client.post(f"{address}/1/cargo")
    client.sign_in(scored.staff.id)
    shown = client.read("/oficina/observaciones/1")
    read = client.get("/oficina/observaciones/1/archivos/1")

    assert [odd[0], twice[0], many[0], kept[0]] == [422, 422, 422, 303]
    assert ("HEIC" in odd[1], "dos veces el mismo archivo" in twice[1]) == (True, True)
    assert ("3 archivos como máximo" in many[1], stored) == (True, [])
    assert ("prueba-1.pdf" in page, "prueba-2.jpg" in page) == (True, True)
    assert (own.data, none.status_code, receipt.status_code) == (sound(JPEG_BYTES).content, 404, 200)
    assert ("prueba-2.jpg" in shown, read.data, read.headers["Content-Security-Policy"]) == (
        True,
        PDF_BYTES,
        TAKEN_AWAY,
    )
