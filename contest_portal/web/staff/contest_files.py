"""The designer's page on the files that a contest asks for."""

from flask import render_template
from werkzeug.wrappers import Response

from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.services.edit_files import edit_files
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.session import act
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_files_forms import FilesForm
from contest_portal.web.staff.contest_parts import draft_contest, saved


@blueprint.route("/concursos/<int:contest_id>/anexos", methods=["GET", "POST"])
def contest_files(contest_id: int) -> Response | tuple[str, int]:
    """Decide which files the groups are asked for."""
    contest = draft_contest(contest_id)
    form = FilesForm.of(read_rulebook(contest.draft), contest.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_files(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    files=form.asked(),
                )
            return saved(contest_id)
    return render_template("staff/contests/files.html", form=form, contest=contest), form.status
