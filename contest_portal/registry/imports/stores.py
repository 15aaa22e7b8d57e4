"""The tables that each kind of file fills, and the conditions under which a staged row is new, changed or gone.

An empty cell never erases a figure that is known, and a column that the file lacks changes nothing: so a file with
dwellings alone can complete the national directory.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self, cast

from sqlalchemy import ColumnElement, FromClause, String, Table, and_, case, exists, false, func, or_, select
from sqlalchemy import cast as cast_to

from contest_portal.kernel.database import Base
from contest_portal.registry.models.lives import LifeEvent, NotedFact
from contest_portal.registry.models.register import Centre, District, Household, Person, PovertyRate
from contest_portal.registry.models.territory import CodeChange

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Noun:
    """One table of the register and how staged rows become its rows.

    `fields` keep what is known where a file has no data; `links` are always known by the time a row is written.
    `rows` gives one row a thing, with the number of its line; `covers` says which stored rows lie in the places that
    a file tells of: only there can a thing be missing from it, unless `is_noted`: a person noted where it is. `parent`
    is the noun whose key stands in `parent_key`: a change of it is a change of the line too. `belongs_to` names a field
    that is true only beside another: once that is told anew without it, it is unknown. `unlearned`: fields of which a
    staged row may say, by an empty text, that what was known no longer holds.
    """

    name: str
    model: type[Base]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    rows: Callable[[Table], FromClause]
    covers: Callable[[FromClause, FromClause], Condition]
    links: tuple[str, ...] = ()
    defaults: Mapping[str, bool] = field(default_factory=dict)
    belongs_to: Mapping[str, str] = field(default_factory=dict)
    unlearned: frozenset[str] = frozenset()
    parent: Self | None = None
    parent_key: str = ""
    is_noted: Callable[[FromClause], Condition] = lambda _stored: false()

    @property
    def table(self) -> Table:
        """Give the table."""
        return table_of(self.model)

    def same(self, rows: FromClause) -> Condition:
        """Say that a staged row and a stored row are of the same thing."""
        return and_(*(rows.c[name] == self.table.c[name] for name in self.key))

    def is_new(self) -> Condition:
        """Say, after an outer join, that there is no stored row."""
        return self.table.c[self.key[0]].is_(None)

    def value(self, rows: FromClause, name: str) -> ColumnElement[object]:
        """Give what a stored row's field is once the staged row is written: "not told" keeps what is known."""
        kept: ColumnElement[object] = func.coalesce(rows.c[name], self.table.c[name])
        if name in self.unlearned:
            return func.nullif(kept, "")
        if name not in self.belongs_to:
            return kept
        other = self.belongs_to[name]
        told = _tells(rows, self.table, other)
        return case((told, rows.c[name]), else_=kept)

    def differs(self, rows: FromClause) -> Condition:
        """Say that a staged row would change the stored one; what comes back after it was gone changes too."""
        stored = self.table.c
        told = [_tells(rows, self.table, name) for name in self.fields]
        linked = [rows.c[link].is_distinct_from(stored[link]) for link in self.links]
        return or_(*told, *linked, stored.gone_batch_id.is_not(None))

    def written_key(self) -> ColumnElement[str]:
        """Write the key of a stored row as one text."""
        first, *rest = (self.table.c[name] for name in self.key)
        key: ColumnElement[str] = cast_to(first, String)
        for part in rest:
            key = key.concat(" ").concat(cast_to(part, String))
        return key


def _tells(rows: FromClause, stored: Table, name: str) -> Condition:
    """Say that a staged row tells of a field otherwise than the stored one."""
    return and_(rows.c[name].is_not(None), rows.c[name].is_distinct_from(stored.c[name]))


def table_of(model: type[Base]) -> Table:
    """Give a model's table."""
    return cast(Table, model.__table__)


FIGURE_TABLES = tuple(map(table_of, (Centre, District, Household, PovertyRate)))
"""What the standing of a centre is taken from."""
COMPARED_TABLES = (*FIGURE_TABLES, table_of(Person))
"""What the rows of any file are compared with."""


def _as_staged(stage: Table) -> FromClause:
    return stage.alias("staged")


def _with_rate(stage: Table) -> FromClause:
    """Leave out the rows without a rate: they are "no data", store nothing and erase nothing."""
    return select(stage).where(stage.c.rate_e4.is_not(None)).subquery("staged")


