"""No binary fraction anywhere: money and marks are whole numbers, exact in between."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import modules, name_of, nodes_of, templates

FORBIDDEN_NAMES = frozenset({"float", "Float", "Numeric", "FloatField", "DecimalField", "REAL", "Double"})
FORBIDDEN_FILTERS = re.compile(r"\|\s*(?:float|round|filesizeformat)\b")


def binary_fractions(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Constant) and type(node.value) in (float, complex):
            yield f"{name_of(path)}:{node.lineno}: {node.value!r}"
        elif isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
            yield f"{name_of(path)}:{node.lineno}: {node.id}"
        elif isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_NAMES:
            yield f"{name_of(path)}:{node.lineno}: .{node.attr}"
        elif isinstance(node, ast.alias) and node.name in FORBIDDEN_NAMES:
            yield f"{name_of(path)}:{node.lineno}: import {node.name}"


def test_code_holds_no_binary_fraction() -> None:
    assert [found for path in modules() for found in binary_fractions(path)] == []


def test_templates_do_not_round() -> None:
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in templates()
        for match in FORBIDDEN_FILTERS.finditer(path.read_text())
    ]

    assert found == []
