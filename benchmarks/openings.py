"""What each group is told: `python -m benchmarks.openings` opens a hundred invented contests for every group.

Each group without an award must be able to work its result out again, nothing told to one may be of another, and
numbers drawn after the fact must be found.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256

from benchmarks.invented_bundles import invented_bundle
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.publication.rules.bundle import Bundle, BundlePlace, write_bundle
from contest_portal.publication.rules.bundle_filling import closing_sha256_of
from contest_portal.publication.rules.bundle_results import places_of
from contest_portal.publication.rules.opening import Opening, opening_of
from contest_portal.publication.verify import Verifier, read

PARTS = ("awards", "groups", "ranking", "sheets")
AFTERWARDS = tuple(f"{number}-{number + 7}-3-4" for number in range(1, 7))
"""Numbers that somebody may have chosen when the marks were known."""


@dataclass(frozen=True, slots=True)
class Found:
    """Groups without an award, those that are explained, leaks, lots that decide, and those found to be changed."""

    unfunded: int
    explained: int
    leaks: int
    redrawn: int
    noticed: int

    @property
    def is_good(self) -> bool:
        """Tell whether nothing is wrong."""
        return (self.explained, self.leaks, self.noticed) == (self.unfunded, 0, self.redrawn)


def main(arguments: Sequence[str] | None = None) -> int:
    """Open invented contests for their groups."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--contests", type=int, default=100)
    found = look_at(parser.parse_args(arguments).contests)
    print(f"{found.explained} of {found.unfunded} groups without an award work their result out again")
    print(f"{found.leaks} leaks of what is of another group")
    print(f"{found.noticed} of {found.redrawn} lots drawn after the fact, where a lot decides, found")
    return int(not found.is_good)


def look_at(count: int) -> Found:
    """Look at so many invented contests."""
    bundles = [invented_bundle(seed, groups=5, jurors=4, criteria=3) for seed in range(count)]
    told = [unfunded(bundle) for bundle in bundles]
    explained = [is_explained(*pair) for pair in zip(bundles, told, strict=True)]
    redrawn = [(bundle, again) for bundle in bundles if (again := drawn_afterwards(bundle)) is not None]
    return Found(
        unfunded=sum(map(len, told)),
        explained=sum(explained),
        leaks=sum(map(leaks_of, bundles)),
        redrawn=len(redrawn),
        noticed=sum(is_noticed(*pair) for pair in redrawn),
    )


def unfunded(bundle: Bundle) -> tuple[Opening, ...]:
    """Open a contest for each group without an award."""
    winners = {one.group for one in bundle.awards if one.state != "void"}
    return tuple(opening_of(bundle, one.group) for one in bundle.ranking if one.group not in winners)


def is_explained(bundle: Bundle, openings: Sequence[Opening]) -> int:
    """Count the groups whose opening follows from the published file, worked out again."""
    published = json.loads(write_bundle(bundle))
    again = {one.group: one for one in places_of(bundle)}
    return sum(follows(bundle, published, one, again[one.code]) for one in openings)


def follows(
    bundle: Bundle, published: Mapping[str, list[dict[str, str]]], opening: Opening, line: BundlePlace
) -> bool:
    """Tell whether entry, total, means, what it was short of and lot are those that come out again."""
    entry = {
        part: [one for one in published.get(part, []) if one.get("group", one.get("code")) == opening.code]
        for part in PARTS
    }
    means = [str(one.mean) for one in line.phases]
    total = "" if line.exact_total is None else str(line.exact_total)
    lot = opening.lot
    return (
        opening.entry_sha256 == canonical_hash(entry)
        and opening.exact_total == total
        and [one.exact_mean for one in opening.phases if one.exact_mean] == means
        and (lot is None or lot.sha256 == sha256(lot.text.encode()).hexdigest())
        and (line.total is None or _reaches(line.total.points, opening, bundle))
    )


def _reaches(points: Fraction, opening: Opening, bundle: Bundle) -> bool:
    needed = bundle.rules.scoring.pass_mark.points
    short = Fraction(opening.short_of_pass or 0)
    return points + short == needed if short else points >= needed


def leaks_of(bundle: Bundle) -> int:
    """Count codes of groups and seals of sheets that stand in the opening of another group."""
    codes, found = {one.code for one in bundle.groups}, 0
    for code in {one.group for one in bundle.ranking}:
        told = repr(opening_of(bundle, code))
        own = {one.seal or "" for one in bundle.sheets if one.group == code}
        others = {one.seal or "" for one in bundle.sheets} - own - {""}
        found += sum(one in told for one in (*(codes - {code}), *others))
    return found


def drawn_afterwards(bundle: Bundle) -> Bundle | None:
    """Exchange the numbers for others that give somebody another place; None where no lot decides."""
    if bundle.draw is None:
        return None
    for numbers in AFTERWARDS:
        chosen = replace(bundle, draw=replace(bundle.draw, numbers=numbers))
        if {(one.group, one.place) for one in places_of(chosen)} != {
            (one.group, one.place) for one in bundle.ranking
        }:
            return chosen
    return None


def is_noticed(bundle: Bundle, chosen: Bundle) -> bool:
    """Tell whether the verifier refuses the numbers, and whoever writes places and hashes anew contradicts the acta."""
    refused = Verifier(read(write_bundle(chosen).encode())).report()["failed"]
    anew = replace(chosen, ranking=places_of(chosen))
    return bool(refused) and closing_sha256_of(anew) != bundle.closing_sha256


if __name__ == "__main__":
    sys.exit(main())
