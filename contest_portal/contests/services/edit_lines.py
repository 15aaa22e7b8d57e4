"""Change the production lines that a contest admits."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import production_lines
from contest_portal.contests.rules.rulebook import Line, Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, lines_problems
from contest_portal.contests.services.change_draft import change_draft
from contest_portal.kernel.problems import N_, Problem


def edit_lines(
    session: Session, act: Act, *, contest_id: int, expected_version: int, codes: Collection[str]
) -> Contest:
    """Set the lines by their codes in the catalogue; their names are copied into the rules."""
    catalogue = {line.code: line.name for line in production_lines(session)}

    def check(book: Rulebook) -> Iterator[Problem]:
        yield from lines_problems(book)
        for code in sorted(set(codes) - set(catalogue)):
            yield Problem(
                "lines.unknown",
                field="lines",
                message=N_("La línea «%(code)s» no está en el catálogo. Agréguela antes de elegirla."),
                params={"code": code},
            )

    lines = tuple(Line(code, name) for code, name in catalogue.items() if code in codes)
    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.LINES,
        change=lambda book: replace(book, lines=lines),
        check=check,
    )
