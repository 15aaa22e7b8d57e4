"""What a member of the group asks about the own data, filed by the representative."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.queries import offices
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.group_queries import GroupMemberView, group_members
from contest_portal.applications.services.file_person_request import file_person_request
from contest_portal.awards.documents.registry import KINDS
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.queries.person_requests import PersonRequestView, requests_of_person
from contest_portal.registry.rules.person_requests import RequestKind
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_group_view
from contest_portal.web.shared import person_request_labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.letters import issued_response
from contest_portal.web.shared.limits import limiter, whose_account
from contest_portal.web.shared.person_request_forms import PersonRequestForm
from contest_portal.web.shared.session import act, current_actor, now

_BASE = "/grupos/<int:group_id>/integrantes/<int:member_id>/datos"


@blueprint.route(_BASE, methods=["GET", "POST"])
@limiter.limit("20 per hour", key_func=whose_account, methods=["POST"])
def member_requests(group_id: int, member_id: int) -> AnyResponse | tuple[str, int]:
    """List what the member asked through this group, and take another request."""
    member = _member(group_id, member_id)
    form = PersonRequestForm()
    form.offer_offices(offices(read_session()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                file_person_request(
                    session,
                    act(),
                    group_id=group_id,
                    member_id=member_id,
                    office_id=int(form.office.data),
                    kind=RequestKind(form.kind.data),
                    text=form.text.data or "",
                )
            flash(gettext("La solicitud fue recibida. Guarde su cargo."), "good")
            return redirect(url_for("applicant.member_requests", group_id=group_id, member_id=member_id), 303)
    return render_template(
        "applicant/member_requests.html",
        group=own_group_view(group_id),
        member=member,
        form=form,
        requests=_filed(member),
        today=office_date(now()),
        names=person_request_labels,
    ), form.status


@blueprint.post(f"{_BASE}/<int:person_request_id>/cargo")
def member_request_receipt(group_id: int, member_id: int, person_request_id: int) -> Response:
    """Give the receipt as a file. The letter is for the person: the office hands it over."""
    member = _member(group_id, member_id)
    for one in _filed(member):
        if one.id == person_request_id:
            subject = f"person:{member.person_id}"
            return issued_response(subject, one.receipt_id, kind=KINDS["person_request"], name="cargo")
    raise NotFound(f"request {person_request_id} of member {member_id}")


def _member(group_id: int, member_id: int) -> GroupMemberView:
    """Give a present member to the representative; a promoter may not, and the group of others is not there."""
    group = own_group_view(group_id)
    permit(current_actor(), Action.PERSON_REQUEST_FILE, Scope(owner_id=group.representative_id))
    for member in group_members(read_session(), group_id):
        if member.member_id == member_id:
            return member
    raise NotFound(f"member {member_id} of group {group_id}")


def _filed(member: GroupMemberView) -> tuple[PersonRequestView, ...]:
    """Give what this account filed for the person; what the person asked elsewhere is no matter of the group."""
    mine = current_actor().user_id
    return tuple(one for one in requests_of_person(read_session(), member.person_id) if one.filed_by == mine)
