"""The rules of validation as docs/validation.md holds them: read from forms, problems and limits, never kept by hand.

`python -m tests.architecture.validation` writes the document again.
"""

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from wtforms import Form
from wtforms.fields.core import UnboundField

from contest_portal.config import ROOT
from contest_portal.web.shared.fields import room_of
from tests.architecture.sources import CODE, modules, name_of, nodes_of, tree_of

DOCUMENT = ROOT / "docs" / "validation.md"
LIMIT = re.compile(
    r"_?(MAX|MOST|LEAST|LONGEST|SHORTEST|FEWEST|SMALLEST|LARGEST)_\w+|[A-Z_]+_(BYTES|HOURS|DAYS|SECONDS)"
)
OF_THE_LIBRARY = {
    "BooleanField": "A box that is ticked or not.",
    "DateField": "A calendar day.",
    "FieldList": "Several rows of the same fields.",
    "FileField": "One file (see the end).",
    "HiddenField": "What the page itself hands out and reads again; the service looks at it.",
    "IntegerField": "A whole number.",
    "MultipleFileField": "Several files (see the end).",
    "PasswordField": "A password, kept as its hash alone.",
    "RadioField": "One of the choices on the page; anything else is refused.",
    "SelectField": "One of the choices on the page; anything else is refused, or ignored where it only narrows a list.",
    "SelectMultipleField": "Some of the choices on the page; anything else is refused.",
    "StringField": "A text that the page or a service reads.",
    "TextAreaField": "A long text that the page or a service reads.",
}
INTRODUCTION = """# What may be typed, sent and done

Written from the code by `python -m tests.architecture.validation`; a test holds it to the code. All of it is asked on
the server, whatever the page asked before. First come the kinds of fields, then each form, then what must agree beyond
the shape of single fields (each problem with the sentence that a person reads), at the end how much and how often.
"""
FILES = """
Files: PDF, JPEG, PNG and WebP for applications, observations, photos and scans, told by their content and by their
name, which must agree (`applications/rules/file_kinds.py`); CSV, XLSX, XLS and ODS for the register
(`registry/sources/`). A photo is written anew as JPEG, a PDF must only show pages. No archive is unpacked to disk.
"""


def document() -> str:
    """Write the whole document."""
    parts = (
        ("Kinds of fields", "| field | what it takes |\n|---|---|", kinds()),
        ("Fields of each form", "", forms()),
        ("What must agree", "", problems()),
        ("How much", "| limit | figure | where |\n|---|---|---|", figures()),
        ("How often", "| address | tries | |\n|---|---|---|", rates()),
    )
    said = "".join("\n".join(("", f"## {title}", "", head, *lines, "")) for title, head, lines in parts)
    return f"{INTRODUCTION}{said}{FILES}"


def form_classes() -> list[type[Form]]:
    """Give every form of the portal, in the order of its modules."""
    pages = [path for path in modules() if "web" in path.relative_to(CODE).parts[:1]]
    return [
        one
        for module in map(_module, pages)
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, Form) and one.__module__ == module.__name__
    ]


def _module(path: Path) -> ModuleType:
    return importlib.import_module(
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    )


def fields_of(form: type[Form]) -> Iterator[tuple[str, UnboundField]]:
    for name in sorted(dir(form)):
        field = getattr(form, name, None)
        if isinstance(field, UnboundField):
            yield name, field


def kinds() -> Iterator[str]:
    used = {field.field_class for form in form_classes() for _, field in fields_of(form)}
    for kind in sorted(used, key=lambda one: one.__name__):
        bounds = f" From {kind.least} to {kind.most}." if hasattr(kind, "least") else ""
        said = OF_THE_LIBRARY.get(kind.__name__) or _first_line(inspect.getdoc(kind) or "")
        yield f"| {kind.__name__} | {said}{bounds} |"


def forms() -> Iterator[str]:
    for form in form_classes():
        if fields := "; ".join(f"{name} {_asked(field)}" for name, field in fields_of(form)):
            where = form.__module__.removeprefix("contest_portal.web.")
            yield f"- `{form.__name__}` ({where}): {fields}."


