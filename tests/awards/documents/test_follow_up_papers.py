"""The papers after the award: what stands on each of them."""

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.queries import award_subject
from contest_portal.awards.services.amend_agreement import Amending, amend_agreement
from contest_portal.awards.services.close_award import close_award
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.settle_award import settle_award
from contest_portal.documents.queries import documents_of
from tests.factories.awards import make_press
from tests.factories.follow_ups import PAID_ON, Followed, annulled_by_two, make_followed


@pytest.fixture
def followed(session: Session, tmp_path: Path) -> Followed:
    return make_followed(session, tmp_path)


def papers(followed: Followed, folder: Path) -> dict[str, str]:
    """Give what stands on the papers of the award, by kind, without marks."""
    issued = documents_of(followed.session, award_subject(followed.award.id))
    pages = {one.kind: make_press(folder).html(KINDS[one.kind], one) for one in issued}
    return {kind: " ".join(re.sub(r"<[^>]+>", " ", html).split()) for kind, html in pages.items()}


def test_from_the_order_to_the_memo_amounts_are_in_figures_and_words(
    session: Session, followed: Followed, tmp_path: Path
) -> None:
    followed.ready().pay()
    followed.spend(1_000)
    staff, given = followed.act(followed.approver), {"award_id": followed.award.id}
    change = Amending("items", None, "Una malla ganadera\nen lugar de 10 cuyes.", "Bajó el precio.")
    amend_agreement(session, staff, **given, change=change)
    left = followed.follow_up.balance
    note_return(session, followed.act(), **given, amount=left, on_date=PAID_ON, voucher="0009")
    settle_award(session, staff, **given, reason="No aprobó el avance.")
    close_award(session, followed.act(followed.payer), **given, remarks="Quedan cuarenta cuyes.")

    said = papers(followed, tmp_path)

    expected = {
        "transfer_order": [
            "Se ordena transferir S/ 12,600.00 (DOCE MIL SEISCIENTOS CON 00/100 SOLES) al grupo Sumaq Kuy",
            "Es la transferencia 1 de 2, el 70 %",
            "Banco de la Nación",
            "011-366-000100032542-21",
            "A nombre de Grupo Sumaq Kuy",
        ],
        "agreement_change": ["Una malla ganadera", "en lugar de 10 cuyes.", "Bajó el precio."],
        "settlement": ["rendido con 1 comprobante o devuelto", "MIL CON 00/100 SOLES", "Otros, según adenda"],
        "closing_memo": ["quedó liquidado lo que recibió el grupo Sumaq Kuy", "Quedan cuarenta cuyes."],
    }
    assert {kind: [text for text in texts if text not in said[kind]] for kind, texts in expected.items()} == {
        kind: [] for kind in expected
    }


def test_an_amendment_of_time_and_an_annulment(session: Session, followed: Followed, tmp_path: Path) -> None:
    staff, given = followed.act(followed.approver), {"award_id": followed.award.id}
    more = Amending("term", date(2028, 1, 31), "", "La sequía retrasó la compra.")
    amend_agreement(session, staff, **given, change=more)
    annulled_by_two(session, staff, **given, reason="El grupo desistió por escrito.")

    said = papers(followed, tmp_path)

    assert "se amplía hasta el 31 de enero de 2028" in said["agreement_change"]
    assert "que se adjudicó al grupo Sumaq Kuy" in said["annulment"]
    assert "no se le transfirió ningún monto" in said["annulment"]
    assert "ANULADO" in said["agreement"]
