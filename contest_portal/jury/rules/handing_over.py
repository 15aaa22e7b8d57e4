"""Who takes over the groups of an evaluator who leaves, so that loads stay as even as they can."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from contest_portal.jury.rules.assignment import Evaluator, GroupToScore, Pair, Task, fit, loads


def hand_over(
    task: Task, pairs: Iterable[Pair], *, leaving: int, groups: Iterable[int], seed: str
) -> Mapping[int, int]:
    """Give, by application, the juror who takes each of `groups` over; one that nobody may take is left out.

    `pairs` are those that hold. Each group in the order of the codes goes to whoever has the fewest, then to whom it
    fits, then as the seed decides: anybody can work it out again from the numbers drawn in public.
    """
    held, asked = set(pairs), frozenset(groups)
    found: dict[int, int] = {}
    for group in sorted(task.groups, key=lambda one: one.code):
        if group.application_id not in asked:
            continue
        counted = loads(task.evaluators, held)
        able = [
            e
            for e in task.able(group)
            if e.juror_id != leaving and (e.juror_id, group.application_id) not in held
        ]
        if able:
            taker = min(
                able, key=lambda e: (counted[e.juror_id], -fit(e, group), _by_lot(task, seed, group, e))
            )
            held.add((taker.juror_id, group.application_id))
            found[group.application_id] = taker.juror_id
    return found


def _by_lot(task: Task, seed: str, group: GroupToScore, evaluator: Evaluator) -> str:
    return sha256(f"{task.name}|{seed}|{group.code}|{evaluator.juror_id}".encode()).hexdigest()
