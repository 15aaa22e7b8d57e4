"""The receipt of a group's observation on its result."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.awards.documents.observation_text import OBSERVATION_TEXT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_
from contest_portal.kernel.records import added_later


@dataclass(frozen=True, slots=True)
class ObservationReceipt:
    """What the receipt says. `phase` and `criterion` name what is observed; empty both: the allocation of the fund.

    `files` are the SHA-256 of the files that came with it, as they came.
    """

    contest_code: str
    contest_title: str
    application_code: str
    group_name: str
    phase: str
    criterion: str
    text: str
    received_at: datetime
    closes_at: datetime
    on_paper: bool
    files: tuple[str, ...] = added_later(())


OBSERVATION_RECEIPT = DocumentKind(
    code="observation",
    title=N_("Cargo de una observación al resultado"),
    template="observation.html",
    number_format="CARGO DE OBSERVACIÓN N.° {numero:3}-{año}-{oficina}",
    context=ObservationReceipt,
    group_at="application_code",
    text=OBSERVATION_TEXT,
)
