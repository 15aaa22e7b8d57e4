"""Acts that wait for their second person: how each kind is called, where it is read, who may confirm it."""

from collections.abc import Mapping
from dataclasses import dataclass

from contest_portal.accounts.rules.permissions import Action, can
from contest_portal.applications.amending import AMENDING
from contest_portal.applications.late_code_fit import LATE_CODE
from contest_portal.awards.agreements import AGREEMENTS
from contest_portal.awards.annulling import ANNULLING
from contest_portal.awards.services.ask_reopening import REOPENING
from contest_portal.awards.voiding import VOIDING
from contest_portal.awards.waiting_queries import ANSWER, CALL, MOVE, WaitingWord, waiting_words
from contest_portal.contests.publishing import PUBLISHING
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import current_actor


@dataclass(frozen=True, slots=True)
class SecondWord:
    """A kind of such acts: its name, the page on which it is asked for, the right to confirm it."""

    label: str
    page: str
    action: Action


SECOND_WORDS: Mapping[str, SecondWord] = {
    AGREEMENTS.code: SecondWord(N_("Emitir los convenios"), "staff.agreements_issue", AGREEMENTS.confirm),
    AMENDING.code: SecondWord(N_("Publicar una enmienda"), "staff.amendment_publish", AMENDING.confirm),
    ANNULLING.code: SecondWord(N_("Anular un premio"), "staff.contest_follow_ups", ANNULLING.confirm),
    ANSWER: SecondWord(N_("Responder una observación"), "staff.observations", Action.OBSERVATION_DECIDE),
    CALL: SecondWord(N_("Llamar a un grupo de la reserva"), "staff.reserve", Action.ALLOCATION_APPROVE),
    LATE_CODE.code: SecondWord(
        N_("Dar un código para enviar fuera de plazo"), "staff.late_codes", LATE_CODE.confirm
    ),
    MOVE: SecondWord(N_("Trasladar dinero entre sobres"), "staff.envelopes", Action.ALLOCATION_APPROVE),
    PUBLISHING.code: SecondWord(N_("Publicar la convocatoria"), "staff.publish", PUBLISHING.confirm),
    REOPENING.code: SecondWord(N_("Volver a una etapa"), "staff.reopening", REOPENING.confirm),
    VOIDING.code: SecondWord(N_("Anular un documento"), "staff.documents", VOIDING.confirm),
}


def words_to_give() -> tuple[tuple[WaitingWord, ...], tuple[WaitingWord, ...]]:
    """List what waits for the person signed in, and what waits for another since this person decided before."""
    actor = current_actor()
    own, of_others = [], []
    for one in waiting_words(read_session()):
        if can(actor, SECOND_WORDS[one.kind].action, one.scope):
            own.append(one)
        elif one.approver_id == actor.user_id != one.asked_by:
            of_others.append(one)
    return tuple(own), tuple(of_others)
