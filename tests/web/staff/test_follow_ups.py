"""The office follows an award through its pages: signature, account, three people for a transfer, accounts, the end."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.kernel.money import Money
from contest_portal.kernel.storage import Storage
from contest_portal.privacy.models import RetentionRun, WithdrawnFile
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.attachments import make_image
from tests.factories.follow_ups import CCI, LATER, RUC, Followed, award_of, make_agreed_contest, make_followed
from tests.page_client import PageClient, words

BOARD = "/oficina/seguimiento"


@pytest.fixture(autouse=True)
def later(clock: StandingClock) -> None:
    clock.set(LATER)


@pytest.fixture
def followed(session: Session, tmp_path: Path) -> Followed:
    found = make_followed(session, tmp_path)
    session.commit()
    return found


class Desk:
    """Pages of one award, by whoever is signed in."""

    def __init__(self, client: PageClient, award_id: int) -> None:
        self.client, self.page = client, f"/oficina/premios/{award_id}"

    def by(self, user: User) -> "Desk":
        self.client.sign_in(user.id)
        return self

    def post(self, tail: str, **data: str) -> TestResponse:
        return self.client.post(f"{self.page}/{tail}", data=data)

    @property
    def text(self) -> str:
        return words(self.client.get(self.page).text)


@pytest.fixture
def desk(client: PageClient, followed: Followed) -> Desk:
    return Desk(client, followed.award.id).by(followed.secretary)


def test_the_board_says_what_is_late_first_and_is_taken_away(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    scored = make_agreed_contest(session)
    followed = make_followed(session, tmp_path, scored)
    followed.ready()
    session.commit()
    client.sign_in(followed.secretary.id)

    page = words(client.get(BOARD).text)
    of_contest = words(client.get(f"/oficina/concursos/{scored.contest.id}/seguimiento").text)
    csv = client.get(f"{BOARD}.csv").text
    book = client.get(f"{BOARD}.xlsx", query_string={"concurso": scored.contest.id})

    assert page.count("Por firmar") == of_contest.count("Por firmar") == 2
    assert "Sumaq Kuy" in page
    assert [line.count(",") for line in csv.splitlines()] == [15, 15, 15, 15]
    assert CCI not in csv
    assert (book.status_code, book.data[:2]) == (200, b"PK")


def test_without_agreements_the_board_says_how_they_come(client: PageClient, session: Session) -> None:
    client.sign_in(make_user(session, Role.AUDITOR).id)

    assert "Un premio aparece aquí cuando se emite su convenio" in words(client.get(BOARD).text)


def test_a_signature_is_noted_with_its_scan_which_says_when_it_was_withdrawn(
    app: Flask, client: PageClient, session: Session
) -> None:
    scored = make_agreed_contest(session)
    award = award_of(session, scored, "Mishki Tanta")
    secretary = make_user(session, Role.SECRETARY)
    session.commit()
    desk = Desk(client, award.id).by(secretary)

    before = desk.text
    early = desk.post("firma", signed_on="2020-01-01")
    done = client.post(
        f"{desk.page}/firma",
        data={"signed_on": "2026-11-24", "scan": (BytesIO(make_image()), "convenio.jpg")},
        content_type="multipart/form-data",
    )
    scan = client.get(f"{desk.page}/convenio-firmado")

    assert "falta anotar su firma" in before
    assert (early.status_code, "escriba el día en que se firmó" in words(early.text)) == (422, True)
    assert (done.status_code, scan.status_code, scan.mimetype) == (303, 200, "image/jpeg")
    assert "Anote primero la cuenta del grupo" in desk.text

    withdraw_scan(app.extensions["storage"], session, award.id, secretary)

    gone = client.get(f"{desk.page}/convenio-firmado")
    assert (gone.status_code, "convenio-firmado" in client.get(desk.page).text) == (410, False)
    assert "Convenio firmado: Retirado por plazo el" in desk.text


def withdraw_scan(storage: Storage, session: Session, award_id: int, decider: User) -> None:
    """Leave what a run leaves that withdrew the signed agreement."""
    scan = session.scalars(select(FollowUp.scan_sha256).where(FollowUp.award_id == award_id)).one() or ""
    run = RetentionRun(
        state="applied",
        as_of=LATER.date(),
        reason="Se cumplió el plazo de guarda.",
        plan='{"as_of":"2026-11-24","lines":[]}',
        plan_sha256="a" * 64,
        proposed_by=make_user(session, Role.STAFF).id,
        proposed_at=LATER,
        decided_by=decider.id,
        decided_at=LATER,
    )
    session.add(run)
    session.flush()
    session.add(WithdrawnFile(sha256=scan, removed=True, run_id=run.id))
    storage.drop(scan)
    session.commit()


def test_an_award_goes_from_its_account_to_its_closing(desk: Desk, followed: Followed) -> None:
    wrong = desk.post("cuenta", version="1", bank="BN", cci=CCI[:-1] + "2", holder="Grupo")
    desk.post(
        "cuenta", version="1", bank="Banco de la Nación", cci=f"{CCI[:3]}-{CCI[3:]}", holder="Sumaq Kuy"
    )
    desk.post("contrapartida", amount="2500", on_date="2026-11-25", kind="kind", voucher="Acta 3")
    ready = desk.text
    desk.post("transferencias/1/proponer")
    own = desk.text
    desk.by(followed.approver).post("transferencias/1/aprobar")
    denied = desk.post("transferencias/1/pago", paid_on="2026-11-25", operation="0001")
    paid = desk.by(followed.payer).post("transferencias/1/pago", paid_on="2026-11-25", operation="0001")
    order = re.search(r"/papeles/(\d+)", desk.client.get(desk.page).text)
    expense = {
        "amount": "10",
        "on_date": "2026-11-26",
        "supplier": "Agro",
        "voucher_kind": "invoice",
        "ruc": RUC,
        "voucher_number": "F001-1",
        "item": "goods-1",
    }
    desk.post("gastos", **expense)
    again = desk.post("gastos", **expense)
    answered = str(followed.follow_up.balance)
    desk.post("devoluciones", amount=answered, on_date="2026-11-26", voucher="0009")
    even = desk.text
    desk.post("liquidacion", reason="No aprobó el avance.")
    desk.by(followed.approver).post("cierre", remarks="")

    assert (wrong.status_code, "no van con los demás" in words(wrong.text)) == (422, True)
    assert "****4221" in ready
    assert CCI not in ready
    assert "La aprueba otra persona." in own
    assert (denied.status_code, paid.status_code, order is not None) == (403, 303, True)
    assert (again.status_code, "ya se rindió en un premio" in words(again.text)) == (422, True)
    assert "Liquidar el premio" in even
    assert "Cerrado" in desk.text
    assert "LIQUIDACIÓN N.° 001-2026" in desk.text


def test_a_line_is_voided_and_stays_to_be_seen(client: PageClient, session: Session, tmp_path: Path) -> None:
    followed = make_followed(session, tmp_path).ready().pay()
    followed.spend(100)
    session.commit()
    desk = Desk(client, followed.award.id).by(followed.secretary)
    link = re.search(r"/gasto/\d+/anular", desk.client.get(desk.page).text)
    assert link is not None

    asked = desk.client.get(desk.page + link[0]).text
    done = desk.client.post(desk.page + link[0], data={"reason": "Era de otro grupo."})

    assert "queda a la vista" in words(asked)
    assert (done.status_code, "Anulada Era de otro grupo." in desk.text) == (303, True)
    assert followed.follow_up.accounted == Money(0)


def test_an_amendment_is_made_and_an_annulment_asked_for_by_the_office(
    desk: Desk, followed: Followed
) -> None:
    end = (followed.follow_up.ends_on + timedelta(days=60)).isoformat()
    denied = desk.post("adenda", kind="term", ends_on=end, reason="La sequía.")
    desk.by(followed.approver)
    amended = desk.post("adenda", kind="term", ends_on=end, items="", reason="La sequía.")
    asked = desk.post("anulacion", reason="El grupo desistió por escrito.")

    assert (denied.status_code, amended.status_code, asked.status_code) == (403, 303, 303)
    assert "La anulación está pedida" in desk.text
    assert "Adenda 1" in desk.text
