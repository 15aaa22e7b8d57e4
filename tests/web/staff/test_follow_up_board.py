"""The board of awards: what stands on it, in which order, and what is taken away as a file."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.services.sign_agreement import sign_agreement
from contest_portal.kernel.storage import Storage
from tests.awards.deeds import annulled, settled
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.follow_ups import (
    CCI,
    LATER,
    PAID_ON,
    Followed,
    award_of,
    make_followed,
    make_paid,
    make_ready,
)
from tests.page_client import PageClient, words

BOARD = "/oficina/seguimiento"


@pytest.fixture(autouse=True)
def later(clock: StandingClock) -> None:
    clock.set(LATER)


def auditor(client: PageClient, followed: Followed) -> PageClient:
    user = make_user(followed.session, Role.AUDITOR)
    followed.session.commit()
    return client.sign_in(user.id)


def rows(client: PageClient, address: str = f"{BOARD}.csv") -> list[dict[str, str]]:
    text = client.get(address).get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def row_of(client: PageClient, group: str = "Sumaq Kuy") -> dict[str, str]:
    (found,) = (row for row in rows(client) if row["Grupo"] == group)
    return found


def test_the_file_tells_where_the_money_of_an_award_is(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    paid = make_paid(session, tmp_path)
    paid.spend(1_000)

    found = row_of(auditor(client, paid))

    assert {name: found[name] for name in found if name.endswith("(S/)")} == {
        "Premio (S/)": "18000.00",
        "Transferido (S/)": "12600.00",
        "Rendido (S/)": "1000.00",
        "Devuelto (S/)": "0.00",
        "Por rendir (S/)": "11600.00",
    }
    assert (found["Estado"], found["Firmado"], found["Termina"], found["Días desde el convenio"]) == (
        "En ejecución",
        "2026-11-24",
        "2027-11-23",
        "22",
    )
    assert (found["Qué falta"], found["Vence"], found["Días de atraso"]) == (
        "Rendir lo recibido",
        "2027-11-23",
        "0",
    )


def test_an_unsigned_award_has_no_day_and_no_money_yet(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    found = row_of(auditor(client, make_followed(session, tmp_path)), "Mishki Tanta")

    assert (found["Estado"], found["Firmado"], found["Termina"], found["Transferido (S/)"]) == (
        "Por firmar",
        "",
        "",
        "0.00",
    )
    assert (found["Qué falta"], found["Vence"], found["Días de atraso"]) == (
        "Firmar el convenio",
        "2026-12-08",
        "7",
    )


@pytest.mark.parametrize(
    ("end", "state"), [(settled, "Liquidado"), (annulled, "Anulado")], ids=["settled", "annulled"]
)
def test_what_is_over_waits_for_nothing(
    client: PageClient, session: Session, tmp_path: Path, end: object, state: str
) -> None:
    followed = make_paid(session, tmp_path) if end is settled else make_ready(session, tmp_path)
    end(followed)  # type: ignore[operator]

    found = row_of(auditor(client, followed))

    assert (found["Estado"], found["Qué falta"], found["Vence"], found["Días de atraso"]) == (
        state,
        "",
        "",
        "0",
    )
    assert found["Por rendir (S/)"] == "0.00"


def test_the_file_and_the_page_hold_the_same_awards_in_the_same_order(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    followed = make_ready(session, tmp_path)
    auditor(client, followed)

    page, listed = client.get(BOARD).text, [row["Grupo"] for row in rows(client)]

    assert sorted(listed, key=page.index) == listed
    assert listed == ["Mishki Tanta", "Llaqta Maki", "Sumaq Kuy"]
    assert [int(row["Días de atraso"]) for row in rows(client)] == [7, 7, 0]


def test_the_file_holds_no_account_and_no_person(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    paid = make_paid(session, tmp_path)
    paid.spend(100)
    auditor(client, paid)

    text = client.get(f"{BOARD}.csv").text

    hidden = (CCI, CCI[-4:], "Banco de la Nación", "Agropecuaria", "Ñaupa", "Rosa Inga", "F001")
    assert [one for one in hidden if one in text] == []


def test_how_many_are_late_is_counted_and_nobody_is_before_the_first_day(
    client: PageClient, session: Session, tmp_path: Path, clock: StandingClock
) -> None:
    auditor(client, make_ready(session, tmp_path))
    told = client.read(BOARD)
    clock.set(datetime(2026, 12, 8, 17, 0, tzinfo=UTC))
    in_time = client.read(BOARD)
    clock.set(datetime(2026, 12, 9, 17, 0, tzinfo=UTC))
    a_day_late = client.read(BOARD)

    assert "2 premios tienen un plazo vencido" in told
    assert "Ningún plazo está vencido." in in_time
    assert a_day_late.count("1 día de atraso") == 2


def test_a_day_ends_at_midnight_of_the_office(
    client: PageClient, session: Session, tmp_path: Path, clock: StandingClock
) -> None:
    """At 04:30 UTC it is still the evening before in Peru."""
    auditor(client, make_ready(session, tmp_path))
    clock.set(datetime(2026, 12, 9, 4, 30, tzinfo=UTC))
    evening = client.read(BOARD)
    clock.set(datetime(2026, 12, 9, 5, 30, tzinfo=UTC))
    morning = client.read(BOARD)

    assert ("Ningún plazo está vencido." in evening, "2 premios tienen" in morning) == (True, True)


@pytest.mark.parametrize("asked", ["abc", "", "-1", "99999999999999999999999"])
def test_a_contest_that_is_none_gives_no_error_page(
    client: PageClient, session: Session, tmp_path: Path, asked: str
) -> None:
    auditor(client, make_followed(session, tmp_path))

    answer = client.get(f"{BOARD}.csv", query_string={"concurso": asked})

    assert answer.status_code in (200, 404)


def test_a_contest_without_agreements_says_how_they_come(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    auditor(client, make_followed(session, tmp_path))

    assert client.get("/oficina/concursos/99999/seguimiento").status_code == 404


def test_an_auditor_reads_an_award_and_is_offered_nothing(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    paid = make_paid(session, tmp_path)
    paid.spend(100)
    auditor(client, paid)

    page = client.get(f"/oficina/premios/{paid.award.id}").text

    said = words(page)
    assert "Agropecuaria Los Andes" in said
    assert [
        one for one in ("Anotar un gasto", "Proponer", "Hacer una adenda", "Anular el premio") if one in said
    ] == []
    assert "/anular" not in page


def test_in_english_the_board_and_its_file_keep_no_spanish_words(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    auditor(client, make_paid(session, tmp_path))

    page = words(client.get(BOARD, query_string={"lang": "en"}).text)
    header = client.get(f"{BOARD}.csv").text.splitlines()[0]

    assert [
        word for word in ("Seguimiento", "Por firmar", "atraso", "Firmar el convenio") if word in page
    ] == []
    assert [word for word in ("Concurso", "Premio", "Firmado", "Rendido", "Vence") if word in header] == []


def test_an_award_signed_today_is_on_time_with_its_first_steps(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    followed = make_followed(session, tmp_path)
    other = award_of(session, followed.scored, "Mishki Tanta")
    sign_agreement(session, followed.act(), award_id=other.id, signed_on=PAID_ON, storage=Storage(tmp_path))

    found = row_of(auditor(client, followed), "Mishki Tanta")

    assert (found["Estado"], found["Qué falta"], found["Vence"], found["Días de atraso"]) == (
        "En ejecución",
        "Anotar la cuenta del grupo",
        "2026-12-30",
        "0",
    )