def _asked(field: UnboundField) -> str:
    given = field.kwargs.get("validators") or (field.args[1] if len(field.args) > 1 else ())
    checks = [word for one in given if not isinstance(one, str) for word in _check(one)]
    return " ".join((field.field_class.__name__, *_most_letters(field), *checks))


def _most_letters(field: UnboundField) -> Iterator[str]:
    if column := field.kwargs.get("column"):
        yield f"of {room_of(column)} letters"
    elif letters := field.kwargs.get("letters"):
        yield f"of {letters} letters"


def _check(validator: object) -> Iterator[str]:
    name = getattr(validator, "__qualname__", type(validator).__name__).partition(".")[0]
    figures = [
        f"{one} {value}" for one in ("min", "max") if (value := getattr(validator, one, -1)) not in (-1, None)
    ]
    pattern = getattr(getattr(validator, "regex", None), "pattern", "")
    yield " ".join((name.lower(), *figures, *([f"`{pattern}`".replace("|", "\\|")] if pattern else [])))


def problems() -> Iterator[str]:
    for path in modules():
        found = dict(sorted(_problems_of(path)))
        if found:
            where = name_of(path).removeprefix("contest_portal/")
            yield f"\n**{where}**: {_first_line(ast.get_docstring(tree_of(path)) or '')}\n"
            yield from (f"- `{code}` {message}".rstrip() for code, message in found.items())


def _problems_of(path: Path) -> Iterator[tuple[str, str]]:
    named = {
        (node.targets[0].id, node.lineno): said
        for node in nodes_of(path)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and (said := _sentence(node.value))
    }
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and _called(node) in {"Problem", "_problem"} and node.args:
            code = node.args[0]
            if isinstance(code, ast.Constant):
                yield (
                    str(code.value),
                    next(filter(None, map(_sentence, ast.walk(node))), "") or _named(node, named),
                )


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _sentence(node: ast.AST) -> str:
    is_said = isinstance(node, ast.Call) and _called(node) == "N_" and isinstance(node.args[0], ast.Constant)
    return str(node.args[0].value) if is_said else ""  # type: ignore[attr-defined]


def _named(call: ast.Call, named: dict[tuple[str, int], str]) -> str:
    """Give the sentence that a call names: what was given that name last before it."""
    names = {one.id for one in ast.walk(call) if isinstance(one, ast.Name)}
    before = {line: said for (name, line), said in named.items() if name in names and line <= call.lineno}
    return before[max(before)] if before else ""


def figures() -> Iterator[str]:
    for path in modules():
        for node in tree_of(path).body:
            names = _names(node)
            if any(LIMIT.fullmatch(name) for name in names):
                module = _module(path)
                where = name_of(path).removeprefix("contest_portal/")
                yield from (f"| {name} | {_figure(getattr(module, name))} | {where} |" for name in names)


def _names(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    names = [
        one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])
    ]
    return [one.id for one in names if isinstance(one, ast.Name)]


def _figure(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|")


def rates() -> Iterator[str]:
    for path in modules():
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and _is_limit(node.func):
                told = node.args[0]
                tries = told.value if isinstance(told, ast.Constant) else _tries(path, ast.unparse(told))
                keys = [
                    ast.unparse(one.value) for one in node.keywords if one.arg in {"key_func", "key_function"}
                ]
                where = name_of(path).removeprefix("contest_portal/web/")
                yield f"| {where} | {tries} | each `{(*keys, 'get_remote_address')[0]}` |"


def _tries(path: Path, name: str) -> object:
    """Give the figure of a name, or what is said of one that a setting decides."""
    found = getattr(_module(path), name)
    return _first_line(inspect.getdoc(found) or "") if callable(found) else found


def _is_limit(call: ast.expr) -> bool:
    if isinstance(call, ast.Attribute):
        return call.attr in {"limit", "shared_limit"} and getattr(call.value, "id", "") == "limiter"
    return getattr(call, "id", "") == "ApplicationLimit"


def _first_line(text: str) -> str:
    return text.partition("\n\n")[0].replace("\n", " ").replace("|", "\\|").strip()


if __name__ == "__main__":
    DOCUMENT.write_text(document())
    sys.exit()
