"""Review, sending, receipt, taking back: through the pages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow, verify_chain
from tests.conftest import StandingClock
from tests.documents.papers import page_texts
from tests.factories.applying import Village
from tests.factories.contests import CLOSES
from tests.factories.profiles import PROFILE
from tests.page_client import PageClient
from tests.query_count import counted_queries


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft()
    session.commit()
    return draft


def address(draft: Application, page: str = "") -> str:
    return f"/grupo/solicitudes/{draft.id}{page}"


def send(client: PageClient, draft: Application, **fields: str) -> tuple[int, str]:
    data = {"version": str(draft.version), "agreed": "y", **fields}
    response = client.post(address(draft, "/revisar"), data=data)
    return response.status_code, response.get_data(as_text=True)


def state(session: Session, draft: Application) -> str:
    session.expire_all()
    return session.get_one(Application, draft.id).state


def test_an_application_is_started_from_the_page_of_a_group(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group()
    session.commit()

    response = representative.post(
        f"/grupo/concursos/{village.contest.id}/postular", data={"group_id": str(group.id)}
    )

    started = session.scalars(select(Application)).one()
    assert (response.status_code, response.location) == (303, f"/grupo/solicitudes/{started.id}")


@pytest.mark.parametrize("group_id", ["", "abc", "999999", "9" * 30])
def test_a_group_that_does_not_exist_starts_nothing(
    representative: PageClient, village: Village, group_id: str
) -> None:
    response = representative.post(
        f"/grupo/concursos/{village.contest.id}/postular", data={"group_id": group_id}
    )

    assert response.status_code == 404


def test_the_overview_says_of_each_part_what_is_missing(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft(profile=replace(PROFILE, goods=(), assets=()))
    session.commit()

    text = representative.get(address(draft)).get_data(as_text=True)

    assert "Faltan 5 días." in text
    assert "Agregue al menos un bien que el grupo va a comprar." in text
    assert [word in text for word in ("Listo", "Falta", "Opcional")] == [True] * 3


def test_the_review_links_every_problem_to_its_part(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft(village.group(households=2), profile=replace(PROFILE, goods=()))
    session.commit()

    text = representative.get(address(draft, "/revisar")).get_data(as_text=True)

    assert f'<a href="{address(draft, "/compras")}">Bienes por comprar</a>: Agregue al menos un bien' in text
    assert f'<a href="/grupo/grupos/{draft.group_id}">El grupo</a>: El grupo reúne 2 hogares' in text
    assert "Enviar la solicitud</button>" not in text


def test_a_whole_application_is_received_with_its_receipt(
    representative: PageClient, session: Session, draft: Application
) -> None:
    representative.get(address(draft, "/revisar"))

    status, answer = send(representative, draft)

    page = representative.get(address(draft)).get_data(as_text=True)
    sent = session.get_one(Application, draft.id, populate_existing=True)
    assert (status, sent.state) == (200, "submitted")
    for shown in (answer, page):
        wanted = (sent.code, sent.content_sha256, "CONSTANCIA N.° 0001")
        assert [words in shown for words in wanted] == [True] * 3
    assert "Descargar la constancia (PDF)" in page


def test_the_box_must_be_ticked(representative: PageClient, session: Session, draft: Application) -> None:
    response = representative.post(address(draft, "/revisar"), data={"version": str(draft.version)})

    assert (response.status_code, state(session, draft)) == (422, "draft")
    assert "Marque la casilla" in response.get_data(as_text=True)


def test_an_application_with_problems_is_refused_with_all_of_them(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft(profile=empty_profile())
    session.commit()

    status, text = send(representative, draft)

    assert (status, state(session, draft)) == (422, "draft")
    assert "Escriba cuánto solicita el grupo." in text


def test_one_minute_late_is_refused_and_the_draft_is_kept(
    representative: PageClient, session: Session, draft: Application, clock: StandingClock
) -> None:
    clock.set(CLOSES + timedelta(minutes=1))

    status, text = send(representative, draft)

    assert (status, state(session, draft)) == (409, "draft")
    assert "El plazo de la convocatoria ya terminó: cerró el 28/11/2026 17:00, hora de Lima." in text
    assert session.scalars(select(AuditRow.action)).all() == ["access.denied"]


def test_a_clock_that_was_set_back_receives_and_takes_back_nothing(
    representative: PageClient, session: Session, draft: Application, clock: StandingClock
) -> None:
    clock.set(CLOSES + timedelta(minutes=1))
    send(representative, draft)  # is noted
    clock.set(CLOSES - timedelta(hours=3))

    status, text = send(representative, draft)
    withdrawn = representative.post(address(draft, "/retirar"))

    assert (status, withdrawn.status_code, state(session, draft)) == (409, 409, "draft")
    assert "El reloj del portal está atrasado: marca el 28/11/2026 14:00" in text
    assert "El reloj del portal está atrasado" in withdrawn.text


def test_the_page_after_the_deadline_has_no_button(
    representative: PageClient, draft: Application, clock: StandingClock
) -> None:
    clock.set(CLOSES)

    text = representative.get(address(draft, "/revisar")).get_data(as_text=True)

    assert "Enviar la solicitud</button>" not in text
    assert "El plazo terminó." in text


def test_what_changed_since_it_was_read_is_not_sent(
    representative: PageClient, session: Session, draft: Application
) -> None:
    status, text = send(representative, draft, version=str(draft.version - 1))

    assert (status, state(session, draft)) == (409, "draft")
    assert "Lea otra vez lo que está guardado ahora" in text


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}, {"version": "-1"}], ids=str)
def test_nothing_is_sent_without_the_version_that_was_read(
    representative: PageClient, session: Session, draft: Application, version: dict[str, str]
) -> None:
    response = representative.post(address(draft, "/revisar"), data={"agreed": "y", **version})

    assert (response.status_code, state(session, draft)) == (409, "draft")


def test_sending_twice_leads_to_what_was_received(
    representative: PageClient, session: Session, draft: Application
) -> None:
    shown = str(draft.version)
    send(representative, draft)

    response = representative.post(address(draft, "/revisar"), data={"version": shown, "agreed": "y"})

    assert (response.status_code, "CONSTANCIA N.° 0001-2026" in response.text) == (200, True)
    assert len(session.scalars(select(Document)).all()) == 1


def test_sending_asks_little_while_hundreds_wait_behind_it(
    representative: PageClient, session: Session, draft: Application
) -> None:
    with counted_queries(session) as counted:
        send(representative, draft)

    assert state(session, draft) == "submitted"
    assert 0 < counted.total <= 25


def test_who_has_sent_is_told_so_on_a_page_that_hundreds_can_ask_for_at_once(
    representative: PageClient, session: Session, draft: Application
) -> None:
    early = representative.get(address(draft, "/recibida"))
    send(representative, draft)
    sent = session.get_one(Application, draft.id, populate_existing=True)

    with counted_queries(session) as counted:
        page = representative.read(address(draft, "/recibida"))

    wanted = ("La solicitud fue recibida", sent.code, "CONSTANCIA N.° 0001-2026", sent.content_sha256)
    assert [str(words) in page for words in wanted] == [True] * len(wanted)
    assert 0 < counted.total <= 6
    representative.post(address(draft, "/retirar"))
    late = representative.get(address(draft, "/recibida"))
    assert [(one.status_code, one.location) for one in (early, late)] == [(303, address(draft))] * 2


def test_the_receipt_is_a_pdf_that_says_what_was_received(
    representative: PageClient, session: Session, draft: Application
) -> None:
    send(representative, draft)

    first = representative.post(address(draft, "/constancia"))
    again = representative.post(address(draft, "/constancia"))

    sent = session.get_one(Application, draft.id, populate_existing=True)
    text = " ".join(page_texts(first.get_data()))
    assert (first.mimetype, first.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert first.headers["Content-Disposition"] == f'attachment; filename="constancia-{sent.code}.pdf"'
    assert first.get_data() == again.get_data()
    wanted = (
        "CONSTANCIA N.° 0001-2026-UT-HUANCAVELICA",
        "Sumaq Kuy",
        sent.code,
        "S/ 10,000.00",
        "Delia Apellido",
    )
    assert [words in text for words in wanted] == [True] * len(wanted)
    assert sent.content_sha256[:8] in text


def test_hostile_names_are_only_text_in_the_receipt(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group(name="${7*7} <%= 7*7 %> {{7*7}}")
    draft = village.draft(group, profile=replace(PROFILE, summary='<img src="file:///etc/hostname">'))
    session.commit()
    send(representative, draft)

    text = " ".join(page_texts(representative.post(address(draft, "/constancia")).get_data()))

    assert "${7*7} <%= 7*7 %> {{7*7}}" in text


def test_there_is_no_receipt_before_sending(representative: PageClient, draft: Application) -> None:
    assert representative.post(address(draft, "/constancia")).status_code == 404


def test_taken_back_corrected_and_sent_again(
    representative: PageClient, session: Session, draft: Application
) -> None:
    send(representative, draft)

    back = representative.post(address(draft, "/retirar"))
    page = representative.get(address(draft)).get_data(as_text=True)
    reopened = representative.post(address(draft, "/reabrir"))
    session.expire_all()
    status, _ = send(representative, session.get_one(Application, draft.id))

    assert (back.status_code, reopened.status_code, status) == (303, 303, 200)
    assert "La solicitud está retirada" in page
    assert state(session, draft) == "submitted"
    assert verify_chain(session)[1] is None


def test_nothing_is_taken_back_after_the_deadline(
    representative: PageClient, session: Session, draft: Application, clock: StandingClock
) -> None:
    send(representative, draft)
    clock.set(CLOSES)

    status = representative.post(address(draft, "/retirar")).status_code
    page = representative.get(address(draft)).get_data(as_text=True)

    assert (status, state(session, draft)) == (409, "submitted")
    assert "Retirar la solicitud" not in page


def test_a_group_takes_its_draft_along_on_paper(representative: PageClient, draft: Application) -> None:
    link = address(draft, "/formulario.pdf")

    file = representative.get(link)

    assert link in representative.get(address(draft)).get_data(as_text=True)
    assert "BORRADOR, NO ENVIADO" in page_texts(file.data)[0]
