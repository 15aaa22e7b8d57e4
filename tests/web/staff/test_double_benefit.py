"""The page of households that other contests awarded, its file, and the warning on an application."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.rules.profile import write_profile
from contest_portal.contests.models import Contest
from tests.factories.accounts import make_user
from tests.factories.allocation import ScoredContest
from tests.factories.applications import make_application
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.files import winner_of
from tests.factories.profiles import PROFILE
from tests.factories.publication import make_announced_contest
from tests.page_client import PageClient


def make_second(session: Session, scored: ScoredContest, months: int = 0) -> Contest:
    book = replace(RULEBOOK, group=replace(RULEBOOK.group, months_between_awards=months))
    return make_contest(session, scored.office, scored.staff, state="published", rulebook=book)


def apply_again(session: Session, scored: ScoredContest, contest: Contest) -> Application:
    group = session.get_one(ProducerGroup, scored.groups["Sumaq Kuy"].group_id)
    return make_application(session, contest, group, profile=write_profile(PROFILE))


@pytest.fixture
def scored(client: PageClient, session: Session) -> ScoredContest:
    made = make_announced_contest(session)
    client.sign_in(made.staff.id)
    return made


def page_of(client: PageClient, contest: Contest, tail: str = "") -> str:
    return client.get(f"/oficina/concursos/{contest.id}/doble-beneficio{tail}").text


def test_without_any_the_page_says_what_it_compares(
    client: PageClient, session: Session, scored: ScoredContest
) -> None:
    contest = make_second(session, scored)
    session.commit()

    page = page_of(client, contest)

    assert "Ningún hogar fue premiado en otro concurso" in page
    assert "no impide participar" in page
    assert "doble-beneficio.csv" not in page


@pytest.mark.parametrize(
    ("months", "said"), [(0, "Aviso"), (12, "Muy reciente"), (12, "desde el 23 de noviembre de 2027")]
)
def test_a_household_is_listed_with_contest_amount_and_rule(
    client: PageClient, session: Session, scored: ScoredContest, months: int, said: str
) -> None:
    contest = make_second(session, scored, months)
    again = apply_again(session, scored, contest)
    session.commit()

    page = page_of(client, contest)

    member = winner_of(session, scored)
    wanted = (
        again.code or "",
        scored.contest.title,
        "18,000.00",
        "23 de noviembre de 2026",
        f"/oficina/hogares/{member.household_id}",
        said,
    )
    assert [text for text in wanted if text not in page] == []


def test_the_file_names_households_by_code_and_nobody(
    client: PageClient, session: Session, scored: ScoredContest
) -> None:
    contest = make_second(session, scored, 12)
    again = apply_again(session, scored, contest)
    session.commit()

    answer = client.get(f"/oficina/concursos/{contest.id}/doble-beneficio.csv")

    member = winner_of(session, scored)
    header, line = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert header.startswith("Hogar,Solicitud,Grupo,Premiado en el concurso")
    assert line.endswith(
        f",{again.code},Sumaq Kuy,{scored.contest.code},{scored.code('Sumaq Kuy')},18000.00,Por firmar,"
        "2026-11-23,2027-11-23,Sí"
    )
    assert (member.full_name in line, member.dni in line) == (False, False)


def test_an_application_warns_the_office(client: PageClient, session: Session, scored: ScoredContest) -> None:
    again = apply_again(session, scored, make_second(session, scored))
    first = scored.groups["Sumaq Kuy"]
    first.profile = write_profile(PROFILE)
    session.commit()

    warned = client.get(f"/oficina/solicitudes/{again.id}").text
    silent = client.get(f"/oficina/solicitudes/{first.id}").text

    said = "Hogares ya premiados en otro concurso"
    assert (said in warned, "18,000.00" in warned, said in silent) == (True, True, False)


def test_the_contest_leads_to_the_page(client: PageClient, session: Session, scored: ScoredContest) -> None:
    contest = make_second(session, scored)
    session.commit()

    assert (
        f"/oficina/concursos/{contest.id}/doble-beneficio"
        in client.get(f"/oficina/concursos/{contest.id}").text
    )


def test_secretary_of_this_contest_sees_no_way_into_files(
    client: PageClient, session: Session, scored: ScoredContest
) -> None:
    contest = make_second(session, scored)
    apply_again(session, scored, contest)
    secretary = make_user(session, Role.SECRETARY, contest_id=contest.id)
    session.commit()
    client.sign_in(secretary.id)

    page = page_of(client, contest)

    assert (scored.contest.title in page, "/oficina/hogares/" in page) == (True, False)


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.JUROR, Role.ADMIN])
@pytest.mark.parametrize("tail", ["", ".csv"])
def test_others_do_not_see_it(
    client: PageClient, session: Session, scored: ScoredContest, role: Role, tail: str
) -> None:
    user = make_user(session, role)
    session.commit()
    client.sign_in(user.id)

    answer = client.get(f"/oficina/concursos/{scored.contest.id}/doble-beneficio{tail}")

    assert answer.status_code == 403
