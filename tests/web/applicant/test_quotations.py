"""The goods of a contest that wants quotations: written beside the list, saved, compared, read."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.applications.rules.draft_fields import Draft, section_versions
from contest_portal.applications.rules.profile import Quotation
from contest_portal.kernel.money import Money
from tests.factories.applying import Village, make_village
from tests.factories.profile_forms import OFFERS, quoting
from tests.factories.profiles import CHOICE, PROFILE
from tests.page_client import PageClient, words
from tests.web.applicant.section_moves import PURCHASE, address, rows, save

QUOTED = replace(PROFILE, quotations=OFFERS)
OFFER = {
    "goods": "Malla",
    "supplier": "Ferretería Unión",
    "ruc": "20100070970",
    "amount": "3,361.50",
    "quoted_on": "2026-11-03",
}


@pytest.fixture
def village(session: Session) -> Village:
    village = make_village(session, rulebook=quoting())
    session.commit()
    return village


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft(profile=QUOTED)
    session.commit()
    return draft


def test_the_page_names_the_goods_that_need_quotations(
    representative: PageClient, draft: Application
) -> None:
    page = representative.get(address(draft, "compras")).get_data(as_text=True)

    assert "lleva las cotizaciones de 3 proveedores distintos. Ahora las llevan: Reproductores." in words(
        page
    )
    assert '<option value="Reproductores"></option>' in page
    assert 'value="Granja El Roble"' in page


def test_quotations_are_saved_with_the_goods(
    representative: PageClient, session: Session, draft: Application
) -> None:
    fields = {**rows("goods", PURCHASE), **rows("quotations", OFFER), "quotations_reason": " Dura más. "}

    status, _, profile = save(representative, session, draft, "compras", fields)

    offer = Quotation("Malla", "Ferretería Unión", "20100070970", Money(336_150), date(2026, 11, 3))
    assert (status, profile.quotations, profile.quotations_reason) == (303, (offer,), "Dura más.")


@pytest.mark.parametrize(
    ("cell", "typed", "told"),
    [
        ("ruc", "20100070971", "«20100070971» no es un RUC válido."),
        ("amount", "caro", "«caro» no es un monto."),
        ("quoted_on", "2026-02-30", "«2026-02-30» no es una fecha del calendario."),
    ],
)
def test_what_is_no_quotation_is_named_beside_its_cell(
    representative: PageClient, session: Session, draft: Application, cell: str, typed: str, told: str
) -> None:
    fields = {**rows("goods", PURCHASE), **rows("quotations", OFFER | {cell: typed})}

    status, page, profile = save(representative, session, draft, "compras", fields)

    assert (status, profile) == (422, QUOTED)
    assert told in words(page)


def test_quotations_save_themselves_apart_from_the_goods(
    representative: PageClient, session: Session, draft: Application
) -> None:
    seen = section_versions(Draft(CHOICE, QUOTED), quoting().form.section("goods"))
    place = f"{address(draft, 'compras')}/campo"
    body = {"field": "quotations", "entries": rows("quotations", OFFER), "bases": seen}

    first = representative.post(place, json=body)
    late = representative.post(place, json={**body, "entries": {}})

    session.expire_all()
    assert (first.status_code, late.status_code) == (200, 409)
    assert (
        late.get_json()["stored"]["quotations"].items()
        >= {**rows("quotations", OFFER), "quotations-0-amount": "3361.50"}.items()
    )
    assert profile_of(session, draft.id).goods == PROFILE.goods


def test_the_comparison_is_read_with_the_profile(representative: PageClient, draft: Application) -> None:
    review = representative.read(f"/grupo/solicitudes/{draft.id}/revisar")

    assert "Granja El Roble 20 de octubre de 2026 S/ 4,500.00 La más barata" in review
    assert "Granja Los Andes (RUC 20100070970)" in review
    assert review.count("La más barata") == 1
    assert "Todo está completo" in review
