"""What holds for every word of kinship, and for every line that tells a link, the head or both."""

from itertools import combinations, product

import pytest

from contest_portal.registry.rules.cells import BadCell
from contest_portal.registry.rules.kinship import WRITTEN, Kinship, kinship, link_and_head, written

DRESSES = (str.upper, str.title, lambda word: f"  {word}  ", lambda word: word.replace("/a", "(a)"))


@pytest.mark.parametrize("link", list(Kinship))
def test_every_written_word_is_read_as_its_own_link_however_it_is_dressed(link: Kinship) -> None:
    texts = {dress(text) for text, dress in product(WRITTEN[link], DRESSES)} | {link.value}

    assert {text: kinship(text) for text in texts} == dict.fromkeys(texts, link.value)


def test_no_word_stands_for_two_links() -> None:
    shared = [
        (one, other, set(WRITTEN[one]) & set(WRITTEN[other]))
        for one, other in combinations(Kinship, 2)
        if set(WRITTEN[one]) & set(WRITTEN[other])
    ]

    assert (shared, WRITTEN.keys()) == ([], set(Kinship))


@pytest.mark.parametrize("link", list(Kinship))
def test_what_an_export_writes_an_import_reads(link: Kinship) -> None:
    assert kinship(written(link)) == link


@pytest.mark.parametrize(("link", "is_head"), list(product((None, *Kinship), (None, True, False))))
def test_what_is_kept_says_one_thing_alone(link: str | None, *, is_head: bool | None) -> None:
    contradicts = link is not None and is_head is not None and (link == Kinship.HEAD) is not is_head
    if contradicts:
        with pytest.raises(BadCell):
            link_and_head(link, is_head)
        return

    kept, leads = link_and_head(link, is_head)

    assert not (kept and leads), "a head is kin to nobody"
    assert kept != Kinship.HEAD
    assert link_and_head(kept, leads) == (kept, leads)


@pytest.mark.parametrize("text", ["", " ", "/", "(a)", "de la", "x" * 5000, "hijo; padre", "1"])
def test_what_is_no_link_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(BadCell) as refusal:
        kinship(text)

    assert [problem.code for problem in refusal.value.problems] == ["cell.not_a_choice"]
