"""The tests that docs/assurance.md and docs/asvs.md name as proofs are there to be run."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contest_portal.config import ROOT
from tests.architecture.sources import nodes_of

PROOFS = ROOT / "docs" / "asvs.md", ROOT / "docs" / "assurance.md"
COMMAND = re.compile(r"`pytest ([^`…]+)`")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
"""One requirement: its line, what the portal does, what holds it."""


def commands(document: Path) -> list[list[str]]:
    """Give the words of each pytest command of a document; a command may go on in the next line."""
    return [re.findall(r'"[^"]*"|\S+', found) for found in COMMAND.findall(document.read_text())]


def names_of_tests(path: Path) -> Iterator[str]:
    """Give the names of the tests of a file, or of all files of a folder."""
    for file in sorted(path.rglob("test_*.py")) if path.is_dir() else [path]:
        for node in nodes_of(file):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name


def missing(words: list[str]) -> Iterator[str]:
    """Give what a command names and nobody would find: a file, a test, a word no test bears."""
    targets = [word for word in words if word.startswith("tests/")]
    known: list[str] = []
    for target in targets:
        file, _, wanted = target.partition("::")
        if not (ROOT / file).exists():
            yield target
            continue
        names = list(names_of_tests(ROOT / file))
        if wanted and wanted.partition("[")[0] not in names:
            yield target
        known += names
    if targets and "-k" in words:
        asked = words[words.index("-k") + 1].strip('"')
        yield from (one for one in asked.split(" or ") if not any(one in name for name in known))


@pytest.mark.parametrize("document", PROOFS, ids=lambda path: path.stem)
def test_every_proof_named_is_there(document: Path) -> None:
    assert {gone for words in commands(document) for gone in missing(words)} == set()


def test_every_requirement_stands_once_and_in_order() -> None:
    lines = [tuple(map(int, line.split("."))) for line, _, _ in ROW.findall(PROOFS[0].read_text())]

    assert lines == sorted(set(lines))


def test_every_requirement_names_what_holds_it_or_says_that_nothing_does() -> None:
    vague = {
        line
        for line, does, holder in ROW.findall(PROOFS[0].read_text())
        if not re.search(r"`[^`]+`|docs/", holder) and not does.startswith("**not**")
    }

    assert vague == set()


@pytest.mark.parametrize(
    "command",
    [
        "tests/architecture/nowhere.py",
        "tests/architecture/test_promises.py::test_nothing",
        "tests/kernel -k zzz",
    ],
)
def test_a_proof_that_is_not_there_is_noticed(command: str) -> None:
    assert list(missing(command.split()))
