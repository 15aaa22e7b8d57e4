"""Who may open what, and whom they may see there: every endpoint by every kind of person.

A new endpoint without a row in the table fails. Invented persons planted in the world are looked for on every page, in
logs and in chains. What may be found follows from the classes of data: names of members are for the group itself, its
promoter and the office; DNI, birth dates, language and poverty class are in clear on no page, for nobody, unless they
are asked for with a reason.
"""

import re
from datetime import timedelta
from itertools import cycle

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import record
from contest_portal.web.shared.errors import FORM
from contest_portal.web.shared.fields import room_of
from contest_portal.web.shared.one_reading import SEVERAL
from contest_portal.web.shared.second_factor import FRESH
from contest_portal.web.shared.timed_acts import TIMED
from tests.architecture.access_forms import (
    BROUGHT_IN,
    ROOM_OF_ANOTHER,
    WITHOUT_WORDS,
    columns_without_a_field,
    columns_without_markup,
    keys_by_address,
    names_of_several,
    read_two_ways,
    repeated_in_pages,
    told_by_files,
    tried_while_failing,
    unnamed_texts,
)
from tests.architecture.access_json import JSON
from tests.architecture.access_looks import (
    COLUMNS,
    FAILING,
    NOTES_A_LOOK,
    SENT,
    assert_is_a_page_of_its_person,
    assert_sound,
    hashes_with,
    kept_words,
    methods_of,
    office_client,
    rows_after,
    without_a_fresh_code,
)
from tests.architecture.access_marks import told_by_marks
from tests.architecture.access_people import EVERYONE
from tests.architecture.access_place import place as place
from tests.architecture.access_place import walk as walk
from tests.architecture.access_table import TABLE
from tests.architecture.access_walk import Place, Walk, address_of, request
from tests.architecture.canaries import (
    DNI,
    IN_CLEAR,
    KINSHIP,
    NAME,
    OPINION,
    PLANTED,
    SEES_NAMES,
    SENSITIVE,
)
from tests.architecture.disguises import found_in_disguise
from tests.conftest import NOON
from tests.factories.files import DETAIL


def test_markup_and_a_formula_stand_in_every_column_of_typed_words(place: Place) -> None:
    assert columns_without_markup(place) == set()


def test_every_endpoint_has_its_row_and_every_row_its_endpoint(place: Place) -> None:
    endpoints = {rule.endpoint for rule in place.app.url_map.iter_rules()}

    assert (endpoints - set(TABLE), set(TABLE) - endpoints) == (set(), set())


def test_every_row_has_the_methods_of_its_endpoint(place: Place) -> None:
    wrong = {
        endpoint
        for endpoint, row in TABLE.items()
        if methods_of(place.app, endpoint)
        != {method for method, people in (("GET", row.get), ("POST", row.post)) if people is not None}
    }

    assert wrong == set()


def test_table_names_everybody_of_the_world(place: Place) -> None:
    assert set(place.world.people) == EVERYONE


@pytest.mark.parametrize("endpoint", [endpoint for endpoint, row in TABLE.items() if row.get is not None])
def test_who_may_look(walk: Walk, endpoint: str) -> None:
    looks = {person: walk.look(endpoint, person) for person in walk.place.world.people}

    let_in = {person for person, look in looks.items() if look.let_in}
    assert let_in == TABLE[endpoint].get
    assert_sound(endpoint, list(looks.values()))
    assert any(look.wrote for look in looks.values() if look.status == 200) == (endpoint in NOTES_A_LOOK)
    for person in let_in:
        assert_is_a_page_of_its_person(endpoint, person, walk.look(endpoint, person))


@pytest.mark.parametrize("endpoint", [endpoint for endpoint, row in TABLE.items() if row.post is not None])
def test_who_may_act(walk: Walk, endpoint: str) -> None:
    looks = {person: walk.look(endpoint, person, "POST") for person in walk.place.world.people}

    assert {person for person, look in looks.items() if look.let_in} == TABLE[endpoint].post
    assert_sound(endpoint, list(looks.values()))


