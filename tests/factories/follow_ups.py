"""Awards with a signed agreement, the people who handle their money, and their usual acts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import users_with_role
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.allocation.models import Award
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.services.approve_transfer import approve_transfer
from contest_portal.awards.services.ask_annulment import ask_annulment
from contest_portal.awards.services.confirm_annulment import confirm_annulment
from contest_portal.awards.services.note_counterpart import note_counterpart
from contest_portal.awards.services.note_expense import Spent, note_expense
from contest_portal.awards.services.propose_transfer import propose_transfer
from contest_portal.awards.services.record_payment import record_payment
from contest_portal.awards.services.set_bank_account import set_bank_account
from contest_portal.awards.services.sign_agreement import sign_agreement
from contest_portal.documents.models import Document
from contest_portal.kernel.money import Money
from contest_portal.kernel.storage import Storage
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.awards import issued_agreements, make_awarded_contest
from tests.factories.kept_scenes import kept_scene

SIGNED_ON = date(2026, 11, 24)
LATER = datetime(2026, 12, 15, 17, 0, tzinfo=UTC)
PAID_ON = date(2026, 12, 15)
CCI = "01136600010003254221"
RUC = "20512333797"


@dataclass
class Followed:
    """An award whose agreement is signed, and three people of the office besides who granted it.

    Two of them are of the programme and of the treasury, so that only what each did keeps one from the other's part.
    """

    session: Session
    scored: ScoredContest
    award: Award
    secretary: User
    approver: User
    payer: User

    @property
    def follow_up(self) -> FollowUp:
        """Give the row as it is now."""
        found = select(FollowUp).where(FollowUp.award_id == self.award.id)
        return self.session.scalars(found.execution_options(populate_existing=True)).one()

    def act(self, user: User | None = None) -> Act:
        """Act as a user, also after a refusal, when what was loaded is forgotten."""
        acting = user or self.secretary
        self.session.refresh(acting, ["grants"])
        return act_of(acting, LATER)

    def spent(self, soles: int, number: str = "F001-1", **changes: object) -> Spent:
        """Give an expense on the one purchase of the budget."""
        usual = {
            "on_date": PAID_ON,
            "supplier": "Agropecuaria Los Andes",
            "ruc": RUC,
            "voucher_kind": "invoice",
            "voucher_number": number,
            "amount": Money.soles(soles),
            "item": "goods-1",
        }
        return Spent(**usual | changes)  # type: ignore[arg-type]

    def ready(self) -> "Followed":
        """Let the group have its account and put in its part."""
        set_bank_account(
            self.session,
            self.act(),
            award_id=self.award.id,
            expected_version=self.follow_up.version,
            bank="Banco de la Nación",
            cci=CCI,
            holder="Grupo Sumaq Kuy",
        )
        self.put_in(2_500)
        return self

    def put_in(self, soles: int) -> None:
        note_counterpart(
            self.session,
            self.act(),
            award_id=self.award.id,
            kind="kind",
            amount=Money.soles(soles),
            on_date=PAID_ON,
            voucher="Acta de valorización 3",
        )

    def pay(self, number: int = 1) -> "Followed":
        """Propose, approve and pay an instalment, each by another person."""
        given = {"award_id": self.award.id, "number": number}
        propose_transfer(self.session, self.act(), **given)
        approve_transfer(self.session, self.act(self.approver), **given)
        record_payment(self.session, self.act(self.payer), **given, paid_on=PAID_ON, operation=f"000{number}")
        return self

    def spend(self, soles: int, number: str = "F001-1", **changes: object) -> None:
        note_expense(
            self.session, self.act(), award_id=self.award.id, spent=self.spent(soles, number, **changes)
        )


def make_agreed_contest(session: Session) -> ScoredContest:
    """Make a contest whose three winners have their agreements, not signed yet."""
    return kept_scene(session, "agreed contest", _agreed_contest)


def _agreed_contest(session: Session) -> ScoredContest:
    scored = make_awarded_contest(session)
    issued_agreements(session, scored)
    return scored


def award_of(session: Session, scored: ScoredContest, group: str = "Sumaq Kuy") -> Award:
    return session.scalars(select(Award).where(Award.application_id == scored.groups[group].id)).one()


def make_followed(session: Session, folder: Path, scored: ScoredContest | None = None) -> Followed:
    """Sign the agreement of Sumaq Kuy. Without a contest at hand the scene is put in place as it was the first time."""
    if scored is not None:
        return _signed(session, folder, scored)
    return kept_scene(
        session, "award signed", lambda session: _signed(session, folder, make_agreed_contest(session))
    )


def make_ready(session: Session, folder: Path) -> Followed:
    """Sign the agreement, and note the account and the group's own part."""
    return kept_scene(session, "award ready", lambda session: _fresh(session, folder).ready())


def make_paid(session: Session, folder: Path) -> Followed:
    """Let the first instalment be paid, too."""
    return kept_scene(session, "award paid", lambda session: _fresh(session, folder).ready().pay())


def annulled_by_two(session: Session, act: Act, *, award_id: int, reason: str) -> Document:
    """Let a secretary ask for an award to be annulled and the programme do it, or neither of it."""
    asking = Act(users_with_role(session, Role.SECRETARY)[0].actor, act.at)
    with session.begin_nested():
        joint = ask_annulment(session, asking, award_id=award_id, reason=reason)
        return confirm_annulment(
            session, act, award_id=award_id, joint_id=joint.id, sha256=joint.content_sha256
        )


def _fresh(session: Session, folder: Path) -> Followed:
    return _signed(session, folder, make_agreed_contest(session))


def _signed(session: Session, folder: Path, scored: ScoredContest) -> Followed:
    both = (Role.STAFF, Role.TREASURER)
    people = [make_user(session, *roles) for roles in ((Role.SECRETARY,), both, both)]
    followed = Followed(session, scored, award_of(session, scored), *people)
    sign_agreement(
        session, followed.act(), award_id=followed.award.id, signed_on=SIGNED_ON, storage=Storage(folder)
    )
    return followed
