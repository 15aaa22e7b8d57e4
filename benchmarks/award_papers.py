"""Whether the money on printed agreements adds up, and whether a paper stays what it was: `python -m
benchmarks.award_papers --papers 200`.

Groups of invented plans win awards to the céntimo. Each agreement is printed as the portal prints it; its text is taken
out of the PDF, figures are held against their words, lines against their totals, the awards against the database. Then
groups and persons are renamed: the stored file must be the same, and so must one that is printed from the same data.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alembic import command
from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.award_paper_text import award_of, faults_of, text_of
from benchmarks.search import an_empty_database
from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.queries import awards_of
from contest_portal.applications.rules.profile import (
    Assistance,
    Counterpart,
    Profile,
    Purchase,
    write_profile,
)
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.cli.database import alembic_config
from contest_portal.contests.rules.rulebook import BudgetRules, Category
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.print_room import print_all, workers_here
from contest_portal.documents.services.keep_print import keep_print
from contest_portal.documents.services.print_document import print_document
from contest_portal.kernel.database import Database
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from contest_portal.kernel.storage import Storage
from tests.factories.accounts import make_user
from tests.factories.allocation import ScoredContest, add_ranked, make_approved, make_scored_contest
from tests.factories.awards import add_member, issued_agreements, make_profile
from tests.factories.contests import RULEBOOK
from tests.factories.scoring import make_juror

FUND, MOST_AWARD = Money.soles(200_000_000), Money.soles(999_999)
RENAMED = (
    "UPDATE producer_group SET name = 'Otro nombre ' || id",
    "UPDATE person SET given_names = 'Otra', paternal_surname = 'Persona', sort_key = 'persona otra ' || id",
    "UPDATE application SET title = 'Otro perfil ' || id, profile = '{}'",
)
"""What may change after a paper was issued; names of members stand in the entry as it was sent."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: how many papers, what is wrong on them, and how many changed with the names."""

    papers: int
    faults: tuple[str, ...]
    changed: int


def main() -> None:
    """Print figures; end with 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, an_empty_database(asked.database) as url:
        command.upgrade(alembic_config(url), "head")
        database, press = Database(url), Press(Storage(Path(folder)), "https://fondos.example")
        with database.transaction() as session:
            scored = invented_winners(session, asked.papers)
            documents = issued_agreements(session, scored)
            began = time.perf_counter()
            found = checked_papers(session, press, scored, documents)
            seconds = time.perf_counter() - began
    print(f"{found.papers} agreements printed twice in {seconds:.0f} s")
    print(f"{len(found.faults)} amounts or sums wrong, {found.changed} papers changed with the names")
    print("\n".join(found.faults))
    sys.exit(bool(found.faults or found.changed or found.papers != asked.papers))


def invented_winners(session: Session, count: int, *, seed: int = 7) -> ScoredContest:
    """Make so many winners, each with a plan and an award of its own, to the céntimo."""
    draw = random.Random(seed)
    book = replace(
        RULEBOOK,
        fund=FUND,
        budget=BudgetRules(min_award=Money(1), max_award=MOST_AWARD),
        categories=(Category("IDEA", "En idea", FUND),),
    )
    scored = make_scored_contest(session, rulebook=book)
    for position in ("president", "secretary", "member"):
        make_juror(session, scored.contest, make_user(session, Role.JUROR), position=position)
    for number in range(1, count + 1):
        name = f"Grupo {number}"
        application = add_ranked(session, scored, name, place=number, units=10_000 - number)
        application.requested = Money(draw.choice((draw.randint(100, 99_999), draw.randint(100, 99_999_900))))
        application.profile = write_profile(_plan(draw))
        add_member(session, scored, name, office="treasurer", sex="F")
    session.flush()
    make_approved(session, scored)
    return scored


def printed_together(press: Press, documents: Sequence[Document]) -> Mapping[int, bytes]:
    """Print as the portal prints all papers of a contest; what could not be printed is missing."""
    orders = ((one.id, press.order(AGREEMENT, one)) for one in documents)
    return {key: file for key, file in print_all(orders, workers=workers_here()) if isinstance(file, bytes)}


Printing = Callable[[Press, Sequence[Document]], Mapping[int, bytes]]


def checked_papers(
    session: Session,
    press: Press,
    scored: ScoredContest,
    documents: tuple[Document, ...],
    print_them: Printing = printed_together,
) -> Checked:
    """Print, read, rename, and print again."""
    first = print_them(press, documents)
    for document in documents:
        keep_print(session, printed=document, file=press.keep(document, first[document.id]))
    faults = tuple(_faults(session, scored, first))
    for statement in RENAMED:
        session.execute(text(statement))
    session.expire_all()
    again = print_them(press, documents)
    changed = sum(not first[one.id] == again[one.id] == _stored(session, press, one) for one in documents)
    return Checked(len(first), faults, changed)


def _plan(draw: random.Random) -> Profile:
    def price() -> Money:
        return Money(draw.randint(1, 500_000))

    def quantity() -> Quantity:
        return Quantity(draw.randint(1, 9_999))

    return replace(
        make_profile(),
        goods=tuple(
            Purchase(f"Cosa {number}", "unidad", quantity(), price()) for number in range(draw.randint(1, 7))
        ),
        assistance=tuple(
            Assistance(f"Tema {number}", "Mejora", "Técnica", quantity(), price())
            for number in range(draw.randint(1, 4))
        ),
        counterpart=tuple(
            Counterpart(one.kind, f"Aporte {number}", price())
            for number in range(draw.randint(1, 3))
            for one in make_profile().counterpart
        ),
    )


def _faults(session: Session, scored: ScoredContest, files: Mapping[int, bytes]) -> Iterator[str]:
    texts = {key: text_of(file) for key, file in files.items()}
    for key, said in texts.items():
        yield from (f"document {key}: {fault}" for fault in faults_of(said))
    given = sorted(award.amount.cents for award in awards_of(session, scored.contest.id))
    if sorted(award_of(said) for said in texts.values()) != given:
        yield "the awards on paper are not those of the allocation"


def _stored(session: Session, press: Press, document: Document) -> bytes:
    kept = print_document(session, press, kind=AGREEMENT, document=document)
    return press.storage.get(kept.file_sha256 or "")


if __name__ == "__main__":
    main()
