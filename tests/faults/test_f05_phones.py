"""F-05: two phones of one juror send out of order, twice, at once: the sheet is what the model says."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.kernel.database import Database
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.phone_models import SheetEntryRow
from contest_portal.scoring.phone_queries import is_in_conflict
from contest_portal.scoring.phone_signatures import SentEntry
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.phones import Phone, group, make_phone
from tests.factories.scoring import make_attendance
from tests.faults.crew import Member, at_once, crew
from tests.faults.grounds import Ground, unsound
from tests.faults.tally import Tally
from tests.faults.worker import Task

GROUPS = 20
DRAW = random.Random(5)
Marks = dict[str, int]
Found = tuple[bool, list[str]]
"""Whether the phones differ about a group in the end, and what is wrong with its sheet."""


@dataclass(frozen=True)
class History:
    """What two phones wrote of one sheet, by the keys of their entries: marks, and what each was written upon."""

    entries: Sequence[SentEntry]
    marks: dict[str, Marks]
    upon: dict[str, tuple[str, ...]]

    def expected(self) -> Marks | None:
        """Work out the sheet: what nobody wrote upon. None when phones differ there."""
        covered = {base for bases in self.upon.values() for base in bases}
        heads = [marks for key, marks in self.marks.items() if key not in covered]
        return heads[0] if all(one == heads[0] for one in heads) else None


def test_what_phones_send_in_any_order_is_one_sheet(ground: Ground, tally: Tally) -> None:
    tally.begin("F-05", "two phones: repeated, reordered, at once", ground.kind)
    with ground.with_scene(evaluation) as (scene, made):
        for _ in tally.times(3, 125):
            for _, found in histories_sent(scene, made):
                tally.add(found)
        for is_conflict, found in histories_sent(scene, made, sabotage="last_arrival_wins"):
            if is_conflict:  # else what arrives last may happen to be what was written last
                tally.add_twin(found)

    tally.judge(twin_percent=100)


def evaluation(session: Session, groups: int = GROUPS) -> Evaluation:
    scene = make_evaluation(session, groups=tuple(f"Grupo {number}" for number in range(groups)))
    for application in scene.applications:
        make_attendance(session, application, scene.secretary, present=4)
    return scene


def histories_sent(scene: Ground, made: Evaluation, *, sabotage: str = "") -> list[Found]:
    """Let two phones write about every group and send it all to two processes."""
    with scene.copy() as url, crew(url, 2, sabotage=sabotage) as members:
        return histories(url, made, lambda phones: send_all(members, made, phones))


def histories(url: str, made: Evaluation, send: Callable[[list[Phone]], None]) -> list[Found]:
    """Let two phones write about every group and send it all; look at each sheet, and at what is kept."""
    database = Database(url)
    with database.transaction() as session:
        phones = [make_phone(session, made), make_phone(session, made)]
        written = [written_by(phones, group(made, number)) for number in range(len(made.applications))]
    send(phones)
    found = []
    with database.reading() as session:
        for number, history in enumerate(written):
            found.append((history.expected() is None, wrong(session, made, number, history)))
        entries = sum(len(phone.written) for phone in phones)
        stored = session.scalar(select(func.count()).select_from(SheetEntryRow))
    database.engine.dispose()
    lost = [f"{stored} of {entries} entries are kept"] if stored != entries else []
    return [*found, (False, lost + unsound(url))]


def written_by(phones: list[Phone], code: str) -> History:
    """Let the phones write a few states; sometimes one goes on from what the other wrote."""
    marks: dict[str, Marks] = {}
    upon: dict[str, tuple[str, ...]] = {}
    for turn in range(DRAW.randint(1, 5)):
        phone, other = DRAW.sample(phones, 2)
        seen = phone.tips.get((code, "FIELD"), ("v0",))
        beside = other.tips.get((code, "FIELD"), ())
        based_on = tuple(sorted({*seen, *(beside if DRAW.random() < 0.5 else ())} - {"v0"})) or ("v0",)
        given = {"F1": DRAW.randint(0, 10), "F2": turn}  # no two say the same
        key = phone.write(code, given, based_on=based_on)
        marks[key], upon[key] = given, based_on
    return History([one for phone in phones for one in phone.written], marks, upon)


def send_all(members: list[Member], made: Evaluation, phones: list[Phone]) -> None:
    """Send everything in batches drawn at random, two at a time, each perhaps again; then all of it once more."""
    entries = [one for phone in phones for one in phone.written]
    DRAW.shuffle(entries)
    batches = [entries[at : at + 12] for at in range(0, len(entries), 12)]
    batches += DRAW.sample(batches, min(2, len(batches)))
    batches += [entries] * (2 - len(batches) % 2)
    for pair in zip(batches[::2], batches[1::2], strict=True):
        given = [(made.by_juror(0), made.contest.id, made.contest.code, batch) for batch in pair]
        outcomes = at_once(members, [Task("receive", one) for one in given])
        assert [one.state for one in outcomes if one] == ["done", "done"], outcomes


def wrong(session: Session, made: Evaluation, number: int, history: History) -> list[str]:
    """Compare a sheet with the model."""
    juror, application = made.jurors[0].id, made.applications[number]
    expected = history.expected()
    in_conflict = is_in_conflict(session, juror, application.code or "", "FIELD")
    if in_conflict != (expected is None):
        return [f"group {number}: conflict {in_conflict}, the model says {expected}"]
    sheet = select(Sheet.id).where(Sheet.juror_id == juror, Sheet.application_id == application.id)
    stored = {
        one.criterion_code: one.units
        for one in session.scalars(select(SheetMark).where(SheetMark.sheet_id.in_(sheet)))
    }
    return [] if in_conflict or stored == expected else [f"group {number}: {stored}, not {expected}"]
