"""Figures and references of a bundle that no contest can have: each is named with its place."""

from collections.abc import Iterable, Iterator

from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import N_, Problem
from contest_portal.publication.rules.bundle import Bundle, BundleGroup

MOST_DECIMALS = 400
"""More than any exact total takes; whoever writes a milliard wants a computer to stand still."""


def figure_problems(bundle: Bundle) -> Iterator[Problem]:
    """Name amounts and counts below zero, more present than there are, and pass marks of too many decimals."""
    for number, group in enumerate(bundle.groups):
        place = f"groups[{number}]"
        yield from _below_zero(place, _counts(group))
        parts = [("attendance", n, one.present, one.households) for n, one in enumerate(group.attendance)]
        parts += [("facts", n, one.part, one.whole) for n, one in enumerate(group.facts)]
        for name, n, part, whole in parts:
            if not 0 <= part <= whole:
                yield _problem(
                    "bundle.part_beyond_whole",
                    N_("En «%(place)s» la parte no está entre 0 y el total. Corrija una de las dos cifras."),
                    f"{place}.{name}[{n}]",
                )
    yield from _below_zero(
        "moves", ((f"[{n}].amount", one.amount.cents) for n, one in enumerate(bundle.moves))
    )
    yield from _decimals(bundle)
    yield from _drawn(bundle)


def _counts(group: BundleGroup) -> Iterator[tuple[str, int]]:
    yield from ((".women", group.women), (".households", group.households))
    yield ".requested", group.requested.cents
    yield from ((f".own_parts[{n}].amount", one.amount.cents) for n, one in enumerate(group.own_parts))


def _below_zero(place: str, figures: Iterable[tuple[str, int]]) -> Iterator[Problem]:
    for name, figure in figures:
        if figure < 0:
            message = N_("En «%(place)s» hay una cifra menor que cero. Corríjala.")
            yield _problem("bundle.below_zero", message, place + name)


def _decimals(bundle: Bundle) -> Iterator[Problem]:
    told = [(place, score.decimals) for place, score in _scores(bundle) if score is not None]
    for place, decimals in (("rules.scoring.decimals", bundle.rules.scoring.decimals), *told):
        if not 0 <= decimals <= MOST_DECIMALS:
            message = N_("En «%(place)s» los decimales no están entre 0 y 400. Corríjalos.")
            yield _problem("bundle.decimals", message, place)


def _drawn(bundle: Bundle) -> Iterator[Problem]:
    """Name a draw without numbers: it would decide by what anyone could work out before."""
    draws = [("draw", bundle.draw.numbers)] if bundle.draw is not None else []
    draws += [(f"cancelled_draws[{n}]", one.numbers) for n, one in enumerate(bundle.cancelled_draws)]
    for place, numbers in draws:
        if not any(letter.isdigit() for letter in numbers):
            message = N_(
                "En «%(place)s» faltan los números sorteados. Escríbalos en el orden en que salieron, por ejemplo "
                "4-17-8-23, o quite el sorteo."
            )
            yield _problem("bundle.not_drawn", message, f"{place}.numbers")


def _scores(bundle: Bundle) -> Iterator[tuple[str, Score | None]]:
    yield "rules.scoring.pass_mark", bundle.rules.scoring.pass_mark
    if bundle.rules.second is not None:
        yield "rules.second.pass_mark", bundle.rules.second.pass_mark
    yield from ((f"ranking[{n}].total", one.total) for n, one in enumerate(bundle.ranking))
    if bundle.allocation is not None:
        inputs, result = bundle.allocation.inputs, bundle.allocation.result
        yield "allocation.inputs.pass_mark", inputs.pass_mark
        for n, one in enumerate(inputs.candidates):
            yield f"allocation.inputs.candidates[{n}].total", one.total
        yield from (
            (f"allocation.result.lines[{n}].total", line.total) for n, line in enumerate(result.lines)
        )


def _problem(code: str, message: str, place: str) -> Problem:
    return Problem(code, field="file", message=message, params={"place": place})
