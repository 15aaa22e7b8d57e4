"""The sources that the architecture tests look at, each read and parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from contest_portal.config import ROOT

CODE = ROOT / "contest_portal"
TESTS = ROOT / "tests"
TEMPLATES = ROOT / "templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules(folder: Path = CODE) -> tuple[Path, ...]:
    return tuple(sorted(folder.rglob("*.py")))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(TEMPLATES.rglob("*.html")))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Give all that a module is made of; to walk through all modules takes as long as to parse them."""
    return tuple(ast.walk(tree_of(path)))


@cache
def tracked_files() -> tuple[Path, ...]:
    """Everything that a clone of this folder would hold, committed or about to be."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(path for name in sorted(listing.split("\0")) if name and (path := ROOT / name).is_file())


def functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def length(node: Function) -> int:
    """Lines from `def` to the last one, docstring included, decorators not."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_handler(node: Function) -> bool:
    """Tell whether a blueprint serves this function at an address."""
    calls = [one.func for one in node.decorator_list if isinstance(one, ast.Call)]
    return any(
        isinstance(call, ast.Attribute)
        and call.attr in {"route", "get", "post"}
        and isinstance(call.value, ast.Name)
        and "blueprint" in call.value.id
        for call in calls
    )


def percentile(values: list[int], share: int) -> int:
    """Give the smallest value that at least `share` per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * share // 100) - 1]


def docstrings(tree: ast.Module) -> set[ast.Constant]:
    """Every constant that is documentation: a string that stands alone as a statement."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }
