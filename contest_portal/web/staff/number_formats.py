"""How an office writes the numbers of its documents."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.number_formats import number_problems
from contest_portal.awards.services.set_number_format import set_number_format
from contest_portal.documents.queries import chosen_format, chosen_formats, last_numbers
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.rules.number_formats import written
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound, refuse
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.number_formats_forms import NumberFormatForm


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A kind of document, the pattern of its numbers, the last one of this year and what the next will look like."""

    kind: DocumentKind
    pattern: str
    last: int
    next_code: str


@blueprint.get("/unidades/<int:office_id>/numeracion")
def number_formats(office_id: int) -> str:
    """List how the numbers of each kind are written."""
    permit(current_actor(), Action.OFFICE_EDIT)
    office = office_by_id(read_session(), office_id)
    chosen = chosen_formats(read_session())
    last = _last_numbers(office_id)
    lines = [
        _line(office, kind, chosen.get((office_id, kind.code), kind.number_format), last)
        for kind in KINDS.values()
    ]
    return render_template("staff/offices/number_formats.html", office=office, lines=lines)


@blueprint.route("/unidades/<int:office_id>/numeracion/<kind_code>", methods=["GET", "POST"])
def number_format(office_id: int, kind_code: str) -> Response | tuple[str, int]:
    """Choose how the numbers of one kind are written, seeing first what the next one would look like."""
    permit(current_actor(), Action.OFFICE_EDIT)
    office, kind = office_by_id(read_session(), office_id), _kind(kind_code)
    chosen = chosen_format(read_session(), office_id, kind.code)
    form = NumberFormatForm(
        data={
            "pattern": chosen.pattern if chosen else kind.number_format,
            "version": chosen.version if chosen else 0,
        }
    )
    shown = _line(office, kind, form.pattern.data or "", _last_numbers(office_id))
    if form.validate_on_submit():
        with form.accepting():
            if not form.is_look:
                return _keep(office_id, kind, form, shown)
            refuse(
                number_problems(
                    read_session(), office=office, kind=kind.code, pattern=form.typed, year=_this_year()
                )
            )
    page = render_template("staff/offices/number_format.html", form=form, office=office, line=shown)
    return page, form.status


def _keep(office_id: int, kind: DocumentKind, form: NumberFormatForm, shown: NumberLine) -> Response:
    with transaction() as session:
        set_number_format(
            session,
            act(),
            office_id=office_id,
            kind=kind,
            expected_version=form.shown_version,
            pattern=form.typed,
        )
    flash(gettext("El próximo número se escribirá así: %(code)s", code=shown.next_code), "good")
    return redirect(url_for("staff.number_formats", office_id=office_id), 303)


def _last_numbers(office_id: int) -> dict[str, int]:
    return last_numbers(read_session(), office_id, _this_year())


def _line(office: Office, kind: DocumentKind, pattern: str, numbers: dict[str, int]) -> NumberLine:
    last = numbers.get(kind.code, 0)
    next_code = written(pattern, number=last + 1, year=_this_year(), office=office.code)
    return NumberLine(kind, pattern, last, next_code)


def _this_year() -> int:
    return office_date(now()).year


def _kind(code: str) -> DocumentKind:
    if code not in KINDS:
        raise NotFound(f"kind of document {code}")
    return KINDS[code]
