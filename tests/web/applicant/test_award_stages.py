"""A group's own award at each of its stages: what it is asked to do, and nothing that is the office's or another's."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ProducerGroup
from contest_portal.awards.follow_up_models import Expense
from contest_portal.awards.services.void_expense import void_expense
from contest_portal.documents.models import Document
from contest_portal.publication.services.announce_results import announce_results
from tests.awards.deeds import REASON, annulled, settled
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import act_of, make_user
from tests.factories.follow_ups import CCI, LATER, RUC, Followed, make_followed, make_paid, make_ready
from tests.page_client import PageClient, words

Make = Callable[[Session, Path], Followed]


@pytest.fixture(autouse=True)
def later(clock: StandingClock) -> None:
    clock.set(LATER)


def announce(followed: Followed) -> Followed:
    followed.session.execute(update(Document).values(file_sha256="0" * 64))  # as if printed
    announce_results(
        followed.session, act_of(followed.scored.staff, NOON), contest_id=followed.scored.contest.id
    )
    return followed


def representative_of(followed: Followed, name: str = "Sumaq Kuy") -> User:
    group = followed.session.get_one(ProducerGroup, followed.scored.groups[name].group_id)
    return followed.session.get_one(User, group.representative_id)


def address(followed: Followed, name: str = "Sumaq Kuy") -> str:
    return f"/grupo/solicitudes/{followed.scored.groups[name].id}/premio"


def own_page(client: PageClient, followed: Followed, name: str = "Sumaq Kuy", **query: str) -> str:
    client.sign_in(representative_of(followed, name).id)
    followed.session.commit()
    answer = client.get(address(followed, name), query_string=query)
    assert answer.status_code == 200
    return words(answer.text)


@pytest.mark.parametrize(
    ("make", "end", "said", "unsaid"),
    [
        pytest.param(
            make_followed,
            None,
            ["Abra una cuenta a nombre del grupo", "Venció el 9 de diciembre de 2026.", "Todavía sin anotar"],
            ["Firme el convenio", "Guarde los comprobantes"],
            id="signed",
        ),
        pytest.param(
            make_ready,
            None,
            ["La oficina prepara la primera transferencia.", "****4221", "S/ 2,500.00 de S/ 2,500.00"],
            ["Abra una cuenta", "Venció"],
            id="ready",
        ),
        pytest.param(
            make_paid,
            None,
            ["Guarde los comprobantes de cada gasto", "S/ 12,600.00", "Todavía no hay gastos rendidos."],
            ["La oficina prepara la primera", "Firme el convenio"],
            id="paid",
        ),
        pytest.param(
            make_paid,
            settled,
            ["El premio está liquidado: no queda nada por rendir.", "Liquidado"],
            ["Guarde los comprobantes", "Qué sigue"],
            id="settled",
        ),
        pytest.param(
            make_ready,
            annulled,
            ["Este premio quedó anulado: el grupo no recibe más de él y el convenio no vale.", "Anulado"],
            ["La oficina prepara", REASON],
            id="annulled",
        ),
    ],
)
def test_a_group_is_told_what_follows(
    client: PageClient,
    session: Session,
    tmp_path: Path,
    make: Make,
    end: Callable[[Followed], Followed] | None,
    said: list[str],
    unsaid: list[str],
) -> None:
    followed = announce(make(session, tmp_path))
    if end is not None:
        end(followed)

    page = own_page(client, followed)

    assert [text for text in said if text not in page] == []
    assert [text for text in unsaid if text in page] == []


def test_a_group_that_has_not_signed_is_told_to(client: PageClient, session: Session, tmp_path: Path) -> None:
    followed = announce(make_followed(session, tmp_path))

    page = own_page(client, followed, "Mishki Tanta")

    assert "Firme el convenio en la oficina" in page
    assert [text for text in ("Sumaq Kuy", "Transferencias", CCI[-4:]) if text in page] == []


def test_a_voided_expense_is_not_the_group_s_any_more(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    paid = announce(make_paid(session, tmp_path))
    paid.spend(100, "F001-1", supplier="Veterinaria El Cuy")
    paid.spend(50, "F001-2", supplier="Ferretería San Juan")
    line = session.scalars(select(Expense).order_by(Expense.id)).first()
    assert line is not None
    void_expense(session, paid.act(), award_id=paid.award.id, line_id=line.id, reason=REASON)

    page = own_page(client, paid)

    assert ("Ferretería San Juan" in page, "Veterinaria El Cuy" in page, REASON in page) == (
        True,
        False,
        False,
    )
    assert "S/ 12,550.00" in page


def test_a_group_reads_no_name_of_the_office_and_no_whole_account(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    paid = announce(make_paid(session, tmp_path))
    paid.payer.full_name, paid.approver.full_name = "Pagadora Secreta", "Aprobador Secreto"
    paid.spend(100)

    page = own_page(client, paid)

    assert [
        text for text in ("Pagadora", "Aprobador", CCI, RUC, "operación", "Propuso") if text in page
    ] == []


def test_whoever_is_not_of_the_group_is_told_nothing(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    paid = announce(make_paid(session, tmp_path))
    people = [
        representative_of(paid, "Mishki Tanta"),
        make_user(session, Role.REPRESENTATIVE),
        make_user(session, Role.JUROR),
    ]
    session.commit()

    told = [client.sign_in(user.id).get(address(paid)).status_code for user in people]

    assert [status in (403, 404) for status in told] == [True] * 3


def test_who_did_not_win_has_no_award(client: PageClient, session: Session, tmp_path: Path) -> None:
    paid = announce(make_paid(session, tmp_path))
    client.sign_in(representative_of(paid, "Allin Ruway").id)
    session.commit()

    answer = client.get(address(paid, "Allin Ruway"))

    assert (answer.status_code, answer.location) == (
        303,
        address(paid, "Allin Ruway").removesuffix("/premio"),
    )


@pytest.mark.parametrize("tail", ["999999", "99999999999999999999"])
def test_an_application_that_is_not_there_has_no_award(
    client: PageClient, session: Session, tmp_path: Path, tail: str
) -> None:
    followed = make_followed(session, tmp_path)
    client.sign_in(representative_of(followed).id)
    session.commit()

    assert client.get(f"/grupo/solicitudes/{tail}/premio").status_code == 404


def test_a_deadline_is_the_group_s_until_its_last_evening(
    client: PageClient, session: Session, tmp_path: Path, clock: StandingClock
) -> None:
    followed = announce(make_followed(session, tmp_path))
    clock.set(datetime(2026, 12, 10, 4, 59, tzinfo=UTC))
    evening = own_page(client, followed)
    clock.set(datetime(2026, 12, 10, 5, 1, tzinfo=UTC))
    morning = own_page(client, followed)

    assert (
        "Hasta el 9 de diciembre de 2026." in evening,
        "Venció el 9 de diciembre de 2026." in morning,
    ) == (True, True)


@pytest.mark.parametrize(
    ("make", "end"),
    [(make_followed, None), (make_paid, None), (make_paid, settled), (make_ready, annulled)],
    ids=["signed", "paid", "settled", "annulled"],
)
def test_in_english_the_page_keeps_no_spanish_words(
    client: PageClient,
    session: Session,
    tmp_path: Path,
    make: Make,
    end: Callable[[Followed], Followed] | None,
) -> None:
    followed = announce(make(session, tmp_path))
    if end is not None:
        end(followed)

    page = own_page(client, followed, lang="en")

    spanish = (
        "premio",
        "Premio del",
        "Recibido",
        "Rendido",
        "Termina",
        "Contrapartida",
        "Venció",
        "Hasta el",
    )
    assert [text for text in spanish if text in page] == []
