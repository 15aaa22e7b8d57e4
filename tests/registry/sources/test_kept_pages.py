"""Two kinds of source, one way in: a file as it is, and the pages of a run written as one."""

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.rules.source_pages import FILE_TITLES
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.record_fetch import record_fetch
from contest_portal.registry.services.start_run import start_run
from contest_portal.registry.sources.kept_pages import HouseholdOfLine, KeptPages
from contest_portal.registry.sources.plain_file import PlainFile
from contest_portal.registry.sources.protocol import HouseholdSource
from tests.factories.registry_files import HOUSEHOLDS, STAFF, import_territory, source
from tests.factories.sources import household, make_source, member, page


@pytest.fixture
def lines() -> HouseholdOfLine:
    return HouseholdOfLine()


@pytest.fixture
def pages(session: Session, lines: HouseholdOfLine) -> KeptPages:
    """Two pages; the first household comes again on the second one."""
    import_territory(session)
    run = start_run(session, STAFF, source_id=make_source(session).id)
    child = member("70000002", given_names="Saúl \"Sa,'", is_head=False)
    for number, sent in enumerate(
        (
            page(household("H-1", language="quechua"), household("H-2", member("70000003")), next_cursor="c"),
            page(household("H-1", member(), child, language="aimara")),
        ),
        1,
    ):
        record_fetch(session, STAFF, run_id=run.id, sequence=number, outcome=sent)
    return KeptPages(session, run.id, "páginas", lambda rows: rows, lines)


def read(source: HouseholdSource) -> list[list[str]]:
    with source.as_file() as file, io.TextIOWrapper(file.open(), encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_pages_become_one_file_and_a_household_counts_on_its_last_page(pages: KeptPages) -> None:
    header, *rows = read(pages)

    shown = [
        [row[FILE_TITLES.index(title)] for title in ("codigo_hogar", "dni", "nombres", "idioma")]
        for row in rows
    ]
    assert tuple(header) == FILE_TITLES
    assert shown == [
        ["H-2", "70000003", "Delia", ""],
        ["H-1", "70000001", "Delia", "aimara"],
        ["H-1", "70000002", "Saúl \"Sa,'", "aimara"],
    ]


def test_a_line_of_the_file_leads_back_to_its_household(pages: KeptPages, lines: HouseholdOfLine) -> None:
    read(pages)

    assert [lines.at(number) for number in range(6)] == ["", "", "H-2", "H-1", "H-1", ""]


def test_the_file_is_gone_afterwards(pages: KeptPages) -> None:
    with pages.as_file() as file, file.open() as stream:
        path = Path(stream.name)
        was_there = path.exists()

    assert (was_there, path.exists()) == (True, False)


def test_the_file_may_be_read_as_often_as_needed(pages: KeptPages) -> None:
    with pages.as_file() as file:
        hashes = {file.sha256() for _ in range(3)}

    assert len(hashes) == 1


@pytest.mark.parametrize("kind", ["file", "pages"])
def test_every_source_goes_the_same_way_in(session: Session, pages: KeptPages, kind: str) -> None:
    sources: dict[str, HouseholdSource] = {"file": PlainFile(source(HOUSEHOLDS)), "pages": pages}

    with sources[kind].as_file() as file:
        report = check_file(session, STAFF, kind="households", source=file)

    assert (report.read, report.new, report.rejected) == (3, 3, 0)
