"""Assess every centre of the register and write what changed, in a few statements.

The database picks each centre's figures and joins them with what the rule says of them; the rule itself is asked once
for each number of households, each rate and each combination of certainties that there is, never once for a centre.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import product

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Select,
    String,
    Subquery,
    Table,
    and_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.kernel.database import gather_statistics
from contest_portal.registry.imports.stores import FIGURE_TABLES, table_of
from contest_portal.registry.models.register import Centre, CentreTargeting, District, Household, PovertyRate
from contest_portal.registry.rules.targeting import (
    Certainty,
    Counted,
    Thresholds,
    is_above,
    is_enough,
    judge,
)

_CODES: dict[Certainty, int] = {False: 0, True: 1, None: 2}
"""Certainties as the temporary tables hold them: nulls do not join."""
_NOT_KNOWN = -1
_STANDING = ("status", "reason", "households", "counted", "poverty_e4")
_HERE = MetaData()
_FIGURES = Table(
    "standing_figures",
    _HERE,
    Column("centre_code", String(10)),
    Column("is_rural", Boolean),
    Column("households", Integer),
    Column("counted", String(12)),
    Column("poverty_e4", Integer),
    Column("priority", Integer),
    prefixes=["TEMPORARY"],
)
_NUMBERS = Table(
    "standing_numbers",
    _HERE,
    Column("number", Integer),
    Column("counted", String(12)),
    Column("enough", Integer),
    prefixes=["TEMPORARY"],
)
_RATES = Table(
    "standing_rates", _HERE, Column("rate", Integer), Column("above", Integer), prefixes=["TEMPORARY"]
)
_VERDICTS = Table(
    "standing_verdicts",
    _HERE,
    Column("is_rural", Boolean),
    Column("enough", Integer),
    Column("above", Integer),
    Column("priority", Integer),
    Column("status", String(12)),
    Column("reason", String(40)),
    prefixes=["TEMPORARY"],
)


def write_standings(session: Session, thresholds: Thresholds, *, rule_id: int) -> int:
    """Keep the standing of every centre under a rule; give how many changed standing, reason or figures."""
    with _tables(session):
        gather_statistics(session, *FIGURE_TABLES, table_of(CentreTargeting))
        session.execute(insert(_FIGURES).from_select(_FIGURES.c.keys(), _figures()))
        _fill(session, _NUMBERS, _judged_numbers(session, thresholds))
        _fill(session, _RATES, _judged_rates(session, thresholds))
        _fill(session, _VERDICTS, _every_verdict())
        gather_statistics(session, *_HERE.sorted_tables)
        return _write(session, _assessed(), rule_id)


def _write(session: Session, found: Subquery, rule_id: int) -> int:
    kept = table_of(CentreTargeting)
    same = kept.c.centre_code == found.c.centre_code
    differs = or_(*(kept.c[name].is_distinct_from(found.c[name]) for name in _STANDING))
    changed = select(func.count()).select_from(found.outerjoin(kept, same)).where(differs)
    number = session.scalars(changed).one()
    values = {name: found.c[name] for name in _STANDING}
    session.execute(
        update(kept)
        .where(same, or_(differs, kept.c.rule_id != rule_id))
        .values({**values, "rule_id": rule_id})
    )
    columns = [found.c.centre_code, *values.values(), literal(rule_id)]
    missing = (
        select(*columns)
        .select_from(found.outerjoin(kept, same))
        .where(kept.c.centre_code.is_(None))
        .order_by(found.c.centre_code)
    )
    session.execute(insert(kept).from_select(["centre_code", *values, "rule_id"], missing))
    session.expire_all()
    return number


def _figures() -> Select[str, bool, int, str, int, int]:
    """Pick the figures of each centre, as `rules.targeting.Figures` does: a test compares the two."""
    newest = (
        select(PovertyRate.ubigeo, func.max(PovertyRate.year).label("year"))
        .group_by(PovertyRate.ubigeo)
        .subquery()
    )
    registered = (
        select(Household.centre_code, func.count().label("number"))
        .where(Household.gone_batch_id.is_(None))
        .group_by(Household.centre_code)
        .subquery()
    )
    counted = case(
        (Centre.households.is_not(None), Counted.HOUSEHOLDS.value),
        (Centre.dwellings.is_not(None), Counted.DWELLINGS.value),
        (registered.c.number.is_not(None), Counted.REGISTERED.value),
    )
    return (
        select(
            Centre.code,
            Centre.area == "R",
            func.coalesce(Centre.households, Centre.dwellings, registered.c.number),
            counted,
            PovertyRate.rate_e4,
            _certainty(District.has_malnutrition_priority),
        )
        .join(District, District.ubigeo == Centre.ubigeo)
        .outerjoin(newest, newest.c.ubigeo == Centre.ubigeo)
        .outerjoin(PovertyRate, and_(PovertyRate.ubigeo == Centre.ubigeo, PovertyRate.year == newest.c.year))
        .outerjoin(registered, registered.c.centre_code == Centre.code)
        .order_by(Centre.code)
    )


def _certainty(value: InstrumentedAttribute[bool | None]) -> ColumnElement[int]:
    return case((value.is_(None), _CODES[None]), (value.is_(True), _CODES[True]), else_=_CODES[False])


def _judged_numbers(session: Session, thresholds: Thresholds) -> Iterator[tuple[object, ...]]:
    for number, counted in session.execute(select(_FIGURES.c.households, _FIGURES.c.counted).distinct()):
        enough = is_enough(number, Counted(counted) if counted else None, thresholds)
        yield _NOT_KNOWN if number is None else number, counted or "", _CODES[enough]


def _judged_rates(session: Session, thresholds: Thresholds) -> Iterator[tuple[object, ...]]:
    for rate in session.scalars(select(_FIGURES.c.poverty_e4).distinct()):
        yield _NOT_KNOWN if rate is None else rate, _CODES[is_above(rate, thresholds)]


def _every_verdict() -> Iterator[tuple[object, ...]]:
    for is_rural, enough, above, priority in product((True, False), _CODES, _CODES, _CODES):
        status, reason = judge(is_rural=is_rural, enough=enough, above=above, has_priority=priority)
        yield is_rural, _CODES[enough], _CODES[above], _CODES[priority], status.value, reason.value


def _assessed() -> Subquery:
    figures, numbers, rates, verdicts = _FIGURES.c, _NUMBERS.c, _RATES.c, _VERDICTS.c
    number = and_(
        numbers.number == func.coalesce(figures.households, _NOT_KNOWN),
        numbers.counted == func.coalesce(figures.counted, ""),
    )
    verdict = and_(
        verdicts.is_rural == figures.is_rural,
        verdicts.enough == numbers.enough,
        verdicts.above == rates.above,
        verdicts.priority == figures.priority,
    )
    columns = (figures.centre_code, figures.households, figures.counted, figures.poverty_e4)
    return (
        select(*columns, verdicts.status, verdicts.reason)
        .join(_NUMBERS, number)
        .join(_RATES, rates.rate == func.coalesce(figures.poverty_e4, _NOT_KNOWN))
        .join(_VERDICTS, verdict)
        .subquery("assessed")
    )


def _fill(session: Session, table: Table, rows: Iterable[tuple[object, ...]]) -> None:
    names = table.c.keys()
    values = [dict(zip(names, row, strict=True)) for row in rows]
    if values:
        session.execute(insert(table), values)


@contextmanager
def _tables(session: Session) -> Iterator[None]:
    """Have the temporary tables; an error rolls the transaction back, and them with it."""
    connection = session.connection()
    _HERE.drop_all(connection)
    _HERE.create_all(connection)
    yield
    _HERE.drop_all(connection)
