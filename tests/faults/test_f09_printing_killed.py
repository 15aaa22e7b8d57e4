"""F-09: documents are printed by several at once, who die in the middle: each is printed once and never anew."""

import random
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from tests.factories.awards import issued_agreements, make_awarded_contest, make_press
from tests.faults.crew import crew
from tests.faults.grounds import Ground, unsound
from tests.faults.tally import Tally
from tests.faults.worker import Task

DRAW = random.Random(9)


def test_every_document_is_printed_once(ground: Ground, tally: Tally) -> None:
    tally.begin("F-09", "two print the same agreements, one of them dies", ground.kind)
    with ground.with_scene(issued) as (scene, contest_id):
        for number in tally.times(2, 50):
            tally.add(printed_at_once(scene, contest_id, number))
        tally.add_twin(printed_at_once(scene, contest_id, -1, sabotage="every_print_counts"))

    tally.judge(twin_percent=100)


def issued(session: Session) -> int:
    awarded = make_awarded_contest(session)
    issued_agreements(session, awarded)
    return awarded.contest.id


def printed_at_once(scene: Ground, contest_id: int, number: int, *, sabotage: str = "") -> list[str]:
    """Let two print, one of which may die at some statement; let a third finish; look at papers and log."""
    folder = scene.folder / f"printed-{number}"
    dies_at = 0 if sabotage else DRAW.randint(1, 30)
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
