"""Checks of how sheets become a total and how ties are decided."""

from collections.abc import Iterator

from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.kernel.problems import N_, Problem

MAX_DECIMALS = 4
STEPS_PER_POINT = (1, 2, 4, 5, 10)
"""The parts of a point that a mark may be written in; each is an exact decimal."""
ALWAYS_DECIDES = frozenset({TieKind.EARLIER_ENTRY, TieKind.LOT})
"""The links that leave no two groups together: no two entries arrive at one instant, and a lot has one order."""


def mark_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check pass mark and quorum against the phases."""
    scoring = rulebook.scoring
    if not 0 <= scoring.pass_mark.points <= rulebook.max_points:
        yield Problem(
            "scoring.pass_mark",
            field="pass_mark",
            message=N_("El puntaje mínimo (%(mark)s) debe estar entre 0 y el máximo del concurso (%(max)s)."),
            params={"mark": str(scoring.pass_mark), "max": str(rulebook.max_points)},
        )
    if scoring.quorum < 1:
        yield Problem(
            "scoring.quorum",
            field="quorum",
            message=N_("El quórum debe ser de al menos una ficha por grupo y fase."),
        )


def scoring_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check pass mark, quorum, steps, rounding and the tie-break chain against the phases."""
    scoring = rulebook.scoring
    yield from mark_problems(rulebook)
    if scoring.marks_per_point not in STEPS_PER_POINT:
        yield Problem(
            "scoring.steps",
            field="marks_per_point",
            message=N_("Elija el paso de las notas: 1, 2, 4, 5 o 10 por punto."),
        )
    if not 0 <= scoring.decimals <= MAX_DECIMALS:
        yield Problem(
            "scoring.decimals", field="decimals", message=N_("Los decimales del puntaje final van de 0 a 4.")
        )
    yield from tie_break_problems(rulebook)


def tie_break_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check that the chain exists, ends in a link that always decides, repeats nothing and names known phases."""
    chain = rulebook.scoring.tie_breaks
    if not chain:
        yield Problem(
            "scoring.no_tie_break",
            field="tie_breaks",
            message=N_("Elija al menos un criterio de desempate."),
        )
    elif chain[-1].kind not in ALWAYS_DECIDES:
        yield _may_not_decide()
    if len(set(chain)) != len(chain):
        yield Problem(
            "scoring.tie_break_repeated",
            field="tie_breaks",
            message=N_("Un criterio de desempate está repetido. Deje cada uno una sola vez."),
        )
    phases = {phase.code for phase in rulebook.phases}
    for link in chain:
        if (link.phase in phases) != (link.kind is TieKind.PHASE_SCORE):
            yield Problem(
                "scoring.tie_break_phase",
                field="tie_breaks",
                message=N_("El desempate nombra la fase «%(phase)s», que el concurso no tiene. Elija otra."),
                params={"phase": link.phase or ""},
            )


def chain_to_its_end(chain: tuple[TieBreak, ...]) -> tuple[TieBreak, ...]:
    """Give a chain with the public lot as its last link, declared or not: no tie is ever left standing."""
    if any(link.kind is TieKind.LOT for link in chain):
        return chain
    return (*chain, TieBreak(TieKind.LOT))


def _may_not_decide() -> Problem:
    return Problem(
        "scoring.tie_break_open",
        field="tie_breaks",
        message=N_(
            "El último criterio de desempate puede dejar grupos empatados. Ponga al final «Quien envió antes "
            "su perfil» o «Sorteo público», que siempre deciden."
        ),
    )
