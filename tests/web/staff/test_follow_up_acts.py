"""The office's acts on an award through its pages: twice pressed, stale, in English."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.follow_up_models import CounterpartDeposit, Expense
from contest_portal.documents.models import Document
from contest_portal.kernel.money import ZERO, Money
from tests.awards.deeds import REASON, annulled, settled, stored
from tests.awards.office import ACCOUNT, AMENDMENT, COUNTERPART, EXPENSE, RETURN, Office, office_of
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.attachments import make_image
from tests.factories.contests import make_contest
from tests.factories.follow_ups import (
    CCI,
    LATER,
    award_of,
    make_followed,
    make_paid,
    make_ready,
)
from tests.page_client import PageClient, words


@pytest.fixture(autouse=True)
def later(clock: StandingClock) -> None:
    clock.set(LATER)


@pytest.fixture
def signed(client: PageClient, session: Session, tmp_path: Path) -> Office:
    return office_of(client, make_followed(session, tmp_path))


@pytest.fixture
def paid(client: PageClient, session: Session, tmp_path: Path) -> Office:
    return office_of(client, make_paid(session, tmp_path))


def test_a_press_that_comes_twice_counts_once(client: PageClient, session: Session, tmp_path: Path) -> None:
    office = office_of(client, make_ready(session, tmp_path))
    payment = {"paid_on": "2026-11-25", "operation": "0001"}

    told = [[office.post("transferencias/1/proponer").status_code for _ in "12"]]
    office.by(office.followed.approver)
    told.append([office.post("transferencias/1/aprobar").status_code for _ in "12"])
    office.by(office.followed.payer)
    told.append([office.post("transferencias/1/pago", payment).status_code for _ in "12"])

    orders = session.scalars(select(Document).where(Document.kind == "transfer_order")).all()
    assert told == [[303, 409]] * 3
    assert (len(orders), office.followed.follow_up.paid) == (1, Money.soles(12_600))


def test_an_end_that_is_pressed_twice_comes_once(paid: Office) -> None:
    paid.post("devoluciones", {**RETURN, "amount": "12600"})
    paid.by(paid.followed.approver)
    settling = [paid.post("liquidacion", {"reason": "No aprobó el avance."}).status_code for _ in "12"]
    paid.by(paid.followed.payer)
    closing = [paid.post("cierre", {"remarks": ""}).status_code for _ in "12"]

    assert (settling, closing) == ([303, 409], [303, 409])
    assert paid.followed.follow_up.state == "closed"


def test_a_line_that_is_voided_already_is_a_conflict(paid: Office, session: Session) -> None:
    line = session.scalars(select(CounterpartDeposit)).one().id

    told = [paid.post(f"contrapartida/{line}/anular", {"reason": REASON}).status_code for _ in "12"]

    assert told == [303, 409]


def test_an_older_page_of_the_account_overwrites_nothing(signed: Office) -> None:
    first = signed.post("cuenta", ACCOUNT)
    page = signed.refused("cuenta", {**ACCOUNT, "bank": "Otro banco"}, status=409)

    assert first.status_code == 303
    assert "Otra persona guardó cambios mientras usted escribía." in page
    assert signed.followed.follow_up.bank == "Caja Huancayo"


@pytest.mark.parametrize("version", ["", "uno", "-1", "9" * 5_000, "1.5"])
def test_a_version_that_is_none_changes_nothing(signed: Office, version: str) -> None:
    before = stored(signed.followed.session)

    answer = signed.post("cuenta", {**ACCOUNT, "version": version})

    signed.followed.session.expire_all()
    assert answer.status_code in (400, 409, 422)
    assert stored(signed.followed.session) == before


def test_the_page_of_the_account_never_gives_the_whole_number_back(paid: Office) -> None:
    form = paid.client.get(f"{paid.page}/cuenta").text

    assert ("Banco de la Nación" in form, CCI in form, CCI in paid.client.get(paid.page).text) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    "tail",
    [
        *("firma", "cuenta", "contrapartida", "gastos", "devoluciones", "adenda", "liquidacion", "cierre"),
        *("anulacion", "transferencias/1/pago", "gasto/1/anular"),
    ],
)
def test_an_award_that_is_not_there_has_no_page(paid: Office, tail: str) -> None:
    paid.by(paid.followed.payer)
    away = f"/oficina/premios/{paid.followed.award.id + 900}/{tail}"

    assert [paid.client.get(away).status_code, paid.client.post(away, data={}).status_code] == [404, 404]


@pytest.mark.parametrize(
    "tail", ["gasto/999/anular", "devolucion/999/anular", "contrapartida/999/anular", "premio/1/anular"]
)
def test_a_line_that_is_not_there_is_not_found(paid: Office, tail: str) -> None:
    assert paid.post(tail, {"reason": REASON}).status_code == 404


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999"])
def test_an_instalment_that_is_not_there_has_no_page(paid: Office, number: str) -> None:
    paid.by(paid.followed.payer)

    told = [
        paid.client.get(f"{paid.page}/transferencias/{number}/pago").status_code,
        *(
            paid.post(f"transferencias/{number}/{step}").status_code
            for step in ("proponer", "retirar", "aprobar")
        ),
    ]

    assert told == [404] * 4


def test_whoever_works_for_another_contest_sees_and_does_nothing(
    client: PageClient, session: Session, paid: Office
) -> None:
    scored = paid.followed.scored
    elsewhere = make_contest(session, scored.office, scored.staff, state="scored")
    stranger = make_user(session, Role.SECRETARY, contest_id=elsewhere.id)
    session.commit()
    paid.by(stranger)

    board = client.get("/oficina/seguimiento")
    answers = [
        client.get(paid.page).status_code,
        client.get(f"/oficina/concursos/{scored.contest.id}/seguimiento").status_code,
        client.get("/oficina/seguimiento.csv", query_string={"concurso": scored.contest.id}).status_code,
        paid.post("gastos", EXPENSE).status_code,
        paid.post("transferencias/2/proponer").status_code,
    ]

    assert (board.status_code, "Sumaq Kuy" in board.text) == (200, False)
    assert "Sumaq Kuy" not in client.get("/oficina/seguimiento.csv").text
    assert answers == [403] * 5


def test_a_paper_of_another_award_or_of_none_is_not_given(paid: Office, session: Session) -> None:
    other = award_of(session, paid.followed.scored, "Mishki Tanta")
    papers = session.scalars(select(Document).order_by(Document.id)).all()
    strange = [one.id for one in papers if one.subject != f"award:{paid.followed.award.id}"]

    told = {paid.post(f"papeles/{document_id}").status_code for document_id in [*strange, 0, 99_999]}

    assert (told, len(strange) >= 4, other.id != paid.followed.award.id) == ({404}, True, True)


def test_the_order_is_printed_once_and_given_again(paid: Office, session: Session) -> None:
    order = session.scalars(select(Document).where(Document.kind == "transfer_order")).one()

    first, again = (paid.post(f"papeles/{order.id}") for _ in "12")

    assert (first.status_code, first.mimetype, first.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert first.data == again.data
    assert first.headers["Content-Disposition"] == 'attachment; filename="premio-0001.pdf"'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "vacio.pdf"),
        (b"MZ\x90\x00" * 50, "convenio.pdf"),
        (b"<html><script>1</script></html>", "convenio.jpg"),
    ],
)
def test_a_scan_that_is_none_is_refused_with_the_signature(
    client: PageClient, session: Session, tmp_path: Path, content: bytes, name: str
) -> None:
    followed = make_followed(session, tmp_path)
    unsigned = award_of(session, followed.scored, "Mishki Tanta")
    office_of(client, followed)
    before = stored(session)

    answer = client.post(
        f"/oficina/premios/{unsigned.id}/firma",
        data={"signed_on": "2026-11-24", "scan": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )

    session.expire_all()
    assert (answer.status_code, stored(session) == before) == (422, True)


def test_without_a_scan_there_is_none_to_download(paid: Office) -> None:
    assert paid.client.get(f"{paid.page}/convenio-firmado").status_code == 404
    assert "Descargar el convenio firmado" not in paid.read()


def test_a_signature_is_noted_once(client: PageClient, session: Session, tmp_path: Path) -> None:
    followed = make_followed(session, tmp_path)
    office = office_of(client, followed)

    again = client.post(
        f"{office.page}/firma",
        data={"signed_on": "2026-11-24", "scan": (BytesIO(make_image()), "convenio.jpg")},
        content_type="multipart/form-data",
    )

    assert (again.status_code, followed.follow_up.scan_sha256) == (409, None)


def test_what_is_over_offers_nothing_more_than_a_look(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    office = office_of(client, annulled(make_ready(session, tmp_path)))
    office.by(office.followed.payer)

    page = client.get(office.page).text

    offered = set(re.findall(rf'(?:href|action)="{office.page}/([^"]+)"', page))
    assert {one for one in offered if not one.startswith("papeles/")} == {"cuenta/ver"}
    assert "Anulado" in words(page)


def test_a_settled_award_is_closed_by_another_and_the_page_says_so(paid: Office, client: PageClient) -> None:
    settled(paid.followed)
    paid.followed.session.commit()

    own = paid.by(paid.followed.approver).read()
    denied = paid.post("cierre", {"remarks": ""}).status_code
    other = paid.by(paid.followed.payer).read()

    assert ("Otra persona emite el memorando de cierre." in own, "Cerrar el premio" in own) == (True, False)
    assert (denied, "Cerrar el premio" in other) == (403, True)


def test_an_award_that_keeps_money_is_not_offered_for_annulment(paid: Office) -> None:
    paid.by(paid.followed.approver)
    page = paid.read()

    said = paid.refused("anulacion", {"reason": REASON})

    assert ("Anular el premio" in page, "El grupo recibió dinero que no devolvió: no se anula." in said) == (
        False,
        True,
    )


def test_who_approved_the_allocation_asks_and_annuls_nothing(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    office = office_of(client, make_ready(session, tmp_path))
    office.by(office.followed.scored.staff)

    asked = office.post("anulacion", {"reason": REASON})

    session.expire_all()
    assert (asked.status_code, office.followed.award.state) == (303, "granted")


def test_what_somebody_typed_is_written_and_not_run(paid: Office, session: Session) -> None:
    paid.post("gastos", {**EXPENSE, "supplier": "<script>alert(1)</script> & Hnos"})

    page = paid.client.get(paid.page).text

    assert session.scalars(select(Expense)).one().supplier == "<script>alert(1)</script> & Hnos"
    assert ("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Hnos" in page, "<script>alert" in page) == (
        True,
        False,
    )


def test_an_expense_lowers_what_is_left_and_its_end_raises_it_again(paid: Office, session: Session) -> None:
    paid.post("gastos", EXPENSE)
    noted = paid.read()
    line = session.scalars(select(Expense)).one().id
    paid.post(f"gasto/{line}/anular", {"reason": REASON})
    after = paid.read()

    assert ("S/ 12,590.00" in noted, "S/ 12,590.00" in after) == (True, False)
    assert f"Anulada {REASON}" in after
    assert paid.followed.follow_up.accounted == ZERO


@pytest.mark.parametrize(
    "tail",
    [
        *("firma", "cuenta", "contrapartida", "gastos", "devoluciones", "adenda", "liquidacion", "cierre"),
        *("anulacion", "contrapartida/1/anular", ""),
    ],
)
def test_in_english_no_page_of_an_award_keeps_spanish_words(paid: Office, tail: str) -> None:
    paid.by(paid.followed.approver)
    address = f"{paid.page}/{tail}".rstrip("/")

    asked = paid.client.get(address, query_string={"lang": "en"})
    sent = paid.client.post(address, data={"version": "1", "kind": "x"}) if tail else asked

    said = words(asked.text + sent.text)
    assert asked.status_code == 200
    assert (
        re.findall(r"\b(?:Anotar|Escriba|Elija|Anular|Liquidar|Cerrar|contrapartida|Rendido)\b", said) == []
    )


@pytest.mark.parametrize(
    ("tail", "data"),
    [
        ("cuenta", {**ACCOUNT, "version": "0"}),
        ("contrapartida", COUNTERPART),
        ("gastos", EXPENSE),
        ("devoluciones", RETURN),
        ("adenda", AMENDMENT),
        ("liquidacion", {"reason": "No aprobó el avance."}),
        ("cierre", {"remarks": ""}),
        ("transferencias/1/pago", {"paid_on": "2026-11-25", "operation": "0001"}),
    ],
)
def test_before_the_signature_no_act_finds_anything_to_change(
    paid: Office, session: Session, tail: str, data: dict[str, str]
) -> None:
    unsigned = award_of(session, paid.followed.scored, "Mishki Tanta")
    paid.by(paid.followed.approver)
    before = stored(session, chain=False)

    answer = paid.client.post(f"/oficina/premios/{unsigned.id}/{tail}", data=data)

    session.expire_all()
    assert (answer.status_code, stored(session, chain=False) == before) == (404, True)


def test_the_account_is_shown_once_for_a_reason(client: PageClient, session: Session, tmp_path: Path) -> None:
    office = office_of(client, make_ready(session, tmp_path))
    award = f"/oficina/premios/{office.followed.award.id}"
    offered = "Ver la cuenta" in client.get(award).text

    asked = client.get(f"{award}/cuenta/ver")
    refused = client.post(f"{award}/cuenta/ver", data={"motivo": "payment", "detalle": "corto"})
    shown = client.post(
        f"{award}/cuenta/ver", data={"motivo": "payment", "detalle": "El banco devolvió el pago."}
    )

    assert (offered, asked.status_code, refused.status_code, shown.status_code) == (True, 200, 422, 200)
    assert [CCI in page.text for page in (asked, refused, shown)] == [False, False, True]
    assert "con 10 a 200 letras" in words(refused.text)
    assert (shown.headers["Cache-Control"], shown.headers["Refresh"]) == ("no-store", f"120; url={award}")
    assert "Refresh" not in refused.headers


def test_an_account_that_was_not_noted_is_not_offered(signed: Office) -> None:
    award = f"/oficina/premios/{signed.followed.award.id}"

    assert "Ver la cuenta" not in signed.client.get(award).text
    assert signed.client.get(f"{award}/cuenta/ver").status_code == 404
