"""The reference server, the client and `docs/registry-openapi.json` say the same, over a real socket."""

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlsplit

import pytest

from contest_portal.kernel.canonical import Json
from contest_portal.registry.reference.population import Population
from contest_portal.registry.reference.server import (
    CONTRACT,
    KNOWN_PARAMETERS,
    MOST_AT_ONCE,
    Misbehaviour,
    ReferenceServer,
)
from contest_portal.registry.rules import source_pages
from contest_portal.registry.rules.kinship import Kinship
from contest_portal.registry.rules.source_pages import MalformedPage, read_page
from contest_portal.registry.sources.http_pages import PAGE_PATH
from tests.factories.sources import TOKEN, body, household, member, reference_server, served
from tests.registry.reference.json_schema import faults

DOCUMENT = json.loads(CONTRACT.read_text())
PAGE = {"$ref": "#/components/schemas/Page"}
OLD = "WzAsOTk5LDBd"  # the cursor of a revision that has not come yet: [0,999,0]


@dataclass(frozen=True)
class Case:
    """A request that is answered with one of the contract's answers."""

    path: str
    status: int
    query: str = ""
    token: str | None = TOKEN
    fault: Misbehaviour | None = None


CASES = (
    Case("/openapi.json", 200, token=None),
    Case(PAGE_PATH, 200),
    Case(PAGE_PATH, 200, "since=r1"),
    Case(PAGE_PATH, 200, "limit=1"),
    Case(PAGE_PATH, 200, f"limit={MOST_AT_ONCE}"),
    Case(PAGE_PATH, 400, "page=2"),
    Case(PAGE_PATH, 400, "since=yesterday"),
    Case(PAGE_PATH, 400, "since=r1&since=r2"),
    Case(PAGE_PATH, 400, "cursor=nonsense"),
    Case(PAGE_PATH, 400, "cursor="),
    Case(PAGE_PATH, 400, "limit=0"),
    Case(PAGE_PATH, 400, f"limit={MOST_AT_ONCE + 1}"),
    Case(PAGE_PATH, 401, token=None),
    Case(PAGE_PATH, 401, token="another"),
    Case(PAGE_PATH, 401, fault=Misbehaviour.TOKEN_EXPIRED),
    Case(PAGE_PATH, 410, f"cursor={OLD}"),
    Case(PAGE_PATH, 410, fault=Misbehaviour.CURSOR_EXPIRED),
    Case(PAGE_PATH, 429, fault=Misbehaviour.BUSY),
    Case(PAGE_PATH, 500, fault=Misbehaviour.BROKEN),
    Case(PAGE_PATH, 503, fault=Misbehaviour.UNAVAILABLE),
)


@pytest.fixture(scope="module")
def server() -> ReferenceServer:
    return reference_server(size=7, page_size=3)


@pytest.fixture(scope="module")
def address(server: ReferenceServer) -> Iterator[str]:
    with served(server) as address:
        yield address


def ask(
    address: str, path: str, *, token: str | None = TOKEN, method: str = "GET"
) -> tuple[int, Message, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def documented() -> Iterator[tuple[str, int]]:
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            yield from ((path, int(status)) for status in operation["responses"])


def test_every_answer_of_the_contract_is_walked_and_no_other() -> None:
    assert {(case.path, case.status) for case in CASES} == set(documented())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.status} {case.path} {case.query}")
def test_server_answers_as_the_contract_says(server: ReferenceServer, address: str, case: Case) -> None:
    if case.fault:
        server.faults.append(case.fault)

    status, headers, content = ask(address, f"{case.path}?{case.query}", token=case.token)

    answer = DOCUMENT["paths"][case.path]["get"]["responses"][str(case.status)]
    media = answer["content"][headers["Content-Type"]]
    wrong = [*faults(json.loads(content), media["schema"], DOCUMENT)]
    for name, header in answer.get("headers", {}).items():
        wrong += faults(headers.get(name, ""), header["schema"], DOCUMENT, name)
    assert (status, wrong) == (case.status, [])


def test_parameters_of_the_contract_are_those_the_server_knows() -> None:
    parameters = DOCUMENT["paths"][PAGE_PATH]["get"]["parameters"]

    assert {parameter["name"] for parameter in parameters} == KNOWN_PARAMETERS
    assert all(parameter["in"] == "query" for parameter in parameters)


def test_whole_listing_obeys_the_contract_page_by_page(address: str) -> None:
    cursor, pages = "", []
    while cursor is not None:
        _, _, content = ask(address, PAGE_PATH + (f"?cursor={cursor}" if cursor else ""))
        pages.append(json.loads(content))
        cursor = pages[-1]["next_cursor"]

    assert [[*faults(page, PAGE, DOCUMENT)] for page in pages] == [[], [], []]
    assert [len(page["households"]) for page in pages] == [3, 3, 1]
    assert {page["watermark"] for page in pages} == {"r1"}


