"""A contest that screens what it received: groups that sent, a catalogue of defects, and who decides."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.models import Application
from contest_portal.applications.rules.profile import Profile
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.screening_models import Defect, Screening, ScreeningDecision
from contest_portal.applications.screening_queries import screening_of
from contest_portal.applications.services.decide_screening import decide_screening
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.applications.services.tick_findings import tick_findings
from contest_portal.contests.rules.rulebook import ScreeningRules, Uncured
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village, make_village
from tests.factories.contests import CLOSES, RULEBOOK
from tests.factories.profiles import PROFILE

SCREENED = CLOSES + timedelta(days=2)
"""A Monday after the call closed."""
CURE_END = CLOSES + timedelta(days=5)
"""Three working days later, at the hour at which the call closed."""
REASON = "El grupo pidió que se revise su caso con nuevos documentos."


def screened_rules(uncured: Uncured = Uncured.REJECT, *, days: int = 3) -> ScreeningRules:
    return ScreeningRules(days, uncured)


@dataclass
class ScreeningScene:
    """Groups that sent, and the secretary who screens."""

    village: Village
    secretary: User

    @property
    def session(self) -> Session:
        return self.village.session

    def send(self, name: str = "Sumaq Kuy", profile: Profile = PROFILE) -> Application:
        draft = self.village.draft(self.village.group(name=name), profile=profile)
        return submit_application(
            self.session, self.village.act(), application_id=draft.id, expected_version=draft.version
        )

    def act(self, at: datetime = SCREENED) -> Act:
        return act_of(self.secretary, at)

    def version(self, application: Application) -> int:
        screening = screening_of(self.session, application.id)
        return 0 if screening is None else screening.version

    def tick(self, application: Application, *codes: str, at: datetime = SCREENED) -> Screening:
        return tick_findings(
            self.session,
            self.act(at),
            application_id=application.id,
            expected_version=self.version(application),
            codes=codes,
        )

    def decide(
        self, application: Application, decision: Decision, reason: str = "", *, at: datetime = SCREENED
    ) -> ScreeningDecision:
        return decide_screening(
            self.session,
            self.act(at),
            application_id=application.id,
            expected_version=self.version(application),
            decision=decision,
            reason=reason,
        )

    def ask_cure(self, application: Application, *codes: str) -> Screening:
        """Tick these defects, the prices of the goods unless told otherwise, and ask to cure them."""
        self.tick(application, *(codes or ("B-01",)))
        self.decide(application, Decision.ASK_CURE)
        screening = screening_of(self.session, application.id)
        assert screening is not None
        return screening


def make_defect(
    session: Session,
    code: str = "B-01",
    *,
    curable: bool = True,
    section: str | None = "goods",
    in_use: bool = True,
) -> Defect:
    defect = Defect(
        code=code, text=f"Defecto {code} del perfil.", curable=curable, section=section, in_use=in_use
    )
    session.add(defect)
    session.flush()
    return defect


def make_screening_scene(session: Session, *, rules: ScreeningRules | None = None) -> ScreeningScene:
    village = make_village(session, rulebook=replace(RULEBOOK, screening=rules or screened_rules()))
    make_defect(session)
    make_defect(session, "P-01", section="problems")
    make_defect(session, "X-01", curable=False, section=None)
    return ScreeningScene(village, make_user(session, Role.SECRETARY, full_name="Nelson Arce"))
