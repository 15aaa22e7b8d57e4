"""What keeps a sheet from counting: marks outside the scale, criteria skipped, reasons not written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.scales import SCALES
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark

MAX_COMMENT = 2000
MAX_REASON = 400


def sheet_problems(entry_code: str, sheet: CountedSheet, rulebook: Rulebook) -> Iterator[Problem]:
    """Name what keeps a sheet from counting: skipped criteria (a skipped one is not a zero), bad marks, reasons."""
    phase = rulebook.phase(sheet.phase)
    yield from _class_problems(entry_code, sheet, phase)
    marks = {given.criterion: given for given in sheet.marks}
    for criterion in phase.sheet_of(sheet.evaluator_class):
        if criterion.code not in marks and not criterion.is_computed:
            yield _skipped(entry_code, phase, criterion)
    for given in marks.values():
        problem = mark_problem(phase, given.criterion, given.mark, rulebook.scoring.marks_per_point)
        if problem is not None:
            yield problem
        elif _lacks_reason(phase, given):
            yield _no_reason(phase.criterion(given.criterion))


class Added(NamedTuple):
    """The marks of so many sheets of one kind added up, in units by criterion."""

    sheets: int
    units: Mapping[str, int]


class SheetChecks:
    """The checks of many sheets of a contest, which look at a mark and at a set of criteria only once.

    Whether a mark is in order depends on nothing else of its sheet, and whether a criterion is missing or another
    class's only on which criteria are there. Sheets that come from the database share the objects of equal marks.
    Sheets of a kind are those of one phase and one class of evaluators.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._seen: dict[tuple[str, str], _Seen] = defaultdict(_Seen)

    def problems(self, entry_code: str, sheet: CountedSheet) -> tuple[Problem, ...]:
        """Name what keeps a sheet from counting, as `sheet_problems` does."""
        seen = self._seen[sheet.phase, sheet.evaluator_class]
        if seen.added([sheet]) is not None:
            return ()
        problems = tuple(sheet_problems(entry_code, sheet, self._rulebook))
        if not problems:
            seen.note(sheet.marks)
        return problems

    def added(self, sheets: Iterable[CountedSheet]) -> Mapping[tuple[str, str], Added] | None:
        """Add up sheets by their kind if `problems` would find none, for having seen all of it before; else None."""
        kinds: dict[tuple[str, str], list[CountedSheet]] = defaultdict(list)
        for sheet in sheets:
            kinds[sheet.phase, sheet.evaluator_class].append(sheet)
        found: dict[tuple[str, str], Added] = {}
        for kind, own in kinds.items():
            known = self._seen[kind].added(own)
            if known is None:
                return None
            found[kind] = known
        return found


class _Seen:
    """What good sheets of one kind had: their criteria in order and, for each, the units of marks by their object's id.

    A sheet whose every mark is known in its place has no problem. The first good sheet gives the order.
    """

    def __init__(self) -> None:
        self._criteria: tuple[str, ...] | None = None
        self._units: list[dict[int, int]] = []
        self._kept: list[CriterionMark] = []  # no other object gets the id of one that is kept

    def added(self, sheets: list[CountedSheet]) -> Added | None:
        if self._criteria is None:
            return None
        by_criterion = zip(*[sheet.marks for sheet in sheets], strict=True)
        try:
            added = [
                sum(map(units.__getitem__, map(id, marks)))
                for units, marks in zip(self._units, by_criterion, strict=True)
            ]
        except (KeyError, ValueError):  # a mark that was not seen there; more or fewer of them
            return None
        return Added(len(sheets), dict(zip(self._criteria, added, strict=True)))

    def note(self, marks: tuple[CriterionMark, ...]) -> None:
        criteria = tuple(given.criterion for given in marks)
        if self._criteria is None and len(set(criteria)) == len(criteria):
            self._criteria, self._units = criteria, [{} for _ in criteria]
        if self._criteria == criteria:
            self._kept.extend(marks)
            for units, given in zip(self._units, marks, strict=True):
                units[id(given)] = given.mark.units


