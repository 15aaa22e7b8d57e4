"""The profile read back, and the group's agreement on the pages."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application
from contest_portal.kernel.audit import AuditRow
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.applying import Village, make_village, with_group_rules
from tests.factories.contests import CLOSES
from tests.factories.promoters import make_promotion
from tests.page_client import PageClient, words


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session, rulebook=with_group_rules(sign_off=True, members_confirming=1))


@pytest.fixture
def whole(village: Village, session: Session) -> Application:
    draft = village.draft()
    session.commit()
    return draft


@pytest.fixture
def address(whole: Application) -> str:
    return f"/grupo/solicitudes/{whole.id}"


def confirm(client: PageClient, address: str, member_id: int, proof: str) -> tuple[int, str]:
    html = client.get(f"{address}/conformidad").get_data(as_text=True)
    read = html.partition('name="read"')[2].partition('value="')[2].partition('"')[0]
    sent = {"member_id": str(member_id), "proof": proof, "read": read}
    answer = client.post(f"{address}/conformidad", data=sent, follow_redirects=True)
    return answer.status_code, words(answer.get_data(as_text=True))


def test_reading_is_whole_and_in_words(representative: PageClient, address: str) -> None:
    text = representative.read(f"{address}/lectura")

    assert "Quiénes somos" in text
    assert "Pedimos al fondo S/ 10,000.00 (diez mil soles)." in text
    assert "Ya lo leímos: dar la conformidad" in text


def test_review_waits_for_the_agreement_and_then_sends(
    representative: PageClient, whole: Application, address: str, session: Session
) -> None:
    members = group_members(session, whole.group_id)

    before = representative.read(f"{address}/revisar")
    wrong = confirm(representative, address, members[0].member_id, "ABCDE")
    told = [confirm(representative, address, one.member_id, one.dni[:4]) for one in members[:2]]
    after = representative.read(f"{address}/revisar")

    assert "Falta la conformidad de" in before
    assert "Todavía no se puede enviar" in before
    assert (wrong[0], "No coincide con esa persona." in wrong[1]) == (422, True)
    assert [status for status, _text in told] == [200, 200]
    assert "El grupo está de acuerdo" in told[1][1]
    assert told[1][1].count("De acuerdo") == 2
    assert "Todo está completo" in after


def test_words_read_before_a_change_are_a_conflict(
    representative: PageClient, whole: Application, address: str, session: Session
) -> None:
    member = group_members(session, whole.group_id)[0]
    sent = {"member_id": str(member.member_id), "proof": member.dni[:4], "read": "0" * 64}

    assert representative.post(f"{address}/conformidad", data=sent).status_code == 409


def test_guessing_is_slowed_down_for_one_member(
    representative: PageClient, whole: Application, address: str, session: Session
) -> None:
    ours, theirs = (one.member_id for one in group_members(session, whole.group_id)[:2])
    for _ in range(5):
        sent = {"member_id": str(ours), "proof": "0000", "read": ""}
        assert representative.post(f"{address}/conformidad", data=sent).status_code in {409, 422}

    assert representative.post(f"{address}/conformidad", data={"member_id": str(ours)}).status_code == 429
    assert representative.post(f"{address}/conformidad", data={"member_id": str(theirs)}).status_code == 422


def test_slips_are_shown_once(representative: PageClient, whole: Application, session: Session) -> None:
    answer = representative.post(f"/grupo/grupos/{whole.group_id}/claves", data={"sure": "1"})

    html = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert html.count("<code>") == 4
    assert group_members(session, whole.group_id)[0].full_name in html


def test_a_contest_that_does_not_ask_says_so(client: PageClient, session: Session) -> None:
    village = make_village(session)
    draft = village.draft()
    session.commit()

    text = client.sign_in(village.representative.id).read(f"/grupo/solicitudes/{draft.id}/conformidad")

    assert "Este concurso no la pide" in text


def test_overview_leads_to_both_pages(representative: PageClient, address: str) -> None:
    html = representative.get(address).get_data(as_text=True)

    assert f'href="{address}/lectura"' in html
    assert f'href="{address}/conformidad"' in html


def test_promoter_reads_and_lends_the_phone_without_the_codes(
    client: PageClient, whole: Application, address: str, session: Session
) -> None:
    promoter = make_user(session, Role.PROMOTER)
    make_promotion(session, promoter, whole.group_id)
    member = group_members(session, whole.group_id)[0]
    session.commit()
    client.sign_in(promoter.id)

    page = client.read(f"{address}/conformidad")
    status, told = confirm(client, address, member.member_id, member.dni[:4])
    codes = client.post(f"/grupo/grupos/{whole.group_id}/claves", data={"sure": "1"})

    assert "Imprimir claves" not in page
    assert (status, f"en el equipo de {promoter.full_name}" in told) == (200, True)
    assert codes.status_code == 403


def test_after_the_deadline_who_agreed_is_shown_and_nobody_asked(
    representative: PageClient, address: str, clock: StandingClock
) -> None:
    clock.set(CLOSES)

    text = representative.read(f"{address}/conformidad")

    assert "Integrantes" in text
    assert "¿Quién confirma?" not in text


def test_an_agreement_that_lapsed_says_why(
    representative: PageClient, whole: Application, address: str, session: Session
) -> None:
    member = group_members(session, whole.group_id)[0]
    confirm(representative, address, member.member_id, member.dni[:4])
    session.refresh(whole)
    whole.title = "Otro nombre"
    session.commit()

    text = representative.read(f"{address}/conformidad")

    assert "El perfil cambió después" in text
    assert "De acuerdo" not in text


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"member_id": "999999", "proof": "1234"}, id="nobody of the group"),
        pytest.param({"member_id": "x", "proof": "1234"}, id="no number"),
    ],
)
def test_what_is_not_filled_in_is_told(
    representative: PageClient, address: str, sent: dict[str, str]
) -> None:
    assert representative.post(f"{address}/conformidad", data=sent).status_code == 422


def test_a_wrong_proof_stays_on_record_without_what_was_typed(
    representative: PageClient, whole: Application, address: str, session: Session
) -> None:
    member = group_members(session, whole.group_id)[0]

    confirm(representative, address, member.member_id, "ZZZZZ")

    denial = session.scalars(select(AuditRow).where(AuditRow.action == "access.denied")).one()
    assert (denial.subject, denial.data) == (
        "endpoint:applicant.confirmations",
        '{"method":"POST","reason":"confirmation.wrong"}',
    )


def test_the_pages_speak_english(representative: PageClient, address: str) -> None:
    assert "We ask the fund for S/ 10,000.00" in representative.read(f"{address}/lectura?lang=en")
