"""The money on printed agreements, read from the PDF; two hundred of them: `python -m benchmarks.award_papers`."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from benchmarks.award_paper_text import faults_of, number_of, text_of
from benchmarks.award_papers import Checked, checked_papers, invented_winners
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.rules.words import cardinal
from contest_portal.kernel.pdf import render_pdf
from tests.factories.awards import issued_agreements, make_press


def printed_here(press: Press, documents: Sequence[Document]) -> Mapping[int, bytes]:
    orders = ((one.id, press.order(AGREEMENT, one)) for one in documents)
    return {
        key: render_pdf(
            order.html, stylesheet=order.stylesheet, created=order.created, attached=order.attached
        )
        for key, order in orders
    }


def unnoticed(said: str, pattern: str) -> list[str]:
    """Change what a pattern finds, one place after the other; give the places where that is no fault."""
    changed = [(match, {"0": "1"}.get(match[1], "0")) for match in re.finditer(pattern, said)]
    assert len(changed) > 3
    return [
        said[match.start() : match.end()]
        for match, other in changed
        if not list(faults_of(said[: match.start(1)] + other + said[match.end(1) :]))
    ]


def test_figures_words_lines_and_totals_agree_and_no_paper_changes_with_the_names(
    session: Session, tmp_path: Path
) -> None:
    scored, press = invented_winners(session, 1), make_press(tmp_path)
    (agreement,) = issued_agreements(session, scored)

    found = checked_papers(session, press, scored, (agreement,), printed_here)

    said = text_of(press.storage.get(agreement.file_sha256 or ""))
    assert found == Checked(papers=1, faults=(), changed=0)
    assert unnoticed(said, r"S/ [\d,]+\.\d(\d)") == []
    assert unnoticed(said, r"CON (\d)\d/100 SOLES") == []


def test_words_are_read_back_without_the_portals_own_arithmetic() -> None:
    numbers = [*range(1100), *range(1999, 1_000_000, 997)]

    assert [number_of(cardinal(number).upper()) for number in numbers] == numbers
