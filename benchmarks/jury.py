"""A jury at work: `python -m benchmarks.jury` (pages on SQLite), `--burst` (50 juries at once on PostgreSQL)."""

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from urllib.parse import urlencode

from alembic import command
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.deadline import SECRET, serving
from benchmarks.deadline_client import Browser, signed_in
from benchmarks.search import an_empty_database, say, timed
from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.rules.profile import write_profile
from contest_portal.cli.database import alembic_config
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.sheets import Criterion, Phase
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.database import Database
from contest_portal.registry.models.register import Centre
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.services.close_scoring import close_scoring
from tests import postgres
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.applications import make_application, make_group
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.profiles import PROFILE
from tests.factories.registry import make_centre, make_district
from tests.factories.scoring import make_interest, make_juror, make_sheet

GROUPS, JURORS, REPEATS = 60, 7, 40
CONTESTS, SHEETS_EACH, PACE_SECONDS = 50, 4, 10
LIST_MS, FORM_MS, SAVE_MS, BURST_MS = 30, 20, 25, 300
PHASE = "PUBLIC"


@dataclass(frozen=True, slots=True)
class Panel:
    """A contest being scored: its groups, and its jurors as user ids."""

    contest_id: int
    groups: tuple[int, ...]
    jurors: tuple[int, ...]


