"""F-12, on marks: two marks of a final sheet are exchanged by SQL, so that no total tells; the sheet is named.

Whoever does it may seal the sheet anew, and write the log anew as well. Each of these is betrayed by one thing alone.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_queries import check_log
from contest_portal.contests.queries import contest_by_id, rulebook_sha256
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.checkpoints import KeptCheckpoint
from contest_portal.kernel.database import Database
from contest_portal.kernel.marks import Mark
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.invariants import broken_invariants
from contest_portal.publication.rules.bundle import Bundle, BundleSheet, write_bundle
from contest_portal.publication.rules.bundle_filling import true_seal
from contest_portal.publication.verify import Verifier, read
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.save_sheet import save_sheet
from tests.factories.evaluation import MARKS, make_evaluation
from tests.factories.intruders import open_sheets, rewrite_from
from tests.factories.scoring import make_attendance
from tests.faults.grounds import Ground, unsound
from tests.faults.tally import Tally
from tests.faults.test_f12_insider import kept_now

DRAW = random.Random(12)
ALIKE = {"FIELD": ("F1", "F2"), "PUBLIC": ("P1", "P3")}
"""Criteria with the same scale, whose marks differ."""


@dataclass(frozen=True)
class Betrayed:
    """A final sheet, and as whom the file of the contest names it."""

    sheet: Sheet
    called: str


def closed_by_services(session: Session) -> int:
    """Let jurors send their sheets as from their screens, and close the scoring."""
    scene = make_evaluation(session)
    for place, application in enumerate(scene.applications):
        make_attendance(session, application, scene.secretary, present=4)
        for juror in range(len(scene.jurors)):
            for phase, marks in MARKS.items():
                lowered = {code: Mark(units - place, 1) for code, units in marks.items()}
                where = {"application_id": application.id, "phase_code": phase}
                saved = save_sheet(
                    session, scene.by_juror(juror), **where, marks=lowered, comment="", expected_version=0
                )
                finalise_sheet(session, scene.by_juror(juror), **where, expected_version=saved.version)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    return scene.contest.id


def exchanged(session: Session, contest_id: int) -> Betrayed:
    """Exchange two marks of some sheet."""
    sheet = DRAW.choice(session.scalars(select(Sheet).order_by(Sheet.id)).all())
    open_sheets(session)
    first, second = ALIKE[sheet.phase_code]
    other = f"(select units from sheet_mark o where o.sheet_id = {sheet.id} and o.criterion_code = '{{}}')"
    one, two = (session.scalar(text(f"select {other.format(code)}")) for code in (first, second))
    for code, units in ((first, two), (second, one)):
        session.execute(
            text(
                f"update sheet_mark set units = {units} where sheet_id = {sheet.id} and criterion_code = '{code}'"
            )
        )
    session.expire_all()
    told = as_told(session, contest_id, sheet)
    return Betrayed(sheet, f"ficha de {told.juror} para {told.group} en {told.phase}")


def sealed_anew(session: Session, contest_id: int) -> Betrayed:
    """Give the sheet the seal that its new marks have."""
    changed = exchanged(session, contest_id)
    told = as_told(session, contest_id, changed.sheet)
    seal = true_seal(bundle(session, contest_id), told, rulebook_sha256(session, contest_id))
    session.execute(text(f"update sheet set sealed_sha256 = '{seal}' where id = {changed.sheet.id}"))
    session.expire_all()
    return changed


def noted_anew(session: Session, contest_id: int) -> Betrayed:
    """Let the log say that seal too, and work the chain out again."""
    changed = sealed_anew(session, contest_id)
    row = session.scalars(
        select(AuditRow).where(
            AuditRow.action == "sheet.finalised", AuditRow.subject == f"sheet:{changed.sheet.id}"
        )
    ).one()
    before = json.loads(row.data)["seal"]
    rewrite_from(session, row.seq, row.data.replace(before, changed.sheet.sealed_sha256 or ""))
    return changed


BY_SEAL, BY_LOG, BY_KEPT_STATE = "its seal", "its seal in the log", "a state of the log that was kept"


@pytest.mark.parametrize(
    ("change", "betrayed_by"),
    [(exchanged, BY_SEAL), (sealed_anew, BY_LOG), (noted_anew, BY_KEPT_STATE)],
    ids=["exchanged", "sealed-anew", "noted-anew"],
)
def test_marks_that_were_exchanged_are_named(
    ground: Ground, tally: Tally, change: Callable[[Session, int], Betrayed], betrayed_by: str
) -> None:
    tally.begin("F-12", f"marks by SQL: {change.__name__.replace('_', ' ')}", ground.kind)
    with ground.with_scene(closed_by_services) as (scene, contest_id), scene.copy() as url:
        assert unsound(url) == []
        database = Database(url)
        for _ in tally.times(10, 150):
            with database.reading() as session:  # nothing of it is kept
                kept = kept_now(session)
                named = who_names(session, contest_id, change(session, contest_id), kept)
            tally.add([] if betrayed_by in named else [f"{betrayed_by} does not tell, only {sorted(named)}"])
            tally.add_twin([] if named - {betrayed_by} else [f"without {betrayed_by} nothing tells"])
        database.engine.dispose()

    tally.judge(twin_percent=100)


SINGLE = {
    "units": "update sheet_mark set units = case when units = {n} then {n} + 1 else {n} end where id = {mark}",
    "a mark less": "delete from sheet_mark where id = {mark}",
    "a mark more": "insert into sheet_mark (sheet_id, criterion_code, units) values ({sheet}, 'X{n}', {n})",
    "a reason": "update sheet_mark set reason = 'Motivo {n}' where id = {mark}",
    "its criterion": "update sheet_mark set criterion_code = 'X{n}' where id = {mark}",
    "the seal": "update sheet set sealed_sha256 = '{n:064x}' where id = {sheet}",
}
"""What somebody may change of a final sheet by one statement; a mark's units in every second trial."""


