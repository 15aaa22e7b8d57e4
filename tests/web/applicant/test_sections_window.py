"""The sections of a draft while the call is not open: read, never written."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.kernel.audit import AuditRow
from contest_portal.web.shared.section_pages import SECTION_PAGES, SectionPage
from tests.conftest import StandingClock
from tests.factories.applying import Village
from tests.factories.contests import CLOSES, OPENS
from tests.page_client import PageClient
from tests.web.applicant.section_moves import PURCHASE, address, rows, save


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (CLOSES, "El plazo de la convocatoria ya terminó: cerró el 28/11/2026 17:00, hora de Lima."),
        (OPENS - timedelta(minutes=1), "todavía no recibe solicitudes: se abre el 02/11/2026 08:00"),
    ],
    ids=["late", "early"],
)
@pytest.mark.parametrize("page", SECTION_PAGES, ids=lambda page: page.slug)
def test_outside_the_window_a_section_is_only_read(
    representative: PageClient,
    village: Village,
    session: Session,
    clock: StandingClock,
    page: SectionPage,
    at: datetime,
    words: str,
) -> None:
    draft = village.draft()
    session.commit()
    clock.set(at)

    response = representative.get(address(draft, page.slug))

    shown = response.get_data(as_text=True)
    assert (response.status_code, words in shown, "Guardar" in shown) == (200, True, False)


@pytest.mark.parametrize(
    ("slug", "fields", "typed"),
    [
        ("negocio", {"summary": "Texto de última hora"}, "Texto de última hora</textarea>"),
        ("compras", rows("goods", {**PURCHASE, "description": "Malla fina"}), 'value="Malla fina"'),
        ("presupuesto", {"amount_requested": "abc"}, 'value="abc"'),
    ],
    ids=["text", "rows", "not even an amount"],
)
def test_what_is_typed_past_the_deadline_is_refused_and_still_shown(
    representative: PageClient,
    session: Session,
    draft: Application,
    clock: StandingClock,
    slug: str,
    fields: dict[str, str],
    typed: str,
) -> None:
    clock.set(CLOSES)

    status, text, profile = save(representative, session, draft, slug, fields)

    assert (status, profile, typed in text) == (409, empty_profile(), True)
    assert "Lo que acaba de escribir no se guardó" in text
    assert session.scalars(select(AuditRow.action)).all() == ["access.denied"]


def test_a_deadline_that_was_moved_lets_one_go_on_writing(
    representative: PageClient, village: Village, session: Session, draft: Application, clock: StandingClock
) -> None:
    clock.set(CLOSES)
    village.contest.closes_at = CLOSES + timedelta(days=3)
    session.commit()

    status, _, profile = save(representative, session, draft, "negocio", {"summary": "Con más plazo"})

    assert (status, profile.summary) == (303, "Con más plazo")
