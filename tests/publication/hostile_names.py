"""Bundles that use names which every object of the browser's language has: `__proto__`, `constructor` and others."""

import json
from collections.abc import Iterator
from typing import Any

from benchmarks.invented_bundles import invented_bundle
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.publication.rules.bundle import write_bundle
from tests.publication.changes import rehashed

NAMES = ("__proto__", "constructor", "toString", "valueOf")
WORDS = ("rounding", "disqualifies", "decides_on")
SEEDS = range(3, 9)


def with_such_names() -> list[Any]:
    """Give sound contests that have a criterion of such a name, or a value beside the known ones."""
    return [*(_renamed(seed, name) for seed in SEEDS for name in NAMES), *map(_beside, NAMES)]


def with_such_words() -> Iterator[Any]:
    """Give contests whose rules say such a word where the format knows a few."""
    for seed in SEEDS:
        for name in NAMES:
            for word in WORDS:
                data = _contest(seed)
                data["rules"]["scoring"][word] = name
                yield sealed(data)
            data = _contest(seed)
            data["rules"]["allocation_rule"] = data["allocation"]["inputs"]["rule"] = name
            yield sealed(data)
            data = _contest(seed)
            data["rules"]["scoring"]["tie_breaks"] = [{"kind": name}]
            yield sealed(data)


def sealed(data: Any) -> Any:
    """Let every hash fit again."""
    rules, jurors = data["rules"], {one["code"]: one for one in data["jurors"]}
    phases = {one["code"]: one for one in rules["phases"]}
    data["rules_sha256"] = canonical_hash(rules)
    for sheet in data["sheets"]:
        juror = jurors[sheet["juror"]]
        told = {
            "contest": rules["code"],
            "application": sheet["group"],
            "phase": sheet["phase"],
            "juror": juror["number"],
            "marks": sheet["marks"],
            "rulebook_sha256": data["rules_sha256"],
        }
        if phases[sheet["phase"]].get("classes"):
            told["evaluator_class"] = juror["evaluator_class"]
        if sheet.get("reasons"):
            told["reasons"] = {one["criterion"]: one["text"] for one in sheet["reasons"]}
        sheet["seal"] = canonical_hash(told)
    allocation = data["allocation"]
    allocation["inputs"]["rulebook_sha256"] = data["rules_sha256"]
    allocation["inputs_sha256"] = canonical_hash(allocation["inputs"])
    return rehashed(data)


def _contest(seed: int) -> Any:
    data = json.loads(write_bundle(invented_bundle(seed, groups=3, jurors=2, criteria=2)))
    return data | {"documents": [], "closing_sha256": None}  # both would name the hash of the old rules


def _renamed(seed: int, name: str) -> Any:
    data = _contest(seed)
    code = data["rules"]["phases"][0]["criteria"][0]["code"]
    text = json.dumps(data, ensure_ascii=False)
    return sealed(json.loads(text.replace(f'"{code}"', f'"{name}"')))


def _beside(name: str) -> Any:
    data = _contest(3)
    data["rules"][name] = data[name] = "beside"
    return sealed(data)
