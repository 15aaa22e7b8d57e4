"""Forms on paper through the pages of the office."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.paper_queries import paper_view
from contest_portal.applications.rules.paper import Place
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.storage import Storage
from tests.conftest import StandingClock
from tests.documents.papers import page_texts
from tests.factories.accounts import make_user
from tests.factories.attachments import PDF_BYTES
from tests.factories.contests import CLOSES
from tests.factories.papers import TRUE, Counter, make_counter
from tests.factories.profile_forms import ASKING
from tests.page_client import PageClient, words
from tests.web.staff.form_reading import untouched

RECEPTION = {"received_at": "2026-11-23T09:00", "sheets": "9"}


@pytest.fixture
def counter(session: Session, settings) -> Counter:  # type: ignore[no-untyped-def]
    counter = make_counter(session, Storage(Path(settings.storage_dir)))
    session.commit()
    return counter


@pytest.fixture
def first(client: PageClient, counter: Counter) -> PageClient:
    return client.sign_in(counter.first.id)


def address(paper: PaperEntry, page: str = "") -> str:
    return f"/oficina/papel/{paper.id}{page}"


def files(sent: dict[str, str | bytes]) -> dict[str, object]:
    """Send bytes as a file."""
    return {
        name: (BytesIO(value), "papel.pdf") if isinstance(value, bytes) else value
        for name, value in sent.items()
    }


def received(counter: Counter) -> PaperEntry:
    paper = counter.receive()
    counter.session.commit()
    return paper


def compared(counter: Counter) -> PaperEntry:
    paper = counter.typed_twice()
    counter.session.commit()
    return paper


def test_a_paper_is_received_with_its_scan_and_the_group_gets_a_slip(
    first: PageClient, counter: Counter, session: Session
) -> None:
    contest_id = counter.village.contest.id
    scan = PDF_BYTES

    answer = first.post(
        f"/oficina/concursos/{contest_id}/papel/recibir",
        data={**RECEPTION, "group": str(counter.group.id), "scan": (BytesIO(scan), "papel.pdf")},
    )

    assert answer.status_code == 303, words(answer.text)
    paper = session.scalars(select(PaperEntry)).one()
    slip = " ".join(page_texts(first.post(address(paper, "/cargo")).data))
    listed = words(first.get(f"/oficina/concursos/{contest_id}/papel").text)
    assert (answer.status_code, answer.location) == (303, address(paper))
    assert paper.scan_sha256 == sha256_hex(scan)
    assert [text in slip for text in ("CARGO N.° 0001-2026", "Sumaq Kuy", "09:00", "Nilda Poma Soto")] == [
        True
    ] * 4
    assert paper.scan_sha256 in slip.replace(" ", "")
    assert first.get(address(paper, "/escaneo")).data == scan
    assert "Sumaq Kuy Por transcribir" in listed


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"group": ""}, "Elija el grupo."),
        ({"received_at": "2026-11-28T17:00"}, "La hora de recepción todavía no llega."),
        ({"sheets": "0"}, "de 1 a 200"),
        ({"scan": b"MZ\x90\x00"}, "PDF"),
    ],
    ids=["no group", "ahead", "no sheets", "no scan"],
)
def test_what_is_wrong_with_a_reception_stands_beside_it(first, counter, sent, said) -> None:  # type: ignore[no-untyped-def]
    answer = first.post(
        f"/oficina/concursos/{counter.village.contest.id}/papel/recibir",
        data={**RECEPTION, "group": str(counter.group.id), **files(sent)},
    )

    assert (answer.status_code, said in words(answer.text)) == (422, True)


def test_the_list_says_what_to_do_when_it_is_empty_and_can_be_taken_away(
    first: PageClient, counter: Counter
) -> None:
    place = f"/oficina/concursos/{counter.village.contest.id}/papel"
    empty = words(first.get(place).text)

    received(counter)

    rows = first.get(f"{place}.csv").text.splitlines()
    assert "Imprima el formulario en blanco" in empty
    assert (len(rows), "Sumaq Kuy" in rows[1], "Por transcribir" in rows[1]) == (2, True, True)


def test_each_types_apart_and_sees_nothing_of_the_other(
    client: PageClient, counter: Counter, session: Session
) -> None:
    paper = received(counter)
    client.sign_in(counter.first.id)
    begun = client.post(address(paper, "/empezar"))
    saved = client.post(
        begun.location,
        data={"version": "1", "title": "Cuyes de Lircay", "category_code": "IDEA", "line_code": "cuyes"},
    )

    client.sign_in(counter.second.id)
    client.post(address(paper, "/empezar"))
    seen = client.get(begun.location).text + client.get(address(paper)).text

    assert (begun.location, saved.location) == (
        address(paper, "/transcribir/negocio"),
        address(paper, "/transcribir/situacion"),
    )
    assert paper_view(session, paper.id).typings[Place.FIRST].draft.choice.title == "Cuyes de Lircay"
    assert ("Cuyes de Lircay" in seen, client.get(address(paper, "/diferencias")).status_code) == (False, 409)


@pytest.mark.parametrize("slug", ["negocio", "bienes-propios", "compras", "aporte", "presupuesto", "s1"])
def test_every_kind_of_section_can_be_typed(client, session, settings, slug) -> None:  # type: ignore[no-untyped-def]
    counter = make_counter(session, Storage(Path(settings.storage_dir)), rulebook=ASKING)
    paper = counter.receive()
    counter.type_some(paper, counter.first)
    session.commit()
    client.sign_in(counter.first.id)
    before = paper_view(session, paper.id).typings[Place.FIRST]
    page = client.get(address(paper, f"/transcribir/{slug}"))

    answer = client.post(address(paper, f"/transcribir/{slug}"), data=untouched(page.text))

    session.expire_all()
    assert answer.status_code == 303
    assert paper_view(session, paper.id).typings[Place.FIRST].draft == before.draft == TRUE


def test_a_typing_is_finished_with_one_button(first: PageClient, counter: Counter, session: Session) -> None:
    paper = counter.receive()
    counter.type_some(paper, counter.first)
    session.commit()

    answer = first.post(address(paper, "/terminar"))

    said = words(first.get(address(paper)).text)
    assert answer.status_code == 303
    assert ("Usted terminó." in said, "Transcripción 1: Nilda Poma Soto, terminada" in said) == (True, True)


def test_differences_stand_side_by_side_for_a_third_look(client: PageClient, counter: Counter) -> None:
    paper = compared(counter)
    client.sign_in(counter.third.id)

    said = words(client.get(address(paper, "/diferencias")).text)

    assert "Cuyes de carne para la feria de Lircay Cuyes de carne" in said
    assert "S/\u00a0150.00 S/\u00a0155.00" in said or "S/ 150.00 S/ 155.00" in said
    assert "Cuántas" not in said


def test_a_typist_is_told_that_somebody_else_decides(first: PageClient, counter: Counter) -> None:
    paper = compared(counter)

    page, answer = first.get(address(paper)), first.get(address(paper, "/diferencias"))

    assert ("las decide otra persona" in words(page.text), answer.status_code) == (True, 409)


def test_the_third_look_chooses_writes_and_submits(
    client: PageClient, counter: Counter, session: Session
) -> None:
    paper = compared(counter)
    client.sign_in(counter.third.id)
    client.post(address(paper, "/diferencias"), data={"title": "2"})
    half = words(client.get(address(paper)).text)
    page = client.get(address(paper, "/diferencias/compras"))
    written = client.post(
        address(paper, "/diferencias/compras"),
        data={**untouched(page.text), "goods-0-unit_cost": "150", "version": "1"},
    )

    answer = client.post(address(paper, "/presentar"))

    application = session.scalars(select(Application)).one()
    said = words(client.get(address(paper)).text)
    assert ("Falta decidir 1 diferencia." in half, written.location) == (True, address(paper, "/diferencias"))
    assert (answer.location, application.title) == (
        f"/oficina/solicitudes/{application.id}",
        "Cuyes de carne",
    )
    assert "Nombre del negocio: vale la segunda (Aurelio Taipe" in said
    assert (
        "Bienes por comprar con el fondo, fila 1: Costo de cada uno: escrito de nuevo (Aurelio Taipe" in said
    )


def test_a_broken_rule_is_said_and_nothing_goes_in(
    client: PageClient, counter: Counter, session: Session
) -> None:
    counter.group = counter.village.group(name="Iskay", households=2)
    paper = counter.typed_twice(TRUE, TRUE)
    session.commit()
    client.sign_in(counter.third.id)

    answer = client.post(address(paper, "/presentar"))

    assert (answer.status_code, session.scalars(select(Application)).all()) == (422, [])


def test_after_the_days_for_typing_the_page_says_so(
    client: PageClient, counter: Counter, clock: StandingClock
) -> None:
    paper = received(counter)
    clock.set(CLOSES + timedelta(days=3))
    client.sign_in(counter.first.id)

    page, answer = client.get(address(paper)), client.post(address(paper, "/empezar"))

    assert ("ya no entra al concurso" in words(page.text), answer.status_code) == (True, 409)


def test_an_auditor_reads_who_did_what_and_changes_nothing(client: PageClient, counter: Counter) -> None:
    paper = compared(counter)
    auditor = make_user(counter.session, Role.AUDITOR)
    counter.session.commit()
    client.sign_in(auditor.id)

    page = client.get(address(paper))

    assert (page.status_code, "Comparar y decidir" in page.text, "Rosa Ñahui" in page.text) == (
        200,
        False,
        True,
    )
    assert client.post(address(paper, "/presentar")).status_code == 403