def mark_problem(phase: Phase, criterion_code: str, mark: Mark, per_point: int) -> Problem | None:
    """Check one mark against its criterion's scale and the contest's steps."""
    criterion = next((c for c in phase.criteria if c.code == criterion_code), None)
    if criterion is None:
        return Problem(
            "mark.unknown_criterion",
            field=criterion_code,
            message=N_("La ficha no tiene el criterio %(criterion)s. Vuelva a cargar la página."),
            params={"criterion": criterion_code},
        )
    if mark.per_point != per_point:
        return Problem(
            "mark.other_scale",
            field=criterion_code,
            message=N_("El criterio %(criterion)s se califica en pasos de 1/%(steps)s de punto."),
            params={"criterion": criterion_code, "steps": str(per_point)},
        )
    return SCALES[criterion.scale].check(criterion, mark)


def mark_problems(
    phase: Phase, evaluator_class: str, marks: Mapping[str, Mark], per_point: int
) -> Iterator[Problem]:
    """Name the marks that the sheet of a class of evaluators does not admit."""
    own = {criterion.code for criterion in phase.sheet_of(evaluator_class)}
    for code, mark in marks.items():
        problem = mark_problem(phase, code, mark, per_point)
        if problem is None and code not in own:
            problem = other_class_problem(code)
        if problem is not None:
            yield problem


def other_class_problem(criterion_code: str) -> Problem:
    """Say that a criterion is for another class of evaluators to mark."""
    return Problem(
        "mark.of_another_class",
        field=criterion_code,
        message=N_("El criterio %(criterion)s lo califica otra clase de evaluadores."),
        params={"criterion": criterion_code},
    )


def text_problems(reasons: Mapping[str, str], comment: str) -> Iterator[Problem]:
    """Name the reasons, by criterion, and the comment that are too long."""
    for code, reason in reasons.items():
        if len(reason) > MAX_REASON:
            yield Problem(
                "sheet.reason_too_long",
                field=code,
                message=N_("El motivo tiene más de %(max)s letras. Escríbalo más corto."),
                params={"max": str(MAX_REASON)},
            )
    if len(comment) > MAX_COMMENT:
        yield Problem(
            "sheet.comment_too_long",
            field="comment",
            message=N_("El comentario tiene más de %(max)s letras. Escríbalo más corto."),
            params={"max": str(MAX_COMMENT)},
        )


def _skipped(entry_code: str, phase: Phase, criterion: Criterion) -> Problem:
    return Problem(
        "sheet.criterion_skipped",
        field=criterion.code,
        message=N_(
            "Falta calificar «%(criterion)s» en la ficha de %(phase)s del grupo %(group)s. Un criterio sin "
            "puntaje no vale cero: escriba su puntaje."
        ),
        params={"criterion": criterion.text, "phase": phase.name, "group": entry_code},
    )


def _lacks_reason(phase: Phase, given: CriterionMark) -> bool:
    return phase.criterion(given.criterion).wants_reason(given.mark.points) and not given.reason.strip()


def _no_reason(criterion: Criterion) -> Problem:
    return Problem(
        "sheet.no_reason",
        field=criterion.code,
        message=N_("Escriba el motivo de su calificación en «%(criterion)s»: las bases lo piden."),
        params={"criterion": criterion.text},
    )


def _class_problems(entry_code: str, sheet: CountedSheet, phase: Phase) -> Iterator[Problem]:
    """A phase with classes of evaluators needs to know whose each sheet is, and each class marks its own criteria."""
    if phase.classes and sheet.evaluator_class not in {one.code for one in phase.classes}:
        yield Problem(
            "sheet.unknown_class",
            field=phase.code,
            message=N_(
                "Una ficha del grupo %(group)s en %(phase)s es de alguien sin clase de evaluador. "
                "Avise a la secretaría."
            ),
            params={"group": entry_code, "phase": phase.name},
        )
    own = {criterion.code for criterion in phase.sheet_of(sheet.evaluator_class)}
    for given in sheet.marks:
        if given.criterion not in own and given.criterion in {c.code for c in phase.criteria}:
            yield other_class_problem(given.criterion)
