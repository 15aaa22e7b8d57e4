"""What ties a juror to a group, as far as the register and the portal know: each tie with its evidence.

A tie is a proposal. A person confirms it, which is a recusal, or dismisses it, with a reason.

Surnames weigh by how rare they are among the people of the contest's districts: one that every tenth person has says
nothing by itself. Both surnames together are those of brothers and sisters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction

from contest_portal.jury.rules.surnames import plain, written_as
from contest_portal.kernel.problems import N_
from contest_portal.kernel.sentences import Sentence

RARE, COMMON = Fraction(1, 50), Fraction(1, 10)
"""A surname of no more than one in fifty is rare; one of more than one in ten is no tie by itself."""
FEWEST_PEOPLE = 50
"""With fewer people known in the districts nothing is said of how rare a surname is."""
_NAMED = 3


class TieKind(StrEnum):
    """What a tie is made of."""

    HOUSEHOLD = "household"
    SURNAMES = "surnames"
    CENTRE = "centre"
    SUPPLIER = "supplier"
    PROMOTER = "promoter"
    CO_MEMBER = "co_member"
    JUDGED = "judged"


class Strength(IntEnum):
    """How much a tie says."""

    WEAK = 1
    MEDIUM = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class JurorFacts:
    """A juror as the register and the account know the person; what the register does not know is None.

    `groups_with` are (group, person) whom the juror was in a group with; `judged` are (group, contest code) of panels
    under which the group won.
    """

    juror_id: int
    user_id: int
    dni: str
    full_name: str
    institution: str
    surnames: tuple[str, ...]
    household_id: int | None = None
    centre_code: str | None = None
    groups_with: tuple[tuple[str, int], ...] = ()
    judged: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member of a group that entered."""

    person_id: int
    dni: str
    full_name: str
    household_id: int
    surnames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """Who quoted a price to a group."""

    name: str
    ruc: str


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group that entered. `filers` are the users who file for it or once did."""

    application_id: int
    group_id: int
    centre_code: str
    centre_name: str
    members: tuple[MemberFacts, ...]
    suppliers: tuple[SupplierFacts, ...] = ()
    filers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SurnameCounts:
    """How many of the people of the contest's districts have each surname, as either of their two."""

    people: int
    having: Mapping[str, int]

    def share(self, surname: str) -> Fraction | None:
        """Give the share of the people who have a surname; None where too few are known."""
        if self.people < FEWEST_PEOPLE:
            return None
        return Fraction(self.having.get(surname, 0), self.people)


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for a tie. `key` tells it from others of the same juror and group."""

    kind: TieKind
    key: str
    strength: Strength
    evidence: Sentence


@dataclass(frozen=True, slots=True)
class Tie:
    """All that ties a juror to a group, the strongest first."""

    juror_id: int
    application_id: int
    grounds: tuple[Ground, ...]

    @property
    def strength(self) -> Strength:
        """Give how much the strongest ground says."""
        return self.grounds[0].strength

    @property
    def keys(self) -> frozenset[str]:
        """Give what tells its grounds."""
        return frozenset(ground.key for ground in self.grounds)


def find_ties(
    jurors: Iterable[JurorFacts], groups: Iterable[GroupFacts], counts: SurnameCounts
) -> tuple[Tie, ...]:
    """Give every tie between a panel and the groups, the strongest first; a member's own group is left out.

    Of own groups nobody asks: a member is recused without a proposal.
    """
    listed = tuple(groups)
    ties: list[Tie] = []
    for juror in jurors:
        for group in listed:
            if any(member.dni == juror.dni for member in group.members):
                continue
            grounds = sorted(
                _grounds(juror, group, counts), key=lambda ground: (-ground.strength, ground.key)
            )
            if grounds:
                ties.append(Tie(juror.juror_id, group.application_id, tuple(grounds)))
    return tuple(sorted(ties, key=lambda tie: (-tie.strength, tie.juror_id, tie.application_id)))


def _grounds(juror: JurorFacts, group: GroupFacts, counts: SurnameCounts) -> Iterator[Ground]:
    yield from _household(juror, group)
    yield from _surnames(juror, group, counts)
    yield from _centre(juror, group)
    yield from _suppliers(juror, group)
    yield from _earlier(juror, group)
    if juror.user_id in group.filers:
        evidence = Sentence(N_("Representa o promueve a este grupo, o lo hizo antes."))
        yield Ground(TieKind.PROMOTER, "promoter", Strength.STRONG, evidence)


def _household(juror: JurorFacts, group: GroupFacts) -> Iterator[Ground]:
    at_home = [m.full_name for m in group.members if m.household_id == juror.household_id]
    if at_home:
        message = N_("Según el padrón vive en el hogar de %(members)s.")
        evidence = Sentence(message, {"members": _named(at_home)})
        yield Ground(TieKind.HOUSEHOLD, "household", Strength.STRONG, evidence)


def _surnames(juror: JurorFacts, group: GroupFacts, counts: SurnameCounts) -> Iterator[Ground]:
    if len(juror.surnames) == 2:
        alike = [m.full_name for m in group.members if m.surnames == juror.surnames]
        if alike:
            message = N_("Tiene los dos apellidos de %(members)s.")
            evidence = Sentence(message, {"members": _named(alike)})
            yield Ground(TieKind.SURNAMES, "surnames", Strength.STRONG, evidence)
            return
    having: dict[str, list[str]] = defaultdict(list)
    for member in group.members:
        for surname in set(member.surnames) & set(juror.surnames):
            having[surname].append(member.full_name)
    for surname, members in having.items():
        share = counts.share(surname)
        if share is None or share <= COMMON:
            yield _one_surname(surname, members, share, counts)


def _one_surname(surname: str, members: list[str], share: Fraction | None, counts: SurnameCounts) -> Ground:
    rare = share is not None and share <= RARE
    message = (
        N_(
            "Comparte el apellido %(surname)s con %(members)s. Lo tienen %(having)s de las %(people)s personas del "
            "padrón en los distritos del concurso."
        )
        if share is not None
        else N_(
            "Comparte el apellido %(surname)s con %(members)s. Se conoce a muy pocas personas de los distritos del "
            "concurso para decir si es frecuente."
        )
    )
    params = {
        "surname": written_as(surname, members[0]),
        "members": _named(members),
        "having": str(counts.having.get(surname, 0)),
        "people": str(counts.people),
    }
    strength = Strength.MEDIUM if rare else Strength.WEAK
    return Ground(TieKind.SURNAMES, f"surname:{surname}", strength, Sentence(message, params))


def _centre(juror: JurorFacts, group: GroupFacts) -> Iterator[Ground]:
    if juror.centre_code == group.centre_code:
        message = N_("Según el padrón vive en %(centre)s, el centro poblado del grupo.")
        evidence = Sentence(message, {"centre": group.centre_name})
        yield Ground(TieKind.CENTRE, "centre", Strength.MEDIUM, evidence)


def _suppliers(juror: JurorFacts, group: GroupFacts) -> Iterator[Ground]:
    told: set[str] = set()  # a supplier quotes many items, and is one ground
    for supplier in group.suppliers:
        key, message = f"supplier:{plain(supplier.name)}", _as_supplier(juror, supplier)
        if message is None or key in told:
            continue
        told.add(key)
        evidence = Sentence(message, {"supplier": supplier.name})
        yield Ground(TieKind.SUPPLIER, key, Strength.STRONG, evidence)


def _as_supplier(juror: JurorFacts, supplier: SupplierFacts) -> str | None:
    called = plain(supplier.name)
    if supplier.ruc.startswith(f"10{juror.dni}") or (called and called == plain(juror.full_name)):
        return N_("Cotizó al grupo como proveedor: %(supplier)s.")
    if called and called == plain(juror.institution):
        return N_("Su institución cotizó al grupo como proveedora: %(supplier)s.")
    return None


def _earlier(juror: JurorFacts, group: GroupFacts) -> Iterator[Ground]:
    names = {member.person_id: member.full_name for member in group.members}
    together: dict[str, list[str]] = defaultdict(list)
    for other_group, person_id in juror.groups_with:
        if person_id in names:
            together[other_group].append(names[person_id])
    for other_group, members in together.items():
        message = N_("Integra o integró el grupo %(group)s con %(members)s.")
        evidence = Sentence(message, {"group": other_group, "members": _named(members)})
        yield Ground(TieKind.CO_MEMBER, f"co_member:{plain(other_group)}", Strength.STRONG, evidence)
    for group_id, contest in juror.judged:
        if group_id == group.group_id:
            message = N_("Fue jurado de este grupo en el concurso %(contest)s, en el que ganó.")
            evidence = Sentence(message, {"contest": contest})
            yield Ground(TieKind.JUDGED, f"judged:{contest}", Strength.WEAK, evidence)


def _named(names: Iterable[str]) -> str:
    listed = sorted(set(names))
    more = f" (+{len(listed) - _NAMED})" if len(listed) > _NAMED else ""
    return ", ".join(listed[:_NAMED]) + more
