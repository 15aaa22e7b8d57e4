"""Who may take part in a contest. One function per rule; each refusal names the rule, the person and the evidence.

To add a rule: one function, and one entry in RULES.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from contest_portal.applications.rules.class_expiry import class_is_valid
from contest_portal.applications.rules.double_benefit import household_awarded, still_waits
from contest_portal.applications.rules.eligibility_facts import GroupFacts, MemberFacts
from contest_portal.applications.rules.group import OFFICE_NAMES, MemberOffice
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.targeting import Reason, Status


class Standing(StrEnum):
    """How a group stands before one rule. NO_DATA is an answer of its own: the register does not know.

    PENDING: the rule is about members, and there are none yet. NOTED: told, though the contest does not ask for it.
    """

    MET = "met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    PENDING = "pending"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the checklist: the rule, the standing, the evidence when met, the problems when not."""

    code: str
    label: str
    standing: Standing
    evidence: str
    params: Mapping[str, str]
    problems: tuple[Problem, ...]


Check = Callable[[GroupFacts], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class EligibilityRule:
    """A rule: its name on the checklist, whether the contest asks for it, its check, and what "met" rests on.

    `is_noted`: where a contest does not ask for it, what it finds is told and refuses nobody.
    """

    code: str
    label: str
    asked: Callable[[GroupRules], bool]
    check: Check
    evidence: str
    about_members: bool = False
    is_noted: bool = False


def of_the_group(rule: Callable[[GroupFacts], Problem | None]) -> Check:
    """Lift a rule about the group as a whole into a check."""

    def check(facts: GroupFacts) -> tuple[Problem, ...]:
        problem = rule(facts)
        return () if problem is None else (problem,)

    return check


def of_each_member(rule: Callable[[MemberFacts, GroupFacts], Problem | None]) -> Check:
    """Lift a rule about one person into a check of every member, in the order they joined."""

    def check(facts: GroupFacts) -> tuple[Problem, ...]:
        found = (rule(member, facts) for member in facts.members)
        return tuple(problem for problem in found if problem is not None)

    return check


def enough_households(facts: GroupFacts) -> Problem | None:
    """Ask for a number of households between the contest's fewest and most."""
    fewest, most = facts.rules.min_households, facts.rules.max_households
    params = {"households": str(facts.households), "min": str(fewest), "max": str(most)}
    if facts.households < fewest:
        return Problem(
            "group.too_few_households",
            field="members",
            message=N_(
                "El grupo reúne %(households)s hogares y el concurso pide de %(min)s a %(max)s. "
                "Agregue integrantes de otros hogares."
            ),
            params=params,
        )
    if facts.households > most:
        return Problem(
            "group.too_many_households",
            field="members",
            message=N_(
                "El grupo reúne %(households)s hogares y el concurso pide de %(min)s a %(max)s. "
                "Retire integrantes hasta cumplir."
            ),
            params=params,
        )
    return None


def person_once(member: MemberFacts, facts: GroupFacts) -> Problem | None:
    """Refuse a person who is in the group twice (said once, at the first entry)."""
    same = [other for other in facts.members if other.person_id == member.person_id]
    if len(same) == 1 or same[0] is not member:
        return None
    return Problem(
        "member.twice",
        field="members",
        message=N_("%(person)s figura %(times)s veces en el grupo. Deje una sola."),
        params={"person": member.full_name, "times": str(len(same))},
    )


def is_in_the_register(member: MemberFacts, _facts: GroupFacts) -> Problem | None:
    """Refuse a person whom the register's newest file no longer lists, or whose household it does not."""
    if member.gone_on is None:
        return None
    return Problem(
        "member.gone",
        field="members",
        message=N_(
            "%(person)s ya no figura en el padrón de hogares desde el %(day)s. Si vive en la zona, pida a la oficina "
            "del programa que lo aclare; si no, quite a esa persona del grupo."
        ),
        params={"person": member.full_name, "day": f"{member.gone_on:%d/%m/%Y}"},
    )


def has_president_and_treasurer(facts: GroupFacts) -> Problem | None:
    """Ask for one president and one treasurer, two different people."""
    held = Counter(member.office for member in facts.members)
    missing = [
        office for office in (MemberOffice.PRESIDENT, MemberOffice.TREASURER) if not held[office.value]
    ]
    if not missing:
        return None
    return Problem(
        "group.without_officers" if len(missing) == 2 else f"group.without_{missing[0].value}",
        field="members",
        message={
            2: N_("El grupo no tiene presidencia ni tesorería. Elija a dos integrantes y asigne los cargos."),
            1: N_("Falta el cargo «%(office)s». Elija a un integrante y asígnele ese cargo."),
        }[len(missing)],
        params={"office": OFFICE_NAMES[missing[0]].lower()},
    )


def household_is_free(member: MemberFacts, facts: GroupFacts) -> Problem | None:
    """Refuse a household that already stands in this contest with another group."""
    other = facts.claims.get(member.household_id)
    return None if other is None else household_taken(member.full_name, member.household_code, other)


def household_taken(full_name: str, household_code: str, application_code: str) -> Problem:
    """Say that a household's only place in the contest is held by another application."""
    return Problem(
        "member.household_taken",
        field="members",
        message=N_(
            "El hogar %(household)s de %(person)s ya participa en este concurso con otro grupo "
            "(solicitud %(application)s). Un hogar participa con un solo grupo: retire a esta persona."
        ),
        params={"household": household_code, "person": full_name, "application": application_code},
    )


def household_waited(member: MemberFacts, facts: GroupFacts) -> Problem | None:
    """Refuse a household awarded in another contest less than the asked months before this one opens."""
    award, months = facts.earlier.get(member.household_id), facts.rules.months_between_awards
    if award is None or not still_waits(award.granted_on, months, opens_on=facts.opens_on):
        return None
    return household_awarded(member.full_name, member.household_code, award, months)


_AGAINST: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.NOT_RURAL: N_(
            "%(person)s vive en %(centre)s, que no está focalizado: es un centro urbano. Retire a esta persona."
        ),
        Reason.FEW_HOUSEHOLDS: N_(
            "%(person)s vive en %(centre)s, que no está focalizado: tiene %(households)s hogares, menos de los que "
            "pide el programa. Retire a esta persona."
        ),
        Reason.POVERTY_NOT_ABOVE: N_(
            "%(person)s vive en %(centre)s, que no está focalizado: la pobreza de su distrito no supera el límite "
            "del programa ni está priorizado contra la desnutrición. Retire a esta persona."
        ),
    }
)
_UNKNOWN_HOUSEHOLDS = N_(
    "No se sabe si %(centre)s, donde vive %(person)s, está focalizado: no consta cuántos hogares tiene. "
    "Pida a la oficina del programa que complete el dato."
)
_UNKNOWN_DISTRICT = N_(
    "No se sabe si %(centre)s, donde vive %(person)s, está focalizado: faltan datos de pobreza o de desnutrición "
    "de su distrito. Pida a la oficina del programa que complete el dato."
)
_UNKNOWN: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.HOUSEHOLDS_UNKNOWN: _UNKNOWN_HOUSEHOLDS,
        Reason.HOUSEHOLDS_AND_DISTRICT_UNKNOWN: _UNKNOWN_HOUSEHOLDS,
        Reason.RATE_UNKNOWN: _UNKNOWN_DISTRICT,
        Reason.PRIORITY_UNKNOWN: _UNKNOWN_DISTRICT,
    }
)


