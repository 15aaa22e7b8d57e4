"""Who scores which groups, where the rules let only so many evaluators score each group.

One class of evaluators in one phase is one task. Among all ways that keep to the recusals, the one is taken whose
loads are the most even, and among those one that meets the most lines and territories. Evenness is the sum of the
squares of the loads: it is least exactly when no other way has loads closer together, so that they differ by one at
most wherever that can be had. The seed decides between equal ways, by SHA-256 and by nothing else.

A way is the best one when no chain of handing on groups, from evaluator to evaluator, makes it better (a flow of
least cost has no cycle of negative cost). So chains are followed while there are any.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from contest_portal.kernel.problems import N_, Problem

Pair = tuple[int, int]
"""juror_id and application_id."""


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A juror who may be given groups: the lines known, and the first digits of the ubigeo of whom the juror is."""

    juror_id: int
    name: str = ""
    lines: frozenset[str] = frozenset()
    territory: str = ""


@dataclass(frozen=True, slots=True)
class GroupToScore:
    """A group that so many evaluators must score."""

    application_id: int
    code: str
    line: str = ""
    ubigeo: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What must be shared out: so many evaluators for each group, none of them barred from it.

    `name` tells tasks apart before the seed: the phase, and the class of evaluators.
    """

    name: str
    evaluators: tuple[Evaluator, ...]
    groups: tuple[GroupToScore, ...]
    per_group: int
    barred: frozenset[Pair] = frozenset()

    def able(self, group: GroupToScore) -> tuple[Evaluator, ...]:
        """List who may score a group."""
        return tuple(e for e in self.evaluators if (e.juror_id, group.application_id) not in self.barred)


def shortages(task: Task) -> Iterator[Problem]:
    """Name every group that fewer than `per_group` evaluators may score, and who of them is in conflict with it.

    There is no other reason why a task cannot be done: nobody's load has a limit.
    """
    for group in sorted(task.groups, key=lambda group: group.code):
        able = task.able(group)
        if len(able) < task.per_group:
            barred = sorted(e.name for e in task.evaluators if e not in able)
            yield _shortage(task, group, len(able), barred)


def share_out(task: Task, seed: str) -> frozenset[Pair]:
    """Give the pairs of evaluator and group; ValueError while there are shortages."""
    if any(shortages(task)):
        raise ValueError(f"task {task.name} cannot be shared out")
    work = _Work(task, seed)
    while (chain := work.better_chain()) is not None:
        work.follow(chain)
    return frozenset((juror_id, group) for juror_id, groups in work.held.items() for group in groups)


def loads(evaluators: Iterable[Evaluator], pairs: Iterable[Pair]) -> Mapping[int, int]:
    """Count the groups of each evaluator, those without any included."""
    counted = dict.fromkeys((evaluator.juror_id for evaluator in evaluators), 0)
    for juror_id, _ in pairs:
        counted[juror_id] += 1
    return counted


def fit(evaluator: Evaluator, group: GroupToScore) -> int:
    """Count what speaks for a pair: the line is known, the group is of the evaluator's territory."""
    of_territory = bool(evaluator.territory) and group.ubigeo.startswith(evaluator.territory)
    return (group.line in evaluator.lines) + of_territory


_Hand = tuple[int, int, int]
"""A group handed on: from juror, to juror, application."""
_NOBODY = 0
"""The node through which a chain takes a group from one and gives another to somebody else."""


class _Work:
    """The pairs as they stand, in an order that the seed alone decides."""

    def __init__(self, task: Task, seed: str) -> None:
        def by_lot(key: str) -> str:
            return sha256(f"{task.name}|{seed}|{key}".encode()).hexdigest()

        self.evaluators = sorted(task.evaluators, key=lambda e: by_lot(str(e.juror_id)))
        self.groups = sorted(task.groups, key=lambda group: by_lot(group.code))
        self.able = {group.application_id: {e.juror_id for e in task.able(group)} for group in self.groups}
        self.fits = {
            (e.juror_id, group.application_id): fit(e, group)
            for e in self.evaluators
            for group in self.groups
        }
        self.held: dict[int, set[int]] = {evaluator.juror_id: set() for evaluator in self.evaluators}
        self.load_weighs = 4 * len(self.evaluators) + 1  # more than all fits that one chain can change
        for group in self.groups:
            self._give(group.application_id, task.per_group)

    def _give(self, group: int, per_group: int) -> None:
        """Begin well: with those who have the fewest groups, and among them those whom the group fits."""
        able = [juror for juror in self.held if juror in self.able[group]]
        able.sort(key=lambda juror: (len(self.held[juror]), -self.fits[juror, group]))
        for juror in able[:per_group]:
            self.held[juror].add(group)

    def better_chain(self) -> tuple[_Hand, ...] | None:
        """Find groups to hand on after which the whole is better; None when it is as good as can be (Bellman-Ford)."""
        edges = dict(self._edges())
        cost = dict.fromkeys((_NOBODY, *self.held), 0)
        came_from: dict[int, int] = {}
        changed = None
        for _ in cost:
            changed = None
            for (giver, taker), (weight, _group) in edges.items():
                if cost[giver] + weight < cost[taker]:
                    cost[taker], came_from[taker] = cost[giver] + weight, giver
                    changed = taker
        if changed is None:
            return None
        return tuple((giver, taker, edges[giver, taker][1]) for giver, taker in _cycle(came_from, changed))

    def follow(self, chain: tuple[_Hand, ...]) -> None:
        """Hand the groups of a chain on."""
        for giver, taker, group in chain:
            if _NOBODY not in (giver, taker):
                self.held[giver].remove(group)
                self.held[taker].add(group)

    def _edges(self) -> Iterator[tuple[Pair, tuple[int, int]]]:
        for juror, groups in self.held.items():
            yield (_NOBODY, juror), (-self.load_weighs * (2 * len(groups) - 1), 0)
            yield (juror, _NOBODY), (self.load_weighs * (2 * len(groups) + 1), 0)
        for giver in self.held:
            for taker in self.held:
                handed = [
                    (self.fits[giver, group.application_id] - self.fits[taker, group.application_id], place)
                    for place, group in enumerate(self.groups)
                    if self._may_hand(giver, taker, group.application_id)
                ]
                if handed:
                    weight, place = min(handed)
                    yield (giver, taker), (weight, self.groups[place].application_id)

    def _may_hand(self, giver: int, taker: int, group: int) -> bool:
        return group in self.held[giver] and group not in self.held[taker] and taker in self.able[group]


def _cycle(came_from: Mapping[int, int], node: int) -> Iterator[Pair]:
    """Walk back from a node that still changed: far enough back lies the cycle that makes it."""
    for _ in came_from:
        node = came_from[node]
    start = node
    while True:
        yield came_from[node], node
        node = came_from[node]
        if node == start:
            return


def _shortage(task: Task, group: GroupToScore, able: int, barred: list[str]) -> Problem:
    params = {
        "group": group.code,
        "able": str(able),
        "needed": str(task.per_group),
        "task": task.name,
        "jurors": ", ".join(barred),
    }
    if not barred:
        message = N_(
            "%(task)s: el grupo %(group)s necesita %(needed)s evaluadores y hay %(able)s. Incorpore a otros."
        )
    else:
        message = N_(
            "%(task)s: el grupo %(group)s necesita %(needed)s evaluadores y pueden calificarlo %(able)s. No lo "
            "califican por abstención o ausencia: %(jurors)s. Incorpore a otra persona."
        )
    return Problem("assignment.shortage", field="assignment", message=message, params=params)
