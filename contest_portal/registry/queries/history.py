"""What was true of a household or a person on a day, and what changed since: masked, each value with its source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.imports.row_states import HOUSEHOLD_FIELDS, PERSON_FIELDS, Lives, Told, lives
from contest_portal.registry.models.register import Centre, District, Household, Person, RegisterVersion
from contest_portal.registry.rules.coordinates import point_of
from contest_portal.registry.rules.row_history import Basis, Change, State, changes, origin, state_on

MASKED = frozenset(
    {
        "language",
        "sisfoh_class",
        "sisfoh_classified_on",
        "sisfoh_expires_on",
        "birth_date",
        "latitude_e6",
        "longitude_e6",
    }
)
"""Fields whose changes are told without what they were."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: who told it, and the line of the file. None: the register does not say."""

    told: Told | None
    line: int | None


@dataclass(frozen=True, slots=True)
class MemberOn:
    """A person as a member of a household on a day; `source` says who told that it was this household."""

    person_id: int
    full_name: str
    dni_end: str
    birth_year: str | None
    is_head: bool
    kinship: str | None
    sex: str
    source: Source


@dataclass(frozen=True, slots=True)
class HouseholdOn:
    """A household on a day. `knows_from`: the register told nothing of it before that day, and shows what it first
    told; None where it knew it. Of language and class only whether they were known, of the place of its dwelling the
    first decimals.
    """

    household_id: int
    code: str
    knows_from: date | None
    is_gone: bool
    place: str
    place_source: Source
    has_language: bool
    language_source: Source
    has_class: bool
    class_is_expired: bool
    class_source: Source
    has_class_day: bool
    class_day_source: Source
    dwelling: str | None
    dwelling_source: Source
    members: tuple[MemberOn, ...]


