"""The migration files: numbered, one line of descent, standing on their own."""

import ast
import re
from pathlib import Path

import pytest
from alembic.script import Script, ScriptDirectory

from contest_portal.cli.database import alembic_config
from contest_portal.config import ROOT

FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def scripts() -> list[Script]:
    """Every revision, the first one first."""
    directory = ScriptDirectory.from_config(alembic_config("sqlite://"))
    return list(directory.walk_revisions())[::-1]


def test_there_is_one_head_and_one_base() -> None:
    directory = ScriptDirectory.from_config(alembic_config("sqlite://"))

    assert (len(directory.get_heads()), len(directory.get_bases())) == (1, 1)


def test_revisions_are_numbered_without_a_gap_and_follow_one_another() -> None:
    chain = [(script.revision, script.down_revision) for script in scripts()]

    numbers = [f"{number:04d}" for number in range(1, len(FILES) + 1)]
    assert chain == list(zip(numbers, [None, *numbers[:-1]], strict=True))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_is_named_by_its_number_and_its_idea(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(?:_[a-z]+){0,4}\.py", path.name)
    assert f'revision = "{path.name[:4]}"' in path.read_text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_does_not_depend_on_the_code_of_the_day(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        )
    }

    assert {name for name in imported if name.startswith(("contest_portal", "tests"))} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_goes_up_and_down_and_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text())
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}

    assert ast.get_docstring(tree)
    assert {"upgrade", "downgrade"} <= set(functions)
    assert not isinstance(functions["downgrade"].body[0], ast.Pass | ast.Raise)