def _one_per_household(stage: Table) -> FromClause:
    facts = [func.max(stage.c[name]).label(name) for name in _HOUSEHOLD_FIELDS]
    code = stage.c.household_code
    line = func.min(stage.c.line).label("line")
    return select(code.label("code"), line, *facts).group_by(code).subquery("staged_household")


def _with_household(stage: Table) -> FromClause:
    """Give each person the id of the household; None when only this file tells of it."""
    home = table_of(Household)
    fields = [stage.c[name] for name in ("dni", *_PERSON_FIELDS, "line", "household_code", "centre_code")]
    joined = stage.outerjoin(home, home.c.code == stage.c.household_code)
    return select(*fields, home.c.id.label("household_id")).select_from(joined).subquery("staged")


def _same_department(stored: FromClause, rows: FromClause) -> Condition:
    return func.substr(stored.c.ubigeo, 1, 2).in_(select(func.substr(rows.c.ubigeo, 1, 2)))


def _same_department_and_year(stored: FromClause, rows: FromClause) -> Condition:
    return and_(_same_department(stored, rows), stored.c.year.in_(select(rows.c.year)))


def _same_district(stored: FromClause, rows: FromClause) -> Condition:
    return stored.c.ubigeo.in_(select(rows.c.ubigeo))


def _same_centre(stored: FromClause, rows: FromClause) -> Condition:
    return stored.c.centre_code.in_(select(rows.c.centre_code))


def _household_in_same_centre(stored: FromClause, rows: FromClause) -> Condition:
    home = table_of(Household)
    return stored.c.household_id.in_(
        select(home.c.id).where(home.c.centre_code.in_(select(rows.c.centre_code)))
    )


def _same_kind(stored: FromClause, rows: FromClause) -> Condition:
    return stored.c.kind.in_(select(rows.c.kind))


def _noted_of_household(stored: FromClause) -> Condition:
    return _stands(NotedFact.household_id == stored.c.id)


def _noted_of_person(stored: FromClause) -> Condition:
    return _stands(or_(NotedFact.person_id == stored.c.id, NotedFact.household_id == stored.c.household_id))


def _stands(whose: Condition) -> Condition:
    live = and_(LifeEvent.id == NotedFact.event_id, LifeEvent.undone_at.is_(None))
    return exists(select(NotedFact.id).join(LifeEvent, live).where(whose))


_HOUSEHOLD_FIELDS = (
    "centre_code",
    "language",
    "sisfoh_class",
    "sisfoh_classified_on",
    "sisfoh_expires_on",
    "latitude_e6",
    "longitude_e6",
)
_PERSON_FIELDS = (
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "sort_key",
    "birth_date",
    "sex",
    "is_head",
    "kinship",
)
_HOUSEHOLD = Noun(
    "household",
    Household,
    key=("code",),
    fields=_HOUSEHOLD_FIELDS,
    rows=_one_per_household,
    covers=_same_centre,
    is_noted=_noted_of_household,
    belongs_to={"sisfoh_classified_on": "sisfoh_expires_on"},
)
_PERSON = Noun(
    "person",
    Person,
    key=("dni",),
    fields=_PERSON_FIELDS,
    rows=_with_household,
    covers=_household_in_same_centre,
    is_noted=_noted_of_person,
    links=("household_id",),
    defaults={"is_head": False},
    unlearned=frozenset({"kinship"}),
    parent=_HOUSEHOLD,
    parent_key="household_code",
)
_DISTRICT = Noun(
    "district",
    District,
    key=("ubigeo",),
    fields=("ubigeo_reniec", "department", "province", "name", "sort_key", "has_malnutrition_priority"),
    rows=_as_staged,
    covers=_same_department,
)
_RATE = Noun(
    "rate",
    PovertyRate,
    key=("ubigeo", "year"),
    fields=("rate_e4",),
    rows=_with_rate,
    covers=_same_department_and_year,
)
_CENTRE = Noun(
    "centre",
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
        "dwellings",
    ),
    rows=_as_staged,
    covers=_same_district,
)
_CODE_CHANGE = Noun(
    "code",
    CodeChange,
    key=("kind", "old_code", "new_code"),
    fields=("since", "source"),
    rows=_as_staged,
    covers=_same_kind,
)
NOUNS: Mapping[str, tuple[Noun, ...]] = MappingProxyType(
    {
        "districts": (_DISTRICT,),
        "poverty": (_RATE,),
        "centres": (_CENTRE,),
        "households": (_HOUSEHOLD, _PERSON),
        "codes": (_CODE_CHANGE,),
    }
)
"""The nouns of each kind of file, in the order they are written; a line of the file is a row of the last."""
