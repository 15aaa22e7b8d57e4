"""Grounds of ties at their edges: who counts as a supplier, how rare is rare, and what every tie keeps to."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.jury.rules.ties import (
    FEWEST_PEOPLE,
    Ground,
    GroupFacts,
    JurorFacts,
    MemberFacts,
    Strength,
    SupplierFacts,
    SurnameCounts,
    Tie,
    TieKind,
    find_ties,
)

MEMBER = MemberFacts(21, "70000021", "Rosa Ñahui Quispe", 31, ("nahui", "quispe"))
GROUP = GroupFacts(10, 5, "0903010001", "Chahuarma", (MEMBER,))
JUROR = JurorFacts(1, 7, "80000001", "Elsa Roque Tito", "Municipalidad de Lircay", ("roque", "tito"))
COUNTS = SurnameCounts(1000, {"nahui": 20, "quispe": 101, "poma": 100, "tito": 21})


def grounds(juror: JurorFacts, group: GroupFacts, counts: SurnameCounts = COUNTS) -> tuple[Ground, ...]:
    return tuple(ground for tie in find_ties([juror], [group], counts) for ground in tie.grounds)


@pytest.mark.parametrize(
    ("supplier", "expected"),
    [
        pytest.param(
            SupplierFacts("Ferretería", "10800000013"), ["supplier:ferreteria"], id="RUC of a person"
        ),
        pytest.param(SupplierFacts("Ferretería", "20800000013"), [], id="RUC of a company with like digits"),
        pytest.param(SupplierFacts("Ferretería", "10800000021"), [], id="RUC of the next DNI"),
        pytest.param(SupplierFacts("Ferretería", ""), [], id="no RUC"),
        pytest.param(SupplierFacts("élsa  ROQUE Títo", ""), ["supplier:elsa roque tito"], id="the own name"),
        pytest.param(SupplierFacts("Elsa Roque", ""), [], id="half of the name"),
        pytest.param(
            SupplierFacts("MUNICIPALIDAD DE LIRCAY", ""),
            ["supplier:municipalidad de lircay"],
            id="institution",
        ),
        pytest.param(SupplierFacts("Municipalidad", ""), [], id="half of the institution"),
    ],
)
def test_a_supplier_is_told_by_ruc_or_by_the_whole_name(supplier: SupplierFacts, expected: list[str]) -> None:
    found = grounds(JUROR, replace(GROUP, suppliers=(supplier,)))

    assert [ground.key for ground in found] == expected
    assert all(ground.strength is Strength.STRONG for ground in found)


def test_who_quoted_twice_is_one_ground() -> None:
    quoted = (SupplierFacts("Elsa Roque Tito", ""), SupplierFacts("ELSA ROQUE TITO", "10800000013"))

    (only,) = grounds(JUROR, replace(GROUP, suppliers=quoted))

    assert (only.key, only.evidence.text) == (
        "supplier:elsa roque tito",
        "Cotizó al grupo como proveedor: Elsa Roque Tito.",
    )


@pytest.mark.parametrize("nameless", ["", "—", "..."])
def test_what_has_no_letters_is_nobodys_name(nameless: str) -> None:
    juror = replace(JUROR, institution=nameless, full_name=nameless)

    assert grounds(juror, replace(GROUP, suppliers=(SupplierFacts("-", ""), SupplierFacts("", "")))) == ()


@pytest.mark.parametrize(
    ("having", "expected"),
    [
        pytest.param(0, Strength.MEDIUM, id="nobody but them"),
        pytest.param(20, Strength.MEDIUM, id="one in fifty"),
        pytest.param(21, Strength.WEAK, id="a little more"),
        pytest.param(100, Strength.WEAK, id="one in ten"),
        pytest.param(101, None, id="more than one in ten"),
        pytest.param(1000, None, id="everybody"),
    ],
)
def test_a_surname_says_less_the_more_people_have_it(having: int, expected: Strength | None) -> None:
    found = grounds(replace(JUROR, surnames=("quispe",)), GROUP, SurnameCounts(1000, {"quispe": having}))

    assert [ground.strength for ground in found] == ([] if expected is None else [expected])


@settings(max_examples=25, deadline=None)
@given(st.integers(FEWEST_PEOPLE, 5_000), st.integers(0, 5_000), st.integers(0, 5_000))
def test_a_rarer_surname_never_says_less(people: int, one: int, other: int) -> None:
    rarer, commoner = sorted((min(one, people), min(other, people)))

    def weight(having: int) -> int:
        counts = SurnameCounts(people, {"quispe": having})
        found = grounds(replace(JUROR, surnames=("quispe",)), GROUP, counts)
        return max((ground.strength for ground in found), default=0)

    assert weight(rarer) >= weight(commoner)


@pytest.mark.parametrize(
    ("people", "expected"), [(0, None), (FEWEST_PEOPLE - 1, None), (FEWEST_PEOPLE, Fraction(1, 10))]
)
def test_nothing_is_said_of_how_rare_a_surname_is_among_few(people: int, expected: Fraction | None) -> None:
    assert SurnameCounts(people, {"quispe": 5}).share("quispe") == expected


def test_both_surnames_in_the_other_order_are_two_single_ones() -> None:
    found = grounds(replace(JUROR, surnames=("quispe", "nahui")), GROUP, SurnameCounts(1000, {}))

    assert [(ground.key, ground.strength) for ground in found] == [
        ("surname:nahui", Strength.MEDIUM),
        ("surname:quispe", Strength.MEDIUM),
    ]


def test_a_surname_twice_in_one_name_names_its_member_once() -> None:
    twice = replace(MEMBER, full_name="Ana Poma Poma", surnames=("poma", "poma"))

    (only,) = grounds(replace(JUROR, surnames=("poma",)), replace(GROUP, members=(twice,)))

    assert only.evidence.params["members"] == "Ana Poma Poma"


def test_brothers_are_told_once_and_not_by_each_surname() -> None:
    found = grounds(replace(JUROR, surnames=MEMBER.surnames), GROUP, SurnameCounts(1000, {}))

    assert [ground.key for ground in found] == ["surnames"]


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        pytest.param({"household_id": None, "centre_code": None}, [], id="unknown to the register"),
        pytest.param({"household_id": 32, "centre_code": "0903010002"}, [], id="known, elsewhere"),
        pytest.param({"groups_with": (("Sumaq", 99),)}, [], id="with who is not a member"),
        pytest.param({"judged": ((6, "I-2025"),)}, [], id="another group won"),
        pytest.param(
            {"judged": ((5, "I-2024"), (5, "I-2025"))}, [TieKind.JUDGED, TieKind.JUDGED], id="won twice"
        ),
    ],
)
def test_what_the_register_knows_of_a_juror_ties_or_not(
    change: dict[str, object], kinds: list[TieKind]
) -> None:
    found = grounds(replace(JUROR, **change), GROUP)  # type: ignore[arg-type]

    assert [ground.kind for ground in found] == kinds


FACTS = st.builds(
    lambda number, surnames, household, centre, judged, user: replace(
        JUROR,
        juror_id=number,
        user_id=user,
        surnames=surnames,
        household_id=household,
        centre_code=centre,
        judged=judged,
    ),
    st.integers(1, 5),
    st.sampled_from((("roque", "tito"), ("nahui", "quispe"), ("poma",), ())),
    st.sampled_from((None, 31, 32)),
    st.sampled_from((None, "0903010001")),
    st.sampled_from(((), ((5, "I-2025"),))),
    st.integers(7, 9),
)
GROUPS = st.builds(
    lambda number, filers, members: replace(GROUP, application_id=number, filers=filers, members=members),
    st.integers(10, 15),
    st.frozensets(st.integers(7, 9)),
    st.sampled_from(((), (MEMBER,), (MEMBER, replace(MEMBER, person_id=22, surnames=("poma",))))),
)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(FACTS, unique_by=lambda one: one.juror_id, max_size=4),
    st.lists(GROUPS, unique_by=lambda one: one.application_id, max_size=4),
)
def test_ties_are_sorted_whole_and_each_names_its_evidence(
    jurors: list[JurorFacts], groups: list[GroupFacts]
) -> None:
    found = find_ties(jurors, groups, COUNTS)

    def place(tie: Tie) -> tuple[int, int, int]:
        return -tie.strength, tie.juror_id, tie.application_id

    assert all(place(one) < place(next_one) for one, next_one in pairwise(found))
    assert find_ties(reversed(jurors), reversed(groups), COUNTS) == found
    for tie in found:
        assert tie.strength == max(ground.strength for ground in tie.grounds)
        assert len(tie.keys) == len(tie.grounds)
        assert not any("%(" in ground.evidence.text or "\n" in ground.key for ground in tie.grounds)


def test_a_member_is_left_out_of_the_own_group_alone() -> None:
    member = replace(JUROR, dni=MEMBER.dni, household_id=31)
    other = replace(GROUP, application_id=11, members=(replace(MEMBER, dni="70000099"),))

    found = find_ties([member], [GROUP, other], COUNTS)

    assert [(tie.application_id, tie.keys) for tie in found] == [(11, {"household"})]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Ana"], "Ana"),
        (["Zoe", "Ana", "Ana"], "Ana, Zoe"),
        (["D", "C", "B", "A"], "A, B, C (+1)"),
        (["A", "B", "C"], "A, B, C"),
    ],
)
def test_three_are_named_and_the_others_counted(names: list[str], expected: str) -> None:
    members = tuple(replace(MEMBER, person_id=n, full_name=name) for n, name in enumerate(names))

    (only,) = grounds(replace(JUROR, household_id=31), replace(GROUP, members=members))

    assert only.evidence.params["members"] == expected
