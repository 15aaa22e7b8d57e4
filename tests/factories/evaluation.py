"""A contest in evaluation, small enough to see: two groups, three jurors, a secretary."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.models import Application
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.models import Juror
from contest_portal.registry.models.register import Centre
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.applications import make_application, make_group
from tests.factories.contests import CLOSES, RULEBOOK, make_contest
from tests.factories.kept_scenes import kept_scene
from tests.factories.registry import make_centre, make_district
from tests.factories.scoring import make_attendance, make_interest, make_juror, make_sheet

JURY_DAY: datetime = CLOSES + timedelta(days=10)
MARKS = {"FIELD": {"F1": 8, "F2": 7, "F3": 25}, "PUBLIC": {"P1": 15, "P2": 8, "P3": 16}}


@dataclass(slots=True)
class Evaluation:
    """A contest with who acts in it. `jurors` and `users` go in step."""

    contest: Contest
    centre: Centre
    secretary: User
    users: list[User]
    jurors: list[Juror]
    applications: list[Application]

    @property
    def by_secretary(self) -> Act:
        return act_of(self.secretary, JURY_DAY)

    def by_juror(self, number: int) -> Act:
        return act_of(self.users[number], JURY_DAY)


def make_evaluation(
    session: Session,
    *,
    state: str = "evaluating",
    rulebook: Rulebook = RULEBOOK,
    groups: tuple[str, ...] = ("Sumaq Kuy", "Pan de Chahuarma"),
    jurors: int = 3,
    declared: bool = True,
) -> Evaluation:
    """Make the contest with its panel; with `declared`, every juror has declared no interest in any group."""
    name = f"evaluation {(state, rulebook, groups, jurors, declared)}"
    return kept_scene(
        session,
        name,
        lambda session: _evaluation(session, state, rulebook, groups, jurors, declared=declared),
    )


def _evaluation(
    session: Session, state: str, rulebook: Rulebook, groups: tuple[str, ...], jurors: int, *, declared: bool
) -> Evaluation:
    secretary = make_user(session, Role.SECRETARY, full_name="Nélida Poma Crispín")
    contest = make_contest(session, make_office(session), secretary, state=state, rulebook=rulebook)
    make_district(session)
    centre = make_centre(session)
    applications = [add_group(session, contest, centre, name) for name in groups]
    users = [make_user(session, Role.JUROR, full_name=f"Jurado {number + 1}") for number in range(jurors)]
    seats = [
        make_juror(session, contest, user, position="president" if number == 0 else "member")
        for number, user in enumerate(users)
    ]
    if declared:
        for juror in seats:
            for application in applications:
                make_interest(session, juror, application)
    return Evaluation(contest, centre, secretary, users, seats, applications)


def add_group(
    session: Session,
    contest: Contest,
    centre: Centre,
    name: str,
    *,
    category_code: str = "IDEA",
    women: int = 2,
) -> Application:
    """Let one more group enter."""
    representative = make_user(session, Role.REPRESENTATIVE, full_name=f"Representante de {name}")
    group = make_group(session, centre, representative, name=name, women=women)
    return make_application(session, contest, group, category_code=category_code)


def score_fully(session: Session, scene: Evaluation) -> None:
    """Make everything ready to close: all present, every sheet final, the second group two points behind."""
    for number, application in enumerate(scene.applications):
        make_attendance(session, application, scene.secretary, present=4)
        for juror in scene.jurors:
            for phase, marks in MARKS.items():
                first, *others = marks
                lowered = {first: marks[first] - number, **{code: marks[code] for code in others}}
                make_sheet(session, juror, application, phase, lowered)