def test_contract_is_served_as_committed(address: str) -> None:
    assert ask(address, "/openapi.json", token=None)[2] == CONTRACT.read_bytes()


@pytest.mark.parametrize(
    ("method", "path", "status"), [("POST", PAGE_PATH, 405), ("GET", "/v1/persons", 404)]
)
def test_what_is_not_in_the_contract_is_not_answered(
    address: str, method: str, path: str, status: int
) -> None:
    assert ask(address, path, method=method)[0] == status


def test_a_listing_shows_the_register_as_it_was_when_it_began() -> None:
    server = reference_server(size=20, page_size=15)
    with served(server) as address:
        first = json.loads(ask(address, PAGE_PATH)[2])
        server.advance()
        second = json.loads(ask(address, f"{PAGE_PATH}?cursor={first['next_cursor']}")[2])

    before = [Population(20, 3, server.population.centres).household(number) for number in range(15, 20)]
    assert (second["watermark"], second["households"]) == ("r1", before)


VALID = (
    body(household("H-1", member())),
    body(
        household("H-1", member(), member("70000002", is_head=False, kinship="child")),
        next_cursor="c",
        total=5,
    ),
    body(household(language=None, sisfoh_class=None, sisfoh_expires_on=None)),
    body(household("H-1", member(birth_date=None, maternal_surname=None), sisfoh_classified_on="2025-12-31")),
    body(),
)
BROKEN: tuple[Json, ...] = (
    {},
    {"households": [], "next_cursor": None, "watermark": "", "total": 0},
    {"households": [{}], "next_cursor": None, "watermark": "w", "total": 0},
    {"households": [household(members=[])], "next_cursor": None, "watermark": "w", "total": 0},
    {"households": [household()], "next_cursor": 5, "watermark": "w", "total": 0},
    {"households": [household()], "next_cursor": None, "watermark": "w", "total": "many"},
    {
        "households": [household("H", member(is_head="yes"))],
        "next_cursor": None,
        "watermark": "w",
        "total": 1,
    },
    {"households": [household("H", member(dni=70000001))], "next_cursor": None, "watermark": "w", "total": 1},
)


@pytest.mark.parametrize("sent", VALID)
def test_client_takes_what_the_contract_allows(sent: bytes) -> None:
    assert [*faults(json.loads(sent), PAGE, DOCUMENT)] == []
    assert len(read_page(sent).households) == len(json.loads(sent)["households"])


@pytest.mark.parametrize("sent", BROKEN)
def test_client_refuses_what_the_contract_forbids(sent: Json) -> None:
    assert [*faults(sent, PAGE, DOCUMENT)] != []
    with pytest.raises(MalformedPage):
        read_page(json.dumps(sent).encode())


def test_limits_of_the_contract_are_those_of_the_client() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    assert (
        schemas["Page"]["properties"]["households"]["maxItems"],
        schemas["Page"]["properties"]["next_cursor"]["maxLength"],
        schemas["Page"]["properties"]["watermark"]["maxLength"],
        schemas["Household"]["properties"]["members"]["maxItems"],
    ) == (
        source_pages.MOST_HOUSEHOLDS,
        source_pages.LONGEST_CURSOR,
        source_pages.LONGEST_WATERMARK,
        source_pages.MOST_MEMBERS,
    )


def test_fields_of_the_contract_are_those_the_client_reads() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    assert set(schemas["Household"]["properties"]) == {
        "code",
        "members",
        *source_pages.HOUSEHOLD_FIELDS,
        *source_pages.OPTIONAL_FIELDS.values(),
    }
    assert set(schemas["Member"]["properties"]) == {
        "is_head",
        *source_pages.MEMBER_FIELDS,
        *source_pages.OPTIONAL_MEMBER_FIELDS,
    }
    assert schemas["Member"]["properties"]["kinship"]["enum"] == [*Kinship, None]


@pytest.mark.parametrize(
    ("value", "schema", "wrong"),
    [
        ("x", {"type": "integer"}, ["$: str is not integer"]),
        (True, {"type": "integer"}, ["$: bool is not integer"]),
        ("abc", {"maxLength": 2, "pattern": "^b"}, ["$: 3 characters", "$: does not match ^b"]),
        (
            {"a": 1},
            {"additionalProperties": False, "required": ["b"]},
            ["$: no b", "$: a is not in the contract"],
        ),
        ([1, 9], {"maxItems": 1, "items": {"maximum": 5}}, ["$: 2 items", "$[1]: 9 is out of bounds"]),
        ("c", {"enum": ["a", None], "const": "d"}, ["$: not one of ['a', None]", "$: not d"]),
    ],
)
def test_our_reading_of_a_schema_finds_faults(
    value: object, schema: Mapping[str, object], wrong: list[str]
) -> None:
    assert [*faults(value, schema, {})] == wrong
