"""Why somebody needs a group's account, then the account, once."""

from flask import Response, render_template, url_for
from flask_babel import gettext

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.services.reveal_account import ClearAccount, reveal_account
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.rules.disclosure import RevealReason
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.session import act, current_actor, screen_here
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.follow_ups import readable_award
from contest_portal.web.staff.registry_files_forms import ABOUT_ACCOUNTS, ReasonForm
from contest_portal.web.staff.registry_files_view import brief_response


@blueprint.route("/premios/<int:award_id>/cuenta/ver", methods=["GET", "POST"])
def award_account_reveal(award_id: int) -> Response:
    """Ask why, and show the account of the group once."""
    found = readable_award(award_id)
    permit(current_actor(), Action.ACCOUNT_REVEAL, Scope(contest_id=found.line.contest_id))
    if found.follow_up is None or found.follow_up.cci is None:
        raise NotFound(f"account of award {award_id}")
    form = ReasonForm(ABOUT_ACCOUNTS)
    shown: ClearAccount | None = None
    if form.validate_on_submit():
        with form.accepting(), transaction() as session:
            shown = reveal_account(
                session,
                act(),
                award_id=award_id,
                reason=RevealReason(form.reason.data),
                detail=form.detail.data or "",
                screen=screen_here(),
            )
    back = url_for("staff.award", award_id=award_id)
    page = render_template(
        "staff/follow_ups/account.html",
        line=found.line,
        form=form,
        back=back,
        shown=None if shown is None else _pairs(shown),
    )
    return brief_response(page, form, None if shown is None else back)


def _pairs(shown: ClearAccount) -> list[tuple[str, str]]:
    return [
        (gettext("Banco o caja"), shown.bank),
        (gettext("Código de cuenta interbancario (CCI)"), shown.cci),
        (gettext("A nombre de"), shown.holder),
    ]
