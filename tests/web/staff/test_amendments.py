"""Amending the rules of a published contest at the office's desk."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.amendment_queries import draft_amendment_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import read_rulebook, rulebook_of
from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.kernel.money import Money
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.amendments import REASON, later_deadline, make_amendment, make_draft_amendment
from tests.factories.applying import Village, make_village
from tests.factories.contests import CLOSES, make_contest
from tests.page_client import PageClient


@pytest.fixture
def village(session: Session, client: PageClient) -> Village:
    village = make_village(session)
    session.commit()
    client.sign_in(village.staff.id)
    return village


def local(instant: datetime) -> str:
    return instant.astimezone(OFFICE_ZONE).strftime("%Y-%m-%dT%H:%M")


def address(contest: Contest, tail: str) -> str:
    return f"/oficina/concursos/{contest.id}/{tail}"


def whole_form(contest: Contest, **changes: str) -> dict[str, str]:
    """What a browser sends back when nothing but `changes` was touched."""
    return {
        "version": "0",
        "closes_at": local(CLOSES),
        "field_from": "2026-12-01",
        "field_to": "2026-12-04",
        "public_on": "2026-12-09",
        "results_on": "2026-12-10",
        "venue": "",
        "purpose": "",
        "clarification": "",
        "max_award": "20000.00",
        "envelopes-0-code": "IDEA",
        "envelopes-0-envelope": "40000.00",
        "envelopes-1-code": "MARCHA",
        "envelopes-1-envelope": "60000.00",
        "reason": REASON,
        **changes,
    }


def test_the_contest_leads_to_its_amendments(client: PageClient, village: Village) -> None:
    page = client.get(f"/oficina/concursos/{village.contest.id}").text

    assert f"/oficina/concursos/{village.contest.id}/enmiendas" in page


def test_without_amendments_the_page_says_what_will_happen(client: PageClient, village: Village) -> None:
    page = client.get(address(village.contest, "enmiendas")).text

    expected = ["Bases publicadas · en vigor", "Nadie por avisar todavía", "Preparar una enmienda"]
    assert [text for text in expected if text not in page] == []


def test_the_form_offers_what_may_change_now(client: PageClient, village: Village) -> None:
    page = client.get(address(village.contest, "enmienda")).text

    names = ("opens_at", "closes_at", "results_on", "purpose", "max_award", "envelopes-1-envelope")
    assert [f'name="{name}"' in page for name in names] == [False, True, True, True, True, True]
    assert "En marcha" in page


def test_a_contest_past_its_stages_offers_nothing(
    client: PageClient, session: Session, village: Village
) -> None:
    contest = make_contest(session, village.office, village.staff, state="announced")
    session.commit()

    page = client.get(address(contest, "enmienda")).text

    assert ("Ya no se puede enmendar" in page, 'name="reason"' in page) == (True, False)


def test_saving_leads_to_what_changes_in_words(
    client: PageClient, session: Session, village: Village
) -> None:
    sent = whole_form(
        village.contest,
        closes_at=local(CLOSES + timedelta(days=1)),
        clarification="Basta una copia simple.",
        **{"envelopes-0-envelope": "40000.00"},
    )

    answer = client.post(address(village.contest, "enmienda"), data=sent, follow_redirects=True)

    expected = [
        "Publicar: Enmienda N.° 1",
        "<b>Cierre de la recepción:</b> antes «28 nov. 2026, 17:00», ahora «29 nov. 2026, 17:00».",
        "<b>Aclaración:</b> Basta una copia simple.",
        REASON,
    ]
    assert [text for text in expected if text not in answer.text] == []
    draft = draft_amendment_of(session, village.contest.id)
    assert draft is not None
    assert read_rulebook(draft.data).calendar.closes_at == CLOSES + timedelta(days=1)


def test_an_envelope_left_empty_stays_and_a_raised_one_rises(
    client: PageClient, session: Session, village: Village
) -> None:
    session.refresh(village.contest, ["fund"])
    village.contest.fund.amount = Money.soles(200_000)
    session.commit()
    sent = whole_form(village.contest) | {"envelopes-0-envelope": "", "envelopes-1-envelope": "61000"}

    client.post(address(village.contest, "enmienda"), data=sent)

    draft = draft_amendment_of(session, village.contest.id)
    assert draft is not None
    assert [category.envelope for category in read_rulebook(draft.data).categories] == [
        Money.soles(40_000),
        Money.soles(61_000),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, "Todavía no cambió nada.", id="nothing"),
        pytest.param({"results_on": "2026-12-09"}, "una fecha solo se mueve hacia adelante", id="earlier"),
        pytest.param({"max_award": "100"}, "un monto solo sube", id="lower"),
        pytest.param({"venue": "Anta", "reason": ""}, "Escriba el motivo", id="no-reason"),
        pytest.param({"envelopes-1-envelope": "70000"}, "Reduzca el monto o amplíe el fondo", id="no-money"),
    ],
)
def test_what_may_not_be_is_said_on_the_form(
    client: PageClient, session: Session, village: Village, changes: dict[str, str], said: str
) -> None:
    answer = client.post(address(village.contest, "enmienda"), data=whole_form(village.contest, **changes))

    assert (answer.status_code, said in answer.text) == (422, True)
    assert draft_amendment_of(session, village.contest.id) is None


def test_two_people_do_not_overwrite_each_other(
    client: PageClient, session: Session, village: Village
) -> None:
    make_draft_amendment(session, village.contest, village.staff)
    session.commit()

    answer = client.post(address(village.contest, "enmienda"), data=whole_form(village.contest, venue="Anta"))

    assert answer.status_code == 409


def test_the_draft_is_shown_again_to_be_corrected(
    client: PageClient, session: Session, village: Village
) -> None:
    make_draft_amendment(session, village.contest, village.staff)
    session.commit()

    page = client.get(address(village.contest, "enmienda")).text

    assert ("Coliseo de Lircay" in page, REASON in page) == (True, True)


def test_publishing_moves_the_rules(client: PageClient, session: Session, village: Village) -> None:
    draft = make_draft_amendment(session, village.contest, village.staff)
    session.commit()

    answer = client.post(
        address(village.contest, "enmienda/publicar"),
        data={"version": str(draft.version)},
        follow_redirects=True,
    )

    assert "Enmienda N.° 1 publicada. Se avisó a quienes postulan." in answer.text
    assert rulebook_of(session, village.contest.id).venue == "Coliseo de Lircay"


def test_what_became_forbidden_is_said_before_publishing(
    client: PageClient, session: Session, village: Village, clock: StandingClock
) -> None:
    make_draft_amendment(session, village.contest, village.staff, later_deadline(session, village.contest))
    session.commit()
    clock.set(CLOSES + timedelta(days=3))

    page = client.get(address(village.contest, "enmienda/publicar")).text

    assert ("Ya no se puede publicar así" in page, "Publicar la enmienda" in page) == (True, False)


def test_without_a_draft_the_preview_leads_to_the_form(client: PageClient, village: Village) -> None:
    answer = client.get(address(village.contest, "enmienda/publicar"))

    assert (answer.status_code, answer.location) == (303, address(village.contest, "enmienda"))


def test_a_draft_is_discarded(client: PageClient, session: Session, village: Village) -> None:
    make_draft_amendment(session, village.contest, village.staff)
    session.commit()

    page = client.post(address(village.contest, "enmienda/descartar"), follow_redirects=True).text

    assert "se descartó" in page
    assert session.scalars(select(Amendment.id)).all() == []


def test_who_was_told_and_has_read_is_listed_and_exported(
    client: PageClient, session: Session, village: Village
) -> None:
    village.draft()
    make_amendment(session, village.contest, village.staff)
    session.commit()

    page = client.get(address(village.contest, "enmiendas")).text
    file = client.get(address(village.contest, "enmiendas/avisos.csv"))

    assert [text for text in ("Sumaq Kuy", "Rosa Inga Paredes", "Sin leer") if text not in page] == []
    assert file.text.lstrip("\ufeff").splitlines() == [
        "Enmienda,Grupo,Solicitud,Estado,Representante,Avisado,Leído",
        '1,Sumaq Kuy,,Borrador,Rosa Inga Paredes,"23 nov. 2026, 12:00",',
    ]


def test_others_of_the_office_read_and_do_not_amend(
    client: PageClient, session: Session, village: Village
) -> None:
    auditor = make_user(session, Role.AUDITOR)
    session.commit()
    client.sign_in(auditor.id)

    page = client.get(address(village.contest, "enmiendas")).text

    assert ("Bases publicadas · en vigor" in page, "Preparar una enmienda" in page) == (True, False)


def test_grace_and_codes_come_by_amendment(client: PageClient, session: Session, village: Village) -> None:
    changed = whole_form(village.contest, grace_minutes="30", late_codes="y")

    client.post(address(village.contest, "enmienda"), data=changed)
    shown = client.read(address(village.contest, "enmienda/publicar"))
    client.post(address(village.contest, "enmienda/publicar"), data={"version": "1"})

    session.expire_all()
    contest = session.get_one(Contest, village.contest.id)
    assert contest.grace_until == CLOSES + timedelta(minutes=30)
    assert "Minutos de tolerancia después del cierre" in shown
    assert "30 minutos" in client.read(f"/convocatorias/{contest.code}")
