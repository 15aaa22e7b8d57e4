"""1.4 million marks to totals and ranking: `python -m benchmarks.scoring --database sqlite` (or `postgresql`)."""

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache, partial
from typing import TypeVar

from alembic import command
from sqlalchemy import Connection, bindparam, text, update
from sqlalchemy.orm import Session

from benchmarks.allocation import best_of, peak
from benchmarks.invented_register import centre_codes, fill, write
from benchmarks.jury import with_criteria
from benchmarks.search import an_empty_database, say
from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.cli.database import alembic_config
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of, rulebook_sha256
from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.kernel.collecting import no_collecting
from contest_portal.kernel.database import Database
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.counting import candidates_of, countable_sheets, sheets_with_broken_seal
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.ranking import RankedGroup, rank
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.contests import CLOSES, OPENS, make_contest
from tests.factories.scoring import make_juror

Result = TypeVar("Result")
JURORS, MEMBERS, SECONDS = 7, 4, 2
PHASE = "PUBLIC"
_SEALED = update(Sheet).where(Sheet.id == bindparam("sheet"))


@dataclass(frozen=True, slots=True)
class Scene:
    """A contest ready to close: who closes it, and its jurors by id."""

    contest: Contest
    secretary: User
    jurors: tuple[int, ...]
    rules: Rulebook
    rules_sha256: str


