"""Write a section as the paper says, where neither typing does."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.paper_desk import paper_in_work, paper_to_settle, with_typed_section
from contest_portal.applications.paper_settling import keep_settled
from contest_portal.applications.rules.draft_fields import Draft, fields_of
from contest_portal.applications.rules.paper import Place
from contest_portal.applications.rules.paper_cells import table_of
from contest_portal.kernel.problems import NotFound


def write_settled(session: Session, act: Act, *, paper_id: int, section: str, typed: Draft) -> None:
    """Keep the section as written now; that settles every difference in it.

    WrongState for who typed it while the office has others; NotFound for a section in which they do not differ.
    """
    paper, book = paper_in_work(session, act, paper_id)
    view = paper_to_settle(session, act, paper_id)
    asked = set(fields_of(book.form.section(section)))
    fields = [field for field in view.mismatches(book.form) if table_of(field) in asked]
    if not fields:
        raise NotFound(f"mismatch of paper {paper_id} in {section}")
    draft = with_typed_section(view.settled, typed, section, book)
    keep_settled(session, act, paper, draft, dict.fromkeys(fields, Place.SETTLED))
