"""What could run, print or ask for something that somebody typed stands in few places, each looked at by hand."""

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import pytest

from contest_portal.config import ROOT
from tests.architecture.sources import Function, modules, name_of, nodes_of, templates

TOOLS = {
    "aiohttp": {"kernel/authority_lines.py"},
    "ctypes": {"kernel/print_child.py"},
    "http.client": {"registry/sources/http_pages.py"},
    "importlib": {"kernel/pdf.py", "web/shared/packages.py"},
    "markupsafe": {
        "documents/texts/printing.py",
        "documents/texts/sandbox.py",
        "documents/typesetting.py",
        "web/shared/icons.py",
        "web/shared/language.py",
        "web/shared/questions.py",
    },
    "obstore": {"kernel/bucket_shelf.py"},
    "socket": {"cli/import_worker.py", "cli/serve.py", "kernel/hearing_worker.py"},
    "subprocess": {
        "documents/print_room.py",
        "kernel/scanner.py",
        "kernel/sealed_opening.py",
        "kernel/sealed_printing.py",
        "registry/sources/workbook.py",
    },
    "tarfile": {"cli/backing_up.py", "cli/locked_backups.py", "cli/tar_pieces.py"},
    "urllib.request": {"registry/sources/http_pages.py"},
    "zipfile": {
        "awards/print_run.py",
        "registry/sources/workbook.py",
        "registry/sources/workbook_formulas.py",
    },
    "xml": {
        "registry/sources/ods_formulas.py",
        "registry/sources/plain_xml.py",
        "registry/sources/workbook.py",
        "registry/sources/workbook_formulas.py",
    },
}
"""Where a library is loaded that starts programs, opens lines, reads objects back, or marks words as markup."""
REFUSED = frozenset(
    "code dill ftplib httpx lxml marshal pickle pty requests runpy shelve smtplib telnetlib urllib3 xmlrpc"
    " yaml".split()
)
CALLS = frozenset(
    "eval exec __import__ system popen render_template_string from_string extractall unpack_archive".split()
)
RUN = {"from_string": {"documents/texts/sandbox.py"}}
"""The language of an office's own texts (docs/architecture.md)."""
SQL = frozenset({"text", "literal_column", "exec_driver_sql", "DDL"})
WRITTEN_SQL = {
    "kernel/database.py": "names of our own tables",
    "kernel/embedded_turns.py": "the settings of a connection",
    "publication/invariants.py": "the files of publication/sql",
    "registry/imports/components.py": "names of our own columns",
    "registry/imports/register_writes.py": "names of our own columns",
    "registry/imports/staging.py": "compiled by SQLAlchemy; values are bound",
}
"""Where a statement is put together, and of what."""
BUILT_PATTERNS = {
    "documents/rules/number_formats.py",
    "documents/texts/language.py",
    "publication/verify.py",
    "registry/rules/columns.py",
    "web/shared/icons.py",
}
"""Where a pattern is put together in a function: of escaped words and numbers of our own."""
SCRIPT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc|setHTMLUnsafe"
    r"|\beval\(|new Function|set(?:Timeout|Interval)\(\s*[\"'`]|javascript:|postMessage\([^)]*\*"
)
MARKUP = re.compile(r"(?<!['\"\s])\s*\|\s*safe\b|\bautoescape\b|<script(?![^>]*\ssrc=)")
"""What a template prints as markup, unless the markup is written there itself; a script that stands in the page."""


def inside(path: Path) -> str:
    return name_of(path).removeprefix("contest_portal/")


def loaded(node: ast.AST) -> Iterator[str]:
    """Give the library that a statement loads: whole names, and what they stand under."""
    names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
    if isinstance(node, ast.ImportFrom) and node.module:
        names = [node.module]
    for name in names:
        yield from {name, name.partition(".")[0]}


def called(node: ast.AST) -> str:
    target = node.func if isinstance(node, ast.Call) else None
    return getattr(target, "id", getattr(target, "attr", ""))


def places(find: Callable[[ast.AST], Iterable[str]], wanted: Collection[str]) -> dict[str, set[str]]:
    """Give where each of some things is found."""
    found: dict[str, set[str]] = {}
    for path in modules():
        for node in nodes_of(path):
            for one in find(node):
                if one in wanted:
                    found.setdefault(one, set()).add(inside(path))
    return found


def test_a_library_that_reaches_out_is_loaded_where_it_may() -> None:
    assert places(loaded, TOOLS.keys() | REFUSED) == TOOLS


def test_nothing_typed_is_run_or_made_a_template() -> None:
    assert places(lambda node: (called(node),), CALLS) == RUN


def composes_sql(node: ast.AST) -> bool:
    """Tell whether a statement is given as anything but words written in the code."""
    words = node.args[0] if isinstance(node, ast.Call) and called(node) in SQL and node.args else None
    by_name = isinstance(getattr(node, "func", None), ast.Name) or called(node) == "exec_driver_sql"
    return words is not None and by_name and not isinstance(words, ast.Constant)


def test_sql_is_put_together_in_few_places_of_nothing_typed() -> None:
    found = {inside(path) for path in modules() for node in nodes_of(path) if composes_sql(node)}

    assert found == set(WRITTEN_SQL)


def builds_pattern(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "re"
        and node.func.attr != "escape"
        and not isinstance(node.args[0], ast.Constant)
    )


def test_patterns_are_not_made_of_what_was_typed() -> None:
    found = {
        inside(path)
        for path in modules()
        for function in nodes_of(path)
        if isinstance(function, Function)
        for node in ast.walk(function)
        if builds_pattern(node)
    }

    assert found == BUILT_PATTERNS


def test_no_script_reads_text_as_markup_or_as_a_program() -> None:
    scripts = sorted((ROOT / "static").rglob("*.js"))
    found = {f"{path.name}: {word}" for path in scripts for word in SCRIPT.findall(path.read_text())}

    assert (len(scripts) > 20, found) == (True, set())


def test_no_template_prints_typed_words_as_markup_or_holds_a_script() -> None:
    found = {(name_of(path), word) for path in templates() for word in MARKUP.findall(path.read_text())}

    assert found == set()


@pytest.mark.parametrize(
    "template",
    [
        "{{ x | safe }}",
        "{% autoescape false %}{{ x }}{% endautoescape %}",
        "{{ ('<b>' ~ x)|safe }}",
        "<script>x</script>",
    ],
)
def test_the_search_of_templates_finds_markup(template: str) -> None:
    assert MARKUP.search(template)