def changed_once(session: Session, contest_id: int, what: str) -> Betrayed:
    """Change one thing of some sheet, as the owner of its tables."""
    open_sheets(session)
    sheet = DRAW.choice(session.scalars(select(Sheet).order_by(Sheet.id)).all())
    told = as_told(session, contest_id, sheet)
    marks = session.scalars(text(f"select id from sheet_mark where sheet_id = {sheet.id} order by id")).all()
    said = SINGLE[what].format(mark=DRAW.choice(marks), sheet=sheet.id, n=DRAW.randrange(30))
    session.execute(text(said))
    session.expire_all()
    return Betrayed(sheet, f"ficha de {told.juror} para {told.group} en {told.phase}")


def test_a_sheet_of_which_one_thing_changed_is_named(ground: Ground, tally: Tally) -> None:
    tally.begin("A01", "one change of a final sheet by SQL", ground.kind)
    ways = [way for one in list(SINGLE)[1:] for way in ("units", one)]
    with ground.with_scene(closed_by_services) as (scene, contest_id), scene.copy() as url:
        assert unsound(url) == []
        database = Database(url)
        for number in tally.times(20, 1000):
            with database.reading() as session:  # nothing of it is kept
                kept, what = kept_now(session), ways[number % len(ways)]
                named = who_names(session, contest_id, changed_once(session, contest_id, what), kept)
            tally.add([] if named & {BY_SEAL, BY_LOG} else [f"{what}: not named, only {sorted(named)}"])
        database.engine.dispose()

    tally.judge(twin_percent=None)


def who_names(session: Session, contest_id: int, changed: Betrayed, kept: KeptCheckpoint) -> frozenset[str]:
    """Tell which checks name the sheet, or whatever else they name."""
    failed = Verifier(read(write_bundle(bundle(session, contest_id)).encode())).report()["failed"]
    rows = {one.code: one.rows for one in broken_invariants(session)}
    found = {f"the file: {step} {what}" for step, _, what in failed}
    found |= {f"{code}: {', '.join(named)}" for code, named in rows.items()}
    known = {
        f"the file: 3.2 {changed.called}: no es la sellada": BY_SEAL,
        f"audit.seals_recorded: sheet:{changed.sheet.id}": BY_LOG,
    }
    found = {known.get(one, one) for one in found}
    found |= set() if check_log(session).is_sound else {"the log by itself"}
    found |= set() if check_log(session, [kept]).is_sound else {BY_KEPT_STATE}
    return frozenset(found)


def bundle(session: Session, contest_id: int) -> Bundle:
    return bundle_of(session, contest_by_id(session, contest_id))


def as_told(session: Session, contest_id: int, sheet: Sheet) -> BundleSheet:
    """Give a sheet as the file of the contest tells it: its seal is like no other."""
    seal = sheet.sealed_sha256
    return next(one for one in bundle(session, contest_id).sheets if one.seal == seal)
