"""Names that say the domain's word, and none that say nothing."""

import ast
import re
from pathlib import Path

from contest_portal.config import ROOT
from tests.architecture.sources import modules, name_of, nodes_of, tracked_files, tree_of

EMPTY_FILE_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "lib", "stuff"}
)
EMPTY_CLASS_NAMES = re.compile(r"(?:Manager|Helper|Handler|Processor|Util|Utils|Service|Repository)$")
ASSET_SUFFIXES = frozenset({".woff", ".woff2", ".ttf", ".otf", ".eot", ".map"})
PROJECTS_OF_OTHERS = re.compile(
    r"bootstrap|jquery|popper|htmx|alpine|react|leaflet|fontawesome|node_modules", re.I
)
MACHINE_PATHS = tuple(
    "/".join(["", *parts, ""]) for parts in (("work", "main"), ("work", "shared"), ("root", ".pyenv"))
)


def test_no_file_has_an_empty_name() -> None:
    assert [name_of(path) for path in modules() if path.stem in EMPTY_FILE_NAMES] == []


def test_no_class_has_an_empty_name() -> None:
    found = [
        f"{name_of(path)}: {node.name}"
        for path in modules()
        for node in nodes_of(path)
        if isinstance(node, ast.ClassDef) and EMPTY_CLASS_NAMES.search(node.name)
    ]

    assert found == []


def test_every_module_and_public_function_of_rules_and_services_is_documented() -> None:
    undocumented = []
    for path in modules():
        tree = tree_of(path)
        if tree.body and ast.get_docstring(tree) is None:
            undocumented.append(name_of(path))
        if not {"rules", "services"} & set(path.parts):
            continue
        top = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        undocumented += [
            f"{name_of(path)}: {node.name}"
            for node in top
            if not node.name.startswith("_") and ast.get_docstring(node) is None
        ]

    assert undocumented == []


def test_package_files_are_empty_except_where_pages_and_commands_are_gathered() -> None:
    full = {
        name_of(path)
        for path in modules()
        if path.name == "__init__.py" and any(not isinstance(node, ast.Expr) for node in tree_of(path).body)
    }

    assert {
        name for name in full if not name.startswith(("contest_portal/web/", "contest_portal/cli/"))
    } == set()


def is_of_others(path: Path) -> bool:
    name = name_of(path)
    return (
        path.suffix in ASSET_SUFFIXES or ".min." in name or PROJECTS_OF_OTHERS.search(path.name) is not None
    )


def test_no_asset_of_another_project_is_kept_here() -> None:
    assert [name_of(path) for path in tracked_files() if is_of_others(path)] == []


def test_no_path_of_one_machine_is_written_here() -> None:
    found = [
        name_of(path)
        for path in tracked_files()
        if path.suffix not in {".png", ".svg", ".mo", ".pdf", ".ico"}
        for machine_path in MACHINE_PATHS
        if machine_path in path.read_text(errors="replace")
    ]

    assert found == []


def test_repository_holds_no_large_file() -> None:
    """Data and assets; a catalogue holds every text of the portal twice, and grows with it."""
    most = 400_000
    files = [path for path in tracked_files() if path.parent.name != "LC_MESSAGES"]

    assert [name_of(path) for path in files if path.stat().st_size > most] == []


def test_root_holds_only_what_belongs_there() -> None:
    entries = {path.relative_to(ROOT).parts[0] for path in tracked_files()}

    assert (
        entries
        - {
            ".ci",
            ".editorconfig",
            ".gitattributes",
            ".gitignore",
            "LICENSE",
            "README.md",
            "benchmarks",
            "bin",
            "contest_portal",
            "docs",
            "gunicorn.conf.py",
            "migrations",
            "pyproject.toml",
            "requirements-dev.txt",
            "requirements-prod.txt",
            "requirements-setup.txt",
            "requirements.txt",
            "static",
            "templates",
            "tests",
            "typings",
            "wsgi.py",
        }
        == set()
    )
