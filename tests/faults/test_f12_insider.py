"""F-12: somebody with the database's password changes rows: the portal's checks name it, with what others kept."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_queries import check_log
from contest_portal.kernel.audit import head_checkpoint
from contest_portal.kernel.checkpoints import KeptCheckpoint
from contest_portal.kernel.database import Database
from contest_portal.publication.invariants import broken_invariants
from tests.factories.intruders import rewrite_from, take_the_guard_away
from tests.factories.publication import make_announced_contest
from tests.faults.grounds import Ground
from tests.faults.tally import Tally

DRAW = random.Random(12)
Change = Callable[[Session], KeptCheckpoint]


def kept_now(session: Session) -> KeptCheckpoint:
    state = head_checkpoint(session)
    return KeptCheckpoint(state.size, state.root)


def a_row_changed(session: Session) -> KeptCheckpoint:
    kept = kept_now(session)
    take_the_guard_away(session)
    column, value = DRAW.choice(
        [("subject", "'x:1'"), ("action", "'x.y'"), ("data", "'{}'"), ("actor_id", "987")]
    )
    row = DRAW.randint(1, kept.size)
    session.execute(text(f"update audit set {column} = {value} where seq = {row}"))
    return kept


def a_row_removed(session: Session) -> KeptCheckpoint:
    kept = kept_now(session)
    take_the_guard_away(session)
    session.execute(text(f"delete from audit where seq >= {DRAW.randint(1, kept.size)}"))
    return kept


def written_anew(session: Session) -> KeptCheckpoint:
    kept = kept_now(session)
    rows = session.scalars(text("select seq from audit where action <> 'sheet.finalised' order by seq"))
    rewrite_from(session, DRAW.choice(rows.all()))  # what it says of a seal is held against the sheet
    return kept


def an_award_raised(session: Session) -> KeptCheckpoint:
    more = DRAW.randint(1, 100_000)
    session.execute(
        text(
            f"update award set amount = amount + {more}, goods = goods + {more} "
            "where id = (select min(id) from award)"
        )
    )
    return kept_now(session)


def an_award_moved(session: Session) -> KeptCheckpoint:
    other = "(select application_id from allocation_line where outcome = 'reserve' order by step limit 1)"
    session.execute(text(f"update award set application_id = {other} where id = (select max(id) from award)"))
    return kept_now(session)


def a_place_changed(session: Session) -> KeptCheckpoint:
    line = "(select min(id) from ranking_line where place is not null)"
    session.execute(text(f"update ranking_line set place = place + {DRAW.randint(1, 9)} where id = {line}"))
    return kept_now(session)


def a_number_skipped(session: Session) -> KeptCheckpoint:
    session.execute(text(f"update series set last = last + {DRAW.randint(1, 9)} where kind = 'acta'"))
    return kept_now(session)


CHANGES = (
    a_row_changed,
    a_row_removed,
    written_anew,
    an_award_raised,
    an_award_moved,
    a_place_changed,
    a_number_skipped,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_an_insider_changes_is_named(ground: Ground, tally: Tally, change: Change) -> None:
    tally.begin("F-12", f"by SQL: {change.__name__.replace('_', ' ')}", ground.kind)
    with ground.with_scene(make_announced_contest) as (scene, _), scene.copy() as url:
        database = Database(url)
        for _ in tally.times(20, 150):
            with database.reading() as session:  # nothing of it is kept
                kept = change(session)
                session.expire_all()
                by_itself = [*broken_invariants(session)] or not check_log(session).is_sound
                named = by_itself or not check_log(session, [kept]).is_sound
                tally.add([] if named else [f"{change.__name__} was not found"])
                if change is written_anew:
                    tally.add_twin([] if by_itself else ["without what others kept it is not found"])
        database.engine.dispose()

    tally.judge(twin_percent=100 if change is written_anew else None)
