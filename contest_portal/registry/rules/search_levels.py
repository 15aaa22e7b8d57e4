"""In which order answers to a misspelt name are looked for: the fewest letters of difference first."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

MOST_DIFFERENCE = 3


def levels(
    typed: Sequence[str], near: Mapping[str, Mapping[str, int]]
) -> Iterator[tuple[tuple[tuple[str, ...], ...], ...]]:
    """Give for each total of letters, one to three, the demands that come to it: words for each typed word."""
    by_difference = [_by_difference(near[word]) for word in typed]
    for total in range(1, MOST_DIFFERENCE + 1):
        yield tuple(
            tuple(groups[share] for groups, share in zip(by_difference, shares, strict=True))
            for shares in product(*by_difference)
            if sum(shares) == total
        )


def _by_difference(near: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for word, difference in sorted(near.items()):
        found[difference] = (*found.get(difference, ()), word)
    return found
