"""F-09: documents are printed by several at once, who die in the middle: each is printed once and never anew."""

import random
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.allocation.queries import awards_of
from contest_portal.awards import agreements
from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.agreement import AGREEMENT, Basis
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.rules.terms import DEFAULT_TERMS
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.awards import issued_agreements, make_awarded_contest, make_press
from tests.faults.crew import at_once, crew
from tests.faults.grounds import Ground, unsound
from tests.faults.tally import Tally
from tests.faults.worker import Task

DRAW = random.Random(9)
COUNT, STATEMENTS_EACH, ASKING = 6, 8, 4


def test_every_document_is_printed_once(ground: Ground, tally: Tally) -> None:
    tally.begin("F-09", "two print the same agreements, one of them dies", ground.kind)
    with ground.with_scene(lambda session: issued(session, COUNT)) as (scene, contest_id):
        for number in tally.times(2, 10):
            tally.add(printed_at_once(scene, contest_id, number, last=STATEMENTS_EACH * COUNT))
        tally.add_twin(printed_at_once(scene, contest_id, -1, sabotage="every_print_counts"))

    tally.note = f"{COUNT} agreements"

    tally.judge(twin_percent=100)


def test_of_many_who_ask_for_all_papers_at_once_one_prints(ground: Ground, tally: Tally) -> None:
    tally.begin("F-09", f"{ASKING} ask at once to print everything", ground.kind)
    with ground.with_scene(with_staff) as (scene, (contest_id, act)), scene.copy() as url:
        known = unsound(url)
        for sabotage in ("", "two_may_begin") if scene.kind == "postgresql" else ("",):
            with crew(url, ASKING, sabotage=sabotage) as members:
                for number in tally.times(10, 100):
                    folder = scene.folder / f"asked{sabotage}-{number}" / "storage"
                    task = Task("ask_printing", (act, contest_id, str(folder)))
                    states = sorted(one.state for one in at_once(members, [task] * ASKING) if one)
                    found = [] if states == ["done", *["refused"] * (ASKING - 1)] else [str(states)]
                    tally.add_twin(found) if sabotage else tally.add(found)
            if not sabotage:
                tally.add(unsound(url, known=known))

    tally.judge(twin_percent=90 if ground.kind == "postgresql" else None)


def with_staff(session: Session) -> tuple[int, Act]:
    """Issue the agreements of the three winners; the contest, and who asks."""
    awarded = make_awarded_contest(session)
    issued_agreements(session, awarded)
    return awarded.contest.id, act_of(awarded.staff, NOON)


def issued(session: Session, count: int) -> int:
    """Issue so many agreements: those of the three winners, over and over."""
    awarded = make_awarded_contest(session)
    issued_agreements(session, awarded)
    contest_id, act = awarded.contest.id, act_of(awarded.staff, NOON)
    papers = {one.kind: one for one in contest_documents(session, contest_id)}
    basis = Basis(awarded.contest, papers[ACTA.code], papers[RESOLUTION.code], DEFAULT_TERMS)
    winners = awards_of(session, contest_id)
    for number in range(len(winners), count):
        agreements._issue(session, act, basis, winners[number % len(winners)])
    return contest_id


def printed_at_once(
    scene: Ground, contest_id: int, number: int, *, last: int = 1, sabotage: str = ""
) -> list[str]:
    """Let two print, one of which may die at some statement; let a third finish; look at papers and log."""
    folder = scene.folder / f"printed-{number}"
    dies_at = 0 if sabotage else DRAW.randint(1, last)
    with scene.copy() as url:
        known = unsound(url)
        with crew(url, 2, sabotage=sabotage) as members:
            for one, end in zip(members, (dies_at, 0), strict=True):
                one.begin(Task("print_agreements", (contest_id, str(folder)), dies_at=end))
            for one in members:
                one.outcome()
        with crew(url, 1) as members:
            members[0].begin(Task("print_agreements", (contest_id, str(folder))))
            came = members[0].outcome()
        found = [] if came and came.state == "done" else [f"the rest was not printed: {came}"]
        return found + wrong_papers(url, folder, sabotage) + unsound(url, known=known)


def wrong_papers(url: str, folder: object, sabotage: str) -> list[str]:
    storage = Storage(folder)  # type: ignore[arg-type]
    press = make_press(storage.root)
    database = Database(url)
    with database.reading() as session:
        noted = Counter(
            session.scalars(select(AuditRow.subject).where(AuditRow.action == "document.printed"))
        )
        documents = session.scalars(select(Document).where(Document.kind == AGREEMENT.code)).all()
        found = [
            f"{subject} is noted as printed {times} times" for subject, times in noted.items() if times > 1
        ]
        for one in documents:
            if one.file_sha256 is None:
                found.append(f"{one.code} is not printed")
            elif not sabotage and storage.get(one.file_sha256) != press.render(AGREEMENT, one):
                found.append(f"{one.code} is not the paper that its data give")
    database.engine.dispose()
    return found
