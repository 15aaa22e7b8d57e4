"""The acts that a deadline decides about."""

from flask import request

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


def is_timed_act() -> bool:
    """Tell whether this request is such an act, not only the page that leads to it."""
    return request.method == "POST" and request.endpoint in TIMED
