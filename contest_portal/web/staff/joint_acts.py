"""Acts of two persons on pages: what waits, who may confirm it, confirming it, taking a request back."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import HiddenField

from contest_portal.accounts.joint_acts import WaitingAct
from contest_portal.accounts.rules.joint_acts import Content, JointKind
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.accounts.services.withdraw_joint_act import withdraw_joint_act
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.second_words import SECOND_WORDS

Done = TypeVar("Done")


class SeenForm(PortalForm):
    """The confirmation of an act that waits: the hash of what the second person looked at, from `joint_buttons`."""

    sha256 = HiddenField()


def may_ask(contest_id: int) -> bool:
    """Tell whether the person signed in may ask for an act of two persons in a contest."""
    return can(current_actor(), Action.JOINT_ACT_ASK, Scope(contest_id=contest_id))


def may_confirm(
    kind: JointKind[Content], waiting: WaitingAct[Content] | None, contest_id: int, *earlier: int | None
) -> bool:
    """Tell whether the person signed in may be the second one of an act that waits."""
    return waiting is not None and can(current_actor(), kind.confirm, waiting.scope(contest_id, *earlier))


def second_word(form: PortalForm, confirm: Callable[..., Done], **which: Any) -> Done | None:
    """Do an act that waits, by the service that confirms it, and give what it gives; `which` names act and contest.

    None when it was not done: what speaks against it stands on `form`, to be shown again.
    """
    seen = SeenForm()
    if seen.validate_on_submit():
        with form.accepting(), transaction() as session:
            return confirm(session, act(), **which, sha256=seen.sha256.data or "")
    return None


def asked_for(page: str, **where: Any) -> Response:
    """Say that an act was asked for, on the page that shows it waiting."""
    flash(gettext("Quedó pedido. Nada cambia hasta que otra persona lo confirme."), "good")
    return redirect(url_for(page, **where), 303)


@blueprint.post("/concursos/<int:contest_id>/pedidos/<int:joint_id>/retirar")
def joint_act_withdraw(contest_id: int, joint_id: int) -> Response:
    """Take back what was asked for; back to the page it was asked on."""
    with transaction() as session:
        joint = withdraw_joint_act(session, act(), contest_id=contest_id, joint_id=joint_id)
    flash(gettext("El pedido quedó retirado y no cambió nada."), "good")
    return redirect(url_for(SECOND_WORDS[joint.kind].page, contest_id=contest_id), 303)
