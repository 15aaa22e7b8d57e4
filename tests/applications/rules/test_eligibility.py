"""The rules on groups, one table each, and the checklist made of them."""

from dataclasses import replace
from datetime import date

import pytest

from contest_portal.applications.rules.double_benefit import EarlierAward
from contest_portal.applications.rules.eligibility import (
    RULES,
    Standing,
    check_group,
    outcomes,
)
from contest_portal.applications.rules.eligibility_facts import GroupFacts, MemberFacts
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.kernel.money import Money
from contest_portal.registry.rules.targeting import Reason, Status

OFFICES = ("president", "treasurer", "secretary")


def member(number: int, **changes: object) -> MemberFacts:
    facts = MemberFacts(
        person_id=number,
        dni=f"7000000{number}",
        full_name=f"Persona {number}",
        sex="F",
        office=OFFICES[number - 1] if number <= len(OFFICES) else "member",
        household_id=100 + number,
        household_code=f"H{number}",
        centre_code="0903010001",
        centre_name="Chahuarma",
        ubigeo="090301",
        district_name="Lircay",
        targeting_status=Status.TARGETED,
        targeting_reason=Reason.POVERTY_ABOVE,
        centre_households=85,
    )
    return replace(facts, **changes)


def group(*members: MemberFacts, **changes: object) -> GroupFacts:
    facts = GroupFacts(
        members=members or tuple(member(number) for number in range(1, 5)),
        centre_name="Chahuarma",
        ubigeo="090301",
        district_name="Lircay",
        rules=GroupRules(),
        territory=("090301", "090302"),
        opens_on=date(2026, 11, 2),
    )
    return replace(facts, **changes)


AWARD = EarlierAward(
    contest_id=9,
    contest_code="I-2025",
    contest_title="I Concurso 2025",
    application_id=90,
    application_code="I-2025-004",
    amount=Money.soles(18_000),
    granted_on=date(2026, 1, 15),
)


def texts(facts: GroupFacts) -> list[str]:
    return [problem.text for problem in check_group(facts)]


def test_a_group_that_meets_every_rule_has_no_problem() -> None:
    assert check_group(group()) == ()


@pytest.mark.parametrize(
    ("households", "code"),
    [
        (2, ["group.too_few_households"]),
        (3, []),
        (6, []),
        (7, ["group.too_many_households"]),
    ],
)
def test_a_group_has_from_three_to_six_households(households: int, code: list[str]) -> None:
    facts = group(*(member(number) for number in range(1, households + 1)))

    assert [problem.code for problem in check_group(facts)] == code


def test_two_people_of_one_household_count_as_one_household() -> None:
    facts = group(member(1), member(2), member(3, household_id=101))

    assert texts(facts) == [
        "El grupo reúne 2 hogares y el concurso pide de 3 a 6. Agregue integrantes de otros hogares."
    ]


def test_the_contest_says_how_many_households() -> None:
    facts = group(rules=GroupRules(min_households=5, max_households=5))

    assert texts(facts) == [
        "El grupo reúne 4 hogares y el concurso pide de 5 a 5. Agregue integrantes de otros hogares."
    ]


@pytest.mark.parametrize(
    ("offices", "code"),
    [
        (("president", "treasurer", "member"), []),
        (("member", "treasurer", "secretary"), ["group.without_president"]),
        (("president", "member", "secretary"), ["group.without_treasurer"]),
        (("member", "member", "secretary"), ["group.without_officers"]),
    ],
    ids=["both", "no president", "no treasurer", "neither"],
)
def test_a_group_has_a_president_and_a_treasurer(offices: tuple[str, ...], code: list[str]) -> None:
    facts = group(*(member(number, office=office) for number, office in enumerate(offices, start=1)))

    assert [problem.code for problem in check_group(facts)] == code


def test_a_person_who_is_there_twice_is_named_once() -> None:
    facts = group(member(1), member(2), member(3), member(4), member(4))

    assert texts(facts) == ["Persona 4 figura 2 veces en el grupo. Deje una sola."]


def test_a_household_that_stands_with_another_group_is_named_with_its_application() -> None:
    facts = group(claims={103: "I-2026-004"})

    assert texts(facts) == [
        "El hogar H3 de Persona 3 ya participa en este concurso con otro grupo (solicitud I-2026-004). "
        "Un hogar participa con un solo grupo: retire a esta persona."
    ]


@pytest.mark.parametrize(
    ("status", "reason", "code", "words"),
    [
        (Status.NOT_TARGETED, Reason.FEW_HOUSEHOLDS, "member.centre_not_targeted", "tiene 31 hogares"),
        (Status.NOT_TARGETED, Reason.NOT_RURAL, "member.centre_not_targeted", "es un centro urbano"),
        (Status.NOT_TARGETED, Reason.POVERTY_NOT_ABOVE, "member.centre_not_targeted", "no supera el límite"),
        (Status.NO_DATA, Reason.HOUSEHOLDS_UNKNOWN, "member.centre_no_data", "no consta cuántos hogares"),
        (Status.NO_DATA, Reason.RATE_UNKNOWN, "member.centre_no_data", "faltan datos de pobreza"),
        (Status.NO_DATA, Reason.PRIORITY_UNKNOWN, "member.centre_no_data", "faltan datos de pobreza"),
        (
            Status.NO_DATA,
            Reason.HOUSEHOLDS_AND_DISTRICT_UNKNOWN,
            "member.centre_no_data",
            "no consta cuántos hogares",
        ),
    ],
)
def test_not_targeted_and_no_data_are_different_refusals_with_their_evidence(
    status: Status, reason: Reason, code: str, words: str
) -> None:
    odd = member(
        4, targeting_status=status, targeting_reason=reason, centre_households=31, centre_name="Pampa"
    )

    (problem,) = check_group(group(member(1), member(2), member(3), odd))

    assert problem.code == code
    assert [word in problem.text for word in ("Persona 4", "Pampa", words)] == [True, True, True]


