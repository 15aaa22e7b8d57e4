"""The declaration of interests: one answer and one reason for each group."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext
from wtforms import Field, RadioField

from contest_portal.applications.queries import Entrant
from contest_portal.jury.queries import DeclaredInterest
from contest_portal.jury.rules.interests import Declaration, choice_field, reason_field
from contest_portal.jury.rules.ties import TieKind
from contest_portal.jury.tie_queries import TieView
from contest_portal.kernel.sentences import Sentence
from contest_portal.web.shared.fields import CleanTextField
from contest_portal.web.shared.forms import PortalForm

NONE, RECUSED = "none", "recused"


@dataclass(frozen=True, slots=True)
class Hints:
    """What the system found between the juror and a group; `dismissal` is why the office thinks nothing of it."""

    evidence: tuple[Sentence, ...] = ()
    dismissal: str = ""


NO_TIE = Hints()


def hints(view: TieView) -> Hints:
    """Give what to show of a tie; of a common household the question speaks already."""
    found = (ground.evidence for ground in view.grounds if ground.kind is not TieKind.HOUSEHOLD)
    dismissed = view.standing == "dismissed" and view.decision is not None
    return Hints(tuple(found), view.decision.reason if view.decision and dismissed else "")


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """A group with its two fields, and what helps to know whether one has an interest."""

    group: Entrant
    members: tuple[str, ...]
    is_own: bool
    housemate: str | None
    tie: Hints
    choice: Field
    reason: Field


class InterestsForm(PortalForm):
    """Base of the form made for one juror."""


def interests_form(groups: Iterable[Entrant], declared: Iterable[DeclaredInterest]) -> InterestsForm:
    """Make a form with two fields for each group, filled with what was declared before."""
    groups = tuple(groups)
    fields: dict[str, object] = {}
    for group in groups:
        fields[choice_field(group.application_id)] = RadioField(
            gettext("¿Tiene interés en el grupo %(group)s?", group=group.group_name),
            choices={NONE: gettext("No tengo interés"), RECUSED: gettext("Me abstengo de calificarlo")},
            validate_choice=False,
        )
        fields[reason_field(group.application_id)] = CleanTextField(
            gettext("Motivo, si se abstiene"),
            description=gettext("Por ejemplo: parentesco, negocio en común, asesoría al grupo."),
            column="interest.reason",
        )
    filled: dict[str, str] = {}
    for interest in declared:
        filled[choice_field(interest.application_id)] = RECUSED if interest.recused else NONE
        filled[reason_field(interest.application_id)] = interest.reason
    made: InterestsForm = type("DeclarationForm", (InterestsForm,), fields)(data=filled)
    return made


def declarations(form: InterestsForm, groups: Iterable[Entrant]) -> Iterator[Declaration]:
    """Read the answers given; a group without answer is left out and the rules name it."""
    for group in groups:
        answer = form[choice_field(group.application_id)].data
        if answer in (NONE, RECUSED):
            reason = form[reason_field(group.application_id)].data or ""
            yield Declaration(group.application_id, recused=answer == RECUSED, reason=reason)
