"""The small language of texts: fields, pieces, `if`, `for` and `set`, and nothing else.

A text is read into the tree of Jinja, and each node must be one that is known here: whatever a new version of Jinja
learns is refused until somebody lets it in. On the way each field that is printed is marked (`_told`), so that a
document knows what it lacks, and each loop is counted (`_counted`), so that no text runs for long.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from jinja2 import Environment, TemplateSyntaxError, nodes

from contest_portal.documents.rules.kinds import DocumentKind, EditableText, Piece
from contest_portal.documents.texts.expressions import Expressions
from contest_portal.documents.texts.faults import fault
from contest_portal.documents.texts.html import TextHtml, html_faults
from contest_portal.documents.texts.places import Loop, Place, declared_in, roots
from contest_portal.kernel.problems import Problem

MOST_CHARACTERS = 60_000
DEEPEST = 12
"""So many `if` and `for` stand inside one another at most."""
_GRAMMAR = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
_RESERVED = frozenset({"doc", "issue", "office", "loop", "true", "false", "none"})

Scope = Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as it was read: its tree, ready to be compiled, or what is wrong with it."""

    tree: nodes.Template | None
    faults: tuple[Problem, ...]


def read_text(kind: DocumentKind, source: str) -> ReadText:
    """Read a text of a kind."""
    if len(source) > MOST_CHARACTERS:
        return ReadText(None, (fault("long", name=str(MOST_CHARACTERS)),))
    if not source.strip():
        return ReadText(None, (fault("empty"),))
    text = cast(EditableText, kind.text)
    try:
        tree = _GRAMMAR.parse(_with_whole_lines(source, text.pieces))
    except TemplateSyntaxError as error:
        return ReadText(None, (fault("syntax", line=error.lineno),))
    except RecursionError:
        return ReadText(None, (fault("syntax", line=1),))
    reader = _Reader(Expressions(text.pieces, declared_in(text)))
    tree.body = reader.block(tree.body, roots(kind), 0)
    found = (*reader.faults, *html_faults(reader.markup))
    return ReadText(None if found else tree, tuple(sorted(found, key=_line)))


def _line(problem: Problem) -> int:
    return int(problem.params["line"] or 0)


def _with_whole_lines(source: str, pieces: tuple[Piece, ...]) -> str:
    """Let a piece that is a whole file take its line with it, as a block does; no line changes its number."""
    names = "|".join(re.escape(piece.name) for piece in pieces if not piece.macro)
    if not names:
        return source
    return re.sub(rf"(?m)^[ \t]*(\{{\{{ ?(?:{names})\([^)\n]*\) ?\}}\}})\n", r"\1{#\n#}", source)


class _Names(dict[str, Place]):
    """What is known in a block, and which of it was known before it."""

    def __init__(self, outer: Scope) -> None:
        super().__init__(outer)
        self.outer = frozenset(outer)


class _Reader:
    """Walks through the statements of a text, keeping what is wrong and what is plain HTML."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.faults = expressions.faults
        self.markup = TextHtml()

    def block(self, body: list[nodes.Node], scope: Scope, depth: int) -> list[nodes.Node]:
        """Read the statements of a block; what `set` names there ends with it, and may not name anew what is outside.

        A block of Jinja does not end its names: after it, one that stands outside would hold what was set inside.
        """
        names = _Names(scope)
        return [self._statement(node, names, depth) for node in body]

    def _statement(self, node: nodes.Node, scope: _Names, depth: int) -> nodes.Node:
        if depth > DEEPEST:
            self.faults.append(fault("syntax", line=node.lineno))
            return node
        match node:
            case nodes.Output():
                return self._output(node, scope)
            case nodes.If():
                return self._if(node, scope, depth)
            case nodes.For(target=nodes.Name(), else_=else_, recursive=False):
                node.else_ = self.block(else_, scope, depth + 1)
                return self._for(node, scope, depth)
            case nodes.Assign(target=nodes.Name(name=name)):
                self._set(node, name, scope)
                return node
            case _:
                lines = (one.lineno for one in (node, *node.iter_child_nodes()))
                self.faults.append(fault("tag", line=next(filter(None, lines), 1)))
                return node

    def _output(self, node: nodes.Output, scope: Scope) -> nodes.Node:
        parts: list[nodes.Expr] = []
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self.markup.add(part.data, part.lineno)
                parts.append(part)
                continue
            self.markup.add_field(part.lineno)
            parts.append(self.expressions.shown(part, scope))
        node.nodes = parts
        return node

    def _if(self, node: nodes.If, scope: Scope, depth: int) -> nodes.Node:
        self.expressions.asked(node.test, scope)
        node.body = self.block(node.body, scope, depth + 1)
        node.elif_ = [cast(nodes.If, self._if(one, scope, depth + 1)) for one in node.elif_]
        node.else_ = self.block(node.else_, scope, depth + 1)
        return node

    def _for(self, node: nodes.For, scope: Scope, depth: int) -> nodes.Node:
        name = cast(nodes.Name, node.target).name
        self._new_name(name, node.lineno)
        item = self.expressions.walked(node.iter, scope)
        if item is None:
            return node
        inner = {**scope, name: item, "loop": Place("loop", Loop)}
        if node.test is not None:
            self.expressions.asked(node.test, {**scope, name: item})
        node.iter = nodes.Filter(node.iter, "_counted", [], [], None, None, lineno=node.lineno)
        node.body = self.block(node.body, inner, depth + 1)
        return node

    def _set(self, node: nodes.Assign, name: str, scope: _Names) -> None:
        self._new_name(name, node.lineno)
        if name in scope.outer - _RESERVED:
            self.faults.append(fault("reserved", line=node.lineno, name=name))
        place = self.expressions.named(node.node, scope)
        if place is not None:
            scope[name] = place

    def _new_name(self, name: str, line: int) -> None:
        if name in _RESERVED or name.startswith("_") or name in self.expressions.pieces:
            self.faults.append(fault("reserved", line=line, name=name))
