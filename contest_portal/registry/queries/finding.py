"""The one search box: what was typed is recognised, looked for, and each finding says why it was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from contest_portal.registry import name_index
from contest_portal.registry.models.register import Centre, District, Household, Person
from contest_portal.registry.nucleus_finding import NucleusFinding, nuclei_named
from contest_portal.registry.queries.centre_finding import centres_alike
from contest_portal.registry.queries.territory import CentreFilter, CentreLine, centres
from contest_portal.registry.rules.asked import Asked, AskedKind, recognise
from contest_portal.registry.rules.name_likeness import MAX_WORDS, Likeness, likeness
from contest_portal.registry.rules.search_levels import MOST_DIFFERENCE, levels
from contest_portal.registry.searching import within_territories

LOOKED_AT = 1_000
"""How many bearers of the words are compared; who types a single common word is told to type more."""
CENTRES_SHOWN = 5
NUCLEI_SHOWN = 8
CENTRE_WORDS = 2
_AFTER_ANY_LETTER = "\U0010ffff"


class Why(StrEnum):
    """Why something was found."""

    DNI = "dni"
    CODE = "code"
    NAME = "name"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Finding:
    """A person in a household. `inexact` pairs what was typed with the word that stands in the name instead."""

    household_id: int
    code: str
    person_id: int
    full_name: str
    dni: str
    centre_code: str
    centre_name: str
    district_name: str
    why: Why
    similarity: int = 100
    inexact: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search gives; `is_cut` when there are more than are shown."""

    asked: Asked
    persons: tuple[Finding, ...] = ()
    centres: tuple[CentreLine, ...] = ()
    is_cut: bool = False
    nuclei: tuple[NucleusFinding, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.persons or self.centres or self.nuclei)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a person's name answers what was typed."""

    sort_key: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Where:
    """The register, and the territories a search is limited to (none: the whole country)."""

    session: Session
    within: tuple[str, ...]

    def holds(self) -> list[ColumnElement[bool]]:
        """Say of a household's centre that it lies here."""
        return within_territories(Household.centre_code, self.within)


def find(session: Session, text: str, *, limit: int, within: tuple[str, ...] = ()) -> Findings:
    """Look for what was typed. A new kind of thing gets its branch here.

    `within`: only what lies in these territories (first digits of the ubigeo); none: in all.
    """
    asked = recognise(text)
    here = Where(session, within)
    if asked.kind is AskedKind.NOTHING:
        return Findings(asked)
    if asked.kind is AskedKind.CENTRE_NAME:
        return Findings(asked, centres=_centres(here, asked.value) or _centres_alike(here, asked))
    if asked.kind is AskedKind.NUCLEUS:
        return Findings(asked, nuclei=_nuclei(here, asked))
    if asked.kind is AskedKind.NAME:
        return _named(here, asked, limit)
    coded = _by_dni(here, asked) or _by_code(here, asked.value, limit + 1)
    found = _centres(here, asked.value) if asked.kind is AskedKind.CENTRE_CODE else ()
    nuclei = _nuclei(here, asked) if asked.kind is AskedKind.CODE else ()
    return Findings(asked, coded[:limit], found, len(coded) > limit, nuclei)


def _named(here: Where, asked: Asked, limit: int) -> Findings:
    named = _by_name(here, asked.words[:MAX_WORDS], limit + 1)
    if not _may_be_a_place(asked, named):
        return Findings(asked, named[:limit], is_cut=len(named) > limit)
    centres, nuclei = _centres(here, asked.value), _nuclei(here, asked)
    if not (named or centres or nuclei):
        centres = _centres_alike(here, asked)
    return Findings(asked, named[:limit], centres, len(named) > limit, nuclei)


def _may_be_a_place(asked: Asked, named: Sequence[Finding]) -> bool:
    """Spare the slower look through centres and nuclei when a long name found its persons."""
    return len(asked.words) <= CENTRE_WORDS or not named


def _by_dni(here: Where, asked: Asked) -> tuple[Finding, ...]:
    if asked.kind is not AskedKind.DNI:
        return ()
    return _findings(here, Person.dni == asked.value, Why.DNI, limit=1)


def _by_code(here: Where, value: str, limit: int) -> tuple[Finding, ...]:
    """Find households by the beginning of their code; one line each: its head's, else its first member's."""
    first = (
        select(Person.id)
        .where(Person.household_id == Household.id)
        .order_by(Person.is_head.desc(), Person.id)
        .limit(1)
        .correlate(Household)
        .scalar_subquery()
    )
    return _findings(here, and_(*_starts(here.session, value), Person.id == first), Why.CODE, limit=limit)


