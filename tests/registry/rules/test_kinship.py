"""Links to the head of a household: how files write them, and what they say of who is head."""

import pytest

from contest_portal.registry.rules.cells import BadCell
from contest_portal.registry.rules.kinship import WRITTEN, Kinship, kinship, link_and_head, written

WORDS = {
    Kinship.HEAD: "jefe; JEFA; Jefe/a de hogar; jefa del hogar; jefe(a) de familia; head",
    Kinship.SPOUSE: "Cónyuge; conyuge; esposa; esposo(a); CONVIVIENTE; Esposa o conviviente; compañera",
    Kinship.CHILD: "hijo; Hija; HIJO/A; hija adoptiva; hijastro; Hijo(a) o hijastro(a); child",
    Kinship.CHILD_IN_LAW: "yerno; nuera; Yerno / Nuera; yerno o nuera; child_in_law",
    Kinship.GRANDCHILD: "nieto; nieta; Nieto/a",
    Kinship.PARENT: "padre; MADRE; Mamá; padre/madre; madrastra",
    Kinship.PARENT_IN_LAW: "suegro; Suegra; suegro(a); parent in law",
    Kinship.SIBLING: "hermano; media hermana; Hermano/a",
    Kinship.OTHER_RELATIVE: "otro pariente; Otros parientes; tía; SOBRINO; cuñada; abuela; primo/a",
    Kinship.NOT_RELATIVE: "no pariente; Otro no pariente; sin parentesco; trabajadora del hogar; empleado(a) del hogar",
}


@pytest.mark.parametrize("link", list(Kinship))
def test_each_link_is_read_however_it_is_written(link: Kinship) -> None:
    texts = WORDS[link].split("; ")

    assert {text: kinship(text) for text in texts} == dict.fromkeys(texts, link.value)
    assert kinship(written(link)) == link


@pytest.mark.parametrize("text", ["vecino", "1", "hijos", "jefe de práctica"])
def test_an_unknown_word_is_refused_with_the_good_ones(text: str) -> None:
    with pytest.raises(BadCell) as refusal:
        kinship(text)

    (problem,) = refusal.value.problems
    assert (problem.code, problem.params["words"]) == (
        "cell.not_a_choice",
        "jefe/a, cónyuge, hijo/a, yerno/nuera, nieto/a, padre/madre, suegro/a, hermano/a, otro pariente, "
        "no pariente",
    )


@pytest.mark.parametrize(
    ("link", "is_head", "kept"),
    [
        (None, None, (None, None)),
        (None, True, (None, True)),
        (None, False, (None, False)),
        ("head", None, (None, True)),
        ("head", True, (None, True)),
        ("child", None, ("child", False)),
        ("child", False, ("child", False)),
    ],
)
def test_a_line_may_tell_the_link_the_head_or_both(
    *, link: str | None, is_head: bool | None, kept: tuple[str | None, bool | None]
) -> None:
    assert link_and_head(link, is_head) == kept


@pytest.mark.parametrize(("link", "is_head"), [("head", False), ("child", True)])
def test_a_line_that_contradicts_itself_is_refused(*, link: str, is_head: bool) -> None:
    with pytest.raises(BadCell) as refusal:
        link_and_head(link, is_head)

    assert [(one.code, one.field) for one in refusal.value.problems] == [
        ("kinship.contradicts_head", "kinship")
    ]


@pytest.mark.parametrize("wanted", list(Kinship))
def test_every_way_to_write_a_link_is_read_as_that_link_alone(wanted: Kinship) -> None:
    forms = {form for text in WRITTEN[wanted] for form in (text, text.upper(), text.title(), f"  {text} ")}

    assert {kinship(form) for form in forms} == {wanted.value}
    assert written(wanted) in WRITTEN[wanted]
    assert len({text for texts in WRITTEN.values() for text in texts}) == sum(map(len, WRITTEN.values()))
