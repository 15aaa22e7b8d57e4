"""Issuing the agreements of a contest: asked for with their terms by one of the office, issued by another."""

from flask_babel import ngettext
from werkzeug.wrappers import Response

from contest_portal.accounts.joint_acts import waiting_act
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.accounts.second_person import has_second
from contest_portal.awards.agreements import AGREEMENTS
from contest_portal.awards.issuing_gaps import agreement_lacks
from contest_portal.awards.queries import issuing_facts
from contest_portal.awards.rules.issuing import agreement_problems
from contest_portal.awards.rules.terms import DEFAULT_TERMS
from contest_portal.awards.services.ask_agreements import ask_agreements
from contest_portal.awards.services.confirm_agreements import confirm_agreements
from contest_portal.awards.services.issue_agreements import issue_agreements
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.documents_forms import AgreementsForm
from contest_portal.web.staff.documents_issuing import issued_page, issuing_page, stop_at
from contest_portal.web.staff.joint_acts import asked_for, may_confirm, second_word

_PAGE = "/concursos/<int:contest_id>/documentos/convenios"


@blueprint.route(_PAGE, methods=["GET", "POST"])
def agreements_issue(contest_id: int) -> Response | tuple[str, int]:
    """Ask for the terms, and that the agreements be issued; or issue them where there is nobody else."""
    form = _opened(contest_id)
    if form.validate_on_submit():
        with form.accepting():
            asks = _takes_two(contest_id)
            with transaction() as session:
                if asks:
                    ask_agreements(session, act(), contest_id=contest_id, terms=form.terms())
                    count = 0
                else:
                    count = len(issue_agreements(session, act(), contest_id=contest_id, terms=form.terms()))
            if asks:
                return asked_for("staff.agreements_issue", contest_id=contest_id)
            return _issued(contest_id, count)
    return _page(contest_id, form)


@blueprint.post(f"{_PAGE}/<int:joint_id>/confirmar")
def agreements_confirm(contest_id: int, joint_id: int) -> Response | tuple[str, int]:
    """Issue what somebody else asked for; one confirmation for all of them."""
    permit(current_actor(), Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    form = _opened(contest_id)
    issued = second_word(form, confirm_agreements, contest_id=contest_id, joint_id=joint_id)
    return _page(contest_id, form) if issued is None else _issued(contest_id, len(issued))


def _opened(contest_id: int) -> AgreementsForm:
    permit(current_actor(), AGREEMENTS.ask, Scope(contest_id=contest_id))
    contest_by_id(read_session(), contest_id)
    stop_at(agreement_problems(issuing_facts(read_session(), contest_id)))
    rules = rulebook_of(read_session(), contest_id).follow_up
    return AgreementsForm(data={"months": DEFAULT_TERMS.months, "first_percent": rules.instalments[0]})


def _takes_two(contest_id: int) -> bool:
    may_issue = can(current_actor(), Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    return not may_issue or has_second(read_session(), act(), AGREEMENTS, contest_id)


def _issued(contest_id: int, count: int) -> Response:
    message = ngettext("Quedó emitido %(num)s convenio.", "Quedaron emitidos %(num)s convenios.", count)
    return issued_page(contest_id, message)


def _page(contest_id: int, form: AgreementsForm) -> tuple[str, int]:
    waiting = waiting_act(read_session(), AGREEMENTS, f"contest:{contest_id}")
    return issuing_page(
        "staff/documents/agreements.html",
        contest_id,
        form,
        agreement_lacks,
        waiting=waiting,
        may_confirm=may_confirm(AGREEMENTS, waiting, contest_id),
        takes_two=_takes_two(contest_id),
    )
