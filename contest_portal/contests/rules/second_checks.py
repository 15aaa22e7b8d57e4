"""Checks of the second scoring: what its phases, its sheets and its pass mark must be."""

from collections.abc import Iterator
from dataclasses import replace

from contest_portal.contests.rules.phase_checks import phases_problems
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.scoring_checks import mark_problems
from contest_portal.contests.rules.sheet_checks import sheet_problems
from contest_portal.kernel.problems import N_, Problem


def second_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check the second scoring, if the contest has one; phases and pass mark as those of the first."""
    if rulebook.second is None:
        return
    if len(rulebook.follow_up.instalments) == 1:
        message = N_(
            "El premio se paga en una sola transferencia, y el avance se califica antes de la segunda. Quite esta "
            "calificación, o ponga dos transferencias en «Premio, grupos y reparto»."
        )
        yield Problem("second.one_transfer", field="phases", message=message)
    yield from _codes_of_the_first(rulebook)
    rules = rulebook.of_second()
    for problem in (*phases_problems(rules), *mark_problems(rules)):
        yield replace(problem, code=f"second.{problem.code.replace('.', '_')}")


def one_sheet_problems(rulebook: Rulebook, phase_code: str) -> Iterator[Problem]:
    """Check the sheet of a phase of either scoring; in the second one everyone seated marks the same sheet."""
    phase = rulebook.phase(phase_code)
    yield from sheet_problems(phase)
    if rulebook.is_second(phase_code) and (phase.classes or phase.is_shared_out):
        yield _classes(phase)


def every_sheet_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check the sheets of all phases."""
    for phase in rulebook.every_phase:
        yield from one_sheet_problems(rulebook, phase.code)


def _codes_of_the_first(rulebook: Rulebook) -> Iterator[Problem]:
    first = {phase.code for phase in rulebook.phases}
    for phase in rulebook.every_phase[len(rulebook.phases) :]:
        if phase.code in first:
            message = N_(
                "El código %(code)s ya es de una fase de la evaluación. Escriba otro para el avance."
            )
            yield Problem("second.code_taken", field="phases", message=message, params={"code": phase.code})


def _classes(phase: Phase) -> Problem:
    return Problem(
        "sheet.classes_in_second",
        field="classes",
        message=N_(
            "En la calificación del avance todo el jurado llena la misma ficha: deje «%(phase)s» sin clases de "
            "evaluadores."
        ),
        params={"phase": phase.name, "phase_code": phase.code},
    )
