"""The edges of what makes two entries likely, of a decision's reason, and of what a line says of kinship."""

from datetime import date

import pytest

from contest_portal.registry.rules.cells import BadCell
from contest_portal.registry.rules.duplicates import (
    REASON_LEAST,
    REASON_MOST,
    DateSign,
    LikelyPair,
    SharedFact,
    compare,
    date_sign,
    decision_problems,
    identity,
    is_near_number,
    merge_problem,
    name_similarity,
    shared_facts,
)
from contest_portal.registry.rules.kinship import Kinship, kinship, link_and_head, written

BORN = date(1988, 3, 4)
NAME = "ccanto huamani delia rosa"
PLACE = ("090301", 1, "01000100")


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        (date(2000, 2, 29), date(2000, 2, 10), DateSign.SAME_MONTH),
        (date(2000, 2, 29), date(2001, 2, 28), None),
        (date(1999, 12, 31), date(2000, 1, 1), None),
        (date(1988, 5, 5), date(1988, 5, 5), DateSign.SAME),
        (date(1988, 1, 2), date(1988, 2, 1), DateSign.SWAPPED),
        (date(1988, 1, 2), date(1989, 2, 1), None),
        (date(1988, 10, 1), date(1988, 11, 1), DateSign.ONE_DIGIT),
        (date(1988, 9, 1), date(1988, 10, 1), None),
        (date(1909, 3, 4), date(2009, 3, 4), None),
        (date(1908, 3, 4), date(1988, 3, 4), DateSign.ONE_DIGIT),
    ],
)
def test_dates_agree_in_one_way_or_not_at_all(one: date, other: date, sign: DateSign | None) -> None:
    assert (date_sign(one, other), date_sign(other, one)) == (sign, sign)


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [
        ("", "", 0),
        ("delia", "delia", 0),
        ("ccanto delia", "ccanto delia", 100),
        ("ccanto delia", "delia ccanto", 100),
        ("ccanto delia", "ccanto delia rosa", 92),
        ("ccanto huamani", "ccanto huamani delia rosa", 0),
        ("ccanto~huamani delia", "ccantohuamani delia", 100),
        ("ccanto ccanto delia", "ccanto huamani delia", 0),
    ],
    ids=[
        *("nothing", "one word", "two words", "turned round", "a word more", "two words more"),
        *("a mark between", "one surname twice"),
    ],
)
def test_names_are_alike_in_hundredths(one: str, other: str, similarity: int) -> None:
    assert (name_similarity(one, other), name_similarity(other, one)) == (similarity, similarity)


def test_a_pair_names_the_smaller_entry_first_whichever_way_it_is_compared() -> None:
    one, other = (identity(number, NAME, BORN, "F", *PLACE) for number in (9, 4))

    assert compare(one, other) == compare(other, one) == LikelyPair(4, 9, DateSign.SAME, 100)


@pytest.mark.parametrize(
    ("key", "born", "sex"),
    [
        pytest.param("", BORN, "F", id="without a name"),
        pytest.param("quispe mamani juan", BORN, "F", id="another name"),
        pytest.param("ccanto huamani delia", BORN, "M", id="a name less and another sex"),
        pytest.param(NAME, date(1990, 7, 21), "F", id="another date"),
        pytest.param(NAME, None, "M", id="no date and another sex"),
    ],
)
def test_what_agrees_too_little_is_no_pair(key: str, born: date | None, sex: str) -> None:
    one, other = identity(1, NAME, BORN, "F", *PLACE), identity(2, key, born, sex, *PLACE)

    assert (compare(one, other), compare(other, one)) == (None, None)


@pytest.mark.parametrize(
    ("numbers", "is_near"),
    [
        (("", ""), False),
        (("1", "2"), True),
        (("12", "21"), True),
        (("12", "31"), False),
        (("123", "321"), False),
        (("10000000", "00000001"), False),
    ],
)
def test_a_near_number_is_one_slip_away(*, numbers: tuple[str, str], is_near: bool) -> None:
    assert is_near_number(*numbers) is is_near