def main() -> None:
    """Measure the pages of one jury, or many juries that save at once."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--criteria", type=int, default=14, help="criteria of the sheet, 4 to 14")
    asked.add_argument("--burst", action="store_true", help="50 contests of 7 jurors on PostgreSQL")
    options = asked.parse_args()
    rules = with_criteria(options.criteria)
    with serving_of("postgresql" if options.burst else "sqlite") as (database, port):
        right = burst(database, port, rules) if options.burst else pages(database, port, rules)
        with database.reading() as session:
            verify_chain(session)
    sys.exit(0 if right else 1)


def with_criteria(count: int) -> Rulebook:
    """Give rules of one phase whose sheet has so many criteria, of 100 points together."""
    share = 100 // count
    sizes = [share] * (count - 1) + [100 - share * (count - 1)]
    own = tuple(
        Criterion(f"C{number}", "Calidad", f"Criterio {number}", size) for number, size in enumerate(sizes, 1)
    )
    return replace(RULEBOOK, phases=(Phase(PHASE, "Presentación pública", 100, criteria=own),))


@contextmanager
def serving_of(kind: str) -> Iterator[tuple[Database, int]]:
    """Serve an empty portal as in production: two workers, and every commit on the disk."""
    postgres.SETTINGS.update(
        fsync="on", synchronous_commit="on", full_page_writes="on", max_connections="100"
    )
    with an_empty_database(kind) as url, tempfile.TemporaryDirectory() as storage:
        command.upgrade(alembic_config(url), "head")
        database = Database(url)
        with serving(url, storage, workers=2) as port:
            yield database, port
        database.engine.dispose()


def pages(database: Database, port: int, rules: Rulebook) -> bool:
    """Measure what a juror and the secretary open all day, and one saving of a sheet."""
    with database.transaction() as session:
        scene = Scene.made(session)
        panel, closed = scene.panel(rules, marked=GROUPS // 2), scene.panel(rules, marked=GROUPS)
        close_scoring(session, act_of(scene.secretary, NOON), contest_id=closed.contest_id)
        secretary = Browser(port, signed_in(SECRET, scene.secretary.id))
    juror = Browser(port, signed_in(SECRET, panel.jurors[0]))
    sheet = f"/jurado/grupos/{panel.groups[-1]}/fichas/{PHASE}"
    say(f"{GROUPS} groups, {JURORS} jurors, {len(criteria(rules))} criteria, 2 workers, SQLite; median")
    return all(
        [
            told("the juror's list", LIST_MS, look(juror, f"/jurado/concursos/{panel.contest_id}")),
            told(
                "the ranking table", LIST_MS,
                look(secretary, f"/oficina/concursos/{closed.contest_id}/orden-de-merito"),
            ),
            told("the form of a sheet", FORM_MS, look(juror, sheet)),
            told("saving a sheet with its audit row", SAVE_MS, save(juror, sheet, rules)),
        ]
    )  # fmt: skip


def look(browser: Browser, path: str) -> list[float]:
    """Open a page again and again; milliseconds each."""
    return [_milliseconds(lambda: _require(browser.ask("GET", path).status, 200)) for _ in range(REPEATS)]


def save(browser: Browser, path: str, rules: Rulebook) -> list[float]:
    """Save a sheet again and again, each time with other marks; milliseconds of the saving alone."""
    return [_saving(browser, path, rules, number)() for number in range(REPEATS)]


def burst(database: Database, port: int, rules: Rulebook) -> bool:
    """Let every juror of fifty contests save sheets at once, and count what is kept."""
    with database.transaction() as session:
        scene = Scene.made(session)
        panels = [scene.panel(rules, groups=SHEETS_EACH) for _ in range(CONTESTS)]
    jurors = [(juror, panel.groups) for panel in panels for juror in panel.jurors]
    say(
        f"PostgreSQL: {CONTESTS} contests of {JURORS} jurors, all at once; each saves {SHEETS_EACH} sheets, "
        f"one within every {PACE_SECONDS} s"
    )
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda one: _opened(port, *one, rules), jurors))
    with ThreadPoolExecutor(len(jurors)) as pool:
        took = sorted(chain(*pool.map(_evening, opened)))
    with database.reading() as session:
        kept = session.scalar(select(func.count(SheetMark.id))) or 0
        sheets = session.scalar(select(func.count(Sheet.id))) or 0
    whole = (sheets, kept) == (len(took), len(took) * len(criteria(rules)))
    say(f"  kept {sheets} sheets with {kept} marks: {'all' if whole else 'SOMETHING IS MISSING'}")
    return told("saving (95 of 100)", BURST_MS, [took[len(took) * 95 // 100]]) and whole


def _opened(port: int, juror: int, groups: tuple[int, ...], rules: Rulebook) -> list[Callable[[], float]]:
    """Let a juror open the sheet of every group."""
    browser = Browser(port, signed_in(SECRET, juror))
    return [
        _saving(browser, f"/jurado/grupos/{group}/fichas/{PHASE}", rules, number)
        for number, group in enumerate(groups)
    ]


def _evening(saves: list[Callable[[], float]]) -> list[float]:
    """Let a juror save each sheet at some moment of its own; milliseconds each."""
    took = []
    for save_one in saves:
        moment = random.uniform(0, PACE_SECONDS)
        time.sleep(moment)
        took.append(save_one())
        time.sleep(PACE_SECONDS - moment)
    return took


@dataclass(frozen=True, slots=True)
class Scene:
    """Where contests are made: one office, its people, one centre."""

    session: Session
    office: Office
    secretary: User
    staff: User
    centre: Centre

    @classmethod
    def made(cls, session: Session) -> "Scene":
        """Make the office and its register."""
        make_district(session)
        secretary, staff = (make_user(session, role) for role in (Role.SECRETARY, Role.STAFF))
        return cls(session, make_office(session), secretary, staff, make_centre(session))

    def panel(self, rules: Rulebook, *, groups: int = GROUPS, marked: int = 0) -> Panel:
        """Make a contest with its jury, who made the public sheets of the first `marked` groups final."""
        session = self.session
        contest = make_contest(session, self.office, self.staff, state="evaluating", rulebook=rules)
        users = [make_user(session, Role.JUROR) for _ in range(JURORS)]
        jurors = [
            make_juror(session, contest, user, position="member" if number else "president", phases=PHASE)
            for number, user in enumerate(users)
        ]
        entries = [
            make_application(
                session, contest, make_group(session, self.centre, self.staff, name=f"Grupo {number}"),
                category_code=("IDEA", "MARCHA")[number % 2], requested=PROFILE.requested,
                profile=write_profile(PROFILE),
            )
            for number in range(groups)
        ]  # fmt: skip
        marks, per_point = random.Random(17), rules.scoring.marks_per_point
        for number, entry in enumerate(entries):
            for juror in jurors:
                make_interest(session, juror, entry)
                if number < marked:
                    given = {
                        c.code: marks.randint(0, c.max_points) * per_point for c in rules.phases[0].criteria
                    }
                    make_sheet(session, juror, entry, PHASE, given)
        return Panel(contest.id, tuple(entry.id for entry in entries), tuple(user.id for user in users))


def _saving(browser: Browser, path: str, rules: Rulebook, number: int) -> Callable[[], float]:
    """Open a sheet; what comes back saves it with marks of its own and gives the milliseconds."""
    answer = browser.ask("GET", path)
    browser, page = replace(browser, cookie=answer.cookie or browser.cookie), answer.text
    hidden = {
        name: re.findall(f'name="{name}"[^>]* value="([^"]+)"', page)[0] for name in ("csrf_token", "version")
    }
    given = {
        f"mark_{c.code}": str((number + at) % (c.max_points + 1)) for at, c in enumerate(criteria(rules))
    }
    body = urlencode(hidden | given | {"comment": f"Visto {number}"})
    return lambda: _milliseconds(lambda: _require(browser.ask("POST", path, body).status, 303))


def criteria(rules: Rulebook) -> tuple[Criterion, ...]:
    """Give the criteria of the one sheet."""
    return rules.phases[0].criteria


def _milliseconds(work: Callable[[], object]) -> float:
    return timed(work)[0] * 1000


def _require(status: int, expected: int) -> None:
    if status != expected:
        raise SystemExit(f"a page answered {status}, not {expected}")


def told(what: str, most: int, took: list[float]) -> bool:
    """Say a median beside the most it may be."""
    median = statistics.median(took)
    say(f"  {what}: {median:.1f} ms (at most {most})")
    return median <= most


if __name__ == "__main__":
    main()
