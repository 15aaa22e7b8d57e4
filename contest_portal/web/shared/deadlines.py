"""Acts that a deadline decides about: none is taken while the portal's clock is behind what its log has seen."""

from flask import request

from contest_portal.kernel.clock_watch import require_running_clock
from contest_portal.web.shared.arrival import arrived_at
from contest_portal.web.shared.database import read_session

_TIMED = {
    "applicant": (
        *("start", "review", "withdraw", "reopen", "late_code", "questions"),
        *("cure", "cure_section", "observations"),
    ),
    "juror": ("finalise",),
    "staff": (
        *("close_scoring", "late_code_give", "observation_enter", "paper_enter", "paper_reception"),
        "reserve_answer",
    ),
}
TIMED = frozenset(f"{audience}.{name}" for audience, names in _TIMED.items() for name in names)
"""What phones send is not among them: it is kept in any case, with the instant at which it came."""


def require_clock_for_deadlines() -> None:
    """Refuse such an act before anything of it is looked at. Raises WrongState."""
    if request.method == "POST" and request.endpoint in TIMED:
        require_running_clock(read_session(), arrived_at())
