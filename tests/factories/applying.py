"""A district, a contest that is open, and a group that may send a whole profile to it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Act, Actor, Role
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import Profile, write_profile
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.registry.models.register import Centre
from tests.conftest import NOON
from tests.factories.accounts import actor_of, make_office, make_user
from tests.factories.applications import make_application, make_group
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.profiles import CHOICE, PROFILE
from tests.factories.registry import make_centre, make_district


@dataclass
class Village:
    """Everything a representative needs around."""

    session: Session
    office: Office
    staff: User
    representative: User
    centre: Centre
    contest: Contest
    actor: Actor

    def act(self, at: datetime = NOON) -> Act:
        return Act(self.actor, at)

    def group(self, *, name: str = "Sumaq Kuy", households: int = 4) -> ProducerGroup:
        return make_group(self.session, self.centre, self.representative, name=name, households=households)

    def draft(
        self,
        group: ProducerGroup | None = None,
        *,
        profile: Profile = PROFILE,
        choice: Choice = CHOICE,
    ) -> Application:
        """Make a draft that may be sent as it is."""
        draft = make_application(
            self.session,
            self.contest,
            group or self.group(),
            state="draft",
            category_code=choice.category_code,
            line_code=choice.line_code,
            requested=profile.requested,
            profile=write_profile(profile),
        )
        draft.title = choice.title
        self.session.flush()
        return draft


def make_village(session: Session, *, rulebook: Rulebook = RULEBOOK) -> Village:
    office = make_office(session)
    staff = make_user(session, Role.STAFF, full_name="Nilda Poma Soto")
    make_district(session)
    representative = make_user(session, Role.REPRESENTATIVE)
    return Village(
        session=session,
        office=office,
        staff=staff,
        representative=representative,
        centre=make_centre(session),
        contest=make_contest(session, office, staff, rulebook=rulebook),
        actor=actor_of(representative),
    )


def with_group_rules(**changes: object) -> Rulebook:
    """Give the usual rules with other rules on groups."""
    return replace(RULEBOOK, group=replace(RULEBOOK.group, **changes))
