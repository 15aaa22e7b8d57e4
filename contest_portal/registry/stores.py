"""How rows of a file are compared with the register and written, many at a time.

An empty cell never erases a figure that is known, and a column that the file lacks changes nothing: so a file with
dwellings alone can complete the national directory. A row equal to what is kept is not written again.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, cast

from sqlalchemy import Table, Text, and_, bindparam, column, func, literal_column, select
from sqlalchemy import cast as cast_to
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from contest_portal.kernel.database import Base
from contest_portal.registry.models import Centre, District, Household, Person, PovertyRate
from contest_portal.registry.rules.file_kinds import FileRow
from contest_portal.registry.rules.kinds.households import HouseholdFacts, MemberRow
from contest_portal.registry.rules.kinds.poverty import PovertyRow

ROWS_AT_ONCE = 5_000
Values = dict[str, object]
Key = tuple[object, ...]


class Fate(StrEnum):
    """What happens to a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class Staged:
    """Rows compared with the register: the fate of each, in order, and the values to write by key."""

    fates: list[Fate] = field(default_factory=list)
    writes: dict[Key, Values] = field(default_factory=dict)


class Store(Protocol):
    """What an import asks of a kind's tables."""

    def stage(self, session: Session, rows: Sequence[FileRow]) -> Staged:
        """Compare rows with the register."""

    def write(self, session: Session, staged: Staged, batch_id: int) -> None:
        """Insert what is new and update what changed."""


@dataclass(frozen=True, slots=True)
class TableStore:
    """Rows whose fields are the columns of one table."""

    model: type[Base]
    key: tuple[str, ...]
    fields: tuple[str, ...]

    def stage(self, session: Session, rows: Sequence[FileRow]) -> Staged:
        """Compare rows with the table; rows that hold no data for a required column are left as they are."""
        return self.compare(
            session, [{name: getattr(row, name) for name in (*self.key, *self.fields)} for row in rows]
        )

    def compare(self, session: Session, wanted: Sequence[Values]) -> Staged:
        """Compare values with the table, keeping what is known where the file has no data."""
        kept = self._kept(session, wanted)
        staged = Staged()
        for values in wanted:
            key = tuple(values[name] for name in self.key)
            before = kept.get(key)
            after = merge(before, values)
            fate = Fate.NEW if before is None else Fate.UNCHANGED if before == after else Fate.CHANGED
            staged.fates.append(fate)
            if fate is not Fate.UNCHANGED:
                staged.writes[key] = kept[key] = after
        return staged

    def write(self, session: Session, staged: Staged, batch_id: int) -> None:
        """Upsert the staged values; each written row names its batch."""
        upsert(
            session,
            self.model,
            self.key,
            [{**values, "batch_id": batch_id} for values in staged.writes.values()],
        )

    def _kept(self, session: Session, wanted: Sequence[Values]) -> dict[Key, Values]:
        table = table_of(self.model)
        columns = [table.c[name] for name in (*self.key, *self.fields)]
        among = and_(*(table.c[name].in_({values[name] for values in wanted}) for name in self.key))
        found = session.execute(select(*columns).where(among)).mappings()
        return {tuple(row[name] for name in self.key): dict(row) for row in found}


class RateStore:
    """Poverty rates; a row without a rate is "no data": it stores nothing and erases nothing."""

    table = TableStore(PovertyRate, key=("ubigeo", "year"), fields=("rate_e4",))

    def stage(self, session: Session, rows: Sequence[FileRow]) -> Staged:
        """Compare the rows that hold a rate."""
        known = [row for row in rows if isinstance(row, PovertyRow) and row.rate_e4 is not None]
        staged = self.table.stage(session, known)
        staged.fates += [Fate.UNCHANGED] * (len(rows) - len(known))
        return staged

    def write(self, session: Session, staged: Staged, batch_id: int) -> None:
        """Upsert the rates."""
        self.table.write(session, staged, batch_id)


