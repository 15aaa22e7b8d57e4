"""Districts, centres and households. Names and DNI are invented."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from contest_portal.kernel.identifiers import sort_key
from contest_portal.registry.models.register import (
    Centre,
    CentreTargeting,
    District,
    Household,
    Person,
    PovertyRate,
    TargetingRule,
)
from contest_portal.registry.models.territory import Area
from tests.factories.numbers import new_dni, new_number


def make_district(
    session: Session, ubigeo: str = "090301", *, name: str = "Lircay", rate_e4: int | None = 458_000
) -> District:
    district = District(
        ubigeo=ubigeo,
        department="Huancavelica",
        province="Angaraes",
        name=name,
        sort_key=sort_key("Huancavelica", "Angaraes", name),
    )
    session.add(district)
    for code, named in ((ubigeo[:2], district.department), (ubigeo[:4], district.province)):
        if session.get(Area, code) is None:
            session.add(Area(code=code, name=named, sort_key=sort_key(named)))
    session.flush()
    if rate_e4 is not None:
        session.add(PovertyRate(ubigeo=ubigeo, year=2018, rate_e4=rate_e4))
        session.flush()
    return district


def make_centre(
    session: Session,
    code: str = "0903010099",
    *,
    name: str = "Chahuarma",
    area: str = "R",
    households: int | None = 85,
    status: str = "targeted",
) -> Centre:
    """Make a centre of an existing district, with its standing under the newest rule."""
    centre = Centre(
        code=code, ubigeo=code[:6], name=name, sort_key=sort_key(name), area=area, households=households
    )
    session.add(centre)
    session.flush()
    rule = session.query(TargetingRule).order_by(TargetingRule.id.desc()).first() or _default_rule(session)
    reason = {"targeted": "poverty_above", "not_targeted": "few_households", "no_data": "households_unknown"}[
        status
    ]
    session.add(
        CentreTargeting(
            centre_code=code,
            rule_id=rule.id,
            status=status,
            reason=reason,
            households=households,
            poverty_e4=458_000,
        )
    )
    session.flush()
    return centre


def make_household(session: Session, centre: Centre, *, code: str | None = None) -> Household:
    household = Household(code=code or f"H{new_number()}", centre_code=centre.code)
    session.add(household)
    session.flush()
    return household


def make_person(
    session: Session,
    household: Household,
    *,
    dni: str | None = None,
    given_names: str = "Delia",
    paternal_surname: str = "Ccanto",
    maternal_surname: str = "Huamaní",
    sex: str = "F",
    is_head: bool = True,
) -> Person:
    person = Person(
        dni=dni or new_dni(),
        given_names=given_names,
        paternal_surname=paternal_surname,
        maternal_surname=maternal_surname,
        sort_key=sort_key(paternal_surname, maternal_surname, given_names),
        birth_date=date(1988, 3, 14),
        sex=sex,
        is_head=is_head,
        household_id=household.id,
    )
    session.add(person)
    session.flush()
    return person


def _default_rule(session: Session) -> TargetingRule:
    rule = TargetingRule(
        min_households=40,
        poverty_above_e4=400_000,
        source="Regla de prueba",
        created_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    session.add(rule)
    session.flush()
    return rule