def test_each_text_of_each_form_has_its_most_and_is_refused_in_words(walk: Walk) -> None:
    assert unnamed_texts(walk) == WITHOUT_WORDS
    assert columns_without_a_field() == BROUGHT_IN | set(ROOM_OF_ANOTHER)
    assert [one for one in ROOM_OF_ANOTHER.items() if room_of(one[0]) != room_of(one[1])] == []


def test_what_could_be_read_two_ways_is_refused_by_every_form(walk: Walk) -> None:
    """A field sent twice, or otherwise in the address: but for those that hold several answers. No page sends such."""
    assert read_two_ways(walk) == {}
    assert {one for one in repeated_in_pages(walk) if one[1] not in SEVERAL} == set()
    assert names_of_several() | {"centros"} == SEVERAL


def test_an_answer_of_json_has_the_keys_that_are_written_down_for_whoever_may_have_it(walk: Walk) -> None:
    assert keys_by_address(walk) == {endpoint: {keys} for endpoint, keys in JSON.items()}


def test_every_act_asks_for_a_token_whatever_its_body(place: Place) -> None:
    """Neither a form of another site nor a program of it can act, because nobody but our pages hands out the token."""
    client, bodies = office_client(place), cycle(("text/plain", "application/json", FORM))
    place.app.config["WTF_CSRF_ENABLED"] = True
    before = place.written

    answers = {
        endpoint: client.post(address_of(place, endpoint), data="{}", content_type=next(bodies)).status_code
        for endpoint, row in TABLE.items()
        if row.post is not None
    }

    place.app.config["WTF_CSRF_ENABLED"] = False
    assert (set(answers.values()), place.written - before) == ({400}, 0)


