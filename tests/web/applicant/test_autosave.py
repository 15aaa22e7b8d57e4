"""The address that a script saves one field at: what it answers, and what the page hands the script."""

import html
import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.draft_fields import Draft, section_versions
from contest_portal.applications.rules.profile import Purchase, SectionCode, empty_profile
from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from contest_portal.web.shared.limits import limiter
from contest_portal.web.shared.section_pages import SECTION_PAGES, SectionPage
from tests.conftest import StandingClock
from tests.factories.accounts import make_user
from tests.factories.applying import Village
from tests.factories.contests import CLOSES
from tests.factories.profiles import CHOICE, PROFILE
from tests.page_client import PageClient
from tests.web.applicant.section_moves import PURCHASE, address, rows, save

EMPTY = Draft(Choice("IDEA", "cuyes", CHOICE.title), empty_profile())
CLOCK = "12:00"
Bases = dict[str, str]


def bases(section: SectionCode, draft: Draft = EMPTY) -> Bases:
    return section_versions(draft, STANDARD_FORM.section(section))


def autosave(
    client: PageClient, draft: Application, slug: str, field: str, entries: dict[str, str], seen: Bases
) -> TestResponse:
    body = {"field": field, "entries": entries, "bases": seen}
    return client.post(f"{address(draft, slug)}/campo", json=body)


def summed_up(text: str) -> Draft:
    return replace(EMPTY, profile=replace(EMPTY.profile, summary=text))


def test_a_field_is_saved_and_the_answer_says_when_and_what_comes_next(
    representative: PageClient, session: Session, draft: Application
) -> None:
    answer = autosave(
        representative, draft, "negocio", "summary", {"summary": " Mi texto "}, bases(SectionCode.CHOICE)
    )

    session.expire_all()
    after = summed_up("Mi texto")
    assert (answer.status_code, answer.get_json()) == (
        200,
        {
            "state": "saved",
            "at": CLOCK,
            "version": draft.version,
            "bases": bases(SectionCode.CHOICE, after),
            "stored": {},
        },
    )
    assert profile_of(session, draft.id) == after.profile


def test_a_table_is_saved_whole_and_its_blank_rows_are_none(
    representative: PageClient, session: Session, draft: Application
) -> None:
    entries = rows("goods", PURCHASE, dict.fromkeys(PURCHASE, ""))

    answer = autosave(representative, draft, "compras", "goods", entries, bases(SectionCode.GOODS))

    saved = (Purchase("Malla", "rollo", Quantity.of(3), Money.soles(1_120, 50)),)
    assert (answer.status_code, profile_of(session, draft.id).goods) == (200, saved)


def test_only_the_field_that_is_named_is_touched(
    representative: PageClient, session: Session, village: Village
) -> None:
    draft = village.draft()
    session.commit()
    entries = {"summary": "Mi texto", "title": "", "category_code": "ninguna", "goods-0-unit": "kilo"}

    answer = autosave(
        representative,
        draft,
        "negocio",
        "summary",
        entries,
        bases(SectionCode.CHOICE, Draft(CHOICE, PROFILE)),
    )

    session.expire_all()
    assert (answer.status_code, draft.title) == (200, CHOICE.title)
    assert profile_of(session, draft.id) == replace(PROFILE, summary="Mi texto")


def test_a_conflict_brings_what_is_stored_and_changes_nothing(
    representative: PageClient, session: Session, draft: Application
) -> None:
    seen = bases(SectionCode.CHOICE)
    autosave(representative, draft, "negocio", "summary", {"summary": "De otra persona"}, seen)

    answer = autosave(representative, draft, "negocio", "summary", {"summary": "Mi texto"}, seen)

    session.expire_all()
    after = summed_up("De otra persona")
    assert (answer.status_code, answer.get_json()) == (
        409,
        {
            "state": "conflict",
            "at": CLOCK,
            "version": draft.version,
            "bases": bases(SectionCode.CHOICE, after),
            "stored": {"summary": {"summary": "De otra persona"}},
        },
    )
    assert profile_of(session, draft.id) == after.profile


def test_a_conflict_over_a_table_brings_its_rows_as_the_page_shows_them(
    representative: PageClient, session: Session, draft: Application
) -> None:
    seen = bases(SectionCode.ASSETS)
    row = {"kind": "tools", "description": "Lampa", "unit": "unidad", "quantity": "2", "unit_cost": "30"}
    autosave(representative, draft, "bienes-propios", "assets", rows("assets", row), seen)

    answer = autosave(
        representative, draft, "bienes-propios", "assets", rows("assets", {**row, "unit": "par"}), seen
    )

    blank = {"kind": "", **dict.fromkeys(("description", "unit", "quantity", "unit_cost"), "")}
    assert answer.get_json()["stored"] == {"assets": rows("assets", {**row, "unit_cost": "30.00"}, blank)}