def _starts(session: Session, value: str) -> list[ColumnElement[bool]]:
    """Ask for the beginning of a code, whatever its case, by the index made for it."""
    if session.get_bind().dialect.name == "postgresql":
        code = func.lower(Household.code).collate("C")
    else:
        code = Household.code.collate("NOCASE")
    return [code >= value, code < value + _AFTER_ANY_LETTER]


def _by_name(here: Where, words: Sequence[str], limit: int) -> tuple[Finding, ...]:
    """Find by name, the likest first, then by name, then by id. Other spellings only when the exact
    one finds too few, and then the nearest alone if it found somebody.
    """
    near: dict[str, name_index.Alternatives] = {word: {word: 0} for word in words}
    answers = _answers(here, [[(word,) for word in words]], words, near)
    if len(answers) < limit:
        near = name_index.alternatives(here.session, words)
        deepest = 1 if answers else MOST_DIFFERENCE
        for demands in islice(levels(words, near), deepest):
            answers = _answers(here, demands, words, near) | answers
            if len(answers) >= limit:
                break
    best = _best(answers, limit)
    found = {one.person_id: one for one in _findings(here, Person.id.in_(best), Why.NAME, limit=limit)}
    return tuple(_liken(found[person_id], answers[person_id].likeness) for person_id in best)


def _answers(
    here: Where,
    demands: Sequence[name_index.Demand],
    words: Sequence[str],
    near: dict[str, name_index.Alternatives],
) -> dict[int, Answer]:
    """Compare the names that meet one of the demands with what was typed."""
    found = _here(here, name_index.bearers(here.session, demands, most=LOOKED_AT))
    compared = ((person_id, key, likeness(words, near, key)) for person_id, key in found.items())
    return {person_id: Answer(key, answer) for person_id, key, answer in compared if answer is not None}


def _here(here: Where, bearers: dict[int, str]) -> dict[int, str]:
    """Leave out the bearers of a name who live elsewhere."""
    if not here.within:
        return bearers
    living = select(Person.id).join(Household, Household.id == Person.household_id)
    found = set(here.session.scalars(living.where(Person.id.in_(bearers), *here.holds())))
    return {person_id: key for person_id, key in bearers.items() if person_id in found}


def _best(answers: dict[int, Answer], limit: int) -> list[int]:
    """Choose the ids to show: by similarity, then by name, then by id."""

    def place(person_id: int) -> tuple[int, str, int]:
        answer = answers[person_id]
        return -answer.likeness.similarity, answer.sort_key, person_id

    return sorted(answers, key=place)[:limit]


def _liken(finding: Finding, answer: Likeness) -> Finding:
    why = Why.ALIKE if answer.inexact else Why.NAME
    return replace(finding, why=why, similarity=answer.similarity, inexact=answer.inexact)


def _centres(here: Where, value: str) -> tuple[CentreLine, ...]:
    wanted = CentreFilter(text=value, within=here.within, gone=None)
    return centres(here.session, wanted, limit=CENTRES_SHOWN, offset=0)


def _centres_alike(here: Where, asked: Asked) -> tuple[CentreLine, ...]:
    return centres_alike(here.session, asked.words[:MAX_WORDS], within=here.within, limit=CENTRES_SHOWN)


def _nuclei(here: Where, asked: Asked) -> tuple[NucleusFinding, ...]:
    words = asked.words[:MAX_WORDS]
    return nuclei_named(here.session, asked.value, words, within=here.within, limit=NUCLEI_SHOWN)


def _findings(here: Where, wanted: ColumnElement[bool], why: Why, *, limit: int) -> tuple[Finding, ...]:
    rows = here.session.execute(
        select(Person, Household.code, Centre.code, Centre.name, District.name)
        .join(Household, Household.id == Person.household_id)
        .join(Centre, Centre.code == Household.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .where(wanted, *here.holds())
        .order_by(Person.sort_key, Person.id)
        .limit(limit)
    )
    return tuple(
        Finding(
            person.household_id,
            code,
            person.id,
            person.full_name,
            person.dni,
            centre_code,
            centre_name,
            district_name,
            why,
        )
        for person, code, centre_code, centre_name, district_name in rows
    )
