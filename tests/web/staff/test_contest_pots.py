"""The designer's page on envelopes inside envelopes, and every page that then shows them."""

from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from contest_portal.publication.services.announce_results import announce_results
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import make_approved
from tests.factories.designing import Desk, rows
from tests.factories.envelopes import make_nested_contest, nested
from tests.factories.publication import make_document
from tests.page_client import PageClient

PAGE = "sobres-dentro-de-sobres"
ROW = {
    "code": "cuy",
    "name": "Cuyes",
    "parent": "idea",
    "territory": "",
    "category": "",
    "line": "cuyes",
    "amount": "",
    "share": "33,3333",
    "spills": "up",
}


def test_a_share_is_kept_exactly_and_its_amount_worked_out(desk: Desk) -> None:
    answer = desk.post(PAGE, rows("pots", ROW))

    share = Fraction(333_333, 1_000_000)
    assert answer.status_code == 303
    assert desk.book.pots == (
        Pot("CUY", "Cuyes", Money.soles(13_333, 32), "IDEA", Scope(line="cuyes"), share, spills=True),
    )
    page = desk.get(PAGE).text
    assert ("33.3333 % de «En idea»" in page, "S/ 13,333.32" in page.replace("\u00a0", " ")) == (True, True)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"share": "10.12345"}, "«10.12345» no vale como porcentaje."),
        ({"share": "", "amount": "40000.01"}, "sobran S/ 0.01. Baje alguno."),
        ({"parent": "oro"}, "«Cuyes» está dentro de «ORO», que no es una categoría con dinero"),
    ],
)
def test_what_cannot_be_is_said_while_typing_and_on_saving(
    desk: Desk, changed: dict[str, str], message: str
) -> None:
    typed = rows("pots", ROW | changed)

    checked, saved = desk.post("revision/sobres-dentro", typed), desk.post(PAGE, typed)

    assert message in checked.get_json()["remarks"][0]["text"].replace("\u00a0", " ")
    assert (saved.status_code, message in saved.text.replace("\u00a0", " ")) == (422, True)
    assert desk.book.pots == ()


def test_a_draft_with_a_tree_is_told_whole_and_can_be_published_as_it_stands(desk: Desk) -> None:
    desk.contest.draft = canonical_json(to_data(nested()))
    desk.session.commit()

    hub = desk.client.get(f"/oficina/concursos/{desk.contest.id}").text
    shown = desk.get("publicar").text

    assert "4 sobres además de los de las categorías" in hub
    assert "Sube a «Fondo común»" in shown
    assert "la diferencia queda en el dinero común" in shown


def test_the_pages_of_an_allocation_tell_the_tree_and_the_balance_of_each_envelope(
    client: PageClient, session: Session
) -> None:
    scored = make_nested_contest(session)
    make_approved(session, scored)
    session.commit()
    client.sign_in(scored.staff.id)
    base = f"/oficina/concursos/{scored.contest.id}"

    told = {
        page: client.get(f"{base}/{page}").text.replace("\u00a0", " ")
        for page in ("reparto", "traslados", "reserva", "reparto/escenarios?a-regla=merit_order_partial")
    }
    lines = client.get(f"{base}/reparto.csv").text

    assert "Paso 4: lo que quedaba, S/ 5,000.00, sube a «Fondo común» según las bases." in told["reparto"]
    assert "Saldo ahora" in told["reparto"]
    assert "Subidas" in told["traslados"]
    assert "Reserva del sobre En marcha, en orden" in told["reserva"]
    assert "Panaderías" in told["reparto/escenarios?a-regla=merit_order_partial"]
    assert "Lo que queda del sobre «Panaderías»" in lines


def test_the_public_result_names_each_envelope_and_what_went_up(client: PageClient, session: Session) -> None:
    scored = make_nested_contest(session)
    make_approved(session, scored)
    for kind in ("acta", "resolution"):
        make_document(session, scored, kind)
    announce_results(session, act_of(scored.staff, NOON), contest_id=scored.contest.id)
    session.commit()

    page = client.get(f"/resultados/{scored.contest.code}").text.replace("\u00a0", " ")
    data = client.get(f"/resultados/{scored.contest.code}/resultado.json").get_json()

    assert "Lo que quedaba, S/ 10,000.00, subió a «En idea» según las bases." in page
    told = {one["category"]: (one["inside"], one["received"], one["spilled"]) for one in data["envelopes"]}
    assert told["S-IDEA"] == ("Fondo común", 1_000_000, 500_000)