def test_what_others_wrote_beside_comes_with_the_answer(
    representative: PageClient, session: Session, draft: Application
) -> None:
    seen = bases(SectionCode.CHOICE)
    autosave(representative, draft, "negocio", "title", {"title": "De otra persona"}, seen)

    answer = autosave(representative, draft, "negocio", "summary", {"summary": "Mi texto"}, seen)

    assert (answer.status_code, answer.get_json()["stored"]) == (200, {"title": {"title": "De otra persona"}})


@pytest.mark.parametrize(
    ("slug", "field", "entries", "errors"),
    [
        (
            "compras",
            "goods",
            rows("goods", {**PURCHASE, "quantity": "abc"}),
            {
                "goods-0-quantity": "«abc» no vale como cantidad. Escriba un número de 0.01 a 1000000, con dos "
                "decimales como máximo."
            },
        ),
        (
            "presupuesto",
            "requested",
            {"amount_requested": "mil"},
            {
                "amount_requested": "«mil» no es un monto. Escríbalo en soles con dos decimales como máximo, por "
                "ejemplo 1234.50."
            },
        ),
    ],
    ids=["cell", "amount"],
)
def test_a_mistake_is_said_with_its_entry(
    representative: PageClient,
    session: Session,
    draft: Application,
    slug: str,
    field: str,
    entries: dict[str, str],
    errors: dict[str, str],
) -> None:
    answer = autosave(representative, draft, slug, field, entries, {field: ""})

    (message,) = errors.values()
    expected = {"state": "refused", "message": message, "errors": errors}
    assert (answer.status_code, answer.get_json(), profile_of(session, draft.id)) == (
        422,
        expected,
        empty_profile(),
    )


def test_what_the_rules_refuse_is_said_too(
    representative: PageClient, session: Session, draft: Application
) -> None:
    answer = autosave(
        representative, draft, "negocio", "summary", {"summary": "a" * 2001}, bases(SectionCode.CHOICE)
    )

    expected = "Un texto tiene 2001 caracteres; el máximo es 2000. Acórtelo."
    assert (answer.status_code, answer.get_json()) == (
        422,
        {"state": "refused", "message": expected, "errors": {}},
    )


def test_past_the_deadline_it_is_said_and_noted(
    representative: PageClient, session: Session, draft: Application, clock: StandingClock
) -> None:
    clock.set(CLOSES)

    answer = autosave(
        representative, draft, "negocio", "summary", {"summary": "Tarde"}, bases(SectionCode.CHOICE)
    )

    told = answer.get_json()
    assert (answer.status_code, told["state"], profile_of(session, draft.id)) == (
        409,
        "closed",
        empty_profile(),
    )
    assert told["message"].startswith("El plazo de la convocatoria ya terminó: cerró el 28/11/2026 17:00")
    assert session.scalars(select(AuditRow.action)).all() == ["access.denied"]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"field": "summary"},
        {"field": "goods", "entries": {}, "bases": {}},
        {"field": "summary", "entries": {"summary": 7}, "bases": {}},
        {"field": "summary", "entries": {}, "bases": {"summary": None}},
        {"field": ["summary"], "entries": {}, "bases": {}},
        {"field": "summary", "entries": {str(n): "" for n in range(2001)}, "bases": {}},
    ],
    ids=["nothing", "list", "half", "other section", "number", "no version", "many fields", "endless"],
)
def test_what_no_page_sends_is_refused(
    representative: PageClient, session: Session, draft: Application, body: object
) -> None:
    answer = representative.post(f"{address(draft, 'negocio')}/campo", json=body)

    assert (answer.status_code, profile_of(session, draft.id)) == (422, empty_profile())


@pytest.mark.parametrize(
    ("entries", "kind", "status"),
    [
        ('{"summary":"uno"}', "application/json", 200),
        ('{"summary":"uno","summary":"otro"}', "application/json", 422),
        ('{"summary":"uno"}', "text/plain", 422),
    ],
    ids=["one way", "two ways", "not said to be JSON"],
)
def test_what_could_be_read_two_ways_is_refused(
    representative: PageClient, session: Session, draft: Application, entries: str, kind: str, status: int
) -> None:
    body = f'{{"field":"summary","entries":{entries},"bases":{json.dumps(bases(SectionCode.CHOICE))}}}'

    answer = representative.post(f"{address(draft, 'negocio')}/campo", data=body, content_type=kind)

    session.expire_all()
    assert (answer.status_code, profile_of(session, draft.id) == empty_profile()) == (status, status != 200)


def test_without_a_session_it_says_so_and_leads_nowhere(client: PageClient, draft: Application) -> None:
    answer = autosave(client, draft, "negocio", "summary", {"summary": "Mi texto"}, {})

    assert (answer.status_code, answer.location) == (401, None)