class HouseholdStore:
    """Households and their members, from lines that hold one person each. One store serves one reading."""

    households = TableStore(
        Household, key=("code",), fields=("centre_code", "language", "sisfoh_class", "sisfoh_expires_on")
    )
    person_fields = (
        "given_names",
        "paternal_surname",
        "maternal_surname",
        "sort_key",
        "birth_date",
        "sex",
        "is_head",
    )

    def __init__(self) -> None:
        self._touched: set[object] = set()

    def stage(self, session: Session, rows: Sequence[FileRow]) -> Staged:
        """Compare persons; a line whose household changes is a changed line too."""
        members = [row for row in rows if isinstance(row, MemberRow)]
        touched = self._stage_households(session, members).writes
        self._touched.update(key[0] for key in touched)
        kept = self._kept(session, members)
        staged = Staged()
        for row in members:
            before = kept.get((row.dni,))
            after = merge(before, self._values(row))
            fate = Fate.NEW if before is None else Fate.UNCHANGED if before == after else Fate.CHANGED
            if fate is not Fate.UNCHANGED:
                staged.writes[(row.dni,)] = after
            elif row.household.code in self._touched:
                fate = Fate.CHANGED
            staged.fates.append(fate)
        staged.writes.update({("household", *key): values for key, values in touched.items()})
        return staged

    def write(self, session: Session, staged: Staged, batch_id: int) -> None:
        """Upsert households first, then the persons with their household's id."""
        homes = {key[1:]: values for key, values in staged.writes.items() if key[0] == "household"}
        self.households.write(session, Staged(writes=homes), batch_id)
        persons = [values for key, values in staged.writes.items() if key[0] != "household"]
        codes = {str(values["household_code"]) for values in persons}
        found = session.execute(select(Household.code, Household.id).where(Household.code.in_(codes)))
        ids = {row.code: row.id for row in found}
        upsert(session, Person, ("dni",), [_person(values, ids, batch_id) for values in persons])

    def _stage_households(self, session: Session, members: Sequence[MemberRow]) -> Staged:
        merged: dict[str, Values] = {}
        for row in members:
            facts = _facts(row.household)
            merged[row.household.code] = merge(merged.get(row.household.code), facts)
        return self.households.compare(session, list(merged.values()))

    def _kept(self, session: Session, members: Sequence[MemberRow]) -> dict[Key, Values]:
        columns = [Person.dni, *(getattr(Person, name) for name in self.person_fields)]
        found = session.execute(
            select(*columns, Household.code.label("household_code"))
            .join(Household, Household.id == Person.household_id)
            .where(Person.dni.in_({row.dni for row in members}))
        ).mappings()
        return {(row["dni"],): dict(row) for row in found}

    def _values(self, row: MemberRow) -> Values:
        values: Values = {name: getattr(row, name) for name in ("dni", *self.person_fields)}
        return {**values, "household_code": row.household.code}


def merge(before: Values | None, after: Values) -> Values:
    """Give the values to keep: the file's, and what was known where the file has no data."""
    if before is None:
        return after
    return {name: before[name] if value is None else value for name, value in after.items()}


def upsert(
    session: Session, model: type[Base], key: tuple[str, ...], rows: Sequence[Mapping[str, object]]
) -> None:
    """Insert rows, or update those whose key is there, many at a time."""
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        for start in range(0, len(rows), ROWS_AT_ONCE):
            _upsert_in_postgres(session, table_of(model), key, rows[start : start + ROWS_AT_ONCE])
        return
    statement = sqlite.insert(table_of(model))
    updated = {name: statement.excluded[name] for name in rows[0] if name not in key}
    session.execute(
        statement.on_conflict_do_update(index_elements=key, set_=updated), [dict(row) for row in rows]
    )


def _upsert_in_postgres(
    session: Session, table: Table, key: tuple[str, ...], rows: Sequence[Mapping[str, object]]
) -> None:
    """Send the rows as one JSON value: half the time of one statement per row, measured."""
    names = list(rows[0])
    sent = cast_to(bindparam("records", type_=Text), postgresql.JSON)
    records = func.json_populate_recordset(literal_column(f"null::{table.name}"), sent)
    found = records.table_valued(*(column(name, table.c[name].type) for name in names))
    statement = postgresql.insert(table).from_select(names, select(*(found.c[name] for name in names)))
    updated = {name: statement.excluded[name] for name in names if name not in key}
    session.execute(
        statement.on_conflict_do_update(index_elements=key, set_=updated),
        {"records": json.dumps([dict(row) for row in rows], default=str)},
    )


def table_of(model: type[Base]) -> Table:
    """Give a model's table."""
    return cast(Table, model.__table__)


def _facts(household: HouseholdFacts) -> Values:
    return {
        "code": household.code,
        "centre_code": household.centre_code,
        "language": household.language,
        "sisfoh_class": household.sisfoh_class,
        "sisfoh_expires_on": household.sisfoh_expires_on,
    }


def _person(values: Values, household_ids: Mapping[str, int], batch_id: int) -> Values:
    kept = {name: value for name, value in values.items() if name != "household_code"}
    household_id = household_ids[str(values["household_code"])]
    return {**kept, "is_head": bool(values["is_head"]), "household_id": household_id, "batch_id": batch_id}


_DISTRICTS = TableStore(
    District,
    key=("ubigeo",),
    fields=("ubigeo_reniec", "department", "province", "name", "sort_key", "has_malnutrition_priority"),
)
_CENTRES = TableStore(
    Centre,
    key=("code",),
    fields=(
        "ubigeo",
        "name",
        "sort_key",
        "area",
        "latitude_e6",
        "longitude_e6",
        "altitude_m",
        "population",
        "households",
    ),
)
STORES: Mapping[str, Callable[[], Store]] = {
    "districts": lambda: _DISTRICTS,
    "poverty": RateStore,
    "centres": lambda: _CENTRES,
    "households": HouseholdStore,
}
