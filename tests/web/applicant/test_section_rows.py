"""Rows that are kept half written, and quantities in hundredths."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.rules.profile import Purchase
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from tests.factories.applying import Village
from tests.factories.profiles import PROFILE
from tests.page_client import PageClient
from tests.web.applicant.section_moves import PURCHASE, address, rows, save


@pytest.mark.parametrize(
    ("begun", "kept"),
    [
        ({"description": "Malla"}, Purchase("Malla", "", None, None)),
        ({"quantity": "2.5"}, Purchase("", "", Quantity(250), None)),
        ({"unit": "rollo", "unit_cost": "12"}, Purchase("", "rollo", None, Money.soles(12))),
    ],
    ids=["name alone", "quantity alone", "unit and cost"],
)
def test_a_row_begun_is_kept_for_another_day_and_keeps_the_profile_from_being_sent(
    representative: PageClient,
    village: Village,
    session: Session,
    begun: dict[str, str],
    kept: Purchase,
) -> None:
    draft = village.draft(profile=PROFILE)
    session.commit()
    fields = rows("goods", {**dict.fromkeys(PURCHASE, ""), **begun})

    status, _, profile = save(representative, session, draft, "compras", fields)

    page = representative.get(address(draft, "compras")).get_data(as_text=True)
    review = representative.get(address(draft, "revisar")).get_data(as_text=True)
    assert (status, profile.goods) == (303, (kept,))
    assert all(f'value="{value}"' in page for value in begun.values() if value != "12")
    assert "Hay filas a medio llenar (1)." in page
    assert ("Hay filas a medio llenar (1)." in review, "Enviar la solicitud</button>" in review) == (
        True,
        False,
    )


def test_a_row_in_hundredths_is_priced_once_and_shown_everywhere(
    representative: PageClient, village: Village, session: Session
) -> None:
    draft = village.draft(profile=PROFILE)
    session.commit()
    fields = rows("goods", {**PURCHASE, "quantity": "0.25", "unit_cost": "0.10"})

    save(representative, session, draft, "compras", fields)

    page = representative.get(address(draft, "compras")).get_data(as_text=True)
    review = representative.get(address(draft, "revisar")).get_data(as_text=True)
    assert ('value="0.25"' in page, "S/\u00a00.03" in page) == (True, True)
    assert ("0.25 (rollo)" in review, "S/\u00a00.03" in review) == (True, True)
