"""What the jury's second scoring of a group means for its second transfer."""

from dataclasses import dataclass

from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class SecondScore:
    """What the jury gave the progress, and the least that it must be; without a score the group was left out."""

    score: Score | None
    pass_mark: Score

    @property
    def is_passed(self) -> bool:
        """Tell whether the progress was good enough."""
        return self.score is not None and self.score >= self.pass_mark


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether the contest scores the progress of its groups; `score` is None until it is known."""

    score: SecondScore | None


def progress_problem(second: Asked) -> Problem | None:
    """Name what the second score keeps from being paid; None when the progress passed."""
    if second.score is None:
        message = N_(
            "Las bases piden que el jurado califique el avance antes de esta transferencia, y todavía no está hecho. "
            "La secretaría abre y cierra esa calificación."
        )
        return Problem("follow_up.no_second_score", field="state", message=message)
    if second.score.is_passed:
        return None
    if second.score.score is None:
        message = N_(
            "El jurado dejó al grupo fuera al calificar el avance: no corresponde esta transferencia."
        )
        return Problem("follow_up.second_score", field="state", message=message)
    message = N_(
        "El jurado calificó el avance con %(score)s y el mínimo es %(mark)s: no corresponde esta transferencia."
    )
    params = {"score": str(second.score.score), "mark": str(second.score.pass_mark)}
    return Problem("follow_up.second_score", field="state", message=message, params=params)
