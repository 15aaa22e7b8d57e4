"""What must hold of envelopes inside envelopes before the rules that have them are published."""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, product

from contest_portal.contests.rules.codes import SHORT_CODE, repeated_codes
from contest_portal.contests.rules.envelope_tree import Node, amount_of, home_of, tree_of
from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem

MOST_POTS = 100
MENDED_ELSEWHERE = frozenset({"pots.beside_category", "pots.uncovered"})
"""What another page of the designer may mend; a draft with it can be saved, and not published."""


def pots_problems(book: Rulebook) -> Iterator[Problem]:
    """Check names, places, scopes and amounts, and that every group would belong to exactly one innermost envelope."""
    if not book.pots:
        return
    found = [*_naming(book), *_places(book)]
    yield from found
    if found:
        return  # there is no tree to look at yet
    nodes = {node.code: node for node in tree_of(book)}
    for pot in book.pots:
        yield from _scope(book, pot, nodes)
        yield from _amount(pot, nodes, book.fund)
    yield from _sums(tuple(nodes.values()))
    yield from _overlaps(tuple(nodes.values()), {one.code for one in book.categories})
    yield from _uncovered(book, tuple(nodes.values()))


def draft_pots_problems(book: Rulebook) -> Iterator[Problem]:
    """Check what the envelopes must be for themselves while the rest of the draft may still change."""
    return (problem for problem in pots_problems(book) if problem.code not in MENDED_ELSEWHERE)


def _problem(code: str, message: str, **params: str) -> Problem:
    return Problem(f"pots.{code}", field="pots", message=message, params=params)


def _naming(book: Rulebook) -> Iterator[Problem]:
    codes = (*(one.code for one in book.categories), *(pot.code for pot in book.pots))
    yield from repeated_codes("pots.repeated", "pots", codes)
    if len(book.pots) > MOST_POTS:
        yield _problem("many", N_("Son demasiados sobres: el máximo es %(most)s."), most=str(MOST_POTS))
    for pot in book.pots:
        if not pot.name.strip() or not SHORT_CODE.fullmatch(pot.code):
            message = N_(
                "Cada sobre necesita un nombre y un código de hasta 20 letras sin tilde, números, puntos o guiones."
            )
            yield _problem("unnamed", message)


def _places(book: Rulebook) -> Iterator[Problem]:
    known = {one.code for one in book.categories if one.envelope}
    for pot in book.pots:
        if pot.parent and pot.parent not in known:
            message = N_(
                "«%(name)s» está dentro de «%(parent)s», que no es una categoría con dinero ni un sobre de una fila de "
                "más arriba. Corrija el código o el orden de las filas."
            )
            yield _problem("place", message, name=pot.name, parent=pot.parent)
        known.add(pot.code)


def _scope(book: Rulebook, pot: Pot, nodes: Mapping[str, Node]) -> Iterator[Problem]:
    around = nodes[pot.parent].scope if pot.parent else Scope()
    if not _is_known(book, pot.scope):
        message = N_(
            "«%(name)s» es para un territorio, una línea o una categoría que no es de este concurso. Elija de la lista."
        )
        yield _problem("unknown", message, name=pot.name)
    elif not nodes[pot.code].scope.is_inside(around):
        message = N_(
            "«%(name)s» es para otros grupos que el sobre en que está. Póngalo dentro de otro o cambie para quién es."
        )
        yield _problem("outside", message, name=pot.name)
    elif pot.parent and nodes[pot.code].scope == around:
        message = N_(
            "«%(name)s» es para los mismos grupos que el sobre en que está. Elija un territorio, una línea o una "
            "categoría."
        )
        yield _problem("same_scope", message, name=pot.name)
    if pot.spills and not pot.parent:
        message = N_("«%(name)s» no está dentro de otro sobre: lo que le quede no tiene adónde subir.")
        yield _problem("spills_nowhere", message, name=pot.name)


def _is_known(book: Rulebook, scope: Scope) -> bool:
    return (
        scope.category in ("", *(one.code for one in book.categories))
        and scope.line in ("", *(one.code for one in book.lines))
        and len(scope.territory) in (0, 2, 4, 6)
        and any(district.startswith(scope.territory) for district in ("", *book.territory))
    )


def _amount(pot: Pot, nodes: Mapping[str, Node], fund: Money) -> Iterator[Problem]:
    if pot.amount <= ZERO:
        yield _problem("no_money", N_("«%(name)s» debe tener más de cero."), name=pot.name)
    if pot.share is not None and not (pot.parent and 0 < pot.share <= 1):
        message = N_(
            "El porcentaje de «%(name)s» es del sobre en que está: más de 0 y hasta 100. Para un sobre exterior "
            "escriba el monto."
        )
        yield _problem("share", message, name=pot.name)
    elif pot.amount != amount_of(pot, nodes[pot.parent].amount if pot.parent else fund):
        message = N_("El monto de «%(name)s» no es su porcentaje. Vuelva a guardar los sobres.")
        yield _problem("not_its_share", message, name=pot.name)


def _sums(nodes: tuple[Node, ...]) -> Iterator[Problem]:
    for node in nodes:
        if node.own < ZERO <= node.amount:  # less than nothing is named already
            message = N_(
                "Los sobres dentro de «%(name)s» suman %(sum)s y tiene %(amount)s: sobran %(over)s. Baje alguno."
            )
            inside, over = node.amount - node.own, ZERO - node.own
            params = {"sum": inside.format(), "amount": node.amount.format(), "over": over.format()}
            yield _problem("sum", message, name=node.name, **params)


def _overlaps(nodes: tuple[Node, ...], categories: Collection[str]) -> Iterator[Problem]:
    for one, other in combinations(nodes, 2):
        if one.parent != other.parent or not one.scope.overlaps(other.scope):
            continue
        if one.code in categories:  # those come first
            message = N_(
                "Un grupo podría ser del sobre de la categoría «%(one)s» y de «%(other)s» a la vez. Ponga «%(other)s» "
                "dentro de la categoría, o deje en cero el sobre de la categoría en «Monto y sobres»."
            )
            yield _problem("beside_category", message, one=one.name, other=other.name)
        else:
            message = N_(
                "Un grupo podría ser de «%(one)s» y de «%(other)s» a la vez. Cambie para quién es uno de los dos o "
                "ponga uno dentro del otro."
            )
            yield _problem("overlap", message, one=one.name, other=other.name)


def _uncovered(book: Rulebook, nodes: tuple[Node, ...]) -> Iterator[Problem]:
    """Name one kind of group that would belong to no envelope; groups of elsewhere come where the rules admit them."""
    places = {
        tuple(district.startswith(node.scope.territory) for node in nodes): district
        for district in (*(() if book.group.within_territory else ("",)), *book.territory)
    }.values()
    for category, line, district in product(book.categories, book.lines, places):
        if not home_of(nodes, category=category.code, line=line.code, district=district):
            message = N_(
                "Un grupo de la categoría %(category)s, línea %(line)s, distrito %(district)s no tendría ningún sobre. "
                "Agregue uno que lo incluya."
            )
            params = {"category": category.name, "line": line.name, "district": district or "—"}
            yield _problem("uncovered", message, **params)
            return
