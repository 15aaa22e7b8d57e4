"""Works an allocation out before anything is locked: the search for the best set may take a minute."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.allocation.queries import live_run_row, present_inputs
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import AllocationResult
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import CONTEST
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.records import to_data


@dataclass(frozen=True, slots=True)
class Calculated:
    """What a rule gives for the inputs of this hash, and for no others."""

    inputs_sha256: str
    result: AllocationResult


def calculated(inputs: AllocationInput) -> Calculated:
    """Run the rule that the inputs name. Raises Refused as `allocate` does."""
    return Calculated(canonical_hash(to_data(inputs)), allocate(inputs.rule, inputs))


def calculate_proposal(session: Session, contest_id: int) -> Calculated | None:
    """Calculate what would be proposed now; None where nothing can be: proposing says why."""
    state = contest_by_id(session, contest_id).state
    if "allocate" not in CONTEST.available(state) or live_run_row(session, contest_id) is not None:
        return None
    return calculated(present_inputs(session, contest_id))
