"""A synchronisation from its start to its end, over a real socket where pages are fetched."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.registry.models.register import Household, ImportBatch, Person
from contest_portal.registry.models.sources import FILES, SourcePage, SourceRun
from contest_portal.registry.queries.sources import run_view, source_by_code
from contest_portal.registry.reference.server import Misbehaviour
from contest_portal.registry.rules.source_run import Fault
from contest_portal.registry.services.apply_run import apply_run
from contest_portal.registry.services.cancel_run import cancel_run
from contest_portal.registry.services.edit_source import edit_source
from contest_portal.registry.services.record_fetch import record_fetch
from contest_portal.registry.services.start_run import start_run
from tests.factories.registry_files import AT, STAFF, import_territory
from tests.factories.sources import (
    VARIABLE,
    household,
    make_source,
    member,
    page,
    reference_server,
    served,
)
from tests.factories.syncing import applied, fetch_some, synchronised
from tests.registry.services.test_sources import as_role

Size = tuple[int, int]


@pytest.fixture
def land(session: Session) -> None:
    import_territory(session)


def register_size(session: Session) -> Size:
    households = session.scalar(select(func.count()).select_from(Household)) or 0
    return households, session.scalar(select(func.count()).select_from(Person)) or 0


def contents(session: Session, run: SourceRun) -> list[str | None]:
    rows = select(SourcePage.content).where(SourcePage.run_id == run.id).order_by(SourcePage.sequence)
    return list(session.scalars(rows))


def outcome(run: SourceRun) -> tuple[str, str | None]:
    return run.state, run.error_code


@pytest.mark.usefixtures("land")
def test_all_pages_end_in_the_register_with_their_source(session: Session) -> None:
    with served(reference_server(size=5, page_size=2)) as address:
        source = make_source(session, address=address)
        run = synchronised(session, source)

    batch = session.scalars(select(ImportBatch).where(ImportBatch.kind == "households")).one()
    assert outcome(run) == ("applied", None)
    assert (run.pages, run.households, run.rows_new, run.rows_rejected) == (3, 5, run.persons, 0)
    assert register_size(session) == (5, run.persons)
    assert (batch.source_code, batch.id, batch.filename) == (
        "padron-vecino",
        run.batch_id,
        f"Padrón vecino · {run.id}",
    )
    assert (source.last_complete_at, source.watermark) == (AT, "r1")


@pytest.mark.usefixtures("land")
def test_people_on_pages_are_forgotten_once_they_are_in_the_register(session: Session) -> None:
    with served(reference_server()) as address:
        run = synchronised(session, make_source(session, address=address))

    hashes = session.scalars(select(SourcePage.sha256).where(SourcePage.run_id == run.id)).all()
    assert (contents(session, run), [len(sha256) for sha256 in hashes]) == ([None] * 3, [64] * 3)


@pytest.mark.usefixtures("land")
def test_a_repeated_run_asks_for_what_changed_and_changes_nothing(session: Session) -> None:
    server = reference_server()
    with served(server) as address:
        source = make_source(session, address=address)
        synchronised(session, source)
        before = register_size(session)
        server.asked.clear()
        run = synchronised(session, source)

    assert (outcome(run), run.households, run.batch_id) == (("applied", None), 0, None)
    assert (server.asked, register_size(session)) == (["since=r1"], before)


@pytest.mark.usefixtures("land")
def test_a_whole_listing_again_changes_no_row(session: Session) -> None:
    with served(reference_server()) as address:
        source = make_source(session, address=address)
        synchronised(session, source)
        source.watermark = None
        session.flush()
        run = synchronised(session, source)

    assert (run.rows_new, run.rows_changed, run.rows_unchanged) == (0, 0, run.persons)


@pytest.mark.usefixtures("land")
def test_only_what_changed_arrives_next_time(session: Session) -> None:
    server = reference_server(size=30, page_size=10)
    with served(server) as address:
        source = make_source(session, address=address)
        synchronised(session, source)
        server.advance()
        run = synchronised(session, source)

    assert (run.households, run.rows_new, run.rows_changed, source.watermark) == (3, 0, run.persons, "r2")


@pytest.mark.usefixtures("land")
def test_a_killed_run_goes_on_at_its_cursor(session: Session) -> None:
    server = reference_server(size=5, page_size=2)
    with served(server) as address:
        source = make_source(session, address=address)
        first = start_run(session, STAFF, source_id=source.id)
        fetch_some(session, first.id, most=2)
        asked_before = list(server.asked)
        second = synchronised(session, source)

    assert (first.id, outcome(second), second.pages) == (second.id, ("applied", None), 3)
    assert (len(asked_before), len(server.asked), server.asked[2].startswith("cursor=")) == (2, 3, True)


@pytest.mark.usefixtures("land")
def test_a_run_stopped_by_an_outage_goes_on_at_its_cursor(session: Session) -> None:
    server = reference_server(size=5, page_size=2)
    with served(server) as address:
        source = make_source(session, address=address)
        run = start_run(session, STAFF, source_id=source.id)
        fetch_some(session, run.id, most=1)
        server.faults.extend([Misbehaviour.UNAVAILABLE] * 3)
        fetch_some(session, run.id)
        stopped = (outcome(run), run.ended_at, run.pages, None in contents(session, run))
        again = synchronised(session, source)

    assert stopped == (("failed", "source.busy"), AT, 1, False)
    assert (again.id, outcome(again), again.pages, len(server.asked)) == (run.id, ("applied", None), 3, 6)


@pytest.mark.usefixtures("land")
def test_two_starts_are_one_run(session: Session) -> None:
    source = make_source(session)

    runs = [start_run(session, STAFF, source_id=source.id).id for _ in range(2)]

    assert runs[0] == runs[1]


@pytest.mark.parametrize(
    ("fault", "expected", "goes_on"),
    [
        (Misbehaviour.BROKEN, "source.broken", True),
        (Misbehaviour.CUT, "source.broken", True),
        (Misbehaviour.WRONG_JSON, "page.malformed", True),
        (Misbehaviour.WRONG_SHAPE, "page.malformed", True),
        (Misbehaviour.TOKEN_EXPIRED, "token.refused", True),
        (Misbehaviour.ELSEWHERE, "source.redirected", True),
        (Misbehaviour.CURSOR_EXPIRED, "cursor.expired", False),
        (Misbehaviour.REPEATED, "page.repeated", False),
        (Misbehaviour.LOOP, "cursor.loop", False),
    ],
)
@pytest.mark.usefixtures("land")
def test_whatever_stops_a_run_leaves_the_register_as_it_was(
    session: Session, fault: Misbehaviour, expected: str, *, goes_on: bool
) -> None:
    server = reference_server(size=9, page_size=2)
    with served(server) as address:
        source = make_source(session, address=address)
        run = start_run(session, STAFF, source_id=source.id)
        fetch_some(session, run.id, most=2)
        server.faults.extend([fault] * 3)
        fetch_some(session, run.id)
        server.faults.clear()
        next_run = start_run(session, STAFF, source_id=source.id)

    assert (run.pages, register_size(session), source.last_complete_at) == (2, (0, 0), None)
    assert (next_run.id == run.id, run_view(session, next_run.id).state) == (goes_on, "fetching")
    row = session.scalars(select(AuditRow).where(AuditRow.action == "source_run.failed")).one()
    assert json.loads(row.data) == {"fault": expected, "pages": 2, "rows_rejected": 0}


@pytest.mark.usefixtures("land")
def test_a_household_that_moved_between_pages_is_taken_from_its_last_page(session: Session) -> None:
    source = make_source(session)

    run = applied(
        session,
        source,
        page(household("H-1", sisfoh_class="pobre"), next_cursor="c1", total=2),
        page(household("H-2", member("70000002")), household("H-1", sisfoh_class="pobre_extremo"), total=2),
    )

    found = session.execute(select(Household.code, Household.sisfoh_class).order_by(Household.code)).all()
    assert (run.rows_new, [tuple(row) for row in found]) == (2, [("H-1", "pobre_extremo"), ("H-2", "pobre")])


@pytest.mark.usefixtures("land")
def test_one_rejected_row_stores_nothing_and_says_where_and_why(session: Session) -> None:
    source = make_source(session)
    applied(session, source, page(household("H-9", member("70000009"))))
    before = register_size(session)

    run = applied(
        session,
        source,
        page(household("H-1"), next_cursor="c", total=3),
        page(
            household("H-2", member("70000002"), centre_code="0999999999"),
            household("H-3", member("70000003", birth_date="31/02/1990")),
        ),
    )

    assert (outcome(run), run.rows_rejected, register_size(session)) == (
        ("failed", "rows.rejected"),
        2,
        before,
    )
    assert [
        (item["household_code"], item["column"], item["code"]) for item in json.loads(run.rejections or "")
    ] == [
        ("H-2", "codigo_centro", "reference.unknown"),
        ("H-3", "fecha_nacimiento", "date.invalid"),
    ]
    assert (source.watermark, contents(session, run)) == ("r1", [None, None])


@pytest.mark.usefixtures("land")
def test_reasons_hold_no_dni_in_full(session: Session) -> None:
    run = applied(
        session,
        make_source(session),
        page(household("H-1", member("70000001")), household("H-2", member("70000001"))),
    )

    assert (outcome(run), "70000001" in (run.rejections or ""), "****0001" in (run.rejections or "")) == (
        ("failed", "rows.rejected"),
        False,
        True,
    )


@pytest.mark.usefixtures("land")
def test_after_rejected_rows_the_next_run_asks_anew_since_the_same_watermark(session: Session) -> None:
    source = make_source(session)
    applied(session, source, page(household("H-9", member("70000009")), watermark="r4"))
    rejected = applied(session, source, page(household("H-1", member("7000")), watermark="r5"))

    run = start_run(session, STAFF, source_id=source.id)

    assert (run.id != rejected.id, run.since, run.pages, run.next_cursor) == (True, "r4", 0, None)


@pytest.mark.usefixtures("land")
def test_a_source_that_sends_nothing_at_first_is_not_believed(session: Session) -> None:
    source = make_source(session)

    run = applied(session, source, page())

    assert (outcome(run), source.last_complete_at) == (("failed", "source.empty"), None)


@pytest.mark.usefixtures("land")
def test_a_hostile_text_is_a_text_in_the_register(session: Session) -> None:
    hostile = member(
        "70000001", given_names='=CMD("x"),\'; DROP', paternal_surname='Lu"z, <b>', is_head=False
    )

    applied(session, make_source(session), page(household("H-1", hostile)))

    person = session.scalars(select(Person)).one()
    assert (person.given_names, person.paternal_surname) == ('=CMD("x"),\'; DROP', 'Lu"z, <b>')


def test_a_page_that_another_window_kept_already_is_stale(session: Session) -> None:
    run = start_run(session, STAFF, source_id=make_source(session).id)
    first = page(household("H-1"), next_cursor="c", total=2)
    record_fetch(session, STAFF, run_id=run.id, sequence=1, outcome=first)

    with pytest.raises(Stale):
        record_fetch(session, STAFF, run_id=run.id, sequence=1, outcome=first)

    assert run.pages == 1


def test_the_watermark_is_that_of_the_first_page(session: Session) -> None:
    run = start_run(session, STAFF, source_id=make_source(session).id)

    for number, watermark in enumerate(("r1", "r2"), 1):
        sent = page(household(f"H-{number}"), next_cursor=f"c{number}", watermark=watermark, total=number)
        record_fetch(session, STAFF, run_id=run.id, sequence=number, outcome=sent)

    assert (run.watermark, run.expected, run.next_cursor) == ("r1", 1, "c2")


def test_a_cancelled_run_forgets_its_pages_and_stays_cancelled(session: Session) -> None:
    source = make_source(session)
    run = start_run(session, STAFF, source_id=source.id)
    record_fetch(session, STAFF, run_id=run.id, sequence=1, outcome=page(household(), next_cursor="c"))

    cancel_run(session, STAFF, run_id=run.id)

    assert (outcome(run), contents(session, run)) == (("failed", "run.cancelled"), [None])
    assert start_run(session, STAFF, source_id=source.id).id != run.id
    with pytest.raises(WrongState):
        cancel_run(session, STAFF, run_id=run.id)


def test_a_run_half_fetched_cannot_be_applied(session: Session) -> None:
    run = start_run(session, STAFF, source_id=make_source(session).id)

    with pytest.raises(WrongState):
        apply_run(session, STAFF, run_id=run.id)


def test_neither_files_nor_a_source_out_of_use_is_synchronised(session: Session) -> None:
    source = make_source(session)
    edit_source(
        session,
        STAFF,
        source_id=source.id,
        expected_version=1,
        name="x",
        base_address="https://padron.example",
        token_variable=VARIABLE,
        precedence=10,
        is_active=False,
    )

    for source_id in (source.id, source_by_code(session, FILES).id):
        with pytest.raises(Refused) as refusal:
            start_run(session, STAFF, source_id=source_id)
        assert refusal.value.problems[0].code == "source.not_in_use"


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN, Role.REPRESENTATIVE])
def test_only_staff_synchronise(session: Session, role: Role) -> None:
    source = make_source(session)
    run = start_run(session, STAFF, source_id=source.id)
    act: Act = as_role(role)

    with pytest.raises(NotPermitted):
        start_run(session, act, source_id=source.id)
    with pytest.raises(NotPermitted):
        record_fetch(session, act, run_id=run.id, sequence=1, outcome=Fault.SLOW)
    with pytest.raises(NotPermitted):
        apply_run(session, act, run_id=run.id)
    with pytest.raises(NotPermitted):
        cancel_run(session, act, run_id=run.id)


def test_an_unknown_run_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        apply_run(session, STAFF, run_id=999)
    with pytest.raises(NotFound):
        cancel_run(session, STAFF, run_id=999)


@pytest.mark.usefixtures("land")
def test_nothing_of_a_person_is_in_the_record_or_the_log(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    applied(session, make_source(session), page(household("H-1", member("70000001"))))

    data = " ".join(session.scalars(select(AuditRow.data)))
    logged = caplog.text + " ".join(str(record.__dict__) for record in caplog.records)
    found = [word for word in ("70000001", "Delia", "Ccanto") if word in data or word in logged]
    assert found == []