def main() -> None:
    """Make the contest, then measure the totals, the seals and the close."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--profiles", type=int, default=20_000)
    asked.add_argument("--criteria", type=int, default=10)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = asked.parse_args()
    with an_empty_database(options.database) as url:
        command.upgrade(alembic_config(url), "head")
        database = Database(url)
        seconds, scene = best_of(1, lambda: made(database, options.profiles, options.criteria))
        marks = options.profiles * JURORS * options.criteria
        say(f"{options.database}: {options.profiles} profiles, {marks} marks, made in {seconds:.1f} s")
        right = measure(database, scene)
        database.engine.dispose()
    sys.exit(0 if right else 1)


def measure(database: Database, scene: Scene) -> bool:
    """Say how long the functions take that close a scoring, and whether their totals are those of a plain sum."""
    contest = scene.contest
    took, lines = best_of(3, partial(ranked, database, scene))
    say(f"  from the database to totals and ranking: {took:.2f} s (at most {SECONDS}), peak {peak()} MB")
    with database.reading() as session:
        whole = step_by_step(session, scene)
        exact = _plain_totals(session, contest) == {line.code: line.score.exact_total for line in lines}
    say(f"  the totals beside a plain sum of the database: {'all the same' if exact else 'OTHERS'}")
    with database.transaction() as session:
        act = act_of(scene.secretary, NOON)
        told("closing, all of it", lambda: close_scoring(session, act, contest_id=contest.id))
    with database.reading() as session:
        told("reading the stored ranking", lambda: ranking(session, contest.id))
    say(f"  peak {peak()} MB")
    return exact and whole and took <= SECONDS


def step_by_step(session: Session, scene: Scene) -> bool:
    """Say how long each step takes, and whether every seal holds."""
    contest = scene.contest
    sheets = told("  reading the marks", lambda: countable_sheets(session, contest.id))
    groups = told("  checking and adding them up", lambda: candidates_of(session, contest.id, sheets))
    told("  placing the groups", lambda: rank((one for _, one in groups.values()), scene.rules))
    told("the progress of every juror", lambda: evaluation_board(session, contest.id).progress())
    return not told("the seal of every sheet", lambda: sheets_with_broken_seal(session, contest, sheets))


def told(what: str, work: Callable[[], Result]) -> Result:
    """Do something once, say how long it took, and give what came of it."""
    seconds, result = best_of(1, work)
    say(f"  {what}: {seconds:.2f} s")
    return result


@no_collecting()
def ranked(database: Database, scene: Scene) -> tuple[RankedGroup, ...]:
    """Do what closing does between reading the marks and storing the places."""
    with database.reading() as session:
        groups = candidates_of(session, scene.contest.id, countable_sheets(session, scene.contest.id))
        rules = rulebook_of(session, scene.contest.id)
    return rank((candidate for _, candidate in groups.values()), rules)


def _plain_totals(session: Session, contest: Contest) -> dict[str, Fraction]:
    """Let the database add up whole marks: every criterion counts once, and every juror has a sheet."""
    rows = session.execute(
        text(
            "SELECT application.code, sum(sheet_mark.units) FROM application "
            "JOIN sheet ON sheet.application_id = application.id JOIN sheet_mark ON sheet_mark.sheet_id = sheet.id "
            "WHERE application.contest_id = :contest GROUP BY application.code"
        ),
        {"contest": contest.id},
    )
    return {code: Fraction(int(units), JURORS) for code, units in rows}


def made(database: Database, profiles: int, criteria: int) -> Scene:
    """Make a contest in evaluation of which every sheet is final."""
    with database.engine.begin() as connection:
        fill(connection, profiles)
    with database.transaction() as session:
        scene = _scene(session, criteria)
        connection = session.connection()
        _fill_entries(connection, scene, profiles)
        _fill_sheets(connection, scene, profiles)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if _is_postgres(connection) else "ANALYZE"))
    return scene


def _scene(session: Session, criteria: int) -> Scene:
    rules = with_criteria(criteria)
    chain = (TieBreak(TieKind.MORE_WOMEN), TieBreak(TieKind.EARLIER_ENTRY))
    rules = replace(rules, scoring=replace(rules.scoring, tie_breaks=chain))
    secretary = make_user(session, Role.SECRETARY)
    contest = make_contest(session, make_office(session), secretary, state="evaluating", rulebook=rules)
    jurors = tuple(
        make_juror(
            session, contest, make_user(session, Role.JUROR), position="member" if number else "president",
            phases=PHASE,
        ).id
        for number in range(JURORS)
    )  # fmt: skip
    book = rulebook_of(session, contest.id)
    return Scene(contest, secretary, jurors, book, rulebook_sha256(session, contest.id))


def _fill_entries(connection: Connection, scene: Scene, profiles: int) -> None:
    """Write groups of four members of four households, what each sent, and that no juror has an interest in it."""
    codes, numbers = centre_codes(), range(1, profiles + 1)
    stamp = partial(_stamp, connection)
    write(
        connection, "producer_group", ("id", "name", "centre_code", "representative_id", "created_at", "version"),
        ((n, f"Grupo {n}", codes[n], scene.secretary.id, stamp(OPENS), 1) for n in numbers),
    )  # fmt: skip
    write(
        connection, "application",
        ("id", "contest_id", "group_id", "code", "state", "category_code", "line_code", "title", "profile",
         "requested", "submitted_at", "content_sha256", "created_at", "version"),
        (
            (n, scene.contest.id, n, _code(n), "submitted", ("IDEA", "MARCHA")[n % 2], "cuyes", f"Perfil {n}",
             "{}", 1_000_000, stamp(OPENS + timedelta(seconds=n * 7_919 % profiles)), "0" * 64, stamp(OPENS), 1)
            for n in numbers
        ),
    )  # fmt: skip
    write(
        connection, "application_member",
        ("application_id", "person_id", "household_id", "centre_code", "dni", "full_name", "sex", "office"),
        _member_rows(profiles),
    )  # fmt: skip
    write(
        connection, "interest", ("juror_id", "application_id", "recused", "reason", "declared_at"),
        ((juror, n, False, "", stamp(CLOSES)) for n in numbers for juror in scene.jurors),
    )  # fmt: skip


def _member_rows(profiles: int) -> Iterator[tuple[object, ...]]:
    chance, codes = random.Random(11), centre_codes()
    for n in range(1, profiles + 1):
        for member in range(MEMBERS):
            household = (n + member) % profiles + 1
            person = (household - 1) * MEMBERS + member + 1
            name, sex = f"Socio {person}", chance.choice("FM")
            yield n, person, household, codes[n], f"{person:08d}", name, sex, "member"


def _fill_sheets(connection: Connection, scene: Scene, profiles: int) -> None:
    """Write sheets and their marks, then make them final with their true seals: the database takes no marks later."""
    stamp = _stamp(connection, CLOSES)
    given = [marks for n in range(1, profiles + 1) for marks in _marks(scene, n)]
    write(
        connection, "sheet",
        ("id", "juror_id", "application_id", "phase_code", "state", "comment", "created_at", "version"),
        (
            (number, sheet.juror, n, PHASE, "draft", "", stamp, 1)
            for number, (n, sheet) in enumerate(given, 1)
        ),
    )  # fmt: skip
    write(
        connection, "sheet_mark", ("sheet_id", "criterion_code", "units", "reason"),
        (
            (number, mark.criterion, mark.mark.units, "")
            for number, (_, sheet) in enumerate(given, 1)
            for mark in sheet.marks
        ),
    )  # fmt: skip
    connection.execute(
        _SEALED.values(state="final", sealed_at=CLOSES, sealed_sha256=bindparam("seal")),
        [{"sheet": number, "seal": _seal(scene, n, sheet)} for number, (n, sheet) in enumerate(given, 1)],
    )


def _marks(scene: Scene, number: int) -> Iterator[tuple[int, CountedSheet]]:
    """Draw the sheets of a group: its jurors differ by some points from how good it is."""
    chance = random.Random(number)
    good = chance.randint(35, 95)
    for juror in scene.jurors:
        marks = tuple(
            _mark(c.code, c.max_points * min(100, good + chance.randint(-25, 25)) // 100)
            for c in scene.rules.phases[0].criteria
        )
        yield number, CountedSheet(juror, PHASE, marks)


@cache
def _mark(code: str, points: int) -> CriterionMark:
    return CriterionMark(code, Mark(points))


def _seal(scene: Scene, number: int, sheet: CountedSheet) -> str:
    return seal_of(
        sheet,
        contest_code=scene.contest.code,
        application_code=_code(number),
        rulebook_sha256=scene.rules_sha256,
    )


def _code(number: int) -> str:
    return f"C-{number:05d}"


def _stamp(connection: Connection, instant: datetime) -> str:
    """Write an instant as each database keeps it."""
    return f"{instant:%Y-%m-%d %H:%M:%S}{'+00' if _is_postgres(connection) else '.000000'}"


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


if __name__ == "__main__":
    main()