def test_the_draft_of_others_is_not_found(client: PageClient, session: Session, draft: Application) -> None:
    stranger = make_user(session, Role.REPRESENTATIVE)
    session.commit()

    answer = autosave(client.sign_in(stranger.id), draft, "negocio", "summary", {"summary": "Mi texto"}, {})

    assert (answer.status_code, profile_of(session, draft.id)) == (404, empty_profile())


def test_there_is_no_section_of_another_name(representative: PageClient, draft: Application) -> None:
    assert autosave(representative, draft, "otra-cosa", "summary", {}, {}).status_code == 404


def test_a_script_that_runs_wild_is_slowed_down(representative: PageClient, draft: Application) -> None:
    limiter.reset()

    answers = [representative.post(f"{address(draft, 'negocio')}/campo") for _ in range(121)]

    limiter.reset()
    assert {answer.status_code for answer in answers} == {422, 429}
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61


@pytest.mark.parametrize("page", SECTION_PAGES, ids=lambda page: page.slug)
def test_a_page_names_its_fields_and_their_versions(
    representative: PageClient, draft: Application, page: SectionPage
) -> None:
    text = representative.get(address(draft, page.slug)).get_data(as_text=True)

    named = json.loads(html.unescape(re.search(r'data-fields="([^"]*)"', text)[1]))
    carried = re.search(r'name="bases" type="hidden" value="([^"]*)"', text)[1]
    expected = bases(page.code)
    assert dict(pair.split(":") for pair in carried.split(",")) == expected
    assert {field["field"] for field in named} == set(expected)
    assert all(f'name="{field["name"]}' in text and field["label"] in html.unescape(text) for field in named)


def test_a_button_saves_where_only_another_section_changed(
    representative: PageClient, session: Session, draft: Application
) -> None:
    shown = {
        "version": str(draft.version),
        "bases": ",".join(f"{f}:{v}" for f, v in bases(SectionCode.CHOICE).items()),
    }
    save(representative, session, draft, "compras", rows("goods", PURCHASE))

    response = representative.post(address(draft, "negocio"), data={**shown, "summary": "Mi texto"})

    session.expire_all()
    assert (response.status_code, profile_of(session, draft.id).summary) == (303, "Mi texto")


def test_a_button_does_not_pass_over_a_field_saved_by_itself(
    representative: PageClient, session: Session, draft: Application
) -> None:
    seen = bases(SectionCode.CHOICE)
    shown = {"version": str(draft.version), "bases": ",".join(f"{f}:{v}" for f, v in seen.items())}
    autosave(representative, draft, "negocio", "summary", {"summary": "De otra persona"}, seen)

    response = representative.post(address(draft, "negocio"), data={**shown, "summary": "Mi texto"})

    session.expire_all()
    assert (response.status_code, profile_of(session, draft.id).summary) == (409, "De otra persona")


def test_a_button_saves_what_was_saved_by_itself_while_the_answer_was_lost(
    representative: PageClient, session: Session, draft: Application
) -> None:
    seen = bases(SectionCode.CHOICE)
    shown = {"version": str(draft.version), "bases": ",".join(f"{f}:{v}" for f, v in seen.items())}
    autosave(representative, draft, "negocio", "summary", {"summary": "Mi texto"}, seen)
    typed = {
        "title": CHOICE.title,
        "category_code": "IDEA",
        "line_code": "cuyes",
        "summary": "Mi texto",
    }

    response = representative.post(address(draft, "negocio"), data={**shown, **typed})

    session.expire_all()
    assert (response.status_code, profile_of(session, draft.id).summary) == (303, "Mi texto")


@pytest.mark.parametrize("carried", ["", "summary", "summary:,:", "otro:1"])
def test_a_button_that_carries_no_versions_relies_on_the_version_of_the_whole(
    representative: PageClient, session: Session, draft: Application, carried: str
) -> None:
    shown = {"version": str(draft.version), "bases": carried}
    first = representative.post(address(draft, "negocio"), data={**shown, "summary": "Uno"})
    second = representative.post(address(draft, "negocio"), data={**shown, "summary": "Dos"})

    session.expire_all()
    assert (first.status_code, second.status_code) == (303, 409)
    assert profile_of(session, draft.id).summary == "Uno"


def test_signing_out_forgets_the_drafts_of_a_representative_alone(
    representative: PageClient, village: Village, session: Session
) -> None:
    theirs = representative.get("/grupo/").get_data(as_text=True)
    office = representative.sign_in(village.staff.id).get("/cuenta").get_data(as_text=True)

    asks = f'data-component="forget-drafts" data-user="{village.representative.id}"'
    assert (asks in theirs, "forget-drafts" in office) == (True, False)
