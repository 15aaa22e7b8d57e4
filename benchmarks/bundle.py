"""The bundle of a contest: `python -m benchmarks.bundle` verifies a large one, and five hundred invented ones."""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from random import Random

from benchmarks.invented_bundles import invented_bundle
from benchmarks.page_verifier import judged_by_page
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.publication.rules.bundle_reading import read_bundle
from contest_portal.publication.rules.bundle_results import allocation_of, places_of
from contest_portal.publication.verify import Verifier, read
from tests.publication.changes import changed, rehashed

STATES = {"passed": "passed", "failed": "failed", "not_checked": "open"}
LEFT_TO_THE_PROGRAM = ("best_total",)
"""Rules of which the page does not repeat the choice (step 6.2)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Time the verifier on 60 groups, 11 jurors and 20 criteria; then compare it with the portal and the page."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--contests", type=int, default=500)
    parser.add_argument("--changes", type=int, default=1000)
    given = parser.parse_args(arguments)
    large = write_bundle(invented_bundle(1, groups=60, jurors=11, criteria=20)).encode()
    begun = time.perf_counter()
    failed = Verifier(read(large)).report()["failed"]
    print(f"60 groups, 11 jurors, 20 criteria: {time.perf_counter() - begun:.2f} s, {len(large):,} bytes")
    texts = [contest(seed) for seed in range(given.contests)]
    same = sum(map(agree, texts))
    print(f"{same} of {len(texts)} invented contests: portal and verifier agree")
    alike = sum(map(is_alike, texts, judged_by_page(texts)))
    print(f"{alike} of {len(texts)}: the page says of each step what the verifier says")
    spoilt = changes(texts, given.changes)
    found = [
        (is_found(text), is_found_by_page(steps))
        for text, steps in zip(spoilt, judged_by_page(spoilt), strict=True)
    ]
    print(
        f"{found.count((True, True))} of {len(spoilt)} changes, with the hash of the file made to fit: found by both"
    )
    return int(
        bool(failed) or same < len(texts) or alike < len(texts) or found.count((True, True)) < len(spoilt)
    )


def contest(seed: int) -> str:
    """Write an invented contest; every third has envelopes inside others."""
    return write_bundle(invented_bundle(seed, nested=seed % 3 == 0))


def agree(text: str) -> bool:
    """Work a contest out again with the portal's rules and the verifier, and compare with what is written."""
    bundle = read_bundle(text.encode())
    is_same = (
        bundle.allocation is not None
        and allocation_of(bundle, bundle.rules.allocation_rule) == bundle.allocation.result
    )
    return (
        is_same
        and places_of(bundle) == bundle.ranking
        and not Verifier(read(text.encode())).report()["failed"]
    )


def is_alike(text: str, by_page: Mapping[str, str] | None) -> bool:
    """Tell whether the page says of each step what the verifier says, but for what it leaves to it."""
    report = Verifier(read(text.encode())).report()
    ours = {number: STATES[state] for state in STATES for number, *_ in report[state]}
    if json.loads(text)["rules"]["allocation_rule"] in LEFT_TO_THE_PROGRAM:
        ours["6.2"] = "open"
    return by_page is not None and {number: ours[number] for number in by_page} == by_page


def changes(texts: Sequence[str], count: int) -> list[str]:
    """Change one thing that decides in one contest after the other, and make the hash of the whole fit again."""
    random = Random(7)
    parts = ("rules", "sheets", "ranking", "allocation", "awards")
    spoilt = (changed(texts[number % len(texts)], random, within=parts)[0] for number in range(count))
    return [json.dumps(rehashed(data), ensure_ascii=False) for data in spoilt]


def is_found(text: str) -> bool:
    """Tell whether the verifier refuses a changed file, or says that a step fails."""
    try:
        return bool(Verifier(read(text.encode())).report()["failed"])
    except (LookupError, TypeError, ValueError, AttributeError):
        return True


def is_found_by_page(steps: Mapping[str, str] | None) -> bool:
    """Tell whether the page refuses a changed file, or says that a step fails."""
    return steps is None or "failed" in steps.values()


if __name__ == "__main__":
    sys.exit(main())
