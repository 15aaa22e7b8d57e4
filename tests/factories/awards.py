"""A contest whose allocation is approved, with its panel: everything its documents need."""

from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import users_with_role
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.models import ApplicationMember
from contest_portal.applications.rules.profile import (
    Assistance,
    Counterpart,
    CounterpartKind,
    Profile,
    Purchase,
    empty_profile,
    write_profile,
)
from contest_portal.awards.rules.jury_session import JurySession
from contest_portal.awards.services.ask_agreements import ask_agreements
from contest_portal.awards.services.confirm_agreements import confirm_agreements
from contest_portal.awards.services.issue_acta import issue_acta
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.jury.models import Interest
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from contest_portal.kernel.sentences import Sentence
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.detail import LineDetail, write_detail
from contest_portal.scoring.models import RankingLine
from contest_portal.scoring.rules.totals import PhaseMean
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest
from tests.factories.kept_scenes import kept_scene
from tests.factories.registry import make_household, make_person
from tests.factories.scoring import make_juror

SESSION = JurySession(
    opened_at=NOON - timedelta(hours=3),
    closed_at=NOON - timedelta(hours=1, minutes=29),
    place="Plaza principal de Lircay",
    remarks="",
)
PUBLIC_MEAN = PhaseMean("PUBLIC", Fraction(136, 3), 3)
WINNERS = ("Sumaq Kuy", "Mishki Tanta", "Llaqta Maki")
JURORS = (
    ("Elsa Ñahui Quispe", "president"),
    ("Teófilo Peña Huarcaya", "secretary"),
    ("Marcos Yauri Sedano", "member"),
)


def make_profile() -> Profile:
    """Make a profile with one purchase of each kind and a counterpart in kind."""
    profile = empty_profile()
    return Profile(
        **{name: getattr(profile, name) for name in profile.__slots__}
        | {
            "goods": (
                Purchase("Cuyes reproductores, raza Perú", "unidad", Quantity.of(40), Money.soles(45)),
            ),
            "assistance": (
                Assistance(
                    "Manejo y sanidad", "Menos mortandad", "Zootecnista", Quantity.of(12), Money.soles(180)
                ),
            ),
            "counterpart": (Counterpart(CounterpartKind.KIND, "Galpón de adobe", Money.soles(2_500)),),
        }
    )


def make_judged_contest(session: Session) -> ScoredContest:
    """Make a scored contest with a panel of three and one recusal; the groups that will win have three members."""
    scored = make_full_contest(session)
    for name in WINNERS:
        add_member(session, scored, name, office="treasurer", sex="F")
        add_member(session, scored, name, office="secretary", sex="M")
    jurors = [
        make_juror(
            session,
            scored.contest,
            make_user(session, Role.JUROR, full_name=name, contest_id=scored.contest.id),
            position=position,
        )
        for name, position in JURORS
    ]
    recused = scored.groups["Qori Sara"]
    session.add(
        Interest(
            juror_id=jurors[2].id,
            application_id=recused.id,
            recused=True,
            reason="Es vecino de una integrante",
            declared_at=NOON,
        )
    )
    scored.groups["Sumaq Kuy"].profile = write_profile(make_profile())
    _detail_of(session, scored, "Sumaq Kuy", (PhaseMean("FIELD", Fraction(137, 3), 3), PUBLIC_MEAN))
    _detail_of(session, scored, "Inti Rayku", (), reason="Faltaron 2 de 3 hogares en el campo.")
    session.flush()
    return scored


def add_member(session: Session, scored: ScoredContest, name: str, *, office: str, sex: str) -> None:
    """Add a member of a household of its own to a group, with an office in it."""
    household = make_household(session, scored.centre)
    person = make_person(session, household, given_names="Yeni", paternal_surname="Ñaupa", sex=sex)
    session.add(
        ApplicationMember(
            application_id=scored.groups[name].id,
            person_id=person.id,
            household_id=household.id,
            centre_code=household.centre_code,
            dni=person.dni,
            full_name=person.full_name,
            sex=sex,
            office=office,
        )
    )
    session.flush()


def _detail_of(
    session: Session,
    scored: ScoredContest,
    name: str,
    means: tuple[PhaseMean, ...],
    *,
    reason: str = "",
) -> None:
    line = session.scalars(
        select(RankingLine).where(RankingLine.application_id == scored.groups[name].id)
    ).one()
    line.detail = write_detail(
        LineDetail(
            decimals=2,
            phase_means=means,
            criterion_means=(),
            absence=None,
            tie_note=(),
            reason=Sentence(reason) if reason else None,
            sheets=(),
        )
    )


def make_awarded_contest(session: Session) -> ScoredContest:
    """Make a contest with its allocation approved: Sumaq Kuy, Mishki Tanta and Llaqta Maki win."""
    return kept_scene(session, "awarded contest", _awarded_contest)


def _awarded_contest(session: Session) -> ScoredContest:
    scored = make_judged_contest(session)
    make_approved(session, scored)
    return scored


def issued_acta(session: Session, scored: ScoredContest, *, at: datetime = NOON) -> Document:
    return issue_acta(session, act_of(scored.staff, at), contest_id=scored.contest.id, told=SESSION)


def issued_resolution(session: Session, scored: ScoredContest, *, at: datetime = NOON) -> Document:
    """Issue acta and resolution; give the resolution."""
    issued_acta(session, scored, at=at)
    return issue_resolution(session, act_of(scored.staff, at), contest_id=scored.contest.id)


def issued_agreements(
    session: Session, scored: ScoredContest, *, at: datetime = NOON
) -> tuple[Document, ...]:
    """Issue everything; give the agreements."""
    issued_resolution(session, scored, at=at)
    return agreements_by_two(session, act_of(scored.staff, at), contest_id=scored.contest.id)


def agreements_by_two(session: Session, act: Act, *, contest_id: int) -> tuple[Document, ...]:
    """Let a secretary ask for the agreements that are missing and the programme issue them."""
    asking = Act(users_with_role(session, Role.SECRETARY)[0].actor, act.at)
    joint = ask_agreements(session, asking, contest_id=contest_id)
    return confirm_agreements(
        session, act, contest_id=contest_id, joint_id=joint.id, sha256=joint.content_sha256
    )


def make_press(folder: Path) -> Press:
    return Press(storage=Storage(folder), public_url="https://fondos.example")
