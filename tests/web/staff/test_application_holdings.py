"""What most households of a group had on the day they applied, in plain sentences on the application's page."""

import re
from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import members_of
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.registry.models.register import Household
from tests.factories.applying import Village, make_village
from tests.factories.components import make_record
from tests.page_client import PageClient

EARLY, LATE = date(2024, 5, 10), date(2026, 11, 24)


@pytest.fixture
def village(session: Session) -> Village:
    village = make_village(session)
    session.commit()
    return village


@pytest.fixture
def office(client: PageClient, village: Village) -> PageClient:
    return client.sign_in(village.staff.id)


def sent(village: Village, *, households: int = 4) -> Application:
    """Send an application; the office's day of it is 23 November 2026."""
    draft = village.draft(village.group(households=households))
    return submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    ).application


def homes(session: Session, application: Application) -> list[Household]:
    return [session.get_one(Household, member.household_id) for member in members_of(session, application.id)]


def shown(client: PageClient, application: Application) -> tuple[list[str], str]:
    text = client.get(f"/oficina/solicitudes/{application.id}").text
    section = re.search(r'aria-labelledby="holdings">(.*?)</section>', text, re.DOTALL)
    assert section is not None
    sentences = [sentence.strip() for sentence in re.findall(r"<li>(.*?)</li>", section[1])]
    return sentences, re.findall(r"<p>(.*?)</p>", section[1])[-1]


def test_a_sentence_per_kind_that_most_households_have(
    office: PageClient, village: Village, session: Session
) -> None:
    application = sent(village)
    for home in homes(session, application):
        make_record(session, home, "agua-segura", steps=(("in_use", date(2025, 2, 1)),))
    for home in homes(session, application)[:3]:
        make_record(session, home, steps=(("delivered", EARLY),))
    for home in homes(session, application)[:2]:
        make_record(session, home, "pastos", steps=(("in_use", EARLY),))
    session.commit()

    assert shown(office, application) == (
        [
            "Los 4 hogares de este grupo toman agua segura desde 2025.",
            "De los 4 hogares de este grupo, 3 crían cuyes desde 2024.",
        ],
        "Según el padrón, para el 23 de noviembre de 2026, día en que se envió la solicitud.",
    )


def test_what_came_or_went_after_the_day_changes_nothing(
    office: PageClient, village: Village, session: Session
) -> None:
    application = sent(village)
    for home in homes(session, application):
        make_record(session, home, steps=(("delivered", EARLY), ("abandoned", LATE)))
        make_record(session, home, "pastos", steps=(("delivered", LATE),))
    session.commit()

    assert shown(office, application)[0] == ["Los 4 hogares de este grupo crían cuyes desde 2024."]


def test_nothing_in_common_is_said_too(office: PageClient, village: Village, session: Session) -> None:
    application = sent(village)
    make_record(session, homes(session, application)[0])
    session.commit()

    text = office.get(f"/oficina/solicitudes/{application.id}").text

    assert "No consta nada que tenga la mayoría de los hogares." in text


def test_the_catalogue_s_words_are_quoted_in_english(
    office: PageClient, village: Village, session: Session
) -> None:
    application = sent(village)
    for home in homes(session, application):
        make_record(session, home, steps=(("delivered", EARLY),))
    session.commit()

    text = office.get(f"/oficina/solicitudes/{application.id}?lang=en").text

    assert "All 4 households of this group: «crían cuyes», since 2024." in text


def test_a_representative_sees_it_as_of_today(client: PageClient, village: Village, session: Session) -> None:
    application = sent(village)
    for home in homes(session, application):
        make_record(session, home, steps=(("delivered", EARLY),))
    session.commit()
    client.sign_in(village.representative.id)

    text = client.get(f"/grupo/grupos/{application.group_id}").text

    assert "Los 4 hogares de este grupo crían cuyes desde 2024." in text
    assert "Según el padrón, al 23 de noviembre de 2026." in text


def test_a_representative_without_anything_in_common_sees_no_empty_section(
    client: PageClient, village: Village, session: Session
) -> None:
    group = village.group()
    session.commit()

    text = client.sign_in(village.representative.id).get(f"/grupo/grupos/{group.id}").text

    assert "Lo que ya tienen sus hogares" not in text
