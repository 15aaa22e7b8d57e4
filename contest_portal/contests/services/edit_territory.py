"""Change where the groups of a contest may live."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, territory_problems
from contest_portal.contests.services.change_draft import change_draft
from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.queries.register import district_names


def edit_territory(
    session: Session, act: Act, *, contest_id: int, expected_version: int, territory: Collection[str]
) -> Contest:
    """Set the districts (INEI codes) of a draft. Every one must be in the registry."""
    districts = tuple(sorted(set(territory)))

    def check(book: Rulebook) -> Iterator[Problem]:
        yield from territory_problems(book)
        known = district_names(session, districts)
        for ubigeo in districts:
            if ubigeo not in known:
                yield Problem(
                    "territory.unknown",
                    field="territory",
                    message=N_("El distrito %(ubigeo)s no está en el registro. Búsquelo por su nombre."),
                    params={"ubigeo": ubigeo},
                )

    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.TERRITORY,
        change=lambda book: replace(book, territory=districts),
        check=check,
    )
