"""Every version of a call's rules: to read, on paper, and byte by byte as hashed."""

from flask import Response, render_template

from contest_portal.contests.amendment_queries import rulebook_version, rulebook_versions
from contest_portal.contests.queries import contest_by_code, read_rulebook
from contest_portal.registry.queries.register import place_names
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.amendment_view import version_views
from contest_portal.web.shared.bases_paper import bases_file
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.rulebook_view import rulebook_view


@blueprint.get("/convocatorias/<code>/versiones/<int:version>")
def call_version(code: str, version: int) -> str:
    """Show a version as it was, and say whether it is in force."""
    contest = contest_by_code(read_session(), code)
    book = read_rulebook(rulebook_version(read_session(), contest.id, version).data)
    versions = version_views(contest.code, rulebook_versions(read_session(), contest.id))
    return render_template(
        "public/call_version.html",
        contest=contest,
        version=next(one for one in versions if one.version == version),
        view=rulebook_view(book, place_names(read_session(), book.territory)),
    )


@blueprint.get("/convocatorias/<code>/versiones/<int:version>/bases.pdf")
def version_bases(code: str, version: int) -> Response:
    """Send a version as a paper."""
    contest = contest_by_code(read_session(), code)
    return bases_file(contest, rulebook_version(read_session(), contest.id, version))


@blueprint.get("/convocatorias/<code>/versiones/<int:version>/reglas.json")
def version_rules(code: str, version: int) -> Response:
    """Send a version byte by byte as it was hashed."""
    contest = contest_by_code(read_session(), code)
    frozen = rulebook_version(read_session(), contest.id, version)
    response = Response(frozen.data.encode(), mimetype="application/json")
    name = f"reglas-{contest.code}-v{version}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
