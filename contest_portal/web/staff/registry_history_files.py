"""The history of a household, a person or a centre as a file: what its page shows, masked the same way."""

from collections.abc import Iterable

from flask import Response
from flask_babel import gettext

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.file_marks import FileMark
from contest_portal.registry.centre_history import CentreChange, centre_changes
from contest_portal.registry.queries.history import HistoryLine, household_history, person_history
from contest_portal.registry.queries.register import centre_by_code
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.services.note_history_export import note_history_export
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, screen_here
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_lives_view import FIELD_LABELS, flag_words, told_by

COLUMNS = ("de_quien", "que_cambio", "decia", "dice", "quien_lo_dijo", "motivo")
CENTRE_COLUMNS = ("cuando", "archivo", "linea", "que_paso", "dato", "decia", "dice")


@blueprint.post("/hogares/<int:household_id>/historia.csv")
def household_changes_csv(household_id: int) -> Response:
    """Send the changes of a household. A form, not a link: who took them away is kept on record."""
    mark = _on_record(FileRef(FileOf.HOUSEHOLD, household_id))
    return _sent(household_history(read_session(), household_id), f"historia_hogar_{household_id}.csv", mark)


@blueprint.post("/personas/<int:person_id>/historia.csv")
def person_changes_csv(person_id: int) -> Response:
    """Send the changes of a person, on record as well."""
    mark = _on_record(FileRef(FileOf.PERSON, person_id))
    return _sent(person_history(read_session(), person_id), f"historia_persona_{person_id}.csv", mark)


@blueprint.get("/centros/<code>/historia.csv")
def centre_changes_csv(code: str) -> Response:
    """Send what files told of a centre: nobody's data, so a link."""
    permit(current_actor(), Action.REGISTRY_SEE)
    found = centre_by_code(read_session(), code)
    permit(current_actor(), Action.REGISTRY_SEE, Scope(ubigeo=found.ubigeo))
    rows = [_centre_row(line) for line in centre_changes(read_session(), code)]
    return csv_response(f"historia_centro_{found.code}.csv", CENTRE_COLUMNS, rows)


def _on_record(file: FileRef) -> FileMark:
    with transaction() as session:
        return note_history_export(session, act(), file=file, screen=screen_here())


def _sent(lines: Iterable[HistoryLine], name: str, mark: FileMark) -> Response:
    return csv_response(name, COLUMNS, [_row(line) for line in lines], mark)


def _row(line: HistoryLine) -> tuple[str | None, ...]:
    told = line.source.told
    return (
        line.full_name,
        gettext(FIELD_LABELS[line.field]),
        *_values(line),
        told_by(line.source),
        None if told is None else told.reason,
    )


def _values(line: HistoryLine) -> tuple[str | None, str | None]:
    if not line.field:
        return None, None
    if line.is_masked:
        masked = str(gettext("Dato tapado"))
        return masked, masked
    return flag_words(line.before, line.field), flag_words(line.after, line.field)


def _centre_row(line: CentreChange) -> tuple[object, ...]:
    return (
        None if line.applied_at is None else line.applied_at.isoformat(),
        line.filename,
        line.line,
        line.what,
        line.field,
        line.before,
        line.after,
    )
