"""Sharing out among 20,000 profiles: `python -m benchmarks.allocation`; beside CBC and CP-SAT if there is ortools."""

import argparse
import importlib.util
import random
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from contest_portal.allocation.rules.best_total import MOST_DECIMALS, question_of
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.registry import RULES
from contest_portal.allocation.rules.results import AllocationResult
from contest_portal.allocation.rules.solver import Question
from contest_portal.contests.rules.allocation_terms import AllocationTerms, Limit, LimitOf
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.scoring.rules.ranking import Standing
from tests.allocation.builders import EMPTY

Result = TypeVar("Result")
LINES, DISTRICTS = 10, 13
SECONDS_OF_OTHERS = 60
UNIT = 10**MOST_DECIMALS


def main() -> None:
    """Time each merit rule, then the optimum with limits, and the other solvers on the same question."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--profiles", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    contest = invented(options.profiles, random.Random(options.seed))
    for code in ("merit_order", "merit_order_skipping", "merit_order_partial", "equal_share", "within_share"):
        seconds, _ = best_of(3, lambda code=code: RULES[code].allocate(contest))  # type: ignore[misc]
        print(f"{code}: {seconds:.3f} s (at most 0.1)")
    limited = with_limits(contest)
    before = peak()
    seconds, result = best_of(1, lambda: RULES["best_total"].allocate(limited))
    print(f"best_total, limits per line and district: {seconds:.2f} s, {total_of(result)}, "
          f"peak {peak()} MB, {peak() - before} of them for it")  # fmt: skip
    if importlib.util.find_spec("ortools"):
        from benchmarks.allocation_others import cbc, cp_sat  # noqa: PLC0415 - not a dependency

        question: Question = question_of(limited)
        for name, solve in (("CBC", cbc), ("CP-SAT", cp_sat)):
            seconds, (value, proven) = best_of(1, lambda solve=solve: solve(question, SECONDS_OF_OTHERS))  # type: ignore[misc]
            print(f"{name}: {seconds:.2f} s, {value / UNIT:.2f}, {'proven' if proven else 'not proven'}")


def invented(count: int, chance: random.Random) -> AllocationInput:
    """Make a contest of one envelope that pays some three of ten."""
    requests = [Money(chance.randrange(40, 401) * 5_000) for _ in range(count)]
    totals = sorted((chance.randrange(7_000, 10_001) for _ in range(count)), reverse=True)
    candidates = tuple(
        Candidate(
            number, f"G-{number:05d}", "IDEA", Standing.PASSED, number, Score(units, 2), requested,
            line_code=f"L{chance.choices(range(LINES), range(1, LINES + 1))[0]}",
            district_code=f"D{chance.choices(range(DISTRICTS), range(1, DISTRICTS + 1))[0]}",
        )
        for number, (units, requested) in enumerate(zip(totals, requests, strict=True), 1)
    )  # fmt: skip
    fund = Money(Money.total(requests).cents * 3 // 10)
    return replace(EMPTY, fund=fund, envelopes=(EnvelopeInput("IDEA", fund),), candidates=candidates)


def with_limits(contest: AllocationInput) -> AllocationInput:
    """Ask for a little more of the two smallest lines and districts than they win, and less of the largest."""
    free = RULES["best_total"].allocate(contest)
    winners = {line.application_id for line in free.lines if line.amount}
    chosen = [one for one in contest.candidates if one.application_id in winners]
    limits = [
        *(
            _limit(LimitOf.LINE, f"L{n}", sum(c.line_code == f"L{n}" for c in chosen), n, LINES)
            for n in range(LINES)
        ),
        *(
            _limit(LimitOf.DISTRICT, f"D{n}", sum(c.district_code == f"D{n}" for c in chosen), n, DISTRICTS)
            for n in range(DISTRICTS)
        ),
    ]
    return replace(contest, terms=AllocationTerms(limits=tuple(limits)))


def _limit(of: LimitOf, code: str, won: int, number: int, count: int) -> Limit:
    least = won * 11 // 10 if number < 2 else won * 8 // 10
    most = won * 9 // 10 if number == count - 1 else won * 12 // 10
    return Limit(of, code, least, max(least, most))


def best_of(times: int, work: Callable[[], Result]) -> tuple[float, Result]:
    """Do something several times; the shortest time and the last result."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        result = work()
        took.append(time.perf_counter() - began)
    return min(took), result


def total_of(result: AllocationResult) -> str:
    """Give the points of all winners together."""
    return str(Score(sum(line.total.units for line in result.lines if line.amount and line.total), 2))


def peak() -> int:
    """Give the most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