def centre_is_targeted(member: MemberFacts, _facts: GroupFacts) -> Problem | None:
    """Ask that the member's centre is targeted. "Not targeted" and "no data" are different refusals."""
    if member.targeting_status is Status.TARGETED:
        return None
    unknown = member.targeting_status is Status.NO_DATA
    sentences = _UNKNOWN if unknown else _AGAINST
    households = member.centre_households
    return Problem(
        "member.centre_no_data" if unknown else "member.centre_not_targeted",
        field="members",
        message=sentences[member.targeting_reason],
        params={
            "person": member.full_name,
            "centre": member.centre_name,
            "households": "—" if households is None else str(households),
        },
    )


def member_within_territory(member: MemberFacts, facts: GroupFacts) -> Problem | None:
    """Ask that the member's centre lies in a district of the contest."""
    if member.ubigeo in facts.territory:
        return None
    return Problem(
        "member.outside_territory",
        field="members",
        message=N_(
            "%(person)s vive en %(centre)s, distrito de %(district)s, fuera del ámbito del concurso. "
            "Retire a esta persona."
        ),
        params={
            "person": member.full_name,
            "centre": member.centre_name,
            "district": member.district_name,
        },
    )


def group_within_territory(facts: GroupFacts) -> Problem | None:
    """Ask that the group's own centre lies in a district of the contest."""
    if facts.ubigeo in facts.territory:
        return None
    return Problem(
        "group.outside_territory",
        field="centre",
        message=N_(
            "El grupo trabaja en %(centre)s, distrito de %(district)s, fuera del ámbito del concurso. "
            "Revise el centro poblado del grupo o espere un concurso de su distrito."
        ),
        params={"centre": facts.centre_name, "district": facts.district_name},
    )


