"""Checks of the phases: their names, what they ask for, and that they add up to the contest's whole."""

from collections.abc import Iterator

from contest_portal.contests.rules.codes import SHORT_CODE, repeated_codes
from contest_portal.contests.rules.rulebook import Category, Phase, Rulebook
from contest_portal.kernel.problems import N_, Problem


def phases_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check that there are phases and that their maxima add up to the contest's whole."""
    if not rulebook.phases:
        yield Problem("phases.empty", field="phases", message=N_("Agregue al menos una fase de evaluación."))
        return
    yield from repeated_codes("phases.repeated", "phases", (phase.code for phase in rulebook.phases))
    for phase in rulebook.phases:
        yield from _outline_problems(phase)
        yield from _unknown_categories(phase, rulebook)
        yield from _scorers(phase, rulebook)
    yield from _sums(rulebook)


def _sums(rulebook: Rulebook) -> Iterator[Problem]:
    """Check what the phases add up to: for every category, where categories go through different ones."""
    whole = rulebook.scoring.total_points
    if not any(phase.categories for phase in rulebook.phases):
        if rulebook.max_points != whole:
            yield Problem(
                "phases.sum",
                field="phases",
                message=N_("Las fases suman %(sum)s puntos y deben sumar %(whole)s. Ajuste sus máximos."),
                params={"sum": str(rulebook.max_points), "whole": str(whole)},
            )
        return
    for category in rulebook.categories:
        if rulebook.max_points_of(category.code) != whole:
            yield _sum_of_category(rulebook, category)


def _sum_of_category(rulebook: Rulebook, category: Category) -> Problem:
    return Problem(
        "phases.sum_of_category",
        field="phases",
        message=N_(
            "Las fases de la categoría %(category)s suman %(sum)s puntos y deben sumar %(whole)s. Ajuste sus máximos."
        ),
        params={
            "category": category.name or category.code,
            "sum": str(rulebook.max_points_of(category.code)),
            "whole": str(rulebook.scoring.total_points),
        },
    )


def _scorers(phase: Phase, rulebook: Rulebook) -> Iterator[Problem]:
    """Check that the evaluators of a group can make the quorum; where there are classes, each has its number."""
    quorum = rulebook.quorum_of(phase)
    params = {"phase": phase.name, "quorum": str(quorum)}
    if phase.classes and phase.scorers:
        message = N_(
            "La fase «%(phase)s» tiene clases de evaluadores: escriba en su ficha, y no aquí, cuántos de cada clase "
            "califican a cada grupo."
        )
        yield Problem("phases.scorers_of_classes", field="phases", message=message, params=params)
    numbers = [one.scorers for one in phase.classes] or [phase.scorers]
    if 0 not in numbers and sum(numbers) < quorum:
        message = N_(
            "En la fase «%(phase)s» cada grupo tendría menos evaluadores que las fichas necesarias (%(quorum)s). "
            "Suba los evaluadores por grupo o déjelos en blanco."
        )
        yield Problem("phases.scorers", field="phases", message=message, params=params)


def _unknown_categories(phase: Phase, rulebook: Rulebook) -> Iterator[Problem]:
    known = {category.code for category in rulebook.categories}
    for code in phase.categories:
        if code not in known:
            yield Problem(
                "phases.unknown_category",
                field="phases",
                message=N_(
                    "La fase «%(phase)s» es para la categoría «%(category)s», que el concurso no tiene. "
                    "Corrija el código."
                ),
                params={"phase": phase.name, "category": code},
            )


def _outline_problems(phase: Phase) -> Iterator[Problem]:
    if not SHORT_CODE.fullmatch(phase.code) or not phase.name.strip():
        yield Problem(
            "phases.unnamed",
            field="phases",
            message=N_(
                "Cada fase necesita un nombre y un código de hasta 20 letras sin tilde, números, puntos o guiones."
            ),
        )
    if phase.max_points < 1:
        yield Problem(
            "phases.no_points",
            field="phases",
            message=N_("El máximo de la fase «%(phase)s» debe ser de al menos 1 punto."),
            params={"phase": phase.name},
        )
    if phase.attendance_minimum is not None and not 0 < phase.attendance_minimum <= 1:
        yield Problem(
            "phases.attendance",
            field="phases",
            message=N_("La asistencia mínima de la fase «%(phase)s» va de 1 a 100 %%."),
            params={"phase": phase.name},
        )
