"""What the portal uses of highspy, whose own types say `Any` where numbers are meant."""

from collections.abc import Sequence
from enum import Enum

kHighsInf: int

class HighsModelStatus(Enum):
    kOptimal = ...
    kInfeasible = ...
    kUnboundedOrInfeasible = ...
    kSolutionLimit = ...

class MatrixFormat(Enum):
    kRowwise = ...

class ObjSense(Enum):
    kMaximize = ...

class HighsVarType(Enum):
    kInteger = ...

class HighsSparseMatrix:
    format_: MatrixFormat
    start_: Sequence[int]
    index_: Sequence[int]
    value_: Sequence[int]

class HighsLp:
    num_col_: int
    num_row_: int
    sense_: ObjSense
    col_cost_: Sequence[int]
    col_lower_: Sequence[int]
    col_upper_: Sequence[int]
    row_lower_: Sequence[int]
    row_upper_: Sequence[int]
    a_matrix_: HighsSparseMatrix
    integrality_: Sequence[HighsVarType]

class Approximate:
    """A number that is not exact; `round` makes it one."""

    def __mul__(self, other: int) -> Approximate: ...
    def __round__(self) -> int: ...

class HighsSolution:
    @property
    def col_value(self) -> Sequence[Approximate]: ...
    @col_value.setter
    def col_value(self, values: Sequence[int]) -> None: ...
    row_dual: Sequence[Approximate]
    value_valid: bool

class Highs:
    def enableCallbacks(self) -> None: ...
    def setOptionValue(self, name: str, value: bool | int | str) -> object: ...
    def passModel(self, model: HighsLp) -> object: ...
    def setSolution(self, solution: HighsSolution) -> object: ...
    def run(self) -> object: ...
    def getModelStatus(self) -> HighsModelStatus: ...
    def getSolution(self) -> HighsSolution: ...