@pytest.mark.parametrize(
    ("numbers", "households", "districts", "facts"),
    [
        (("1", "2"), (1, 1), ("a", "a"), (SharedFact.HOUSEHOLD, SharedFact.NEAR_NUMBER)),
        (("1", "1"), (1, 1), ("a", "b"), (SharedFact.HOUSEHOLD,)),
        (("1", "2"), (1, 2), ("a", "a"), (SharedFact.DISTRICT, SharedFact.NEAR_NUMBER)),
        (("1", "1"), (1, 2), ("a", "b"), (SharedFact.TWO_DISTRICTS,)),
    ],
)
def test_the_narrowest_place_is_named_and_then_the_number(
    numbers: tuple[str, str],
    households: tuple[int, int],
    districts: tuple[str, str],
    facts: tuple[SharedFact, ...],
) -> None:
    assert shared_facts(numbers, households, districts) == facts


@pytest.mark.parametrize(
    ("length", "codes"),
    [
        (REASON_LEAST - 1, ["duplicate.reason"]),
        (REASON_LEAST, []),
        (REASON_MOST, []),
        (REASON_MOST + 1, ["duplicate.reason"]),
    ],
)
def test_a_reason_has_five_to_three_hundred_letters(length: int, codes: list[str]) -> None:
    assert [problem.code for problem in decision_problems("x" * length, is_decided=False)] == codes


def test_everything_wrong_with_a_decision_is_told_at_once() -> None:
    found = decision_problems("45418672 " * 40, is_decided=True)

    assert [(problem.code, problem.field) for problem in found] == [
        ("duplicate.decided", "decision"),
        ("duplicate.reason", "reason"),
        ("text.number", "reason"),
    ]


@pytest.mark.parametrize(
    ("kept", "present", "said"),
    [
        (1, (1, 2, 3), None),
        (2, (2, 1), None),
        (3, (1, 2, 3), "Elija cuál de los dos registros se queda."),
        (3, (), "Elija cuál de los dos registros se queda."),
        (0, (1, 2), "Elija cuál de los dos registros se queda."),
        (1, (), "Uno de los dos ya no figura en el padrón"),
        (2, (2,), "Uno de los dos ya no figura en el padrón"),
    ],
)
def test_what_is_kept_is_one_of_two_that_are_there(
    kept: int, present: tuple[int, ...], said: str | None
) -> None:
    problem = merge_problem(kept, (1, 2), present)

    assert (problem and (problem.code, problem.field)) == (said and ("duplicate.kept", "decision"))
    assert problem is None or problem.text.startswith(str(said))


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("  JEFA   DE   HOGAR ", Kinship.HEAD),
        ("Jefa de la familia", Kinship.HEAD),
        ("hijastra", Kinship.CHILD),
        ("hijo adoptivo", Kinship.CHILD),
        ("papa", Kinship.PARENT),
        ("TÍO", Kinship.OTHER_RELATIVE),
        ("not_relative", Kinship.NOT_RELATIVE),
        ("trabajador del hogar", Kinship.NOT_RELATIVE),
        ("pensionista", Kinship.NOT_RELATIVE),
    ],
)
def test_a_link_is_read_through_blanks_small_words_and_accents(text: str, link: Kinship) -> None:
    assert kinship(text) == link.value


@pytest.mark.parametrize("text", ["", " ", "de la", "jefe jefe", "hija de mi tía", "padre madre hijo"])
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        kinship(text)


def test_no_two_links_are_written_alike() -> None:
    assert len({written(link) for link in Kinship}) == len(Kinship)


@pytest.mark.parametrize("link", [link for link in Kinship if link is not Kinship.HEAD])
def test_every_link_but_the_heads_own_is_kept_and_says_who_is_not_head(link: Kinship) -> None:
    assert link_and_head(link.value, None) == (link.value, False)
    with pytest.raises(BadCell):
        link_and_head(link.value, is_head=True)
