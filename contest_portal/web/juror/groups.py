"""A group's profile as a juror reads it: no DNI."""

from flask import render_template

from contest_portal.applications.queries import members_of, profile_of
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.scoring.desk import group_of_juror
from contest_portal.scoring.own_sheets import own_groups, own_second_groups
from contest_portal.scoring.visit_queries import visit_photos
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.juror.profile_view import profile_tables
from contest_portal.web.shared.answers_view import answered_sections
from contest_portal.web.shared.attachment_file import withdrawn_words
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import CELL_STATE_LABELS, CELL_STATE_TONES, MEMBER_OFFICE_LABELS
from contest_portal.web.shared.session import current_actor


@blueprint.get("/grupos/<int:application_id>")
def group(application_id: int) -> str:
    """Show what the group sent, section by section."""
    session = read_session()
    juror, entrant, contest_id = group_of_juror(session, current_actor(), application_id)
    profile = profile_of(session, application_id)
    rulebook = rulebook_of(session, contest_id)
    own = (*own_groups(session, contest_id, juror), *own_second_groups(session, contest_id, juror))
    photos = visit_photos(session, application_id)
    return render_template(
        "juror/group.html",
        contest=contest_by_id(session, contest_id),
        group=entrant,
        category=rulebook.category(entrant.category_code),
        line=rulebook.line(entrant.line_code),
        sheets=[sheet for one in own if one.entrant.application_id == application_id for sheet in one.sheets],
        photos=photos,
        gone=withdrawn_words([one.sha256 for one in photos]),
        profile=profile,
        tables=profile_tables(profile),
        answered=answered_sections(profile, rulebook.form),
        members=members_of(session, application_id),
        offices=MEMBER_OFFICE_LABELS,
        labels=CELL_STATE_LABELS,
        tones=CELL_STATE_TONES,
    )
