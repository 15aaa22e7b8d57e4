"""What an office writes on, read at once: as its number format and its text in force say one by one."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.documents.models import DocumentText, NumberFormat
from contest_portal.documents.queries import chosen_format
from contest_portal.documents.stationery import stationery_of
from contest_portal.documents.text_queries import text_in_force
from tests.conftest import NOON
from tests.factories.accounts import make_office, make_user

OWN, OTHER = RECEIPT.code, "agreement"


@pytest.mark.parametrize(
    ("formats", "texts"),
    [
        ([], []),
        ([OTHER], [(OTHER, 3)]),
        ([OWN, OTHER], [(OWN, 1), (OTHER, 9)]),
        ([OWN], [(OWN, 2), (OWN, 10), (OWN, 1)]),
    ],
    ids=["nothing own", "of another kind", "of both", "the newest of three"],
)
def test_it_is_what_each_alone_says(
    session: Session, formats: list[str], texts: list[tuple[str, int]]
) -> None:
    office, author = make_office(session), make_user(session, Role.STAFF)
    elsewhere = make_office(session, code="OTRA")
    for one in (office, elsewhere):
        session.add_all(
            NumberFormat(office_id=one.id, kind=kind, pattern=f"{kind}-{one.code}") for kind in formats
        )
        session.add_all(
            DocumentText(
                office_id=one.id, kind=kind, number=number, body=f"<p>{number}</p>", css="", sha256=f"{number:064}",
                reason="porque sí", published_at=NOON, published_by=author.id,
            )
            for kind, number in texts
        )  # fmt: skip
    session.flush()

    found = stationery_of(session, office, RECEIPT)

    chosen = chosen_format(session, office.id, OWN)
    assert found.pattern == (RECEIPT.number_format if chosen is None else chosen.pattern)
    assert found.text is text_in_force(session, office.id, OWN)
    assert (found.letterhead.code, chosen is None) == (office.code, OWN not in formats)
