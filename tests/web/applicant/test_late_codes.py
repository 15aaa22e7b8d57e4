"""Coming late through the pages: what a group is shown, enters and gets."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.conftest import StandingClock
from tests.documents.papers import page_texts
from tests.factories.applying import Village, make_village
from tests.factories.contests import CLOSES
from tests.factories.late_codes import GRACE, LATE_RULES, make_late_code
from tests.page_client import PageClient, words

LATER = CLOSES + timedelta(hours=2)


@pytest.fixture
def village(session: Session) -> Village:
    village = make_village(session, rulebook=LATE_RULES)
    session.commit()
    return village


def test_within_the_grace_a_draft_is_sent_and_the_receipt_says_so(
    representative: PageClient, village: Village, session: Session, clock: StandingClock
) -> None:
    draft = village.draft()
    session.commit()
    clock.set(CLOSES + GRACE - timedelta(minutes=10))
    page = f"/grupo/solicitudes/{draft.id}"

    shown = representative.read(page)
    answer = representative.post(f"{page}/revisar", data={"version": str(draft.version), "agreed": "y"})
    sent = representative.read(page)
    receipt = " ".join(page_texts(representative.post(f"{page}/constancia").get_data()))

    assert "Faltan 10 minutos." in shown
    assert (answer.status_code, "CONSTANCIA N.° 0001-2026" in answer.text) == (200, True)
    assert "Después del cierre, dentro de la tolerancia de las bases" in sent
    assert "Retirar la solicitud" not in sent
    assert "dentro de la tolerancia que fijan las bases" in " ".join(receipt.split())


def test_a_group_enters_its_code_on_its_own_page_and_goes_on(
    representative: PageClient, village: Village, session: Session, clock: StandingClock
) -> None:
    group = village.group()
    code = make_late_code(session, village.contest, group, village.staff, at=CLOSES).code
    session.commit()
    clock.set(LATER)
    page = f"/grupo/grupos/{group.id}"

    told = representative.read(page)
    wrong = representative.post(f"{page}/codigo", data={"code": "XXXX-0000"})
    right = representative.post(f"{page}/codigo", data={"code": code.lower()})
    again = representative.read(f"{page}/codigo")

    assert "La oficina le dio un código para" in told
    assert (wrong.status_code, "Este grupo no tiene ese código" in words(wrong.text)) == (422, True)
    assert right.status_code == 303
    assert "Faltan 22 horas." in representative.read(right.location or "")
    assert "no tiene ningún código por usar" in again


def test_guessing_a_code_is_slowed_down(
    representative: PageClient, village: Village, session: Session
) -> None:
    group = village.group()
    session.commit()

    tries = [representative.post(f"/grupo/grupos/{group.id}/codigo", data={"code": "A"}) for _ in range(11)]

    assert [answer.status_code for answer in tries] == [422] * 10 + [429]
