"""The bundle of a contest: `python -m benchmarks.bundle` verifies a large one, and five hundred invented ones."""

import argparse
import sys
import time
from collections.abc import Sequence

from benchmarks.invented_bundles import invented_bundle
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.publication.rules.bundle_reading import read_bundle
from contest_portal.publication.rules.bundle_results import allocation_of, places_of
from contest_portal.publication.verify import Verifier, read


def main(arguments: Sequence[str] | None = None) -> int:
    """Time the verifier on 60 groups, 11 jurors and 20 criteria; then compare it with the portal."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--contests", type=int, default=500)
    given = parser.parse_args(arguments)
    large = write_bundle(invented_bundle(1, groups=60, jurors=11, criteria=20)).encode()
    begun = time.perf_counter()
    failed = Verifier(read(large)).report()["failed"]
    print(f"60 groups, 11 jurors, 20 criteria: {time.perf_counter() - begun:.2f} s, {len(large):,} bytes")
    differing = [seed for seed in range(given.contests) if not agree(seed)]
    print(
        f"{given.contests - len(differing)} of {given.contests} invented contests: portal and verifier agree"
    )
    return 1 if failed or differing else 0


def agree(seed: int) -> bool:
    """Write a contest, work it out again with both, and compare with what is written."""
    text = write_bundle(invented_bundle(seed)).encode()
    bundle = read_bundle(text)
    is_same = (
        bundle.allocation is not None
        and allocation_of(bundle, bundle.rules.allocation_rule) == bundle.allocation.result
    )
    return is_same and places_of(bundle) == bundle.ranking and not Verifier(read(text)).report()["failed"]


if __name__ == "__main__":
    sys.exit(main())
