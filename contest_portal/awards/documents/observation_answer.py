"""The answer to a group's observation on its result."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.awards.documents.observation_text import OBSERVATION_ANSWER_TEXT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class CorrectedMark:
    """A mark that is corrected, with what would follow for the group alone, as it was worked out."""

    phase: str
    criterion: str
    before: str
    after: str
    total_before: Score | None
    total_after: Score | None
    amount_before: Money
    amount_after: Money


@dataclass(frozen=True, slots=True)
class ObservationAnswer:
    """What the letter says. The group's own total stands beside the pass mark and the lowest one that was awarded."""

    contest_code: str
    contest_title: str
    application_code: str
    group_name: str
    receipt_code: str
    received_at: datetime
    phase: str
    criterion: str
    upheld: bool
    answer: str
    total: Score | None
    max_points: int
    pass_mark: Score
    cut: Score | None
    correction: CorrectedMark | None


OBSERVATION_ANSWER = DocumentKind(
    code="observation_answer",
    title=N_("Respuesta a una observación al resultado"),
    template="observation_answer.html",
    number_format="RESPUESTA A OBSERVACIÓN N.° {numero:3}-{año}-{oficina}",
    context=ObservationAnswer,
    group_at="application_code",
    text=OBSERVATION_ANSWER_TEXT,
)
