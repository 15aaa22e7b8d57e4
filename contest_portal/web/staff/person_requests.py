"""Requests of the person concerned at the office: the list with its clock, one that came, its answer, its papers."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.queries import offices
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit, registry_reach
from contest_portal.awards.documents.registry import KINDS
from contest_portal.kernel.clock import office_date, office_moment
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.queries.person_requests import (
    PersonRequestView,
    RequestFilter,
    count_person_requests,
)
from contest_portal.registry.queries.person_requests import (
    person_request as find_request,
)
from contest_portal.registry.queries.person_requests import (
    person_requests as find_requests,
)
from contest_portal.registry.queries.personal_files import person_file, territory_of_file
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.rules.person_requests import Asked, RequestKind, RequestOutcome
from contest_portal.registry.services.answer_person_request import answer_person_request
from contest_portal.registry.services.enter_person_request import enter_person_request
from contest_portal.web.shared import person_request_labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.letters import issued_response
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.person_requests_forms import (
    AnswerRequestForm,
    EnterRequestForm,
    RequestFilterForm,
)

_BASE = "/datos-personales"
_ONE = f"{_BASE}/solicitudes/<int:person_request_id>"
MOST_ROWS = 10_000
_HEADER = (
    "cargo",
    "persona",
    "derecho",
    "recibida",
    "vence",
    "situacion",
    "respondida",
    "decision",
    "carta",
)


@blueprint.get(_BASE)
def person_requests() -> str:
    """List the requests, those that wait first, the nearest to its last day on top."""
    permit(current_actor(), Action.PERSON_REQUEST_SEE)
    form = RequestFilterForm()
    wanted = _wanted(form)
    pager = asked_page(count_person_requests(read_session(), wanted))
    return render_template(
        "staff/privacy/requests.html",
        form=form,
        requests=find_requests(read_session(), wanted, limit=pager.size, offset=pager.offset),
        page=pager,
        filtered=wanted != RequestFilter(within=wanted.within),
        asked=request.args.to_dict(flat=False),
        today=office_date(now()),
        names=person_request_labels,
        may_keep=can(current_actor(), Action.RETENTION_SEE),
    )


@blueprint.get(f"{_BASE}.csv")
def person_requests_csv() -> Response:
    """Send the list as a table. Persons are numbers in it: it tells of the clock, not of people."""
    permit(current_actor(), Action.PERSON_REQUEST_SEE)
    rows = find_requests(read_session(), _wanted(RequestFilterForm()), limit=MOST_ROWS)
    return csv_response("solicitudes-de-datos.csv", _HEADER, (_row(one) for one in rows))


@blueprint.route("/personas/<int:person_id>/solicitud-de-datos", methods=["GET", "POST"])
def person_request_enter(person_id: int) -> AnyResponse | tuple[str, int]:
    """Enter one that came to the office."""
    file = FileRef(FileOf.PERSON, person_id)
    ubigeo = territory_of_file(read_session(), file)
    permit(current_actor(), Action.PERSON_REQUEST_ENTER, Scope(ubigeo=ubigeo))
    form = EnterRequestForm(received_at=now())
    form.offer_offices(offices(read_session()))
    if form.validate_on_submit():
        with form.accepting():
            request_id = _enter(person_id, form)
            flash(gettext("La solicitud quedó registrada. Entregue su cargo a la persona."), "good")
            return redirect(url_for("staff.person_request", person_request_id=request_id), 303)
    person = person_file(read_session(), person_id).person
    return render_template("staff/privacy/enter.html", form=form, person=person), form.status


@blueprint.get(_ONE)
def person_request(person_request_id: int) -> str:
    """Read one, with its answer."""
    view = _one(person_request_id)
    may_answer = can(current_actor(), Action.PERSON_REQUEST_ANSWER, Scope(ubigeo=view.ubigeo))
    return render_template(
        "staff/privacy/request.html",
        asked=view,
        standing=view.standing_on(office_date(now())),
        may_answer=may_answer,
        may_take=may_answer and view.kind == RequestKind.ACCESS,
        names=person_request_labels,
    )


@blueprint.route(f"{_ONE}/respuesta", methods=["GET", "POST"])
def person_request_answer(person_request_id: int) -> AnyResponse | tuple[str, int]:
    """Write the answer and issue its letter."""
    view = _one(person_request_id)
    permit(current_actor(), Action.PERSON_REQUEST_ANSWER, Scope(ubigeo=view.ubigeo))
    here = url_for("staff.person_request", person_request_id=person_request_id)
    if view.is_answered and request.method == "GET":
        return redirect(here, 303)
    form = AnswerRequestForm(version=view.version)
    if form.validate_on_submit():
        with form.accepting():
            _answer(person_request_id, form)
            flash(
                gettext("La solicitud quedó respondida. Descargue la carta y entréguela a la persona."),
                "good",
            )
            return redirect(here, 303)
    page = render_template("staff/privacy/answer.html", asked=view, form=form, names=person_request_labels)
    return page, form.status


@blueprint.post(f"{_ONE}/cargo")
def person_request_receipt(person_request_id: int) -> Response:
    """Give the receipt as a file; the first time it is asked for, it is printed and kept."""
    view = _one(person_request_id)
    subject = f"person:{view.person_id}"
    return issued_response(subject, view.receipt_id, kind=KINDS["person_request"], name="cargo")


@blueprint.post(f"{_ONE}/carta")
def person_request_letter(person_request_id: int) -> Response:
    """Give the letter as a file, once there is one."""
    view = _one(person_request_id)
    if view.answer_id is None:
        raise NotFound(f"letter of request {person_request_id}")
    subject = f"person:{view.person_id}"
    return issued_response(subject, view.answer_id, kind=KINDS["person_answer"], name="respuesta")


def _one(request_id: int) -> PersonRequestView:
    view = find_request(read_session(), request_id)
    permit(current_actor(), Action.PERSON_REQUEST_SEE, Scope(ubigeo=view.ubigeo))
    return view


def _wanted(form: RequestFilterForm) -> RequestFilter:
    return form.wanted(office_date(now()), registry_reach(current_actor()))


def _enter(person_id: int, form: EnterRequestForm) -> int:
    asked = Asked(
        RequestKind(form.kind.data),
        form.text.data or "",
        received_at=form.received_at.data,
        on_paper=form.on_paper.data,
    )
    with transaction() as session:
        kept = enter_person_request(
            session, act(), person_id=person_id, office_id=int(form.office.data), asked=asked
        )
    return kept.id


def _answer(request_id: int, form: AnswerRequestForm) -> None:
    with transaction() as session:
        answer_person_request(
            session,
            act(),
            request_id=request_id,
            expected_version=form.shown_version,
            outcome=RequestOutcome(form.outcome.data),
            answer=form.answer.data or "",
        )


def _row(one: PersonRequestView) -> tuple[object, ...]:
    labels = person_request_labels
    return (
        one.receipt_code,
        one.person_id,
        gettext(labels.REQUEST_KIND_LABELS[one.kind]),
        office_moment(one.received_at),
        one.due_on.isoformat(),
        gettext(labels.STANDING_LABELS[one.standing_on(office_date(now()))]),
        office_moment(one.answered_at) if one.answered_at else "",
        gettext(labels.REQUEST_OUTCOME_LABELS[one.outcome]) if one.outcome else "",
        one.answer_code or "",
    )
