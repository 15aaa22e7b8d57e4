"""The states of an amendment."""

from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition


class AmendmentState(StrEnum):
    """Being prepared by the office, or part of the rules."""

    DRAFT = "draft"
    PUBLISHED = "published"


AMENDMENT: Lifecycle[None] = Lifecycle(
    "amendment",
    (Transition("publish", frozenset({AmendmentState.DRAFT}), AmendmentState.PUBLISHED),),
)
