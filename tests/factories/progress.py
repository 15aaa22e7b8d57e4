"""A winner whose first transfer is paid, in a contest whose jury scores the progress, and that jury."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import Application
from contest_portal.awards.documents.second_acta import Meeting
from contest_portal.awards.services.close_second_scoring import close_second_scoring
from contest_portal.awards.services.open_second_scoring import open_second_scoring
from contest_portal.contests.models import ContestRulebook
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.documents.models import Document
from contest_portal.jury.models import Interest, Juror
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.marks import Mark, Score
from contest_portal.kernel.records import to_data
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.second import second_scoring_of
from contest_portal.scoring.second_models import SecondScoring
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.save_sheet import save_sheet
from tests.factories.accounts import act_of
from tests.factories.contests import PROGRESS
from tests.factories.follow_ups import LATER, PAID_ON, Followed, make_paid
from tests.factories.scoring import make_interest

MEETING = Meeting("Salón comunal de Chahuarma", PAID_ON, "")


@dataclass
class Progressing:
    """A followed award with the jurors of its contest; `secretary` and others are those of the award."""

    followed: Followed
    jurors: Sequence[Juror]

    @property
    def session(self) -> Session:
        return self.followed.session

    @property
    def award_id(self) -> int:
        return self.followed.award.id

    @property
    def contest_id(self) -> int:
        return self.followed.award.contest_id

    @property
    def application_id(self) -> int:
        return self.followed.award.application_id

    @property
    def row(self) -> SecondScoring:
        found = second_scoring_of(self.session, self.application_id)
        assert found is not None
        return found

    def user(self, number: int) -> User:
        named = select(User).where(User.id == self.jurors[number].user_id)
        return self.session.scalars(named.options(selectinload(User.grants))).one()

    def act(self, number: int | None = None) -> Act:
        """Give the act of the secretary, or of a juror."""
        return self.followed.act() if number is None else act_of(self.user(number), LATER)

    def open(self) -> "Progressing":
        open_second_scoring(self.session, self.act(), contest_id=self.contest_id, award_ids=[self.award_id])
        return self

    def mark(self, number: int, *points: int, final: bool = True, phase: Phase = PROGRESS) -> Sheet:
        """Let a juror fill in the sheet, through the services of every sheet."""
        here = {"application_id": self.application_id, "phase_code": phase.code}
        marks = {c.code: Mark(given, 1) for c, given in zip(phase.criteria, points, strict=True)}
        sheet = save_sheet(
            self.session, self.act(number), **here, marks=marks, reasons={}, comment="", expected_version=0
        )
        if final:
            finalise_sheet(self.session, self.act(number), **here, expected_version=sheet.version)
        return sheet

    def scored(self, *totals: int) -> "Progressing":
        """Let the first jurors give these points."""
        for number, total in enumerate(totals):
            self.mark(number, total - 30, 30)
        return self

    def close(self, meeting: Meeting = MEETING) -> Document:
        return close_second_scoring(self.session, self.act(), award_id=self.award_id, meeting=meeting)


def make_progressing(
    session: Session, folder: Path, phases: tuple[Phase, ...] = (PROGRESS,), *, quorum: int = 2
) -> Progressing:
    """Pay the first transfer of Sumaq Kuy where the rules score the progress; every juror declared about the group."""
    followed = make_paid(session, folder)
    score_progress(session, followed.award.contest_id, SecondRules(phases, Score(7000, 2), quorum))
    jurors = session.scalars(
        select(Juror).where(Juror.contest_id == followed.award.contest_id).order_by(Juror.id)
    ).all()
    group = session.get_one(Application, followed.award.application_id)
    for juror in jurors:
        make_interest(session, juror, group)
    return Progressing(followed, jurors)


def score_progress(session: Session, contest_id: int, second: SecondRules | None) -> None:
    """Write the second scoring into rules that are frozen already, as if they had been published so."""
    frozen = session.scalars(select(ContestRulebook).where(ContestRulebook.contest_id == contest_id)).one()
    data = canonical_json(to_data(replace(read_rulebook(frozen.data), second=second)))
    frozen.data, frozen.sha256 = data, sha256_hex(data)
    session.flush()


def recuse(scene: Progressing, number: int) -> None:
    """Let a juror stand aside for the group."""
    declared = select(Interest).where(
        Interest.juror_id == scene.jurors[number].id, Interest.application_id == scene.application_id
    )
    interest = scene.session.scalars(declared).one()
    interest.recused, interest.reason = True, "Es prima de la tesorera"
    scene.session.flush()


def on_day(day: date) -> Meeting:
    return replace(MEETING, held_on=day)