@dataclass(frozen=True, slots=True)
class PersonOn:
    """A person on a day, in the household of that day."""

    person_id: int
    full_name: str
    dni_end: str
    birth_year: str | None
    knows_from: date | None
    is_gone: bool
    is_head: bool
    kinship: str | None
    sex: str
    household_id: int
    household_code: str
    name_source: Source
    household_source: Source
    head_source: Source


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A change: whose (None: the household's own), of which field, from what to what, and who told it.

    An empty field is the first time; values of a masked field are not given.
    """

    full_name: str | None
    field: str
    before: str | None
    after: str | None
    source: Source

    @property
    def is_masked(self) -> bool:
        """Tell whether the values are covered."""
        return self.field in MASKED


def household_on(session: Session, household_id: int, day: date, basis: Basis) -> HouseholdOn:
    """Give a household as it was on a day; NotFound when there is none."""
    household = session.get(Household, household_id)
    if household is None:
        raise NotFound(f"household {household_id}")
    persons = _ever_members(session, household_id)
    known = lives(session, [household], persons)
    states = known.households[household_id]
    found = state_on(states, day, basis)
    place = found or 0
    values = states[place].values
    centre = str(values["centre_code"])
    expires = values["sisfoh_expires_on"]
    point = point_of(values["latitude_e6"], values["longitude_e6"])
    return HouseholdOn(
        household_id=household_id,
        code=household.code,
        knows_from=states[0].since if found is None else None,
        is_gone=values["gone_batch_id"] is not None,
        place=_place_names(session, {centre}).get(centre, centre),
        place_source=_source(known, origin(states, place, "centre_code")),
        has_language=values["language"] is not None,
        language_source=_source(known, origin(states, place, "language")),
        has_class=values["sisfoh_class"] is not None,
        class_is_expired=expires is not None and str(expires) < day.isoformat(),
        class_source=_source(known, origin(states, place, "sisfoh_class")),
        has_class_day=values["sisfoh_classified_on"] is not None,
        class_day_source=_source(known, origin(states, place, "sisfoh_classified_on")),
        dwelling=None if point is None else point.coarse_text,
        dwelling_source=_source(known, origin(states, place, "latitude_e6", "longitude_e6")),
        members=tuple(_members_on(known, persons, household_id, day, basis)),
    )


def person_on(session: Session, person_id: int, day: date, basis: Basis) -> PersonOn:
    """Give a person as the register knows them on a day; NotFound when there is none."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(f"person {person_id}")
    known = lives(session, [], [person])
    states = known.persons[person_id]
    found = state_on(states, day, basis)
    place = found or 0
    values = states[place].values
    household_id = int(str(values["household_id"]))
    return PersonOn(
        person_id=person_id,
        full_name=_name(values),
        dni_end=person.dni[-4:],
        birth_year=_year(values["birth_date"]),
        knows_from=states[0].since if found is None else None,
        is_gone=values["gone_batch_id"] is not None,
        is_head=bool(values["is_head"]),
        kinship=_text(values["kinship"]),
        sex=str(values["sex"]),
        household_id=household_id,
        household_code=_codes(session, {household_id})[household_id],
        name_source=_source(known, origin(states, place, "paternal_surname")),
        household_source=_source(known, origin(states, place, "household_id")),
        head_source=_source(known, origin(states, place, "is_head", "kinship")),
    )


def household_history(session: Session, household_id: int) -> tuple[HistoryLine, ...]:
    """List what changed in a household and who came, left or led it, the newest first."""
    household = session.get(Household, household_id)
    if household is None:
        raise NotFound(f"household {household_id}")
    persons = _ever_members(session, household_id)
    known = lives(session, [household], persons)
    own = [(None, change) for change in changes(known.households[household_id], HOUSEHOLD_FIELDS)]
    theirs = [
        (person.full_name, change)
        for person in persons
        for change in changes(
            known.persons[person.id], ("is_head", "kinship", "household_id", "gone_batch_id")
        )
        if not change.is_first or change.state.values["household_id"] == household_id
    ]
    return _lines(session, known, [*own, *theirs])


def person_history(session: Session, person_id: int) -> tuple[HistoryLine, ...]:
    """List what changed in what the register says of a person, the newest first."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(f"person {person_id}")
    known = lives(session, [], [person])
    return _lines(
        session, known, [(None, change) for change in changes(known.persons[person_id], PERSON_FIELDS)]
    )


def _ever_members(session: Session, household_id: int) -> Sequence[Person]:
    """Give everybody who lives or once lived in a household."""
    once = select(RegisterVersion.key).where(
        RegisterVersion.household_id == household_id, RegisterVersion.noun == "person"
    )
    return session.scalars(
        select(Person)
        .where(or_(Person.household_id == household_id, Person.dni.in_(once)))
        .order_by(Person.sort_key, Person.id)
    ).all()


def _members_on(
    known: Lives, persons: Sequence[Person], household_id: int, day: date, basis: Basis
) -> Iterator[MemberOn]:
    """Give who lived there; of somebody not known yet on that day, nothing is told before the household itself is."""
    found = []
    for person in persons:
        states = known.persons[person.id]
        place = state_on(states, day, basis)
        if place is None and states[0].values["household_id"] == household_id:
            place = 0 if _first_day(known, household_id) == states[0].since else None
        if place is None:
            continue
        values = states[place].values
        if values["household_id"] == household_id and values["gone_batch_id"] is None:
            found.append(
                MemberOn(
                    person_id=person.id,
                    full_name=_name(values),
                    dni_end=person.dni[-4:],
                    birth_year=_year(values["birth_date"]),
                    is_head=bool(values["is_head"]),
                    kinship=_text(values["kinship"]),
                    sex=str(values["sex"]),
                    source=_source(known, origin(states, place, "household_id")),
                )
            )
    yield from sorted(found, key=lambda member: not member.is_head)


def _first_day(known: Lives, household_id: int) -> date | None:
    return known.households[household_id][0].since


def _lines(
    session: Session, known: Lives, found: Iterable[tuple[str | None, Change]]
) -> tuple[HistoryLine, ...]:
    every = sorted(found, key=lambda one: -(one[1].state.batch_id or 0))
    told = [value for _, change in every for value in (change.before, change.after)]
    centres = _place_names(session, {value for value in told if isinstance(value, str) and len(value) == 10})
    moves = [change for _, change in every if change.field == "household_id"]
    homes = _codes(session, {int(str(value)) for move in moves for value in (move.before, move.after)})
    return tuple(
        HistoryLine(
            name,
            change.field,
            _worded(change.field, change.before, centres, homes),
            _worded(change.field, change.after, centres, homes),
            _source(known, change.state),
        )
        for name, change in every
    )


def _worded(field: str, value: object, centres: Mapping[str, str], homes: Mapping[int, str]) -> str | None:
    if value is None or field in MASKED:
        return None
    if field == "centre_code":
        return centres.get(str(value), str(value))
    if field == "household_id":
        return homes.get(int(str(value)))
    return str(value)


def _source(known: Lives, state: State) -> Source:
    return Source(None if state.batch_id is None else known.told[state.batch_id], state.line)


def _place_names(session: Session, codes: set[str]) -> dict[str, str]:
    rows = session.execute(
        select(Centre.code, Centre.name, District.name)
        .join(District, District.ubigeo == Centre.ubigeo)
        .where(Centre.code.in_(sorted(codes)))
        .order_by(Centre.code)
    )
    return {code: f"{centre}, {district}" for code, centre, district in rows}


def _codes(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(
        select(Household.id, Household.code).where(Household.id.in_(sorted(ids))).order_by(Household.id)
    )
    return dict(rows.all())


def _name(values: Mapping[str, object]) -> str:
    parts = (values["given_names"], values["paternal_surname"], values["maternal_surname"])
    return " ".join(str(part) for part in parts if part)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _year(day: object) -> str | None:
    return None if day is None else str(day)[:4]
