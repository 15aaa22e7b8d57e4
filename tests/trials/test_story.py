"""The rows of a trial while it runs: what the services of a real contest made of the invented people."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, ApplicationMember, Attachment, HouseholdClaim
from contest_portal.applications.screening_models import Screening
from contest_portal.contests.models import Contest, Envelope, Fund
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.contests.rules.rulebook import Category, Rulebook, ScreeningRules
from contest_portal.documents.models import Document
from contest_portal.jury.models import Interest, Juror
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.passwords import matches
from contest_portal.kernel.storage import Storage
from contest_portal.registry.models.register import Centre, CentreTargeting, District, Household, Person
from contest_portal.registry.models.territory import Area
from contest_portal.registry.queries.register import DistrictName
from contest_portal.scoring.models import Attendance, Sheet, SheetMark
from contest_portal.tables import METADATA
from contest_portal.trials.entering import Entries, enter, publish, screen
from contest_portal.trials.ground import INVENTED, Ground, lay_ground, scratch_session
from contest_portal.trials.judging import close, judge, seat_panel
from contest_portal.trials.rules.groups import invented_groups
from contest_portal.trials.rules.plan import TrialPlan
from contest_portal.trials.rules.purposes import Purpose
from tests.factories.trials import LIRCAY, SMALL, trial_order_of

PLAN = TrialPlan(groups=7)
FILES = (
    AskedFile("ACTA", "Acta", "", FileForm.PDF, required=True, most=1),
    AskedFile("FOTO", "Foto", "", FileForm.PHOTO, required=True, most=2),
    AskedFile("PLANO", "Plano", "", FileForm.ANY, required=False, most=1),
)
BOOK: Rulebook = replace(
    SMALL, territory=("090301", "090302"), screening=ScreeningRules(cure_days=3), files=FILES
)
TWO = (LIRCAY, DistrictName("090302", "Anchonga", "Angaraes", "Huancavelica"))


@dataclass(frozen=True)
class Told:
    """The trial up to the closing of its scoring."""

    session: Session
    ground: Ground
    entries: Entries
    draw: str | None

    def count(self, model: type) -> int:
        return self.session.scalar(select(func.count()).select_from(model)) or 0

    def application(self, purpose: Purpose) -> Application:
        return next(row for group, row in self.entries.items() if group.purpose is purpose)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    storage = Storage(tmp_path_factory.mktemp("trial"))
    with scratch_session() as session:
        order = replace(trial_order_of(BOOK, PLAN), districts=TWO)
        ground = lay_ground(session, order, BOOK)
        publish(ground)
        entries = enter(ground, invented_groups(BOOK, PLAN), storage)
        screen(ground, entries)
        judge(ground, PLAN, entries, seat_panel(ground, PLAN))
        yield Told(session, ground, entries, close(ground, PLAN))


def test_the_ground_is_empty_and_gone_afterwards() -> None:
    with scratch_session() as session:
        filled = {
            table.name
            for table in METADATA.sorted_tables
            if session.scalar(select(func.count()).select_from(table))
        }
        other = session.get_bind()
    with scratch_session() as session:
        assert session.get_bind() is not other

    assert filled == {"audit_head"}


def test_every_group_brings_the_files_it_must(told: Told) -> None:
    rows = told.session.execute(select(Attachment.asked, Attachment.media_type)).all()

    assert Counter(rows) == {
        ("ACTA", "application/pdf"): len(told.entries),
        ("FOTO", "image/jpeg"): len(told.entries),
    }


def test_groups_live_in_invented_centres_of_the_territory(told: Told) -> None:
    centres = told.session.execute(
        select(Centre.code, Centre.name, CentreTargeting.status).join(CentreTargeting)
    )

    assert sorted(centres) == [
        ("0903019001", INVENTED, "targeted"),
        ("0903029001", INVENTED, "targeted"),
    ]
    assert sorted(told.session.scalars(select(District.name))) == ["Anchonga", "Lircay"]
    assert sorted(told.session.scalars(select(Area.code))) == ["09", "0903"]
    homes = Counter(told.session.scalars(select(Household.centre_code)))
    assert set(homes) == {"0903019001", "0903029001"}


def test_nobody_can_sign_in(told: Told) -> None:
    users = told.session.scalars(select(User)).all()

    assert len(users) == 3 + 3
    assert ({user.password_hash for user in users}, matches("", "")) == ({""}, False)
    assert all(user.email.endswith("@prueba.example") for user in users)


def test_the_draft_is_frozen_as_it_stands_and_its_money_reserved(told: Told) -> None:
    contest = told.session.scalars(select(Contest)).one()
    fund = told.session.scalars(select(Fund)).one()
    envelopes = told.session.execute(select(Envelope.category_code, Envelope.amount)).all()

    assert (contest.code, contest.state) == (BOOK.code, "scored")
    assert (fund.amount, fund.reserved) == (BOOK.fund, BOOK.fund)
    assert [Category(code, "En idea", amount) for code, amount in envelopes] == list(BOOK.categories)


def test_every_group_enters_whole_and_keeps_its_households_to_itself(told: Told) -> None:
    members = {application.code: len(group.members) for group, application in told.entries.items()}
    kept = Counter(
        told.session.scalars(
            select(Application.code).join(
                ApplicationMember, ApplicationMember.application_id == Application.id
            )
        )
    )

    assert list(members) == [f"{BOOK.code}-{number:03d}" for number in range(1, 8)]
    assert kept == members
    assert told.count(Person) == sum(members.values())
    assert told.count(HouseholdClaim) == told.count(Household)
    assert all(row.state == "submitted" for row in told.entries.values())


def test_offices_are_held_so_that_an_agreement_can_be_signed(told: Told) -> None:
    held = told.session.execute(
        select(ApplicationMember.application_id, ApplicationMember.office).where(
            ApplicationMember.office.in_(["president", "treasurer"])
        )
    )

    assert Counter(application for application, _ in held) == dict.fromkeys(
        (row.id for row in told.entries.values()), 2
    )


def test_entries_arrive_one_after_the_other_while_the_call_is_open(told: Told) -> None:
    arrived = [row.submitted_at for row in told.entries.values() if row.submitted_at]

    assert len(set(arrived)) == 7
    assert sorted(arrived) == arrived
    assert BOOK.calendar.opens_at < arrived[0] < arrived[-1] < BOOK.calendar.closes_at


def test_every_entry_is_admitted_with_its_letter(told: Told) -> None:
    states = told.session.scalars(select(Screening.state)).all()
    kinds = Counter(told.session.scalars(select(Document.kind)))

    assert states == ["admitted"] * 7
    assert (kinds["receipt"], kinds["screening_letter"]) == (7, 7)


def test_the_panel_is_seated_with_its_role_in_this_contest_alone(told: Told) -> None:
    seats = told.session.execute(select(Juror.id, Juror.position, Juror.phases, Juror.institution)).all()
    grants = told.session.execute(select(RoleGrant.role, RoleGrant.contest_id)).all()

    assert seats == [
        (1, "president", "FIELD", INVENTED),
        (2, "secretary", "FIELD", INVENTED),
        (3, "member", "FIELD", INVENTED),
    ]
    assert grants == [(Role.JUROR.value, told.ground.contest.id)] * 3


def test_one_juror_leaves_one_group_and_says_why(told: Told) -> None:
    recusals = told.session.execute(
        select(Interest.juror_id, Interest.application_id, Interest.reason).where(Interest.recused)
    )

    assert told.count(Interest) == 3 * 7
    assert recusals.all() == [(2, told.application(Purpose.FEWER_SHEETS).id, INVENTED)]


def test_families_are_there_but_for_the_group_that_stays_away(told: Told) -> None:
    present = Counter(told.session.scalars(select(Attendance.application_id).where(Attendance.present)))
    absent = told.session.scalars(
        select(Attendance.application_id).where(Attendance.present.is_(False))
    ).all()

    away = told.application(Purpose.ABSENT).id
    assert set(absent) == {away}
    assert present[away] < len(absent)
    assert told.count(Attendance) == told.count(Household)


def test_sheets_are_final_and_every_mark_that_needs_a_reason_has_one(told: Told) -> None:
    sheets = Counter(told.session.scalars(select(Sheet.application_id)))
    reasons = set(told.session.scalars(select(SheetMark.reason)))

    away, fewer = told.application(Purpose.ABSENT).id, told.application(Purpose.FEWER_SHEETS).id
    assert {application: count for application, count in sheets.items() if count != 3} == {fewer: 2}
    assert away not in sheets
    assert set(told.session.scalars(select(Sheet.state))) == {"final"}
    assert reasons == {INVENTED}


def test_no_lot_is_drawn_where_the_chain_decides(told: Told) -> None:
    assert told.draw is None


def test_the_record_of_the_trial_is_whole_and_stays_in_it(told: Told) -> None:
    assert verify_chain(told.session) == (told.count(AuditRow), None)
    assert told.count(AuditRow) > 50
