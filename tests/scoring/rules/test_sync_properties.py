"""What holds for any set of entries, however odd: names that are missing, rings, versions, entries that are held."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.scoring.rules.sheet_entries import FIRST, Kind
from contest_portal.scoring.rules.sync import (
    Arrived,
    Content,
    Folded,
    Kept,
    State,
    fold,
    name_of,
    out_of_line,
    version_name,
)
from tests.scoring.histories import content

ANY_MACHINE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no reason to fail."""
KEYS = tuple("abcdef")
CONTENTS = st.builds(content, st.integers(0, 2), st.sampled_from(Kind))
Scene = tuple[tuple[State, ...], Kept]


@st.composite
def scenes(draw: Any) -> Scene:
    """Any entries of one sheet upon each other or upon versions, some written already, some held."""
    version = draw(st.integers(0, 3))
    bases = st.frozensets(st.sampled_from((*KEYS, "v0", "v1", "v2", "v3", "z")), min_size=1, max_size=3)
    states = tuple(
        State(key, draw(bases) - {key} or frozenset({"v0"}), draw(CONTENTS), counts=draw(st.booleans()))
        for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=6))
    )
    versions = range(1, version + 1)
    keys = draw(
        st.lists(st.sampled_from([one.key for one in states]), unique=True, max_size=version)
        if states
        else st.just([])
    )
    written = dict(zip(keys, versions, strict=False))
    kept = Content() if version == 0 else draw(CONTENTS)
    kept = next((one.content for one in states if written.get(one.key) == version), kept)
    return states, Kept(version, kept, written)


@ANY_MACHINE
@given(scenes(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_what_a_sheet_is(scene: Scene, random: Any) -> None:
    states, kept = scene
    again = [*states, *random.choices(states, k=2)] if states else []
    random.shuffle(again)

    assert fold(again, kept) == fold(states, kept)


@ANY_MACHINE
@given(scenes())
def test_heads_come_in_one_order_with_what_is_kept_first(scene: Scene) -> None:
    states, kept = scene

    names = [name for name, _ in fold(states, kept).heads]

    assert names == sorted(set(names), key=lambda name: (name != kept.name, name))


@ANY_MACHINE
@given(scenes())
def test_no_head_is_covered_and_each_says_what_its_entry_says(scene: Scene) -> None:
    states, kept = scene

    folded = fold(states, kept)

    said = {kept.name: kept.content} | {name_of(one.key, kept.written): one.content for one in states}
    assert not folded.covered & {name for name, _ in folded.heads}
    assert all(said[name] == text for name, text in folded.heads)


@ANY_MACHINE
@given(scenes())
def test_what_is_held_and_was_never_written_is_no_sheet(scene: Scene) -> None:
    states, kept = scene

    heads = {name for name, _ in fold(states, kept).heads}

    assert not heads & {one.key for one in states if not one.counts and one.key not in kept.written}


@ANY_MACHINE
@given(scenes())
def test_a_conflict_is_two_texts_and_never_one(scene: Scene) -> None:
    folded = fold(*scene)

    assert folded.in_conflict is (len(folded.contents) > 1)
    assert folded.contents == {text for _, text in folded.heads}


@ANY_MACHINE
@given(scenes(), CONTENTS)
def test_a_choice_upon_all_heads_is_the_sheet(scene: Scene, chosen: Content) -> None:
    """Whatever a juror sees in conflict, one entry upon all of it ends the conflict, held and missing ones or not."""
    states, kept = scene
    seen = frozenset(name for name, _ in fold(states, kept).heads)
    choice = State("r", seen | {kept.name}, chosen)

    folded = fold([*states, choice], kept)

    assert folded.contents <= {chosen}
    assert [name for name, _ in folded.heads] in (["r"], [])


@ANY_MACHINE
@given(scenes())
def test_no_older_version_comes_back(scene: Scene) -> None:
    states, kept = scene

    heads = {name for name, _ in fold(states, kept).heads}

    assert not heads & {version_name(number) for number in range(kept.version)}


@ANY_MACHINE
@given(st.lists(CONTENTS, min_size=1, max_size=6))
def test_one_phone_alone_is_never_in_conflict_with_itself(texts: Sequence[Content]) -> None:
    line = [
        State(f"p{number}", frozenset({f"p{number - 1}" if number else "v0"}), text)
        for number, text in enumerate(texts)
    ]

    assert fold(line, Kept()) == Folded(
        ((line[-1].key, texts[-1]),), frozenset({"v0", *(one.key for one in line[:-1])})
    )


@ANY_MACHINE
@given(st.lists(CONTENTS, min_size=2, max_size=5), st.data())
def test_what_is_held_in_the_middle_of_a_line_does_not_split_it(texts: list[Content], data: Any) -> None:
    """An entry with a mark out of range is followed by its correction: no conflict with what came before."""
    line = [
        State(f"p{number}", frozenset({f"p{number - 1}" if number else "v0"}), text)
        for number, text in enumerate(texts)
    ]
    held = data.draw(st.integers(0, len(line) - 2))
    line[held] = replace(line[held], counts=False)

    assert [name for name, _ in fold(line, Kept()).heads] == [line[-1].key]


def chain(device: int, length: int, start: int = 0) -> list[Arrived]:
    keys = [f"{device}-{number}" for number in range(1, length + 1)]
    return [
        Arrived(key, device, number, keys[number - 2] if number > 1 else FIRST, start + number)
        for number, key in enumerate(keys, 1)
    ]


@ANY_MACHINE
@given(st.lists(st.integers(0, 6), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_whole_chains_are_in_line_in_any_order_of_arrival(lengths: list[int], random: Any) -> None:
    arrived = [one for device, length in enumerate(lengths) for one in chain(device, length)]
    random.shuffle(arrived)
    shuffled = [replace(one, order=order) for order, one in enumerate(arrived)]

    assert out_of_line(shuffled) == {}


@ANY_MACHINE
@given(st.integers(2, 7), st.data())
def test_all_that_follows_a_missing_entry_waits_and_nothing_before_it(length: int, data: Any) -> None:
    missing = data.draw(st.integers(1, length))
    arrived = [one for one in chain(1, length) if one.number != missing]

    assert out_of_line(arrived) == {one.key: "gap" for one in arrived if one.number > missing}


@ANY_MACHINE
@given(st.integers(1, 6), st.data())
def test_a_number_given_twice_holds_the_one_that_came_later(length: int, data: Any) -> None:
    true = chain(1, length)
    twice = data.draw(st.sampled_from(true))
    again = replace(twice, key="again", order=100)

    assert out_of_line([again, *true]) == {"again": "repeated"}


@ANY_MACHINE
@given(st.integers(1, 5), st.integers(1, 5))
def test_one_phone_out_of_line_holds_back_no_other(good: int, bad: int) -> None:
    broken = [replace(one, number=one.number + 1) for one in chain(2, bad)]

    assert out_of_line([*chain(1, good), *broken]) == {one.key: "gap" for one in broken}


@ANY_MACHINE
@given(st.integers(2, 6), st.data())
def test_an_entry_that_names_another_before_it_breaks_its_phone_from_there(length: int, data: Any) -> None:
    arrived = chain(1, length)
    at = data.draw(st.integers(0, length - 1))
    arrived[at] = replace(arrived[at], previous="f" * 64)

    found = out_of_line(arrived)

    after = {one.key: "gap" for one in arrived[at + 1 :]}
    assert found == {arrived[at].key: "chain", **after}
