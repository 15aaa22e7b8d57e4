"""Blank sheets to be filled in by hand: each for one juror, group and phase, with its number."""

from dataclasses import dataclass

from flask import Response
from flask_babel import force_locale

from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Criterion
from contest_portal.documents.letterhead import letterhead_of
from contest_portal.documents.typesetting import environment, qr_svg
from contest_portal.jury.queries import panel
from contest_portal.scoring.paper_queries import SheetPaperView
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.press import printed_page
from contest_portal.web.shared.session import now
from contest_portal.web.shared.sheet_forms import may_want_reason


@dataclass(frozen=True, slots=True)
class BlankCriterion:
    """A criterion with what a juror needs beside the box: its range, the texts of its levels, a line for the reason."""

    criterion: Criterion
    range: str
    wants_reason: bool


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """One sheet to print."""

    paper: SheetPaperView
    institution: str
    criteria: tuple[BlankCriterion, ...]
    qr: str


def blank_sheets_file(contest: Contest, papers: tuple[SheetPaperView, ...]) -> Response:
    """Send the sheets as one PDF, a sheet beginning on a new page each; office loaded."""
    with force_locale("es_PE"):
        html = (
            environment()
            .get_template("sheet_blank.html")
            .render(contest=contest, office=letterhead_of(contest.office), sheets=_sheets(contest.id, papers))
        )
    response = Response(printed_page(html, contest.published_at or now()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="fichas-{contest.code}.pdf"'
    return response


def _sheets(contest_id: int, papers: tuple[SheetPaperView, ...]) -> tuple[BlankSheet, ...]:
    book = rulebook_of(read_session(), contest_id)
    jurors = {juror.juror_id: juror for juror in panel(read_session(), contest_id)}
    return tuple(
        BlankSheet(
            paper,
            jurors[paper.juror_id].institution,
            tuple(
                BlankCriterion(one, _range(one), may_want_reason(one))
                for one in book.phase(paper.phase_code).sheet_of(jurors[paper.juror_id].evaluator_class)
                if not one.is_computed
            ),
            qr_svg(paper.code.text),
        )
        for paper in papers
    )


def _range(criterion: Criterion) -> str:
    return f"{criterion.min_points} a {criterion.max_points}"
