"""Households and persons over time: how they were on a day, and what changed since. Every page is a look at a file."""

from flask import render_template

from contest_portal.kernel.clock import office_date
from contest_portal.registry.queries.history import (
    household_history,
    household_on,
    person_history,
    person_on,
)
from contest_portal.registry.queries.memberships import memberships_on
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_files import look_at
from contest_portal.web.staff.registry_lives_forms import DayForm
from contest_portal.web.staff.registry_lives_view import FIELD_LABELS


@blueprint.get("/hogares/<int:household_id>/dia")
def household_day(household_id: int) -> str:
    """Show a household as it was on a day."""
    look_at(FileRef(FileOf.HOUSEHOLD, household_id))
    form = DayForm()
    day = form.asked_day(office_date(now()))
    found = household_on(read_session(), household_id, day, form.asked_basis())
    members = [member.person_id for member in found.members]
    programmes = memberships_on(read_session(), household_id, members, day, form.asked_basis())
    return render_template(
        "staff/registry/household_day.html", form=form, day=day, found=found, programmes=programmes
    )


@blueprint.get("/personas/<int:person_id>/dia")
def person_day(person_id: int) -> str:
    """Show what the register says of a person on a day."""
    look_at(FileRef(FileOf.PERSON, person_id))
    form = DayForm()
    day = form.asked_day(office_date(now()))
    found = person_on(read_session(), person_id, day, form.asked_basis())
    programmes = memberships_on(read_session(), found.household_id, [person_id], day, form.asked_basis())
    return render_template(
        "staff/registry/person_day.html", form=form, day=day, found=found, programmes=programmes
    )


@blueprint.get("/hogares/<int:household_id>/historia")
def household_changes(household_id: int) -> str:
    """List what changed in a household."""
    file = look_at(FileRef(FileOf.HOUSEHOLD, household_id))
    lines = household_history(read_session(), household_id)
    return render_template("staff/registry/changes.html", file=file, lines=lines, labels=FIELD_LABELS)


@blueprint.get("/personas/<int:person_id>/historia")
def person_changes(person_id: int) -> str:
    """List what changed in what the register says of a person."""
    file = look_at(FileRef(FileOf.PERSON, person_id))
    lines = person_history(read_session(), person_id)
    return render_template("staff/registry/changes.html", file=file, lines=lines, labels=FIELD_LABELS)
