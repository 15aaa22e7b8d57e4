"""One commit in the program; the clock and the environment are read in one place each."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import CODE, modules, name_of, nodes_of, tree_of


def calls(path: Path) -> Iterator[ast.Call]:
    for node in nodes_of(path):
        if isinstance(node, ast.Call):
            yield node


def method(name: str, *owners: str) -> Callable[[ast.Call], bool]:
    def is_it(call: ast.Call) -> bool:
        target = call.func
        if not isinstance(target, ast.Attribute) or target.attr != name:
            return False
        return not owners or (isinstance(target.value, ast.Name) and target.value.id in owners)

    return is_it


@pytest.mark.parametrize(
    ("is_it", "places"),
    [
        pytest.param(method("commit"), {"contest_portal/kernel/database.py"}, id="commit"),
        pytest.param(method("now", "datetime"), {"contest_portal/kernel/clock.py"}, id="datetime.now"),
        pytest.param(method("utcnow"), set(), id="utcnow"),
        pytest.param(method("today"), set(), id="today"),
        pytest.param(method("from_env"), {"contest_portal/app.py"}, id="settings from the environment"),
    ],
)
def test_call_is_made_in_its_place_alone(is_it: Callable[[ast.Call], bool], places: set[str]) -> None:
    assert {name_of(path) for path in modules() for call in calls(path) if is_it(call)} == places


def opened_transactions(node: ast.With) -> bool:
    return any(
        isinstance(item.context_expr, ast.Call)
        and (
            (isinstance(item.context_expr.func, ast.Name) and item.context_expr.func.id == "transaction")
            or (
                isinstance(item.context_expr.func, ast.Attribute)
                and item.context_expr.func.attr == "transaction"
            )
        )
        for item in node.items
    )


def test_services_open_no_transaction_of_their_own() -> None:
    stages = [path for path in modules() if path.relative_to(CODE).parts[0] not in {"web", "cli", "kernel"}]
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in stages
        for node in nodes_of(path)
        if isinstance(node, ast.With) and opened_transactions(node)
    ]

    assert found == []


def changes_state(node: ast.AST) -> bool:
    """Tell whether a statement writes the state column of something that already exists."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)


def test_lifecycle_engine_alone_changes_a_state() -> None:
    found = {name_of(path) for path in modules() for node in nodes_of(path) if changes_state(node)}

    assert found == {"contest_portal/kernel/lifecycle.py"}


def test_services_are_one_public_function_per_file_named_like_it() -> None:
    wrong = []
    for path in modules():
        if path.parent.name != "services" or path.name == "__init__.py":
            continue
        public = [
            node.name
            for node in tree_of(path).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
        if public != [path.stem]:
            wrong.append(f"{name_of(path)}: {public}")

    assert wrong == []
