"""A contest that screens what it received: groups that sent, a catalogue of defects, and who decides."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Act, Actor, Role
from contest_portal.applications.documents.screening_letter import SCREENING_LETTER, ScreeningLetter
from contest_portal.applications.models import Application
from contest_portal.applications.rules.profile import Profile
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.screening_models import (
    Defect,
    Screening,
    ScreeningDecision,
    ScreeningFinding,
)
from contest_portal.applications.screening_queries import screening_of
from contest_portal.applications.services.decide_screening import decide_screening
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.applications.services.tick_findings import tick_findings
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import GroupRules, ScreeningRules, Uncured
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from tests.conftest import NOON
from tests.factories.accounts import act_of, actor_of, make_user
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
    decider: Actor

    @property
    def session(self) -> Session:
        return self.village.session

    def send(self, name: str = "Sumaq Kuy", profile: Profile = PROFILE) -> Application:
        return self.send_draft(self.village.draft(self.village.group(name=name), profile=profile))

    def send_draft(self, draft: Application) -> Application:
        return submit_application(
            self.session, self.village.act(), application_id=draft.id, expected_version=draft.version
        ).application

    def act(self, at: datetime = SCREENED) -> Act:
        return Act(self.decider, at)

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


def make_screening_scene(
    session: Session, *, rules: ScreeningRules | None = None, group: GroupRules = RULEBOOK.group
) -> ScreeningScene:
    rulebook = replace(RULEBOOK, screening=rules or screened_rules(), group=group)
    village = make_village(session, rulebook=rulebook)
    make_defect(session)
    make_defect(session, "P-01", section="problems")
    make_defect(session, "X-01", curable=False, section=None)
    return scene_at(village)


def scene_at(village: Village) -> ScreeningScene:
    secretary = make_user(village.session, Role.SECRETARY, full_name="Nelson Arce")
    return ScreeningScene(village, secretary, actor_of(secretary))


def make_cure(session: Session, application: Application, decider: User) -> Document:
    """Ask a received application to cure its goods until a day from NOON; give the letter."""
    office = session.get_one(Office, session.get_one(Contest, application.contest_id).office_id)
    letter = issue_document(
        session,
        act_of(decider, NOON),
        kind=SCREENING_LETTER,
        office=office,
        subject=f"application:{application.id}",
        title=SCREENING_LETTER.title,
        build=lambda _issue: ScreeningLetter(
            contest_code="CERI-2026-09",
            contest_title="IX Concurso",
            application_code="CERI-2026-09-001",
            group_name="Wiñay Ñan",
            business="Crianza de cuyes",
            action="ask_cure",
            reason="",
            findings=(),
            cure_until=CURE_END,
        ),
    )
    screening = Screening(application_id=application.id, state="cure", cure_until=NOON + timedelta(days=1))
    session.add(screening)
    session.flush()
    session.add(
        ScreeningFinding(
            screening_id=screening.id, code="B-01", text="Faltan precios.", curable=True, section="goods"
        )
    )
    session.add(
        ScreeningDecision(
            screening_id=screening.id,
            action="ask_cure",
            reason="",
            codes="B-01",
            document_id=letter.id,
            decided_at=NOON,
            decided_by=decider.id,
        )
    )
    session.flush()
    return letter
