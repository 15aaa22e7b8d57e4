"""Entries that may be one person: looked for, compared side by side, joined or parted, and taken back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit, registry_reach
from contest_portal.applications.member_queries import memberships_of
from contest_portal.awards.past_queries import past_of
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.masking import mask_dni
from contest_portal.registry.duplicate_search import likely_duplicates
from contest_portal.registry.queries import duplicates as queries
from contest_portal.registry.queries.components import records_of
from contest_portal.registry.queries.duplicates import PairLine
from contest_portal.registry.queries.personal_files import household_file, person_file
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.services.export_pairs import export_pairs
from contest_portal.registry.services.merge_persons import merge_persons
from contest_portal.registry.services.note_duplicates import note_duplicates
from contest_portal.registry.services.part_persons import part_persons
from contest_portal.registry.services.reopen_pair import reopen_pair
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor, now, screen_here
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_duplicates_forms import (
    PARTED,
    DecisionForm,
    PairFilterForm,
    ReopenForm,
    pair_filter,
)
from contest_portal.web.staff.registry_files import look_at
from contest_portal.web.staff.registry_lives_view import DATE_SIGN_LABELS, SHARED_FACT_LABELS

Answer = Response | tuple[str, int]
SIDE_COLUMNS = ("hogar", "centro", "distrito", "nombre", "dni", "anio_nacimiento", "sexo")
COLUMNS = (
    *(f"{name}_a" for name in SIDE_COLUMNS),
    *(f"{name}_b" for name in SIDE_COLUMNS),
    "fechas",
    "otros_indicios",
    "parecido",
    "decision",
    "motivo",
)


@blueprint.get("/padron/duplicados")
def registry_duplicates() -> str:
    """List the pairs of a filter in the reader's territory."""
    permit(current_actor(), Action.REGISTRY_SEE)
    form = PairFilterForm()
    wanted = form.wanted(registry_reach(current_actor()))
    pager = asked_page(queries.count_pairs(read_session(), wanted))
    return render_template(
        "staff/registry/duplicates.html",
        form=form,
        wanted=wanted,
        pairs=queries.pairs(read_session(), wanted, limit=pager.size, offset=pager.offset),
        page=pager,
        signs=DATE_SIGN_LABELS,
        facts=SHARED_FACT_LABELS,
        may_act=can(current_actor(), Action.REGISTER_CORRECT),
    )


@blueprint.post("/padron/duplicados/buscar")
def registry_duplicates_search() -> Response:
    """Look through the reader's territory; what is found joins the list."""
    permit(current_actor(), Action.REGISTER_CORRECT)
    found = likely_duplicates(read_session(), within=registry_reach(current_actor()))
    with transaction() as session:
        new = note_duplicates(session, act(), found=found)
    flash(
        ngettext(
            "Búsqueda terminada: %(num)s par nuevo por revisar.",
            "Búsqueda terminada: %(num)s pares nuevos por revisar.",
            new,
        ),
        "good",
    )
    return redirect(url_for("staff.registry_duplicates"), 303)


@blueprint.post("/padron/duplicados/csv")
def registry_duplicates_csv() -> Response:
    """Send the pairs of a filter as CSV. A form, not a link: who took it away is kept on record."""
    wanted = pair_filter(request.form.get("estado", ""), registry_reach(current_actor()))
    with transaction() as session:
        found, mark = export_pairs(session, act(), wanted=wanted, screen=screen_here())
    return csv_response("duplicados.csv", COLUMNS, [_row(line) for line in found], mark)


@blueprint.route("/padron/duplicados/<int:pair_id>", methods=["GET", "POST"])
def registry_duplicate(pair_id: int) -> Answer:
    """Show both entries side by side, and decide. It is a look at both files."""
    permit(current_actor(), Action.REGISTRY_SEE)
    pair = queries.pair_by_id(read_session(), pair_id)
    files = [look_at(FileRef(FileOf.PERSON, side.person_id)) for side in pair.sides]
    one, other = (
        household_file(read_session(), side.household_id, today=office_date(now())) for side in pair.sides
    )
    form = DecisionForm(version=pair.version)
    form.offer(pair, (one, other))
    if form.is_submitted():
        _permit(pair)
    if form.validate_on_submit():
        with form.accepting():
            return _decide(pair, form)
    page = render_template(
        "staff/registry/duplicate.html",
        form=form,
        pair=pair,
        sides=[_evidence(file) for file in files],
        signs=DATE_SIGN_LABELS,
        facts=SHARED_FACT_LABELS,
        labels=labels,
        may_act=all(
            can(current_actor(), Action.REGISTER_CORRECT, Scope(ubigeo=home.place.ubigeo))
            for home in (one, other)
        ),
    )
    return page, form.status


@blueprint.route("/padron/duplicados/<int:pair_id>/reabrir", methods=["GET", "POST"])
def registry_duplicate_reopen(pair_id: int) -> Answer:
    """Ask why, and take a decision back."""
    pair = queries.pair_by_id(read_session(), pair_id)
    _permit(pair)
    form = ReopenForm(version=pair.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                reopen_pair(
                    session,
                    act(),
                    pair_id=pair_id,
                    expected_version=form.shown_version,
                    reason=form.reason.data or "",
                )
            flash(gettext("La decisión se deshizo: el par está otra vez por revisar."), "good")
            return redirect(url_for("staff.registry_duplicate", pair_id=pair_id), 303)
    return render_template("staff/registry/duplicate_reopen.html", form=form, pair=pair), form.status


def _decide(pair: PairLine, form: DecisionForm) -> Response:
    reason, version = form.reason.data or "", form.shown_version
    with transaction() as session:
        if form.decision.data == PARTED:
            part_persons(session, act(), pair_id=pair.pair_id, expected_version=version, reason=reason)
        else:
            merge_persons(
                session,
                act(),
                pair_id=pair.pair_id,
                expected_version=version,
                kept_id=int(form.decision.data),
                reason=reason,
                new_head=form.head(),
            )
    flash(gettext("La decisión quedó guardada. Si fue un error, deshágala desde el mismo par."), "good")
    return redirect(url_for("staff.registry_duplicates"), 303)


def _permit(pair: PairLine) -> None:
    """Ask for the right to correct the register where both live."""
    for side in pair.sides:
        home = household_file(read_session(), side.household_id, today=office_date(now()))
        permit(current_actor(), Action.REGISTER_CORRECT, Scope(ubigeo=home.place.ubigeo))


def _evidence(file: FileRef) -> dict[str, object]:
    """Give what stands on an entry: its file, its groups, its applications, and what its household received."""
    session = read_session()
    found = person_file(session, file.id)
    return {
        "file": found,
        "memberships": memberships_of(session, [file.id]),
        "past": past_of(session, current_actor(), file),
        "records": records_of(session, found.household_id),
    }


def _row(line: PairLine) -> tuple[object, ...]:
    sides = [
        value
        for side in line.sides
        for value in (
            side.household_code,
            side.centre_name,
            side.district_name,
            side.full_name,
            mask_dni(side.dni),
            side.birth_year,
            side.sex,
        )
    ]
    return (*sides, line.date_sign, " ".join(line.shared), line.similarity, line.decision, line.reason)
