"""Central nuclei, executing nuclei and their centres."""

from sqlalchemy.orm import Session

from contest_portal.kernel.identifiers import sort_key
from contest_portal.registry.models.nuclei import CentralNucleus, ExecutingNucleus, NucleusCentre
from contest_portal.registry.models.register import Centre
from tests.factories.numbers import new_number


def make_central(
    session: Session,
    *,
    code: str | None = None,
    name: str = "NEC Lircay",
    first_year: int = 2024,
    last_year: int | None = 2026,
) -> CentralNucleus:
    central = CentralNucleus(
        code=code or f"NEC-{new_number()}",
        name=name,
        sort_key=sort_key(name),
        first_year=first_year,
        last_year=last_year,
    )
    session.add(central)
    session.flush()
    return central


def make_nucleus(
    session: Session,
    central: CentralNucleus,
    *centres: Centre,
    code: str = "NE-01",
    name: str = "Lircay Alto",
) -> ExecutingNucleus:
    nucleus = ExecutingNucleus(central_nucleus_id=central.id, code=code, name=name)
    session.add(nucleus)
    session.flush()
    session.add_all(NucleusCentre(nucleus_id=nucleus.id, centre_code=centre.code) for centre in centres)
    session.flush()
    return nucleus
