"""What keeps a sheet from counting: marks outside the scale, criteria skipped, reasons not written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import add
from typing import NamedTuple

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.scales import SCALES
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.written_marks import BETWEEN, Layout, WrittenMarks

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


class Tally(NamedTuple):
    """The sheets of one class added up: how many, and the units of each criterion, in the order of the rules."""

    sheets: int
    units: tuple[int, ...]


class SheetChecks:
    """The checks of many sheets of a contest, which look at a mark and at a set of criteria only once.

    Whether a mark without a reason is in order depends on nothing else of its sheet, and whether a criterion is
    missing or another class's only on which criteria are there. So a sheet as it was written has no problem if one of
    its kind had none, and if the units of each of its criteria stood there on a good sheet before.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._good: dict[tuple[str, str, Layout], _GoodUnits] = {}

    def problems(self, entry_code: str, sheet: CountedSheet) -> tuple[Problem, ...]:
        """Name what keeps a sheet from counting, as `sheet_problems` does."""
        if self.tallies([sheet]) is not None:
            return ()
        problems = tuple(sheet_problems(entry_code, sheet, self._rulebook))
        if not problems:
            self._note(sheet)
        return problems

    def tallies(self, sheets: Iterable[CountedSheet]) -> Mapping[tuple[str, str], Tally] | None:
        """Add up sheets by phase and class if `problems` would find none, for having seen it all before; else None."""
        alike: dict[tuple[str, str, Layout], list[str]] = defaultdict(list)
        for sheet in sheets:
            if not isinstance(sheet.marks, WrittenMarks):
                return None
            alike[sheet.phase, sheet.evaluator_class, sheet.marks.layout].append(sheet.marks.units)
        found: dict[tuple[str, str], Tally] = {}
        for kind, written in alike.items():
            good = self._good.get(kind)
            sums = None if good is None else good.sums(written)
            if sums is None:
                return None
            added, before = Tally(len(written), sums), found.get(kind[:2])
            found[kind[:2]] = added if before is None else _together(before, added)
        return found

    def _note(self, sheet: CountedSheet) -> None:
        """Remember the units of a good sheet as good ones."""
        if isinstance(sheet.marks, WrittenMarks):
            kind = (sheet.phase, sheet.evaluator_class, sheet.marks.layout)
            if kind not in self._good:
                self._good[kind] = _GoodUnits(self._rulebook.phase(sheet.phase), sheet.marks.layout)
            self._good[kind].note(sheet.marks)


class _GoodUnits:
    """The units that good sheets had, as written, by the criteria of their phase in the order of the rules."""

    def __init__(self, phase: Phase, layout: Layout) -> None:
        codes = layout.criteria
        self._places = tuple(
            slice(codes.index(one.code), None, len(codes)) if one.code in codes else slice(0)
            for one in phase.criteria
        )
        self._known: tuple[dict[str, int], ...] = tuple({} for _ in phase.criteria)

    def sums(self, written: list[str]) -> tuple[int, ...] | None:
        """Add up the units of each criterion over sheets; None if there are some that no good sheet had there."""
        units = BETWEEN.join(written).split(BETWEEN)
        try:
            return tuple(
                [
                    sum(map(known.__getitem__, units[place]))
                    for known, place in zip(self._known, self._places, strict=True)
                ]
            )
        except KeyError:
            return None

    def note(self, marks: WrittenMarks) -> None:
        units = marks.units.split(BETWEEN)
        for known, place in zip(self._known, self._places, strict=True):
            known.update({one: int(one) for one in units[place]})


def _together(one: Tally, other: Tally) -> Tally:
    return Tally(one.sheets + other.sheets, tuple(map(add, one.units, other.units)))


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
