"""On which databases a test runs: on both what asks them, on one, by its name, what only calls that."""

from collections.abc import Sequence
from zlib import crc32

import pytest

from contest_portal.config import ROOT

DATABASE_KINDS = ("sqlite", "postgresql")
TURNS = {"services": 4, "web": 8}
"""Folders whose tests run on one database each, by their names: every fourth, every eighth on PostgreSQL."""


def of_the_other_database(items: list[pytest.Item]) -> list[pytest.Item]:
    """List the tests that the usual command leaves to `--all-on-both`."""
    kinds = {item: kind for item in items if (kind := _shared_kind(item))}
    tables: dict[str, dict[str, list[pytest.Item]]] = {}
    for item, kind in kinds.items():
        case = item.name.replace(kind, "")
        tables.setdefault(item.nodeid.partition("[")[0], {}).setdefault(case, []).append(item)
    return [
        item
        for cases in tables.values()
        for turn, (case, twins) in enumerate(cases.items())
        for item in twins
        if len(twins) > 1 and kinds[item] not in _kinds_for(item, case, turn if len(cases) > 1 else None)
    ]


def _shared_kind(item: pytest.Item) -> str | None:
    """Name the kind of the worker's database that a test looks at; None when it has its own, or none."""
    callspec = getattr(item, "callspec", None)
    commits = {"own_database", "own_database_url", "ground"} & set(getattr(item, "fixturenames", ()))
    return callspec.params.get("database_kind") if callspec and not commits else None


def _kinds_for(item: pytest.Item, case: str, turn: int | None) -> Sequence[str]:
    every = next((TURNS[folder] for folder in item.path.relative_to(ROOT).parts if folder in TURNS), None)
    if turn is None and every is None:
        return DATABASE_KINDS
    turn = crc32(f"{item.path.name} {case}".encode()) if turn is None else turn
    return (DATABASE_KINDS[turn % (every or 2) == 1],)
