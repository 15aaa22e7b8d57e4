"""What is refused of a sheet on paper: in which state, to whom, for which words, and that nothing is stored then."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Grant, Role
from contest_portal.contests.models import ContestRulebook
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.models import Interest
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, WrongState
from contest_portal.kernel.records import to_data
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.paper_desk import is_current, juror_act
from contest_portal.scoring.paper_models import SheetPaper, SheetTyping
from contest_portal.scoring.paper_queries import sheet_paper, sheet_papers
from contest_portal.scoring.services.enter_sheet_paper import enter_sheet_paper
from contest_portal.scoring.services.print_papers import print_papers
from contest_portal.scoring.services.receive_sheet_paper import receive_sheet_paper
from contest_portal.scoring.services.settle_sheet_paper import settle_sheet_paper
from contest_portal.scoring.services.type_sheet_paper import type_sheet_paper
from contest_portal.scoring.services.void_sheet_paper import void_sheet_paper
from contest_portal.scoring.version_models import SheetVersion
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_attendance
from tests.factories.sheet_papers import REASON, make_paper, typed

WHOLE = typed(8, 7, 25)


@dataclass
class Counter:
    """A printed sheet of the first juror, and three people of the office."""

    session: Session
    scene: Evaluation
    paper: SheetPaper
    office: tuple[Act, ...]

    def receive(self, act: Act | None = None, *, reason: str = REASON, code: str = "") -> None:
        receive_sheet_paper(
            self.session,
            act or self.office[0],
            contest_id=self.scene.contest.id,
            code=code or self.paper.serial,
            reason=reason,
            scan=None,
            storage=Storage(Path()),
        )

    def type(self, act: Act | None = None) -> None:
        type_sheet_paper(self.session, act or self.office[2], paper_id=self.paper.id, typed=WHOLE)

    def settle(self, act: Act | None = None) -> None:
        settle_sheet_paper(self.session, act or self.office[2], paper_id=self.paper.id, typed=WHOLE)

    def enter(self, act: Act | None = None) -> None:
        enter_sheet_paper(self.session, act or self.office[0], paper_id=self.paper.id)

    def void(self, act: Act | None = None, *, reason: str = "Se mojó") -> None:
        void_sheet_paper(self.session, act or self.office[0], paper_id=self.paper.id, reason=reason)

    def stand(self, state: str) -> None:
        """Bring the paper to a state by the deeds that lead there."""
        if state == "printed":
            return
        self.receive()
        if state in ("read", "entered"):
            for act in self.office[:2]:
                self.type(act)
        if state == "entered":
            self.enter()
        if state == "void":
            self.void()

    def stored(self) -> tuple[object, ...]:
        """Give all that a deed on a paper could change."""
        self.session.flush()
        tables = (SheetTyping, Sheet, SheetMark, SheetVersion, AuditRow)
        counts = (self.session.scalar(select(func.count()).select_from(table)) for table in tables)
        paper = self.session.execute(
            select(
                SheetPaper.state,
                SheetPaper.received_by,
                SheetPaper.reason,
                SheetPaper.void_reason,
                SheetPaper.sheet_id,
            ).where(SheetPaper.id == self.paper.id)
        ).one()
        return *paper, *counts


@pytest.fixture
def counter(session: Session) -> Counter:
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=4)
    people = [scene.secretary, *(make_user(session, Role.STAFF) for _ in range(2))]
    paper = make_paper(session, scene.jurors[0], scene.applications[0], scene.secretary)
    return Counter(session, scene, paper, tuple(act_of(user, JURY_DAY) for user in people))


def refused(counter: Counter, deed: Callable[[], None], kind: type[PortalError]) -> list[str]:
    """Do a deed that is refused and leaves everything as it was; give the codes."""
    before = counter.stored()
    with pytest.raises(kind) as refusal:
        deed()
    assert counter.stored() == before
    return [one.code for one in getattr(refusal.value, "problems", ())]


Deed = Callable[[Counter, Act | None], None]
DEEDS: dict[str, Deed] = {
    "receive": Counter.receive,
    "type": Counter.type,
    "settle": Counter.settle,
    "enter": Counter.enter,
    "void": Counter.void,
}


@pytest.mark.parametrize(
    ("state", "deed"),
    [
        ("printed", "type"), ("printed", "settle"), ("printed", "enter"), ("received", "enter"),
        ("received", "settle"), ("read", "type"), ("read", "settle"), ("entered", "type"), ("entered", "settle"),
        ("entered", "enter"), ("entered", "void"), ("void", "type"), ("void", "settle"), ("void", "enter"),
        ("void", "void"),
    ],
)  # fmt: skip
def test_what_a_paper_does_not_wait_for_is_refused_and_stores_nothing(
    counter: Counter, state: str, deed: str
) -> None:
    counter.stand(state)

    refused(counter, lambda: DEEDS[deed](counter, None), WrongState)


@pytest.mark.parametrize("state", ["received", "read", "entered", "void"])
def test_a_paper_comes_in_once(counter: Counter, state: str) -> None:
    counter.stand(state)

    codes = refused(counter, counter.receive, Refused)

    assert codes[0] == "sheet_paper.used"


@pytest.mark.parametrize("deed", list(DEEDS))
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.REPRESENTATIVE, Role.JUROR, Role.ADMIN])
def test_nobody_but_the_office_touches_a_paper(counter: Counter, role: Role, deed: str) -> None:
    counter.stand("received")
    outsider = act_of(make_user(counter.session, role), JURY_DAY)

    assert refused(counter, lambda: DEEDS[deed](counter, outsider), NotPermitted) == []


@pytest.mark.parametrize("deed", list(DEEDS))
def test_nothing_happens_to_a_paper_once_the_scoring_is_closed(counter: Counter, deed: str) -> None:
    counter.stand("received")
    counter.scene.contest.state, counter.scene.contest.scored_at = "scored", JURY_DAY
    counter.session.flush()

    assert refused(counter, lambda: DEEDS[deed](counter, None), WrongState) == ["scoring.closed"]


@pytest.mark.parametrize("deed", ["type", "settle", "enter", "void"])
def test_a_paper_that_is_none_is_not_found(counter: Counter, deed: str) -> None:
    nowhere = replace_paper(counter, counter.paper.id + 1_000)

    with pytest.raises(NotFound):
        DEEDS[deed](nowhere, None)


def replace_paper(counter: Counter, paper_id: int) -> Counter:
    return replace(counter, paper=SheetPaper(id=paper_id))


@pytest.mark.parametrize("deed", ["receive", "void"])
@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 401])
def test_a_deed_that_others_read_of_asks_for_its_reason(counter: Counter, reason: str, deed: str) -> None:
    act = {"receive": counter.receive, "void": counter.void}[deed]

    assert refused(counter, lambda: act(reason=reason), Refused) == ["sheet_paper.reason"]


def test_a_reason_of_four_hundred_letters_is_kept_without_its_spaces(counter: Counter) -> None:
    counter.receive(reason=f" {'x' * 398} ")
    counter.void(reason=" Se mojó ")

    assert (counter.paper.reason, counter.paper.void_reason) == ("x" * 398, "Se mojó")


def test_all_that_is_wrong_at_the_counter_is_said_at_once(counter: Counter) -> None:
    counter.stand("void")
    other = f"{counter.paper.serial};OTRO;C-001;1;FIELD;x;y"

    codes = refused(counter, lambda: counter.receive(reason="", code=other), Refused)

    assert codes == ["sheet_paper.used", "sheet_paper.other_code", "sheet_paper.reason"]


def test_a_serial_of_another_contest_is_of_no_sheet_here(counter: Counter) -> None:
    elsewhere = make_evaluation_beside(counter)

    codes = refused(counter, lambda: counter.receive(code=elsewhere.serial), Refused)

    assert (codes, elsewhere.state) == (["sheet_paper.unknown"], "printed")


def make_evaluation_beside(counter: Counter) -> SheetPaper:
    scene = counter.scene
    paper = make_paper(counter.session, scene.jurors[1], scene.applications[0], scene.secretary)
    paper.contest_id = other_contest(counter.session, scene)
    counter.session.flush()
    return paper


def other_contest(session: Session, scene: Evaluation) -> int:
    from_first = {
        column.key: getattr(scene.contest, column.key)
        for column in type(scene.contest).__table__.columns
        if column.key not in ("id", "code")
    }
    contest = type(scene.contest)(code="II-2026", **from_first)
    session.add(contest)
    session.flush()
    return contest.id


def test_whoever_left_the_declaration_open_gives_no_paper(counter: Counter) -> None:
    for interest in counter.session.scalars(select(Interest)):
        counter.session.delete(interest)
    counter.session.flush()

    assert refused(counter, counter.receive, Refused) == ["sheet_paper.undeclared"]


def test_a_paper_is_entered_by_nobody_of_the_panel(counter: Counter) -> None:
    counter.stand("read")
    counter.scene.jurors[2].user_id = counter.scene.secretary.id
    counter.session.flush()

    assert refused(counter, counter.enter, Refused) == ["sheet_paper.of_the_panel"]


def test_attendance_that_is_missing_keeps_the_whole_sheet_out(counter: Counter) -> None:
    """The draft of the paper is not left behind either: entering is one deed."""
    scene, session = counter.scene, counter.session
    counter.paper = make_paper(session, scene.jurors[0], scene.applications[1], scene.secretary)
    counter.stand("read")
    before = counter.stored()

    with pytest.raises(Refused) as refusal, session.begin_nested():
        counter.enter()

    assert [one.code for one in refusal.value.problems] == ["attendance.missing"]
    assert counter.stored() == before


def test_what_the_audit_says_of_a_paper_is_who_and_never_what_it_says(counter: Counter) -> None:
    counter.receive()
    for act in counter.office[:2]:
        type_sheet_paper(
            counter.session, act, paper_id=counter.paper.id, typed=replace(WHOLE, comment="Muy ordenado")
        )
    counter.enter(counter.office[2])

    rows = counter.session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    first, second, third = (act.actor.user_id for act in counter.office)
    assert [(row.action, row.actor_id) for row in rows] == [
        ("sheet_paper.received", first),
        ("sheet_paper.typed", first),
        ("sheet_paper.typed", second),
        ("sheet.saved", third),
        ("sheet.finalised", third),
        ("sheet_paper.entered", third),
    ]
    said = "".join(row.data for row in rows)
    assert "ordenado" not in said
    assert '"F1"' not in said
    assert said.count(counter.paper.serial) == 5


def test_the_juror_of_a_paper_acts_with_no_right_but_to_write_that_sheet(counter: Counter) -> None:
    view = sheet_paper(counter.session, counter.paper.id)

    act = juror_act(view, counter.office[0])

    assert (act.actor.user_id, act.at) == (counter.scene.users[0].id, counter.office[0].at)
    assert act.actor.grants == frozenset({Grant(Role.JUROR, counter.scene.contest.id)})


def freeze(counter: Counter, rules: Rulebook) -> None:
    """Put another version of the rules in force."""
    data = canonical_json(to_data(rules))
    counter.session.add(
        ContestRulebook(
            contest_id=counter.scene.contest.id,
            version=2,
            data=data,
            sha256=sha256_hex(data),
            frozen_at=JURY_DAY,
            frozen_by=counter.scene.secretary.id,
        )
    )
    counter.session.flush()


OTHER_FIELD = replace(FIELD, criteria=(replace(FIELD.criteria[0], text="Otra pregunta"), *FIELD.criteria[1:]))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param(replace(RULEBOOK, purpose="Otra finalidad"), True, id="nothing of the sheet"),
        pytest.param(
            replace(RULEBOOK, phases=(FIELD, replace(PUBLIC, name="Feria"))), True, id="another phase"
        ),
        pytest.param(replace(RULEBOOK, phases=(OTHER_FIELD, PUBLIC)), False, id="a question"),
        pytest.param(
            replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, marks_per_point=2)), False, id="the steps"
        ),
    ],
)
def test_an_amendment_spoils_a_paper_only_if_it_changes_its_sheet(
    counter: Counter, rules: Rulebook, *, expected: bool
) -> None:
    freeze(counter, rules)

    found = is_current(counter.session, counter.scene.contest.id, "FIELD", counter.paper.rulebook_sha256)

    assert found is expected


def test_rules_that_never_were_are_not_current(counter: Counter) -> None:
    assert is_current(counter.session, counter.scene.contest.id, "FIELD", "0" * 64) is False


def test_printing_voids_what_is_outdated_on_record_and_leaves_what_came_in(counter: Counter) -> None:
    scene, session = counter.scene, counter.session
    came_in = make_paper(session, scene.jurors[1], scene.applications[0], scene.secretary, state="received")
    freeze(counter, replace(RULEBOOK, phases=(OTHER_FIELD, PUBLIC)))

    print_papers(session, counter.office[0], contest_id=scene.contest.id)

    papers = {one.serial: one for one in sheet_papers(session, scene.contest.id)}
    assert (counter.paper.state, came_in.state) == ("void", "received")
    assert counter.paper.serial not in papers
    assert len(papers) == 12
    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    assert [row.action for row in rows] == ["sheet_paper.voided", "sheet_paper.printed"]
    assert counter.paper.serial in rows[0].data


def test_printing_for_a_contest_without_anything_waited_for_keeps_nothing(counter: Counter) -> None:
    counter.scene.contest.state, counter.scene.contest.scored_at = "scored", JURY_DAY
    counter.session.flush()

    codes = refused(
        counter,
        lambda: print_new(counter, counter.office[0]),
        WrongState,
    )

    assert codes == ["scoring.closed"]


def print_new(counter: Counter, act: Act) -> None:
    print_papers(counter.session, act, contest_id=counter.scene.contest.id)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE])
def test_nobody_else_prints(counter: Counter, role: Role) -> None:
    outsider = act_of(make_user(counter.session, role), JURY_DAY)

    assert refused(counter, lambda: print_new(counter, outsider), NotPermitted) == []
