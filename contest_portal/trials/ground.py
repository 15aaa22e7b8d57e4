"""The ground a trial stands on: rows of a database that exists in memory alone, in the territory of the contest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.audit import GENESIS, AuditHead
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.database import Database
from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.records import to_data
from contest_portal.registry.models.register import Centre, CentreTargeting, District, TargetingRule
from contest_portal.registry.models.territory import Area
from contest_portal.registry.queries.register import DistrictName
from contest_portal.registry.rules.targeting import Reason, Status
from contest_portal.tables import METADATA
from contest_portal.trials.results import TrialOrder
from contest_portal.trials.rules.calendar import TrialCalendar

INVENTED = "Inventado para la prueba"
"""What stands wherever a trial has nothing to say: a name, a place, a reason."""
CENTRE = "9001"
"""How the codes of the invented centres end: no capital of a district, and no centre of the directory."""
HOUSEHOLDS_OF_A_CENTRE = 85


@dataclass(frozen=True, slots=True)
class Ground:
    """What the whole trial stands on, and who acts in it."""

    session: Session
    rulebook: Rulebook
    calendar: TrialCalendar
    contest: Contest
    people: dict[Role, User]

    def act(self, role: Role, at: datetime) -> Act:
        """Give a deed of the one invented person of a role."""
        return Act(Actor(self.people[role].id, frozenset({Grant(role)})), at)

    def another(self, role: Role, number: int, at: datetime) -> Act:
        """Give a deed of one more invented person of a role, made for it."""
        user = invented_user(f"{role}-{number}", INVENTED, at)
        self.session.add(user)
        self.session.flush()
        return Act(Actor(user.id, frozenset({Grant(role)})), at)


@contextmanager
def scratch_session() -> Iterator[Session]:
    """Open a session on an empty database of our tables, which is gone when it closes. Nothing is ever committed."""
    database = Database("sqlite://")
    try:
        with database.engine.begin() as connection:
            METADATA.create_all(connection)
        with database.reading() as session:
            session.add(AuditHead(id=1, seq=0, hash=GENESIS))
            yield session
    finally:
        database.engine.dispose()


def lay_ground(session: Session, order: TrialOrder, rulebook: Rulebook) -> Ground:
    """Make the office, its people, the territory, the fund and the draft with these rules."""
    calendar = TrialCalendar(rulebook.calendar)
    at = calendar.published_at
    office = Office(**asdict(order.office))
    roles = (Role.STAFF, Role.SECRETARY, Role.REPRESENTATIVE)
    people = {role: invented_user(role.value, INVENTED, at) for role in roles}
    rule = TargetingRule(min_households=1, poverty_above_e4=0, source=INVENTED, created_at=at)
    session.add_all([office, rule, *people.values()])
    session.flush()
    _add_territory(session, order.districts, rule)
    contest = _add_contest(session, rulebook, office, at)
    return Ground(session, rulebook, calendar, contest, people)


def invented_user(name: str, full_name: str, at: datetime) -> User:
    """Make an account that nobody can sign in to: no password has an empty hash."""
    return User(
        email=f"{name}@prueba.example", full_name=full_name, password_hash="", created_at=at, grants=[]
    )


def _add_territory(session: Session, districts: tuple[DistrictName, ...], rule: TargetingRule) -> None:
    """Add each district with one populated centre where groups live, targeted whatever the thresholds are."""
    departments = {one.ubigeo[:2]: one.department for one in districts}
    names = departments | {one.ubigeo[:4]: one.province for one in districts}
    session.add_all(Area(code=code, name=name, sort_key=sort_key(name)) for code, name in names.items())
    session.add_all(
        District(
            ubigeo=one.ubigeo,
            department=one.department,
            province=one.province,
            name=one.name,
            sort_key=sort_key(one.department, one.province, one.name),
        )
        for one in districts
    )
    session.flush()
    centres = [
        Centre(
            code=f"{one.ubigeo}{CENTRE}",
            ubigeo=one.ubigeo,
            name=INVENTED,
            sort_key=sort_key(INVENTED),
            area="R",
            households=HOUSEHOLDS_OF_A_CENTRE,
        )
        for one in districts
    ]
    session.add_all(centres)
    session.flush()
    session.add_all(
        CentreTargeting(
            centre_code=centre.code,
            rule_id=rule.id,
            status=Status.TARGETED.value,
            reason=Reason.POVERTY_ABOVE.value,
            households=HOUSEHOLDS_OF_A_CENTRE,
        )
        for centre in centres
    )


def _add_contest(session: Session, rulebook: Rulebook, office: Office, at: datetime) -> Contest:
    fund = Fund(
        office_id=office.id,
        name=rulebook.title,
        source=INVENTED,
        year=at.year,
        amount=rulebook.fund,
        reserved=ZERO,
    )
    session.add(fund)
    session.flush()
    contest = Contest(
        code=rulebook.code,
        title=rulebook.title,
        office_id=office.id,
        fund_id=fund.id,
        state=ContestState.DRAFT.value,
        draft=canonical_json(to_data(rulebook)),
        created_at=at,
    )
    session.add(contest)
    session.flush()
    return contest
