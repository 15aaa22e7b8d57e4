"""The linear solver, which works with binary fractions: whatever it says is only believed once whole numbers agree."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import highspy

MOST_NODES = 20_000
"""Where the search gives up: by its own count, never by the clock, so that the same question has the same answer."""

SCALE = 2**40
"""Prices are whole numbers of this part of a unit."""


class Row(NamedTuple):
    """least ≤ sum of coefficient × choice ≤ most, all whole numbers; None where there is no such side."""

    weights: Mapping[int, int]
    least: int | None
    most: int | None


class Question(NamedTuple):
    """Choose some of `len(values)` things for the highest total value within every row."""

    values: Sequence[int]
    rows: Sequence[Row]


class UnprovenError(Exception):
    """The search ended before its answer was proven.

    `choice` is the best it found, if any; `value` what that is worth, and `bound` what nothing is worth more than.
    """

    def __init__(
        self, reason: str, choice: Sequence[bool] = (), *, value: int | None = None, bound: int | None = None
    ) -> None:
        super().__init__(reason)
        self.choice, self.value, self.bound = tuple(choice), value, bound


def prices(question: Question) -> tuple[int, ...] | None:
    """Give what one more unit of each row would add when parts of things may be chosen, in 1/SCALE; None if impossible.

    They need not be exact: any prices bound the best total from above, good ones bound it closely.
    """
    solved = _solved(question, whole=False)
    return None if solved is None else tuple(round(price * SCALE) for price in solved.row_dual)


def choose(question: Question, start: Sequence[bool] = ()) -> tuple[bool, ...] | None:
    """Give a best choice of whole things; None when nothing fits the rows. Raises UnprovenError at the node limit.

    `start` is a choice that fits: the search has only to find better ones.
    """
    solved = _solved(question, whole=True, start=start)
    return None if solved is None else _chosen(solved)


def _chosen(solved: "highspy.HighsSolution") -> tuple[bool, ...]:
    return tuple(round(value) == 1 for value in solved.col_value)


def _solved(question: Question, *, whole: bool, start: Sequence[bool] = ()) -> "highspy.HighsSolution | None":
    import highspy  # noqa: PLC0415 - a quarter of a second and 30 MB, for one rule of many

    solver = _quiet_solver()()
    for option, value in (
        ("output_flag", False),
        ("log_to_console", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0),
        ("mip_abs_gap", 0),
        ("mip_max_nodes", MOST_NODES),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(_model(question, whole=whole))
    if start:
        begun = highspy.HighsSolution()
        begun.col_value = start
        solver.setSolution(begun)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return solver.getSolution()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    found = solver.getSolution()
    raise UnprovenError(str(status), _chosen(found) if found.value_valid else ())


@cache
def _quiet_solver() -> "type[highspy.Highs]":
    import highspy  # noqa: PLC0415 - as above

    class QuietSolver(highspy.Highs):
        """Asks for no callbacks: with them each solver writes its name on the standard output."""

        def enableCallbacks(self) -> None:  # noqa: N802 - its name is theirs
            return

    return QuietSolver


def _model(question: Question, *, whole: bool) -> "highspy.HighsLp":
    import highspy  # noqa: PLC0415 - as above

    count, rows = len(question.values), question.rows
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = question.values
    model.col_lower_, model.col_upper_ = [0] * count, [1] * count
    model.row_lower_ = [-highspy.kHighsInf if row.least is None else row.least for row in rows]
    model.row_upper_ = [highspy.kHighsInf if row.most is None else row.most for row in rows]
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row.weights))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts
    model.a_matrix_.index_ = [at for row in rows for at in row.weights]
    model.a_matrix_.value_ = [weight for row in rows for weight in row.weights.values()]
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
    return model