_NOBODY_YET = N_("Agregue a los integrantes para comprobarlo.")


def _always(_rules: GroupRules) -> bool:
    return True


RULES: tuple[EligibilityRule, ...] = (
    EligibilityRule(
        "size",
        N_("Número de hogares"),
        _always,
        of_the_group(enough_households),
        N_("%(households)s hogares; el concurso pide de %(min)s a %(max)s."),
    ),
    EligibilityRule(
        "officers",
        N_("Presidencia y tesorería"),
        _always,
        of_the_group(has_president_and_treasurer),
        N_("El grupo tiene presidencia y tesorería."),
    ),
    EligibilityRule(
        "person_once",
        N_("Cada persona una sola vez"),
        _always,
        of_each_member(person_once),
        N_("%(members)s integrantes, todos distintos."),
        about_members=True,
    ),
    EligibilityRule(
        "in_the_register",
        N_("Todos figuran en el padrón de hogares"),
        _always,
        of_each_member(is_in_the_register),
        N_("Los %(members)s integrantes figuran en el padrón vigente."),
        about_members=True,
    ),
    EligibilityRule(
        "one_group_per_household",
        N_("Cada hogar en un solo grupo del concurso"),
        lambda rules: rules.one_group_per_household,
        of_each_member(household_is_free),
        N_("Ninguno de los %(households)s hogares participa con otro grupo."),
        about_members=True,
    ),
    EligibilityRule(
        "months_between_awards",
        N_("Tiempo desde el último premio"),
        lambda rules: rules.months_between_awards > 0,
        of_each_member(household_waited),
        N_(
            "Ninguno de los %(households)s hogares fue premiado en otro concurso en los %(months)s meses antes de que "
            "abra este."
        ),
        about_members=True,
    ),
    EligibilityRule(
        "valid_class",
        N_("Clasificación SISFOH vigente"),
        lambda rules: rules.valid_class_only,
        of_each_member(class_is_valid),
        N_("Ninguna clasificación SISFOH de los %(households)s hogares estaba vencida al abrir el concurso."),
        about_members=True,
        is_noted=True,
    ),
    EligibilityRule(
        "targeted_centres",
        N_("Integrantes de centros poblados focalizados"),
        lambda rules: rules.targeted_centres_only,
        of_each_member(centre_is_targeted),
        N_("Los %(members)s integrantes viven en centros poblados focalizados."),
        about_members=True,
    ),
    EligibilityRule(
        "members_within_territory",
        N_("Integrantes dentro del ámbito del concurso"),
        lambda rules: rules.within_territory,
        of_each_member(member_within_territory),
        N_("Los %(members)s integrantes viven en distritos del concurso."),
        about_members=True,
    ),
    EligibilityRule(
        "group_within_territory",
        N_("Grupo dentro del ámbito del concurso"),
        lambda rules: rules.within_territory,
        of_the_group(group_within_territory),
        N_("%(centre)s, distrito de %(district)s."),
    ),
)


def check_group(facts: GroupFacts) -> tuple[Problem, ...]:
    """Run every rule that the contest asks for and give all problems, in the order of RULES."""
    return tuple(problem for rule in _asked(facts) for problem in rule.check(facts))


def outcomes(facts: GroupFacts) -> tuple[Outcome, ...]:
    """Tell for each rule that the contest asks for how the group stands, with the evidence; and what is noted."""
    params = {
        "households": str(facts.households),
        "members": str(len(facts.members)),
        "min": str(facts.rules.min_households),
        "max": str(facts.rules.max_households),
        "centre": facts.centre_name,
        "district": facts.district_name,
        "months": str(facts.rules.months_between_awards),
    }
    told = [rule for rule in RULES if rule.asked(facts.rules) or (rule.is_noted and rule.check(facts))]
    return tuple(_outcome(rule, facts, params) for rule in told)


def _asked(facts: GroupFacts) -> tuple[EligibilityRule, ...]:
    return tuple(rule for rule in RULES if rule.asked(facts.rules))


def _outcome(rule: EligibilityRule, facts: GroupFacts, params: Mapping[str, str]) -> Outcome:
    if rule.about_members and not facts.members:
        return Outcome(rule.code, rule.label, Standing.PENDING, _NOBODY_YET, params, ())
    problems = rule.check(facts)
    if not rule.asked(facts.rules):
        standing = Standing.NOTED
    elif not problems:
        standing = Standing.MET
    elif all(problem.code.endswith("no_data") for problem in problems):
        standing = Standing.NO_DATA
    else:
        standing = Standing.NOT_MET
    return Outcome(rule.code, rule.label, standing, rule.evidence, params, problems)
