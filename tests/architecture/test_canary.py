"""Invented persons planted in the database are looked for on every page of every kind of person, in logs and chains.

What may be found follows from the classes of data: names of members are for the group itself, its promoter and the
office; DNI, birth dates, language and poverty class are in clear on no page, for nobody, unless they are asked for with
a reason.
"""

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.architecture.access_table import EVERYONE, OFFICE, TABLE
from tests.architecture.test_access import Place, request
from tests.architecture.test_access import place as place  # the same world, made anew for this module
from tests.factories.files import DETAIL
from tests.page_client import PageClient

NAME = "Xolotlcanario"
DNI = re.compile(r"4811\d{4}")
SENSITIVE = re.compile(
    r"kullecanario|pobre_extremo|Pobre extremo|1971-08-23|23/08/1971|23 de agosto de 1971|August 1971"
    r"|2029-02-17|17/02/2029|17 de febrero de 2029|February 2029"
    r"|2031-07-19|19/07/2031|19 de julio de 2031|12[.]?987|74[.]?987"
)
OFFERED = re.compile(r"<option\b.*?</option>", re.DOTALL)
"""What a form offers to choose from says nothing of anybody."""
SEES_NAMES = OFFICE | {"promoter", "representative"}
KINSHIP = {"juror.group", "juror.interests"}
"""Where a juror must read the names of members: nobody can declare a relative without knowing who is in the group."""
PLANT = (
    "UPDATE household SET language = 'kullecanario', sisfoh_class = 'pobre_extremo', "
    "sisfoh_classified_on = '2029-02-17', sisfoh_expires_on = '2031-07-19', "
    "latitude_e6 = -12987654, longitude_e6 = -74987654",
    "UPDATE person SET dni = CAST(48110000 + id AS TEXT), given_names = 'Zyanya', "
    "paternal_surname = 'Xolotlcanario', maternal_surname = '', sort_key = 'xolotlcanario zyanya', "
    "birth_date = '1971-08-23'",
    "UPDATE application_member SET dni = CAST(48110000 + person_id AS TEXT), "
    "full_name = 'Zyanya Xolotlcanario'",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """The world with its canaries, and the DNI of the person whose file is in it."""

    place: Place
    dni: str


@pytest.fixture(scope="module")
def planted(place: Place) -> Planted:
    for statement in PLANT:
        place.connection.execute(text(statement))
    return Planted(place, str(48110000 + int(str(place.world.usual["person_id"]))))


def words_of(answer: TestResponse) -> str:
    textual = answer.mimetype.startswith("text/") or answer.mimetype == "application/json"
    return OFFERED.sub("", answer.get_data(as_text=True)) if textual else ""


def pages_of(planted: Planted, person: str) -> dict[str, str]:
    return {
        endpoint: words_of(request(planted.place, endpoint, "GET", person))
        for endpoint, row in TABLE.items()
        if row.get is not None and "asset" not in endpoint
    }


@pytest.mark.parametrize("person", sorted(EVERYONE))
def test_no_page_shows_more_than_its_reader_may_see(
    planted: Planted, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    pages = pages_of(planted, person)

    named = {endpoint for endpoint, words in pages.items() if NAME in words}
    found = {
        "dni": {endpoint for endpoint, words in pages.items() if DNI.search(words)},
        "sensitive": {endpoint for endpoint, words in pages.items() if SENSITIVE.search(words)},
        "logs": {record.getMessage() for record in caplog.records if NAME in repr(vars(record))},
    }
    assert found == {"dni": set(), "sensitive": set(), "logs": set()}
    assert named if person in SEES_NAMES else named <= (KINSHIP if person == "juror" else set())


def office_client(planted: Planted) -> PageClient:
    client = planted.place.app.test_client()
    assert isinstance(client, PageClient)
    user_id = planted.place.world.people["staff"]
    assert user_id is not None
    return client.sign_in(user_id)


def kept_words(planted: Planted) -> str:
    rows = [
        *planted.place.connection.execute(text("SELECT action, subject, data FROM audit")),
        *planted.place.connection.execute(text("SELECT screen, detail, fields, request_id FROM access_log")),
    ]
    return "\n".join(map(str, rows))


def test_search_look_and_reveal_leave_no_trace_of_who_it_was(
    planted: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    client, person_id = office_client(planted), planted.place.world.usual["person_id"]
    data = {"datos": ["dni", "birth_date"], "motivo": "identity", "detalle": DETAIL}

    searched = client.post("/oficina/hogares", data={"texto": planted.dni})
    looked = client.get(f"/oficina/personas/{person_id}")
    revealed = client.post(f"/oficina/personas/{person_id}/ver-dato", data=data)

    assert [NAME in searched.text, NAME in looked.text, planted.dni in revealed.text] == [True] * 3
    kept = kept_words(planted)
    assert [bool(DNI.search(kept)), NAME in kept, bool(SENSITIVE.search(kept))] == [False] * 3
    written = "\n".join(repr(vars(record)) for record in caplog.records)
    assert [planted.dni in written, NAME in written] == [False, False]


def test_a_search_result_masks_the_dni_it_was_found_by(planted: Planted) -> None:
    page = office_client(planted).post("/oficina/hogares", data={"texto": "zyanya"}).text

    assert (bool(DNI.search(page)), f"****{planted.dni[-4:]}" in page) == (False, True)


def test_no_address_takes_a_dni_or_a_name_of_somebody(planted: Planted) -> None:
    rules = planted.place.app.url_map.iter_rules()
    taken = {argument for rule in rules if "asset" not in rule.endpoint for argument in rule.arguments}

    assert taken & {"dni", "name", "full_name", "nombre", "text", "texto"} == set()
