"""What a signed agreement says, read from the paper as it was issued."""

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.documents.agreement import Agreement
from contest_portal.awards.follow_up_models import AgreementChange, FollowUp
from contest_portal.awards.rules.follow_up import ChangeKind
from contest_portal.documents.models import Document
from contest_portal.documents.queries import document_by_id
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import from_data

OTHER_ITEM = "other"


@dataclass(frozen=True, slots=True)
class BudgetItem:
    """A line of the group's budget to which expenses go; `name` is empty for what an amendment added."""

    code: str
    name: str
    planned: Money


def read_agreement(document: Document) -> Agreement:
    """Give what an agreement says."""
    return from_data(Agreement, json.loads(document.data)["content"])


def items_of(session: Session, follow_up: FollowUp) -> tuple[BudgetItem, ...]:
    """List the items of the budget, and one for the others once an amendment changed them."""
    plan = read_agreement(document_by_id(session, follow_up.agreement_id)).plan
    items = [
        BudgetItem(f"{part}-{number}", line.description, line.total)
        for part, lines in (("goods", plan.goods), ("assistance", plan.assistance))
        for number, line in enumerate(lines, start=1)
    ]
    changed = select(AgreementChange.id).where(
        AgreementChange.follow_up_id == follow_up.id, AgreementChange.kind == ChangeKind.ITEMS.value
    )
    if session.scalar(changed.limit(1)) is not None or not items:
        items.append(BudgetItem(OTHER_ITEM, "", ZERO))
    return tuple(items)
