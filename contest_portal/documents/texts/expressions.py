"""What may stand between braces: fields, constants, filters, pieces, comparisons, and sums of amounts."""

from collections.abc import Iterable, Mapping

from jinja2 import nodes

from contest_portal.documents.rules.kinds import Piece
from contest_portal.documents.texts.faults import fault
from contest_portal.documents.texts.filters import FILTERS, MANY, TESTS
from contest_portal.documents.texts.places import Declared, Place, is_record
from contest_portal.kernel.problems import Problem

Scope = Mapping[str, Place]
_OF_MANY = (("join",), ("listed",))
_BINARY = (nodes.And, nodes.Or, nodes.Add, nodes.Sub)


class Expressions:
    """Reads expressions, marks what they print, and keeps what is wrong with them."""

    def __init__(self, pieces: Iterable[Piece], declared: Declared) -> None:
        self.pieces = {piece.name: piece for piece in pieces}
        self.declared = declared
        self.faults: list[Problem] = []

    def shown(self, node: nodes.Expr, scope: Scope, filters: tuple[str, ...] = ()) -> nodes.Expr:
        """Read what is printed and give it with each of its fields marked."""
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                place = self.named(node, scope)
                if place is not None and not self._is_printable(place, filters):
                    self._refuse("field", node, _written(node))
                return node if place is None else _told(node, place, filters)
            case nodes.Filter(node=inner, name=name) if inner is not None:
                self._filter(node)
                node.node = self.shown(inner, scope, (name, *filters))
            case nodes.Concat():
                node.nodes = [self.shown(part, scope, filters) for part in node.nodes]
            case nodes.CondExpr():
                self.asked(node.test, scope)
                node.expr1 = self.shown(node.expr1, scope, filters)
                node.expr2 = None if node.expr2 is None else self.shown(node.expr2, scope, filters)
            case nodes.Call():
                self._piece(node, scope)
            case _:
                self.asked(node, scope)
        return node

    def asked(self, node: nodes.Node, scope: Scope) -> None:
        """Read what is only asked for, or counted with."""
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                self.named(node, scope)
            case nodes.Filter(node=inner) if inner is not None:
                self._filter(node)
                self.asked(inner, scope)
            case nodes.Test():
                self._test(node, scope)
            case _:
                parts = _parts(node)
                if parts is None:
                    self._refuse("expression", node)
                for part in parts or ():
                    self.asked(part, scope)

    def named(self, node: nodes.Node, scope: Scope) -> Place | None:
        """Follow a field from its beginning, `doc.group.name`; None, and a fault, when it leads nowhere."""
        match node:
            case nodes.Name(name=name) if name in scope:
                return scope[name]
            case nodes.Name(name=name):
                self._refuse("field", node, name)
            case nodes.Getattr(node=inner, attr=attr):
                return self._field(node, self.named(inner, scope), f"{_written(inner)}.{attr}")
            case nodes.Getitem(node=inner, arg=nodes.Slice() as cut) if _is_plain(cut):
                place = self.named(inner, scope)
                return None if place is None else place.part(*map(_constant, (cut.start, cut.stop, cut.step)))
            case _:
                self._refuse("expression", node)
        return None

    def walked(self, node: nodes.Node, scope: Scope) -> Place | None:
        """Read what a loop goes through and give each of it."""
        if isinstance(node, nodes.Filter) and node.name in MANY and node.node is not None:
            self._filter(node)
            place = self.named(node.node, scope)
            return None if place is None else Place(f"{place.path}[]", str, cut=place.cut)
        place = self.named(node, scope)
        item = None if place is None else place.item()
        if place is not None and item is None:
            self._refuse("loop", node, _written(node))
        return item

    def _field(self, node: nodes.Getattr, before: Place | None, written: str) -> Place | None:
        place = None if before is None else before.field(node.attr, self.declared)
        if before is not None and place is None:
            self._refuse("field", node, written)
        return place

    def _piece(self, node: nodes.Call, scope: Scope) -> None:
        if not isinstance(node.node, nodes.Name) or node.node.name not in self.pieces:
            self._refuse("piece", node, _written(node.node))
            return
        piece = self.pieces[node.node.name]
        least = len(piece.takes) - piece.optional
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not least <= len(node.args) <= len(piece.takes):
            self._refuse("piece_takes", node, written_piece(piece))
            return
        node.args = [self._handed(one, scope) for one in node.args]
        if any(isinstance(one, nodes.Filter) and _is_cut(one) for one in node.args):
            node.kwargs = [nodes.Keyword("of_parts", nodes.Const(True))]

    def _handed(self, node: nodes.Expr, scope: Scope) -> nodes.Expr:
        if isinstance(node, nodes.List | nodes.Tuple):
            node.items = [self._handed(one, scope) for one in node.items]
            return node
        if isinstance(node, nodes.Call):
            self._refuse("expression", node)
            return node
        if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            place = self.named(node, scope)
            return node if place is None else _told(node, place, ())
        return self.shown(node, scope)

    @staticmethod
    def _is_printable(place: Place, filters: tuple[str, ...]) -> bool:
        """Tell whether a place is a value, or a list whose items are written or counted: a record prints nothing."""
        if place.is_many and filters[:1] == ("length",):
            return True
        return not is_record(place) and (not place.is_many or filters[:1] in _OF_MANY)

    def _filter(self, node: nodes.Filter) -> None:
        if node.name not in FILTERS:
            self._refuse("filter", node, node.name)
        is_plain = all(isinstance(one, nodes.Const) for one in node.args)
        if not is_plain or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._refuse("expression", node)

    def _test(self, node: nodes.Test, scope: Scope) -> None:
        if node.name not in TESTS or node.args:
            self._refuse("test", node, node.name)
        self.asked(node.node, scope)

    def _refuse(self, code: str, node: nodes.Node, name: str = "") -> None:
        self.faults.append(fault(code, line=node.lineno, name=name))


def written_piece(piece: Piece) -> str:
    """Write how a text asks for a piece: `signature(name, role, detail)`."""
    return f"{piece.name}({', '.join(piece.takes)})"


def _parts(node: nodes.Node) -> tuple[nodes.Node, ...] | None:
    """Give what a comparison, a sum or a condition is made of; None for what is none of these."""
    match node:
        case nodes.Const():
            return ()
        case nodes.Not(node=inner):
            return (inner,)
        case nodes.BinExpr(left=left, right=right) if isinstance(node, _BINARY):
            return (left, right)
        case nodes.Compare(expr=first, ops=others):
            return (first, *(other.expr for other in others))
        case nodes.CondExpr(test=test, expr1=first, expr2=second):
            return (test, first, *(() if second is None else (second,)))
        case _:
            return None


def _told(node: nodes.Expr, place: Place, filters: tuple[str, ...]) -> nodes.Expr:
    said = (place.path, filters, node.lineno, place.cut)
    return nodes.Filter(node, "_told", [*map(nodes.Const, said)], [], None, None, lineno=node.lineno)


def _is_cut(node: nodes.Filter) -> bool:
    return node.name == "_told" and _constant(node.args[-1]) is not None


def _constant(node: nodes.Expr | None) -> object:
    return node.value if isinstance(node, nodes.Const) else None


def _written(node: nodes.Node) -> str:
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(node=inner, attr=attr):
            return f"{_written(inner)}.{attr}"
        case _:
            return "…"


def _is_plain(cut: nodes.Slice) -> bool:
    parts = (cut.start, cut.stop, cut.step)
    return all(part is None or isinstance(part, nodes.Const) for part in parts)
