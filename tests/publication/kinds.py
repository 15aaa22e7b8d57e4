"""Contests in which one value is of another kind than it may be, with hashes that fit: the verifiers are to agree."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from contest_portal.kernel.canonical import canonical_hash
from tests.publication.changes import Spot, rehashed, spots
from tests.publication.test_verify import made

RULES = ("equal_share", "within_share", "best_total")
STEPS_OF = ("place", "step", "reserve_order", "balance", "requested", "amount", "total", "application_id")


def of_other_kinds() -> Iterator[str]:
    """Give, for each name of a value in a contest of each rule, a file with `true` and one with a text in its place."""
    for rule in RULES:
        seen = set[object]()
        for number, (holder, key) in enumerate([*spots(json.loads(_text(rule)))]):
            if isinstance(holder[key], (dict, list)) or key in seen:
                continue
            seen.add(key)
            for other in (True, "x"):
                yield _written(rule, number, other)


def with_other_steps(rule: str = "best_total") -> Iterator[str]:
    """Give files of a rule of which a step tells something else that is of its kind."""
    for key in STEPS_OF:
        data = json.loads(_text(rule))
        line = data["allocation"]["result"]["lines"][-1]
        line[key] = _more(line[key])
        yield json.dumps(_fitting(data), ensure_ascii=False)


@cache
def _text(rule: str) -> str:
    return json.dumps(made(rule))


def _more(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: one + 1 if key in ("cents", "units") else one for key, one in value.items()}
    return 9 if value is None else value + 1


def _written(rule: str, number: int, other: object) -> str:
    data = json.loads(_text(rule))
    spot: Spot = [*spots(data)][number]
    spot[0][spot[1]] = other
    return json.dumps(_fitting(data), ensure_ascii=False)


def _fitting(data: Any) -> Any:
    """Make every hash fit again, and leave the sheets without seals."""
    if data["rules_sha256"]:
        data["rules_sha256"] = canonical_hash(data["rules"])
    allocation = data["allocation"]
    allocation["inputs"]["rulebook_sha256"] = canonical_hash(data["rules"])
    for part in ("inputs", "result"):
        allocation[f"{part}_sha256"] = canonical_hash(allocation[part])
    data["sheets"] = [{**one, "seal": None} for one in data["sheets"]]
    return rehashed({**data, "closing_sha256": None})