def test_a_household_awarded_too_recently_is_named_with_the_award() -> None:
    asked = group(rules=GroupRules(months_between_awards=12), earlier={102: AWARD})

    assert [problem.code for problem in check_group(asked)] == ["member.household_awarded"]
    assert texts(asked) == [
        "El hogar H2 de Persona 2 ya recibió S/ 18,000.00 en «I Concurso 2025» (solicitud I-2025-004, anunciado el "
        "15/01/2026). Este concurso pide 12 meses entre premios: el hogar puede participar en los que abran desde el "
        "15/01/2027. Retire a esta persona."
    ]


@pytest.mark.parametrize(
    ("opens_on", "waits"),
    [(date(2027, 1, 14), True), (date(2027, 1, 15), False), (date(2027, 1, 16), False)],
    ids=["a day short", "exactly twelve months", "a day more"],
)
def test_exactly_the_months_asked_is_long_enough(
    opens_on: date,
    waits: bool,  # noqa: FBT001
) -> None:
    facts = group(rules=GroupRules(months_between_awards=12), earlier={102: AWARD}, opens_on=opens_on)

    assert bool(check_group(facts)) is waits


def test_an_award_of_another_household_does_not_count() -> None:
    facts = group(rules=GroupRules(months_between_awards=12), earlier={999: AWARD})

    (line,) = [line for line in outcomes(facts) if line.code == "months_between_awards"]
    assert (line.standing, line.evidence % line.params) == (
        Standing.MET,
        "Ninguno de los 4 hogares fue premiado en otro concurso en los 12 meses antes de que abra este.",
    )


def test_a_member_of_a_district_outside_the_contest_is_named_with_centre_and_district() -> None:
    odd = member(4, ubigeo="090399", centre_name="Pampa", district_name="Anchonga")

    assert texts(group(member(1), member(2), member(3), odd)) == [
        "Persona 4 vive en Pampa, distrito de Anchonga, fuera del ámbito del concurso. Retire a esta persona."
    ]


def test_the_group_itself_works_inside_the_territory() -> None:
    assert texts(group(ubigeo="090399", district_name="Anchonga", centre_name="Pampa")) == [
        "El grupo trabaja en Pampa, distrito de Anchonga, fuera del ámbito del concurso. Revise el centro "
        "poblado del grupo o espere un concurso de su distrito."
    ]


@pytest.mark.parametrize(
    ("rules", "facts"),
    [
        (GroupRules(one_group_per_household=False), group(claims={101: "I-2026-001"})),
        (
            GroupRules(targeted_centres_only=False),
            group(member(1), member(2), member(3, targeting_status=Status.NO_DATA)),
        ),
        (GroupRules(within_territory=False), group(territory=("150101",))),
        (GroupRules(), group(earlier={101: AWARD})),
    ],
    ids=["one group per household", "targeted centres", "territory", "months between awards"],
)
def test_a_rule_the_contest_does_not_ask_for_is_not_applied(rules: GroupRules, facts: GroupFacts) -> None:
    assert check_group(replace(facts, rules=rules)) == ()


def test_all_problems_are_collected_in_the_order_of_the_rules() -> None:
    odd = member(2, office="member", ubigeo="150101")

    codes = [problem.code for problem in check_group(group(member(1), odd, claims={101: "I-2026-001"}))]

    assert codes == [
        "group.too_few_households",
        "group.without_treasurer",
        "member.household_taken",
        "member.outside_territory",
    ]


def test_the_checklist_shows_every_rule_asked_with_its_evidence() -> None:
    lines = outcomes(group(rules=GroupRules(months_between_awards=12, valid_class_only=True)))

    assert [line.code for line in lines] == [rule.code for rule in RULES]
    assert {line.standing for line in lines} == {Standing.MET}
    assert lines[0].evidence % lines[0].params == "4 hogares; el concurso pide de 3 a 6."


def test_the_checklist_tells_no_data_apart_from_not_met() -> None:
    unknown = member(3, targeting_status=Status.NO_DATA, targeting_reason=Reason.HOUSEHOLDS_UNKNOWN)

    standings = {line.code: line.standing for line in outcomes(group(member(1), unknown, member(4)))}

    assert (standings["officers"], standings["targeted_centres"], standings["size"]) == (
        Standing.NOT_MET,
        Standing.NO_DATA,
        Standing.MET,
    )


def test_what_is_asked_of_members_is_pending_while_there_are_none() -> None:
    nobody = replace(group(), members=())

    assert [(line.code, line.standing.value) for line in outcomes(nobody)] == [
        ("size", "not_met"),
        ("officers", "not_met"),
        ("person_once", "pending"),
        ("in_the_register", "pending"),
        ("one_group_per_household", "pending"),
        ("targeted_centres", "pending"),
        ("members_within_territory", "pending"),
        ("group_within_territory", "met"),
    ]


def test_a_switched_off_rule_is_not_on_the_checklist() -> None:
    lines = outcomes(group(rules=GroupRules(one_group_per_household=False)))

    assert "one_group_per_household" not in [line.code for line in lines]


def test_the_codes_of_the_rules_are_unique() -> None:
    codes = [rule.code for rule in RULES]

    assert sorted(set(codes)) == sorted(codes)


def test_a_person_whom_the_register_lists_no_more_is_refused_with_the_day() -> None:
    people = [member(1), member(2, gone_on=date(2026, 10, 5)), member(3), member(4)]

    (problem,) = check_group(group(*people))

    assert (problem.code, problem.params) == ("member.gone", {"person": "Persona 2", "day": "05/10/2026"})
