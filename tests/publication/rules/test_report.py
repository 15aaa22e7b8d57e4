"""What a year came to: sums that are whole, rows in a settled order, and nobody who could be recognised."""

from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.money import ZERO, Money
from contest_portal.publication.rules.report import (
    LEAST_TOLD,
    UNKNOWN,
    PeopleCount,
    ReportedGroup,
    ReportedMember,
    by_age,
    by_class,
    tallies,
    tally,
    withheld,
)

CLASSES = ("no_pobre", "pobre", "pobre_extremo")
KINDS = ("a", "b", "c", "d")


def reported(
    code: str, soles: int, *members: ReportedMember, line: str = "Cuyes", women: int = 1
) -> ReportedGroup:
    return ReportedGroup(
        contest_code="C-1",
        code=code,
        name=f"Grupo {code}",
        title="",
        line=line,
        department="PUNO",
        province="YUNGUYO",
        district="COPANI",
        ubigeo="211303",
        granted=Money.soles(soles),
        people=len(members) or 3,
        women=women,
        members=members,
    )


def people(count: int, *, age: int | None = 40, poverty_class: str | None = "pobre") -> list[ReportedMember]:
    return [ReportedMember(age, poverty_class)] * count


def test_people_are_counted_in_the_groups_that_won() -> None:
    found = tally([reported("1", 7000, women=2), reported("2", 0, women=3)])

    assert (found.groups, found.winners, found.granted) == (2, 1, Money.soles(7000))
    assert (found.people, found.women, found.women_percent) == (3, 2, 66)


def test_nothing_won_has_no_share_of_women() -> None:
    assert tally([reported("1", 0)]).women_percent is None


def test_rows_go_from_the_most_money_to_the_least_then_by_groups_and_name() -> None:
    groups = [
        reported("1", 5000, line="Pan"),
        reported("2", 9000, line="Miel"),
        reported("3", 0, line="Tejido"),
        reported("4", 0, line="Cuyes"),
        reported("5", 0, line="Queso"),
        reported("6", 0, line="Queso"),
    ]

    assert [names for names, _ in tallies(groups, lambda g: (g.line,))] == [
        ("Miel",),
        ("Pan",),
        ("Queso",),
        ("Cuyes",),
        ("Tejido",),
    ]


def test_ages_fall_into_bands_by_their_first_year() -> None:
    group = reported(
        "1",
        7000,
        *people(5, age=29),
        *people(6, age=30),
        *people(7, age=59),
        *people(8, age=60),
        *people(9, age=None),
    )

    assert by_age([group]) == (
        PeopleCount("0-29", 5),
        PeopleCount("30-44", 6),
        PeopleCount("45-59", 7),
        PeopleCount("60+", 8),
        PeopleCount(UNKNOWN, 9),
    )


def test_who_won_nothing_is_in_no_count_of_people() -> None:
    assert by_class([reported("1", 0, *people(9))], CLASSES) == ()


def test_few_people_are_withheld_with_those_who_would_give_them_away() -> None:
    group = reported(
        "1",
        7000,
        *people(20),
        *people(3, poverty_class="no_pobre"),
        *people(6, poverty_class="pobre_extremo"),
    )

    assert by_class([group], CLASSES) == (
        PeopleCount("no_pobre", None),
        PeopleCount("pobre", 20),
        PeopleCount("pobre_extremo", None),
    )


@given(st.dictionaries(st.sampled_from(KINDS), st.integers(0, 30)))
def test_what_is_withheld_hides_each_few(counts: dict[str, int]) -> None:
    told = withheld(counts, KINDS)

    hidden = [counts[one.kind] for one in told if one.count is None]
    assert all(one.count is None or one.count >= LEAST_TOLD for one in told)
    assert not hidden or sum(hidden) >= LEAST_TOLD or len(hidden) == len(told)
    assert {one.kind for one in told} == {kind for kind, count in counts.items() if count}


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 3)), max_size=20))
def test_rows_add_up_to_the_whole(told: list[tuple[str, int, int]]) -> None:
    groups = [
        reported(str(at), soles, line=line, women=women) for at, (line, soles, women) in enumerate(told)
    ]
    whole, rows = tally(groups), [figures for _, figures in tallies(groups, lambda g: (g.line,))]

    assert sum(row.groups for row in rows) == whole.groups
    assert sum(row.winners for row in rows) == whole.winners
    assert sum(row.women for row in rows) == whole.women
    assert Money.total([row.granted for row in rows] or [ZERO]) == whole.granted