def test_no_address_knows_another_method(place: Place) -> None:
    """Routes know what the table says (above), and nothing but those is answered; not even asked about."""
    known = {method for rule in place.app.url_map.iter_rules() for method in rule.methods or ()}
    client = place.app.test_client()

    answers = {
        (method, client.open(address, method=method).status_code)
        for method in ("OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "GETT")
        for address in ("/", "/ingresar", "/assets/0/css/portal.css")
    }

    assert (known, {status for _, status in answers}) == ({"GET", "HEAD", "POST"}, {405})


@pytest.mark.parametrize(
    "endpoint",
    [endpoint for endpoint, row in TABLE.items() if "visitor" not in (row.get or row.post or EVERYONE)],
)
def test_visitor_is_sent_to_sign_in(walk: Walk, endpoint: str) -> None:
    look = walk.look(endpoint, "visitor", "POST" if TABLE[endpoint].get is None else "GET")

    assert (look.status, look.location.partition("?")[0]) == (303, "/ingresar")


def test_what_a_juror_wrote_is_read_by_nobody_else_while_the_contest_is_judged(walk: Walk) -> None:
    own = (
        walk.place.client("juror").get(address_of(walk.place, "juror.sheet").replace("PUBLIC", "FIELD")).text
    )
    read = {
        (name, one)
        for name, row in TABLE.items()
        for one in row.get or ()
        if OPINION in walk.look(name, one).words
    }

    assert (OPINION in own, read) == (True, set())


def test_another_mark_changes_no_word_for_anybody_else_while_the_contest_is_judged(
    place: Place, pytestconfig: pytest.Config
) -> None:
    """Whatever a page, a file or a number would tell of a mark, it would tell another thing of another mark."""
    read, changed = told_by_marks(place, of_all=pytestconfig.getoption("--long"))

    assert {person for _, person in read} == {"juror"}
    assert changed == {(f"juror.{page}", "juror") for page in ("group", "sheet", "sheet_history")}


def test_nothing_public_says_a_planted_word_in_disguise(walk: Walk) -> None:
    planted = {*PLANTED, *walk.place.connection.scalars(text("SELECT dni FROM person"))}
    public = [name for name, row in TABLE.items() if "visitor" in (row.get or ()) and "asset" not in name]

    found = {name: found_in_disguise(walk.look(name, "visitor").words, planted) for name in public}

    assert (len(planted) > len(PLANTED) + 9, len(public) > 30) == (True, True)
    assert {name: values for name, values in found.items() if values} == {}


@pytest.mark.parametrize("person", sorted(EVERYONE))
def test_no_page_shows_more_than_its_reader_may_see(walk: Walk, person: str) -> None:
    pages = {
        endpoint: walk.look(endpoint, person).words
        for endpoint, row in TABLE.items()
        if row.get is not None and "asset" not in endpoint
    }

    named = {endpoint for endpoint, words in pages.items() if NAME in words}
    found = [{one for one, words in pages.items() if known.search(words)} for known in (DNI, SENSITIVE)]
    assert (found, walk.listener.named) == ([set(), set()], set())
    assert named if person in SEES_NAMES else named <= (KINSHIP if person == "juror" else set())


def test_what_a_deadline_decides_about_waits_while_the_clock_is_behind(place: Place) -> None:
    undone = place.connection.begin_nested()
    with Session(place.connection, join_transaction_mode="create_savepoint") as session:
        record(session, at=NOON + timedelta(days=900), actor_id=None, action="x.done", subject="x:1")
        session.commit()
    people = place.world.people.keys() - {"visitor"}

    answers = [request(place, one, "POST", min(TABLE[one].post or people)) for one in TIMED]

    undone.rollback()
    assert {(one.status_code, "está atrasado: marca" in one.text) for one in answers} == {(409, True)}


@pytest.mark.parametrize("endpoint", sorted(FRESH))
def test_an_act_of_weight_waits_for_a_fresh_code(place: Place, endpoint: str) -> None:
    """Whoever has a second factor and showed a code an hour ago is asked for one, and nothing is done meanwhile."""
    status, page, changed = without_a_fresh_code(place, endpoint)

    asked = 'name="factor_code"' in page and 'name="typed" value="kept"' in page
    assert (status, asked, changed) == (200, True, False)


@pytest.mark.parametrize("what", FAILING)
def test_what_cannot_be_put_on_record_is_not_done(
    place: Place, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The log takes no row, nobody's rights can be read, or there is no next number: nothing of the act is stored."""
    monkeypatch.setitem(place.app.config, "PROPAGATE_EXCEPTIONS", False)

    statuses, changed = tried_while_failing(place, what)

    assert {status for status in statuses.items() if status[1] not in {(200, 500), (303, 500)}} == set()
    assert not changed


def test_search_look_and_reveal_leave_no_trace_of_who_it_was(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    client, person_id = office_client(place), place.world.usual["person_id"]
    data = {"datos": ["dni", "birth_date"], "motivo": "identity", "detalle": DETAIL}

    searched = client.post("/oficina/hogares", data={"texto": place.planted_dni})
    looked = client.get(f"/oficina/personas/{person_id}")
    revealed = client.post(f"/oficina/personas/{person_id}/ver-dato", data=data)

    assert [NAME in searched.text, NAME in looked.text, place.planted_dni in revealed.text] == [True] * 3
    kept = kept_words(place)
    assert [bool(DNI.search(kept)), NAME in kept, bool(SENSITIVE.search(kept))] == [False] * 3
    written = "\n".join(repr(vars(record)) for record in caplog.records)
    assert [place.planted_dni in written, NAME in written] == [False, False]


def test_a_search_result_masks_the_dni_it_was_found_by(place: Place) -> None:
    page = office_client(place).post("/oficina/hogares", data={"texto": "zyanya"}).text

    assert (bool(DNI.search(page)), f"****{place.planted_dni[-4:]}" in page) == (False, True)


def test_no_address_takes_a_dni_or_a_name_of_somebody(place: Place) -> None:
    rules = place.app.url_map.iter_rules()
    taken = {argument for rule in rules if "asset" not in rule.endpoint for argument in rule.arguments}

    assert taken & {"dni", "name", "full_name", "nombre", "text", "texto"} == set()


def test_what_is_taken_away_tells_its_least_trusted_reader_no_number(walk: Walk) -> None:
    found = told_by_files(walk)

    assert (len(found.pop("files")) > 10, found) == (
        True,
        {"dni": IN_CLEAR, "sensitive": IN_CLEAR, "named to others": set()},
    )


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/{dni}", 404),
        ("GET", "/oficina/personas/{dni}", 404),
        ("GET", "/verificar/{dni}", 200),
        ("DELETE", "/verificar?codigo={dni}", 405),
        ("POST", "/ingresar?siguiente=/{dni}", 303),
    ],
)
def test_an_error_writes_down_nothing_of_what_was_asked_for(
    place: Place, caplog: pytest.LogCaptureFixture, method: str, address: str, status: int
) -> None:
    """Who mistypes an address, or puts a number into one, finds it in no log and no chain."""
    answer = office_client(place).open(address.format(dni=place.planted_dni), method=method)

    written = "\n".join(repr(vars(record)) for record in caplog.records)
    assert answer.status_code == status
    assert (place.planted_dni in written, DNI.search(kept_words(place))) == (False, None)


def test_each_reveal_is_one_row_of_the_log_and_one_link_of_the_chain(place: Place) -> None:
    client, person_id = office_client(place), place.world.usual["person_id"]
    data = {"datos": ["dni"], "motivo": "identity", "detalle": DETAIL}

    def counts() -> tuple[int, ...]:
        rows = ("access_log WHERE kind = 'reveal'", "audit WHERE action = 'personal.revealed'")
        return tuple(place.connection.scalar(text(f"SELECT count(*) FROM {row}")) or 0 for row in rows)  # noqa: S608

    before = counts()
    statuses = [
        client.post(f"/oficina/personas/{person_id}/ver-dato", data=data).status_code for _ in range(5)
    ]
    refused = client.post(f"/oficina/personas/{person_id}/ver-dato", data=data | {"detalle": ""}).status_code

    assert (statuses, refused) == ([200] * 5, 422)
    assert counts() == tuple(number + 5 for number in before)


def test_no_hash_in_a_bundle_is_that_of_a_person(place: Place) -> None:
    """A plain hash of a DNI is no mask: all of them are tried in a minute. So no hash in the bundle is one of these."""
    bundle = request(place, "public.result_bundle", "GET", "visitor").get_data(as_text=True)
    dnis = [str(48110000 + int(row[0])) for row in place.connection.execute(text("SELECT id FROM person"))]
    hashes = set(re.findall(r"\b[0-9a-f]{40,64}\b", bundle))

    guessed = hashes_with(dnis[:3], bundle)

    assert (len(hashes) > 5, hashes & guessed) == (True, set())


@pytest.mark.parametrize(("endpoint", "person"), SENT)
def test_what_no_field_asks_for_changes_nothing(place: Place, endpoint: str, person: str) -> None:
    """With a form comes the name of every column there is: state, role, amount and all others."""
    centre = place.connection.scalar(text("SELECT MIN(centre_code) FROM producer_group"))
    asked = {"applicant.new_group": {"name": "Otro nombre", "centre_code": centre, "ruc": "", "dni": ""}}
    sent = {**place.world.sent, **asked}.get(endpoint, {})

    plain = rows_after(place, endpoint, person, sent)

    assert plain[0] == 303
    assert rows_after(place, endpoint, person, COLUMNS | sent) == plain


def test_nobody_is_led_to_the_host_that_a_request_names(place: Place) -> None:
    pages = "home call result result_json result_check verification check log stamps".split()
    asked = (*(f"public.{page}" for page in pages), "account.start", "account.sign_in")
    said = {
        endpoint: place.app.test_client().get(address_of(place, endpoint), headers={"Host": "evil.example"})
        for endpoint in asked
    }

    assert {answer.status_code for answer in said.values()} == {200, 303}
    assert [one for one, answer in said.items() if "evil.example" in f"{answer.headers}{answer.text}"] == []
