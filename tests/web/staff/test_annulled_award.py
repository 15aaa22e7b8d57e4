"""What the office and the group read of an award that was annulled: nothing waits for anybody any more."""

from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import ProducerGroup
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.documents.models import Document
from contest_portal.kernel.marks import Score
from contest_portal.publication.services.announce_results import announce_results
from tests.awards.deeds import REASON, annulled
from tests.awards.office import Office, office_of
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import act_of
from tests.factories.contests import PROGRESS
from tests.factories.follow_ups import LATER, Followed, annulled_by_two, award_of, make_followed, make_ready
from tests.factories.progress import score_progress
from tests.page_client import PageClient, words

WAITING = (
    "todavía no calificó",
    "todavía no rindió",
    "todavía no se transfirió",
    "Todavía",
    "Ver la calificación del avance",
    "Guarde los comprobantes",
    "Lleve a la oficina",
    "Anotar",
    "Proponer",
    "Liquidar",
)


@pytest.fixture(autouse=True)
def later(clock: StandingClock) -> None:
    clock.set(LATER)


def scored_later(followed: Followed) -> Followed:
    """Announce the result of a contest whose rules ask the jury for the progress."""
    session, scored = followed.session, followed.scored
    score_progress(session, scored.contest.id, SecondRules((PROGRESS,), Score(7000, 2), 2))
    session.execute(update(Document).values(file_sha256="0" * 64))  # as if printed
    announce_results(session, act_of(scored.staff, NOON), contest_id=scored.contest.id)
    return followed


@pytest.fixture
def office(client: PageClient, session: Session, tmp_path: Path) -> Office:
    followed = annulled(scored_later(make_ready(session, tmp_path)))
    return office_of(client, followed)


def waits(page: str) -> list[str]:
    return [one for one in WAITING if one in page]


def test_the_office_reads_that_it_ended_and_is_offered_nothing_to_do(office: Office) -> None:
    page = office.by(office.followed.approver).read()

    assert waits(page) == []
    said = (
        "Este premio quedó anulado Su monto volvió al sobre del que salió",
        "El premio terminó sin que el jurado calificara el avance del grupo.",
        "El premio quedó anulado: esta transferencia no se hace.",
        "No se transfirió nada: no hubo qué rendir.",
    )
    assert [one for one in said if one not in page] == []


def test_its_papers_are_void_but_the_annulment(office: Office, client: PageClient) -> None:
    office.by(office.followed.approver)
    table = client.get(office.page).text.partition("Papeles del premio")[2]

    assert (table.count(">Vigente<"), table.count(">Anulado<")) == (1, 1)


def test_the_board_counts_no_days_of_it(office: Office, client: PageClient) -> None:
    office.by(office.followed.approver)

    row = words(client.get("/oficina/seguimiento").text).partition("Sumaq Kuy")[2].partition("S/")[0]

    assert "Anulado Nada —" in row


def test_of_one_that_was_never_signed_no_signature_is_awaited(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    followed = scored_later(make_followed(session, tmp_path))
    award = award_of(session, followed.scored, "Mishki Tanta")
    annulled_by_two(session, followed.act(followed.approver), award_id=award.id, reason=REASON)
    office = office_of(client, followed).by(followed.approver)

    page = words(office.client.get(f"/oficina/premios/{award.id}").text)

    assert ("El convenio no llegó a firmarse." in page, waits(page)) == (True, [])


def test_the_group_reads_it_wherever_its_result_and_its_award_stand(
    office: Office, client: PageClient, session: Session
) -> None:
    followed = office.followed
    group = session.get_one(ProducerGroup, followed.scored.groups["Sumaq Kuy"].group_id)
    client.sign_in(session.get_one(User, group.representative_id).id)
    session.commit()
    own = f"/grupo/solicitudes/{followed.award.application_id}"

    home, sent, award = (client.read(page) for page in ("/grupo/", own, f"{own}/premio"))

    for page in (home, sent):
        assert "El premio quedó anulado después de este resultado" in page
        assert ("Monto que se le otorgó" in page, "Monto que recibe" in page) == (True, False)
    assert ("Ver el premio anulado" in sent, "certificado del grupo" in sent) == (True, False)
    assert "Este premio quedó anulado: el grupo no recibe más de él" in award
    assert ("No se rindió ningún gasto." in award, waits(award)) == (True, [])
