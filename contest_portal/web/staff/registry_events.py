"""What happens to persons and households, noted by the office: one page each, and one to take it back."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.services.undo_life_event import undo_life_event
from contest_portal.kernel.clock import office_date
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.queries.lives import codes_beginning, event_by_id
from contest_portal.registry.queries.personal_files import (
    HouseholdFile,
    MaskedPerson,
    household_file,
    person_file,
    territory_of_file,
)
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.rules.life_events import proposed_code
from contest_portal.registry.services.note_centre import note_centre
from contest_portal.registry.services.note_death import note_death
from contest_portal.registry.services.note_kinship import note_kinship
from contest_portal.registry.services.note_leaving import note_leaving
from contest_portal.registry.services.note_move import note_move
from contest_portal.registry.services.note_place import note_place
from contest_portal.registry.services.note_split import note_split
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_events_forms import (
    CentreForm,
    KinshipForm,
    MoveForm,
    NotingForm,
    PlaceForm,
    SplitForm,
    UndoForm,
)
from contest_portal.web.staff.registry_lives_view import EVENT_LABELS

Answer = Response | tuple[str, int]
Deed = Callable[[Session], LifeEvent]


@blueprint.route("/personas/<int:person_id>/fallecimiento", methods=["GET", "POST"])
def person_death(person_id: int) -> Answer:
    """Note that somebody died."""
    return _departure(person_id, "death", note_death)


@blueprint.route("/personas/<int:person_id>/salida", methods=["GET", "POST"])
def person_leaving(person_id: int) -> Answer:
    """Note that somebody left the household."""
    return _departure(person_id, "leaving", note_leaving)


@blueprint.route("/personas/<int:person_id>/mudanza", methods=["GET", "POST"])
def person_move(person_id: int) -> Answer:
    """Note that somebody went to another household."""
    home, person = _of_person(person_id)
    form = MoveForm()
    form.offer_heads(home.members, leaving=person_id)

    def deed(session: Session) -> LifeEvent:
        to_code = form.to_code.data or ""
        return note_move(session, act(), person_id=person_id, to_code=to_code, noted=form.noted())

    return _noting(form, deed, home, "move", person)


@blueprint.route("/personas/<int:person_id>/parentesco", methods=["GET", "POST"])
def person_kinship(person_id: int) -> Answer:
    """Note what somebody is to the head of the household."""
    home, person = _of_person(person_id)
    form = KinshipForm(kinship=person.kinship)
    form.offer_heads(())

    def deed(session: Session) -> LifeEvent:
        kinship = form.kinship.data or ""
        return note_kinship(session, act(), person_id=person_id, kinship=kinship, noted=form.noted())

    return _noting(form, deed, home, "kinship", person)


@blueprint.route("/hogares/<int:household_id>/mudanza", methods=["GET", "POST"])
def household_centre(household_id: int) -> Answer:
    """Note that a household went to another centre."""
    home = _of_household(household_id)
    form = CentreForm()
    form.offer_heads(())

    def deed(session: Session) -> LifeEvent:
        code = form.centre_code.data
        return note_centre(session, act(), household_id=household_id, centre_code=code, noted=form.noted())

    return _noting(form, deed, home, "centre")


@blueprint.route("/hogares/<int:household_id>/ubicacion", methods=["GET", "POST"])
def household_place(household_id: int) -> Answer:
    """Note where the dwelling of a household is."""
    home = _of_household(household_id)
    form = PlaceForm()
    form.offer_heads(())

    def deed(session: Session) -> LifeEvent:
        return note_place(
            session,
            act(),
            household_id=household_id,
            latitude=form.latitude.data or "",
            longitude=form.longitude.data or "",
            noted=form.noted(),
        )

    return _noting(form, deed, home, "place")


@blueprint.route("/hogares/<int:household_id>/division", methods=["GET", "POST"])
def household_split(household_id: int) -> Answer:
    """Note that some members formed another household."""
    home = _of_household(household_id)
    form = SplitForm(code=proposed_code(home.code, codes_beginning(read_session(), home.code)))
    form.offer(home.members)
    form.offer_heads(home.members)

    def deed(session: Session) -> LifeEvent:
        return note_split(
            session,
            act(),
            household_id=household_id,
            person_ids=[int(number) for number in form.persons.data or ()],
            head_id=int(form.head.data),
            code=form.code.data or "",
            noted=form.noted(),
        )

    return _noting(form, deed, home, "split")


@blueprint.route("/hechos/<int:event_id>/deshacer", methods=["GET", "POST"])
def life_event_undo(event_id: int) -> Answer:
    """Ask why, and take back what was noted."""
    event = event_by_id(read_session(), event_id)
    _permit(FileRef(FileOf.HOUSEHOLD, event.household_id))
    form = UndoForm(version=event.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                undo_life_event(
                    session,
                    act(),
                    event_id=event_id,
                    expected_version=form.shown_version,
                    reason=form.reason.data or "",
                )
            flash(gettext("Se deshizo. El padrón dice otra vez lo de antes."), "good")
            return redirect(url_for("staff.household", household_id=event.household_id), 303)
    page = render_template("staff/registry/event_undo.html", form=form, event=event, labels=EVENT_LABELS)
    return page, form.status


def _departure(person_id: int, kind: str, note: Callable[..., LifeEvent]) -> Answer:
    """Ask for what is to be noted of somebody who goes."""
    home, person = _of_person(person_id)
    form = NotingForm()
    form.offer_heads(home.members, leaving=person_id)

    def deed(session: Session) -> LifeEvent:
        return note(session, act(), person_id=person_id, noted=form.noted())

    return _noting(form, deed, home, kind, person)


def _noting(
    form: NotingForm, deed: Deed, home: HouseholdFile, kind: str, person: MaskedPerson | None = None
) -> Answer:
    """Ask for what is to be noted; note it and go to the household, where it can be taken back."""
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                deed(session)
            flash(gettext("Quedó anotado. Si fue un error, deshágalo abajo, en «Hechos anotados»."), "good")
            return redirect(url_for("staff.household", household_id=home.household_id), 303)
    page = render_template("staff/registry/event.html", form=form, home=home, kind=kind, person=person)
    return page, form.status


def _of_person(person_id: int) -> tuple[HouseholdFile, MaskedPerson]:
    _permit(FileRef(FileOf.PERSON, person_id))
    found = person_file(read_session(), person_id)
    return household_file(read_session(), found.household_id, today=office_date(now())), found.person


def _of_household(household_id: int) -> HouseholdFile:
    _permit(FileRef(FileOf.HOUSEHOLD, household_id))
    return household_file(read_session(), household_id, today=office_date(now()))


def _permit(file: FileRef) -> None:
    """Ask for the right to correct the register where the household lives."""
    permit(current_actor(), Action.REGISTER_CORRECT, Scope(ubigeo=territory_of_file(read_session(), file)))
