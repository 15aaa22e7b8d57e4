"""The outside registry of the demonstration: one good synchronisation, one that could not reach it, one difference.

`flask registry reference-server` is what stands at its address, once somebody starts it.
"""

import json
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.cli.demo.entries import demo_groups
from contest_portal.kernel.canonical import Json
from contest_portal.registry.reference.population import Population
from contest_portal.registry.rules.source_pages import read_page
from contest_portal.registry.rules.source_run import Fault
from contest_portal.registry.services.add_source import add_source
from contest_portal.registry.services.apply_run import apply_run
from contest_portal.registry.services.record_fetch import record_fetch
from contest_portal.registry.services.start_run import start_run

CENTRES = ("0902020005", "0902030002", "0902030004")
HOUSEHOLDS = 12


def tell_outside_source(session: Session, staff: Act, now: datetime) -> None:
    """Register the source, believed less than files, and let it send its households twelve days ago."""
    source = add_source(
        session,
        staff,
        code="padron-general",
        name="Padrón general de hogares (demostración)",
        base_address="http://127.0.0.1:8500",
        token_variable="REGISTRY_TOKEN_REFERENCE",  # noqa: S106 - the name of a variable
        precedence=60,
    )
    act = Act(staff.actor, now - timedelta(days=12))
    run = start_run(session, act, source_id=source.id)
    record_fetch(session, act, run_id=run.id, sequence=1, outcome=read_page(_page()))
    apply_run(session, act, run_id=run.id)
    act = Act(staff.actor, now - timedelta(days=1))
    run = start_run(session, act, source_id=source.id)
    record_fetch(session, act, run_id=run.id, sequence=1, outcome=Fault.UNREACHABLE)


def _page() -> bytes:
    population = Population(HOUSEHOLDS, seed=2, centres=CENTRES)
    households: list[Json] = [population.household(number) for number in population.changed_since(0)]
    households.append(_known_household())
    page = {
        "households": households,
        "next_cursor": None,
        "watermark": "r1",
        "total": len(households),
    }
    return json.dumps(page, ensure_ascii=False).encode()


def _known_household() -> dict[str, Json]:
    """Give the first household of the files as the source knows it: in another centre, another year of birth."""
    group = demo_groups()[0]
    head = group.members[0]
    return {
        "code": f"{group.centre_code[2:6]}-{group.number:03d}01",
        "centre_code": next(code for code in CENTRES if code != group.centre_code),
        "language": None,
        "sisfoh_class": None,
        "sisfoh_expires_on": None,
        "members": [
            {
                "dni": head.dni,
                "given_names": head.given_names,
                "paternal_surname": head.paternal_surname,
                "maternal_surname": head.maternal_surname,
                "birth_date": "1970-01-01",
                "sex": head.sex,
                "is_head": True,
            }
        ],
    }
