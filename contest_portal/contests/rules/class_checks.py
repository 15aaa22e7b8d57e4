"""Checks of the classes of evaluators of a phase: shares that make the whole, and whose each criterion is."""

from collections.abc import Iterator

from contest_portal.contests.rules.codes import SHORT_CODE, repeated_codes
from contest_portal.contests.rules.criterion_checks import of_phase
from contest_portal.contests.rules.sheets import Phase, WhenEmpty
from contest_portal.kernel.problems import N_, Problem


def classes_problems(phase: Phase) -> Iterator[Problem]:
    """Check the classes of a phase, and that criteria name classes that it has."""
    yield from _unknown_classes(phase)
    if not phase.classes:
        return
    yield from repeated_codes("sheet.class_repeated", "classes", (one.code for one in phase.classes))
    if any(not SHORT_CODE.fullmatch(one.code) or not one.name.strip() for one in phase.classes):
        message = N_(
            "Cada clase de evaluadores necesita un nombre y un código de hasta 20 letras sin tilde, números, "
            "puntos o guiones."
        )
        yield of_phase(phase, "class_unnamed", message, field="classes")
    shares = [one.share for one in phase.classes]
    if sum(shares) != 100 or min(shares) < 1:
        message = N_(
            "Las partes de las clases de evaluadores suman %(sum)s %%. Ajústelas para que sumen 100 %%, "
            "todas de 1 o más."
        )
        yield of_phase(phase, "class_shares", message, field="classes", sum=str(sum(shares)))
    if len(phase.classes) == 1 and phase.classes[0].when_empty is WhenEmpty.SHARED_OUT:
        message = N_(
            "Con una sola clase no hay a quién pasar su parte. Elija otra regla o agregue una clase."
        )
        yield of_phase(phase, "class_alone", message, field="classes")
    yield from _ownership(phase)


def _unknown_classes(phase: Phase) -> Iterator[Problem]:
    known = {one.code for one in phase.classes}
    for criterion in phase.criteria:
        if criterion.marked_by and criterion.marked_by not in known:
            message = N_("El criterio %(criterion)s es de la clase «%(class)s», que la fase no tiene.")
            named = {"criterion": criterion.code, "class": criterion.marked_by}
            yield of_phase(phase, "unknown_class", message, **named)


def _ownership(phase: Phase) -> Iterator[Problem]:
    """Either everyone marks everything, or every criterion has its class: a mixture has no plain shares."""
    if not phase.has_own_sheets:
        return
    for criterion in phase.criteria:
        if not criterion.marked_by:
            message = N_(
                "Diga qué clase de evaluadores califica el criterio %(criterion)s, como en los otros criterios."
            )
            yield of_phase(phase, "no_class", message, criterion=criterion.code)
    for one in phase.classes:
        if not any(c.marked_by == one.code and not c.is_computed for c in phase.criteria):
            message = N_("%(class)s no tiene ningún criterio que calificar. Asígnele uno o quite la clase.")
            yield of_phase(phase, "idle_class", message, field="classes", **{"class": one.name})
