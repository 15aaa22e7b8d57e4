"""The order of merit after the scoring closed."""

from collections.abc import Iterator

from flask import Response, render_template
from flask_babel import gettext

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.rulebook import DecidesOn, Rulebook
from contest_portal.contests.rules.scoring_checks import chain_to_its_end
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.queries import ranking as stored_ranking
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import (
    DECIDES_ON_LABELS,
    RANKING_STANDING_LABELS,
    RANKING_STANDING_TONES,
    ROUNDING_LABELS,
)
from contest_portal.web.shared.rulebook_view import tie_break_text
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.shared.text_file import text_file
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.ranking_view import CategoryRanking, ranking_by_category

_RANKING = "/concursos/<int:contest_id>/orden-de-merito"


@blueprint.get(_RANKING)
def ranking(contest_id: int) -> str:
    """Show places and the arithmetic behind them; before the close there is nothing to show."""
    session = read_session()
    permit(current_actor(), Action.RANKING_SEE, Scope(contest_id=contest_id))
    rulebook = rulebook_of(session, contest_id)
    return render_template(
        "staff/ranking/ranking.html",
        contest=contest_by_id(session, contest_id),
        categories=ranking_by_category(stored_ranking(session, contest_id), rulebook),
        rulebook=rulebook,
        chain=tuple(tie_break_text(link, rulebook) for link in chain_to_its_end(rulebook.scoring.tie_breaks)),
        rounding=gettext(ROUNDING_LABELS[rulebook.scoring.rounding.value]),
        decides_on=gettext(DECIDES_ON_LABELS[rulebook.scoring.decides_on.value]),
        exact_decides=rulebook.scoring.decides_on is DecidesOn.EXACT,
        draw=draw_of(session, contest_id),
        labels=RANKING_STANDING_LABELS,
        tones=RANKING_STANDING_TONES,
    )


@blueprint.get(f"{_RANKING}.csv")
def ranking_csv(contest_id: int) -> Response:
    """Send the same lines to take away."""
    session = read_session()
    permit(current_actor(), Action.RANKING_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    categories = ranking_by_category(stored_ranking(session, contest_id), rulebook)
    return csv_response(f"orden-de-merito-{contest.code}.csv", _header(rulebook), _lines(categories))


@blueprint.get(f"{_RANKING}/paquete.json")
def ranking_bundle(contest_id: int) -> Response:
    """Send the bundle of the contest, as it will be public: whoever has it can work out the result again."""
    permit(current_actor(), Action.RANKING_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    text = write_bundle(bundle_of(read_session(), contest))
    return text_file(f"paquete-{contest.code}.json", text, "application/json")


def _header(rulebook: Rulebook) -> tuple[str, ...]:
    phases = (
        column
        for phase in rulebook.phases
        for column in (f"{phase.code}_promedio", f"{phase.code}_decimal", f"{phase.code}_fichas")
    )
    return ("categoria", "puesto", "codigo", "grupo", "resultado", *phases, "total_exacto", "total", "nota")


def _lines(categories: tuple[CategoryRanking, ...]) -> Iterator[tuple[object, ...]]:
    for category in categories:
        for row in category.rows:
            means = (
                value
                for mean in row.means
                for value in ((mean.exact, mean.decimal, mean.sheets) if mean else ("", "", ""))
            )
            standing = gettext(RANKING_STANDING_LABELS[row.standing])
            yield (
                row.category,
                row.place,
                row.code,
                row.group_name,
                standing,
                *means,
                row.exact_total,
                row.total,
                row.note,
            )
