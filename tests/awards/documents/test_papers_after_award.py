"""What the papers after an award say: to whom, how much in figures and words, and nothing of other awards."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.services.amend_agreement import Amending, amend_agreement
from contest_portal.awards.services.close_award import close_award
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.settle_award import settle_award
from contest_portal.documents.models import Document
from contest_portal.kernel.money import Money
from tests.awards.deeds import annulled, settled
from tests.awards.papers import content_of, text_of
from tests.factories.awards import make_press
from tests.factories.follow_ups import (
    CCI,
    PAID_ON,
    RUC,
    Followed,
    annulled_by_two,
    award_of,
    make_paid,
    make_ready,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
"""Paper is written from frozen data: the services that freeze it are tested on both."""

HOSTILE = "Ana & Luz <b>S.A.C.</b> «{{ 7*7 }}» %(s)s"
ESCAPED = "Ana &amp; Luz &lt;b&gt;S.A.C.&lt;/b&gt; «{{ 7*7 }}» %(s)s"


@pytest.fixture
def paid(session: Session, tmp_path: Path) -> Followed:
    return make_paid(session, tmp_path)


def paper(followed: Followed, kind: str) -> Document:
    found = select(Document).where(Document.kind == kind).order_by(Document.id.desc())
    return followed.session.scalars(found).first() or pytest.fail(f"no {kind}")


def reading(followed: Followed, kind: str, folder: Path) -> str:
    return text_of(make_press(folder), paper(followed, kind))


def missing(text: str, *said: str) -> list[str]:
    return [one for one in said if one not in text]


def amended(followed: Followed, change: Amending) -> Document:
    amend_agreement(
        followed.session, followed.act(followed.approver), award_id=followed.award.id, change=change
    )
    return paper(followed, "agreement_change")


def give_back(followed: Followed, cents: int) -> None:
    note_return(
        followed.session,
        followed.act(),
        award_id=followed.award.id,
        amount=Money(cents),
        on_date=PAID_ON,
        voucher="0009",
    )


def test_an_order_says_how_much_to_which_account_and_what_was_before(paid: Followed, tmp_path: Path) -> None:
    said = reading(paid, "transfer_order", tmp_path)

    assert (
        missing(
            said,
            "ORDEN DE TRANSFERENCIA N.° 001-2026-UT-HUANCAVELICA",
            "Se ordena transferir S/ 12,600.00 (DOCE MIL SEISCIENTOS CON 00/100 SOLES) al grupo Sumaq Kuy, solicitud",
            "Es la transferencia 1 de 2, el 70 % de lo adjudicado.",
            "Entidad Banco de la Nación",
            f"{CCI[:3]}-{CCI[3:6]}-{CCI[6:18]}-{CCI[18:]}",
            "A nombre de Grupo Sumaq Kuy",
            "S/ 18,000.00",
            "Transferido antes CERO CON 00/100 SOLES S/ 0.00",
            "Contrapartida puesta por el grupo DOS MIL QUINIENTOS CON 00/100 SOLES S/ 2,500.00",
            "Esta transferencia S/ 12,600.00",
        )
        == []
    )


def test_the_second_order_counts_on_from_the_first(paid: Followed, tmp_path: Path) -> None:
    paid.spend(9_000)
    paid.pay(2)

    said = reading(paid, "transfer_order", tmp_path)

    assert (
        missing(
            said,
            "ORDEN DE TRANSFERENCIA N.° 002-2026",
            "Es la transferencia 2 de 2, el 30 % de lo adjudicado.",
            "S/ 5,400.00",
            "Transferido antes DOCE MIL SEISCIENTOS CON 00/100 SOLES S/ 12,600.00",
            "Rendido con comprobantes NUEVE MIL CON 00/100 SOLES S/ 9,000.00",
        )
        == []
    )


def test_every_paper_names_the_group_its_application_the_contest_and_the_agreement(
    paid: Followed, tmp_path: Path
) -> None:
    amended(paid, Amending("term", date(2028, 1, 31), "", "La sequía retrasó la compra."))
    settled(paid)
    close_award(paid.session, paid.act(paid.payer), award_id=paid.award.id)
    code, contest = paid.scored.code("Sumaq Kuy"), paid.scored.contest.code

    for kind in ("transfer_order", "agreement_change", "settlement", "closing_memo"):
        said = reading(paid, kind, tmp_path)
        assert missing(said, "Sumaq Kuy", code, contest, "001-2026-UT-HUANCAVELICA") == [], kind
        assert [name for name in ("Mishki Tanta", "Llaqta Maki", RUC, CCI) if name in said] in ([], [RUC]), (
            kind
        )


def test_an_amendment_of_time_says_both_ends(paid: Followed, tmp_path: Path) -> None:
    amended(
        paid, Amending("term", date(2028, 1, 31), "Rubros que no cuentan.", "La sequía retrasó la compra.")
    )

    said = reading(paid, "agreement_change", tmp_path)

    assert (
        missing(
            said,
            "ADENDA N.° 001-2026-UT-HUANCAVELICA",
            "Adenda 1 del convenio",
            "La sequía retrasó la compra.",
            "que terminaba el 23 de noviembre de 2027, se amplía hasta el 31 de enero de 2028",
            "Presidencia de EL GRUPO",
            "Tesorería de EL GRUPO",
        )
        == []
    )
    assert "Rubros" not in said


def test_an_amendment_of_items_says_them_line_by_line_and_leaves_the_term(
    paid: Followed, tmp_path: Path
) -> None:
    lines = "Una malla ganadera, S/ 400.\n\n   \nTreinta cuyes, S/ 1,350."
    change = Amending("items", date(2029, 1, 1), lines, "Bajó el precio.")
    document = amended(paid, change)

    said = reading(paid, "agreement_change", tmp_path)

    assert (
        missing(said, "sin que cambie el monto", "Una malla ganadera, S/ 400.", "Treinta cuyes, S/ 1,350.")
        == []
    )
    assert "2029" not in said.partition("Qué cambia")[2]
    assert content_of(paid.session, document.id)["ends_on"] is None


def test_amendments_count_on_and_each_starts_from_the_end_of_the_last(paid: Followed, tmp_path: Path) -> None:
    amended(paid, Amending("term", date(2028, 1, 31), "", "La sequía."))
    second = amended(paid, Amending("term", date(2028, 6, 30), "", "La helada."))

    said = content_of(paid.session, second.id)

    assert (said["number"], said["ended_on"], said["ends_on"]) == (2, "2028-01-31", "2028-06-30")


def test_a_settlement_adds_up_to_nothing_left(paid: Followed, tmp_path: Path) -> None:
    paid.spend(9_000, "F001-1")
    paid.spend(600, "F001-2", item="assistance-1")
    give_back(paid, 300_000)
    settle_award(paid.session, paid.act(paid.approver), award_id=paid.award.id, reason="No aprobó el avance.")

    said = reading(paid, "settlement", tmp_path)

    assert (
        missing(
            said,
            "LIQUIDACIÓN N.° 001-2026-UT-HUANCAVELICA",
            "lo transferido está rendido con 2 comprobantes o devuelto.",
            "Transferido DOCE MIL SEISCIENTOS CON 00/100 SOLES S/ 12,600.00",
            "Rendido con comprobantes NUEVE MIL SEISCIENTOS CON 00/100 SOLES S/ 9,600.00",
            "Devuelto TRES MIL CON 00/100 SOLES S/ 3,000.00",
            "Por rendir S/ 0.00",
            "Prometida DOS MIL QUINIENTOS CON 00/100 SOLES S/ 2,500.00",
            "Cuyes reproductores, raza Perú S/ 1,800.00 S/ 9,000.00",
            "Manejo y sanidad S/ 2,160.00 S/ 600.00",
            "Rendido S/ 9,600.00",
        )
        == []
    )


@pytest.mark.parametrize(
    ("spent", "told", "returned"),
    [
        pytest.param(12_600, "rendido con 1 comprobante.", False, id="all spent"),
        pytest.param(0, "rendido con 0 comprobantes o devuelto.", True, id="all came back"),
    ],
)
def test_a_settlement_speaks_of_returns_only_when_there_are_any(
    paid: Followed,
    tmp_path: Path,
    spent: int,
    told: str,
    returned: bool,  # noqa: FBT001
) -> None:
    if spent:
        paid.spend(spent)
    if returned:
        give_back(paid, paid.follow_up.balance.cents)
    settle_award(paid.session, paid.act(paid.approver), award_id=paid.award.id, reason="No aprobó el avance.")

    assert told in reading(paid, "settlement", tmp_path)


def test_the_items_of_a_settlement_are_all_of_what_was_accounted_for(paid: Followed) -> None:
    amended(paid, Amending("items", None, "En lugar de cuyes, una malla.", "Bajó el precio."))
    for number, item in enumerate(("goods-1", "assistance-1", "other", "other"), 1):
        paid.spend(100 * number, f"F001-{number}", item=item)
    paid.session.flush()
    settled(paid)

    said = content_of(paid.session, paid.follow_up.settlement_id)

    assert [item["spent"]["cents"] for item in said["items"]] == [10_000, 20_000, 70_000]
    assert sum(item["spent"]["cents"] for item in said["items"]) == said["accounted"]["cents"] == 100_000
    assert said["accounted"]["cents"] + said["returned"]["cents"] == said["paid"]["cents"]
    assert said["vouchers"] == 4


def test_a_memo_cites_the_settlement_and_says_what_the_office_adds(paid: Followed, tmp_path: Path) -> None:
    paid.spend(100)
    settled(paid)
    close_award(
        paid.session, paid.act(paid.payer), award_id=paid.award.id, remarks="  Quedan cuarenta cuyes.  "
    )

    said = reading(paid, "closing_memo", tmp_path)

    assert (
        missing(
            said,
            "MEMORANDO DE CIERRE N.° 001-2026-UT-HUANCAVELICA",
            "001-2026-UT-HUANCAVELICA, del 15 de diciembre de 2026, quedó liquidado",
            "La donación queda perfeccionada : los bienes son del grupo",
            "Rendido con comprobantes CIEN CON 00/100 SOLES S/ 100.00",
            "Quedan cuarenta cuyes.",
        )
        == []
    )


def test_an_annulment_before_any_transfer_says_so(session: Session, tmp_path: Path) -> None:
    ready = annulled(make_ready(session, tmp_path))

    said = reading(ready, "annulment", tmp_path)

    assert (
        missing(
            said,
            "ANULACIÓN N.° 001-2026-UT-HUANCAVELICA",
            "el premio de S/ 18,000.00 (DIECIOCHO MIL CON 00/100 SOLES) que se adjudicó al grupo Sumaq Kuy, solicitud",
            "Motivo: Era de otro grupo, por error.",
            "Al grupo no se le transfirió ningún monto.",
            "El monto vuelve al saldo del sobre de su categoría.",
        )
        == []
    )


def test_an_annulment_after_everything_came_back_says_how_much(paid: Followed, tmp_path: Path) -> None:
    give_back(paid, paid.follow_up.paid.cents)
    annulled(paid)

    said = reading(paid, "annulment", tmp_path)

    assert "El grupo devolvió los S/ 12,600.00 que había recibido." in said
    assert "no se le transfirió" not in said


def test_the_agreement_of_an_annulled_award_is_printed_as_void(session: Session, tmp_path: Path) -> None:
    ready = make_ready(session, tmp_path)
    agreement = session.get_one(Document, ready.follow_up.agreement_id)
    standing = text_of(make_press(tmp_path), agreement)

    annulled(ready)

    void = text_of(make_press(tmp_path), agreement)
    assert ("ANULADO" in standing.upper(), "ANULADO" in void.upper()) == (False, True)


def test_what_people_type_is_written_and_not_run(paid: Followed, tmp_path: Path) -> None:
    amended(paid, Amending("items", None, HOSTILE, HOSTILE))
    settled(paid)
    close_award(paid.session, paid.act(paid.payer), award_id=paid.award.id, remarks=HOSTILE)

    told = [reading(paid, kind, tmp_path).count(ESCAPED) for kind in ("agreement_change", "closing_memo")]

    assert told == [2, 1]


def test_papers_keep_what_was_true_when_they_were_issued(paid: Followed) -> None:
    order = paper(paid, "transfer_order")
    frozen = order.data
    paid.spend(9_000)
    paid.pay(2)
    settled(paid)

    paid.session.refresh(order)

    assert order.data == frozen


def test_no_paper_of_money_lists_a_person(paid: Followed, tmp_path: Path) -> None:
    """Presidents and treasurers sign on lines of their office: the agreement has their names."""
    amended(paid, Amending("term", date(2028, 1, 31), "", "La sequía."))
    settled(paid)
    close_award(paid.session, paid.act(paid.payer), award_id=paid.award.id)

    told = " ".join(
        reading(paid, kind, tmp_path)
        for kind in ("transfer_order", "agreement_change", "settlement", "closing_memo")
    )

    assert [name for name in ("Ñaupa", "DNI", "Rosa Inga") if name in told] == []


def test_a_paper_is_found_by_its_award_alone(paid: Followed) -> None:
    subjects = paid.session.scalars(
        select(Document.subject)
        .where(Document.kind.in_(("transfer_order", "agreement")))
        .order_by(Document.id)
    ).all()

    assert subjects.count(f"award:{paid.award.id}") == 2


def test_annulling_needs_no_signature(session: Session, tmp_path: Path) -> None:
    ready = make_ready(session, tmp_path)
    unsigned = award_of(session, ready.scored, "Mishki Tanta")

    document = annulled_by_two(
        session, ready.act(ready.approver), award_id=unsigned.id, reason="El grupo desistió."
    )

    said = text_of(make_press(tmp_path), document)
    assert missing(said, "Mishki Tanta", "S/ 17,000.00", "Al grupo no se le transfirió ningún monto.") == []
