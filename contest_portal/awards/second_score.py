"""What the jury gave the progress of a group, before the second transfer."""

from fractions import Fraction

from sqlalchemy.orm import Session

from contest_portal.awards.rules.progress import Asked, SecondScore
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.scoring.rules.second import SecondState
from contest_portal.scoring.rules.totals import printed_points
from contest_portal.scoring.second import second_scoring_of
from contest_portal.scoring.second_models import SecondScoring


def second_score_of(session: Session, rulebook: Rulebook, application_id: int) -> Asked | None:
    """Give the second score of a group, known once its scoring is closed; None where its contest asks for none."""
    if rulebook.second is None:
        return None
    row = second_scoring_of(session, application_id)
    if row is None or row.state != SecondState.CLOSED:
        return Asked(None)
    return Asked(closed_score(row, rulebook.of_second()))


def closed_score(row: SecondScoring, rules: Rulebook) -> SecondScore:
    """Give the score that a closed second scoring keeps, printed so that it stands on its side of the pass mark."""
    if row.total_numerator is None or row.total_denominator is None:
        return SecondScore(None, rules.scoring.pass_mark)
    exact = Fraction(row.total_numerator, row.total_denominator)
    return SecondScore(printed_points([exact], rules.scoring)[exact], rules.scoring.pass_mark)
