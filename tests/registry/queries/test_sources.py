"""Reading sources and runs: how old the register is, and lists that cost the same for one and for many."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.sources import FILES
from contest_portal.registry.queries.sources import (
    SnapshotAge,
    count_runs,
    rejections,
    run_view,
    runs_of_source,
    snapshot_age,
    snapshot_in_use,
    source_by_code,
    source_by_id,
    source_lines,
    source_names,
)
from contest_portal.registry.rules.source_run import Fault
from tests.factories.registry_files import AT, import_register, import_territory
from tests.factories.sources import LATER, household, make_run, make_source, member, page
from tests.factories.syncing import applied


def test_without_households_there_is_no_snapshot(session: Session) -> None:
    import_territory(session)

    assert (snapshot_age(session, LATER), snapshot_in_use(session, LATER)) == ((), None)


def test_a_file_of_households_is_a_snapshot_of_the_files(session: Session) -> None:
    import_register(session)

    assert snapshot_age(session, LATER) == (SnapshotAge(FILES, "Archivos importados", AT, 12),)


def test_each_source_has_its_age_and_the_newest_is_in_use(session: Session) -> None:
    import_register(session)
    source = make_source(session)
    source.last_complete_at = datetime(2026, 12, 1, 4, 59, tzinfo=UTC)
    make_source(session, "nunca", precedence=11)
    session.flush()

    ages = snapshot_age(session, LATER)

    assert [(age.source_code, age.days) for age in ages] == [("padron-vecino", 5), (FILES, 12)]
    assert snapshot_in_use(session, LATER) == ages[0]


def test_what_an_outside_source_brought_is_not_a_file(session: Session) -> None:
    import_territory(session)

    applied(session, make_source(session), page(household("H-1", member())))

    assert [age.source_code for age in snapshot_age(session, LATER)] == ["padron-vecino"]


def test_days_are_those_of_the_office(session: Session) -> None:
    source = make_source(session)
    source.last_complete_at = datetime(2026, 12, 5, 4, 30, tzinfo=UTC)  # the evening before, in Lima
    session.flush()

    assert [age.days for age in snapshot_age(session, datetime(2026, 12, 5, 5, 30, tzinfo=UTC))] == [1]


def test_sources_are_listed_by_precedence_with_their_last_run(session: Session) -> None:
    source = make_source(session, precedence=70)
    make_run(session, source, state="failed", fault="source.slow")
    last = make_run(session, source)

    lines = source_lines(session)

    assert [(line.code, line.is_files, line.last_run and line.last_run.run_id) for line in lines] == [
        (FILES, True, None),
        ("padron-vecino", False, last.id),
    ]
    assert source_names(session) == {FILES: "Archivos importados", "padron-vecino": "Padrón vecino"}


def test_runs_are_listed_the_last_one_first(session: Session) -> None:
    source = make_source(session)
    ids = [make_run(session, source, state="failed", fault="source.slow").id for _ in range(3)]

    assert count_runs(session, source.id) == 3
    assert [run.run_id for run in runs_of_source(session, source.id, limit=2)] == [ids[2], ids[1]]
    assert [run.run_id for run in runs_of_source(session, source.id, limit=2, offset=2)] == [ids[0]]


@pytest.mark.parametrize(
    ("state", "fault", "is_live", "can_go_on"),
    [
        ("fetching", None, True, False),
        ("fetched", None, True, False),
        ("applied", None, False, False),
        ("failed", "source.slow", False, True),
        ("failed", "rows.rejected", False, False),
    ],
)
def test_what_a_run_still_allows(
    session: Session, state: str, fault: str | None, *, is_live: bool, can_go_on: bool
) -> None:
    run = make_run(session, make_source(session), state=state, fault=fault)

    view = run_view(session, run.id)

    assert (view.is_live, view.can_go_on, view.fault) == (is_live, can_go_on, Fault(fault) if fault else None)


@pytest.mark.parametrize(
    ("expected", "households", "percent"),
    [(None, 5, None), (0, 0, 100), (200, 0, 0), (200, 50, 25), (3, 2, 66), (3, 3, 100), (3, 9, 100)],
)
def test_progress_is_what_arrived_of_what_was_announced(
    session: Session, expected: int | None, households: int, percent: int | None
) -> None:
    run = make_run(session, make_source(session))
    run.expected, run.households = expected, households
    session.flush()

    assert run_view(session, run.id).percent == percent


def test_what_is_not_there_is_not_found(session: Session) -> None:
    for read in (source_by_id, run_view):
        with pytest.raises(NotFound):
            read(session, 999)
    with pytest.raises(NotFound):
        source_by_code(session, "nadie")
    assert rejections(session, 999) == ()


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_of_sources_takes_the_same_queries_however_long(session: Session, size: int) -> None:
    for number in range(size):
        source = make_source(session, f"fuente-{number}", precedence=number + 1)
        make_run(session, source)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))
    asked.clear()

    source_lines(session)

    assert len(asked) == 3
