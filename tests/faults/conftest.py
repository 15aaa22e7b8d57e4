"""Fixtures of the fault trials, and the table at their end. They run with `bin/test --faults`, and only then."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from contest_portal.config import ROOT
from tests.faults.grounds import Ground
from tests.faults.tally import PROPERTY, Tally

os.environ["PYTHONPATH"] = str(ROOT)  # processes that trials start find the tests as this one does
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # and start soon

LONGEST = (
    "test_f09_bulk_killed",
    "test_f14_upload",
    "test_f14_reload",
    "test_f10_no_room",
    "test_f01_power_cut_of_the_server",
    "test_f11_backup_while_writing",
    "test_f07_bad_line",
    "test_f07_database_away",
    "test_f13_source",
    "test_f15_upgrade_killed",
    "test_f01_killed_while_groups_write",
    "test_f09_printing_killed",
)
"""These begin first, the slower database before the other: nobody waits at the end for one that takes minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest trials."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (places.get(item.path.stem, len(places)), "sqlite" in item.name))


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Give the line of the report that this test fills in."""
    counted = Tally(is_long=request.config.getoption("long"))
    yield counted
    if counted.fault:
        request.node.user_properties.append((PROPERTY, counted.told()))


@pytest.fixture
def ground(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    """Give where trials of this kind of database take place."""
    original = request.getfixturevalue(f"{database_kind}_migrated")
    server = request.getfixturevalue("postgres_server") if database_kind == "postgresql" else ""
    return Ground(database_kind, original, server, tmp_path)


@pytest.fixture
def sqlite_ground(sqlite_migrated: str, tmp_path: Path) -> Ground:
    """Give where trials take place that look at the files of SQLite."""
    return Ground("sqlite", sqlite_migrated, "", tmp_path)


class _AsItComes:
    """Tells of each trial once it is over: a night that is broken off has told what it found so far."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write its line, and why it failed."""
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if terminal is None:  # a worker: who started it hears the same
            return
        failed = [f"{report.nodeid}: {report.longreprtext}"] if report.failed else []
        for line in (*failed, *_lines([report])):
            terminal.ensure_newline()
            terminal.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Tell of trials as they come."""
    config.pluginmanager.register(_AsItComes(config))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was tried, what came of it, and what came of the twins."""
    lines = {line for reports in terminalreporter.stats.values() for line in _lines(reports)}
    if not lines:
        return
    terminalreporter.section("faults")
    terminalreporter.write_line(_row("fault", "what", "database", "trials", "wrong", "twin found", "seconds"))
    for line in sorted(lines):
        terminalreporter.write_line(line)


def _lines(reports: Iterable[object]) -> list[str]:
    """Give the lines that trials filled in, each once: at the end of its test."""
    return [
        _line(told)
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "teardown"
        for name, told in report.user_properties
        if name == PROPERTY and isinstance(told, dict)
    ]


def _line(told: dict[str, object]) -> str:
    twin = f"{told['twin_broken']} of {told['twin_tried']}" if told["twin_tried"] else "-"
    wrong = len(told["broken"]) if isinstance(told["broken"], list) else 0
    row = _row(told["fault"], told["what"], told["on"], told["tried"], wrong, twin, told["seconds"])
    return f"{row}  {told['note']}".rstrip()


def _row(*cells: object) -> str:
    widths = (6, 58, 11, 7, 6, 13, 7)
    return " ".join(f"{cell!s:<{width}}" for cell, width in zip(cells, widths, strict=True))
