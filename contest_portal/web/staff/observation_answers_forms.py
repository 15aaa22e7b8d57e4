"""The forms of an answer to an observation."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField, SelectField

from contest_portal.awards.correction_preview import GivenMark
from contest_portal.awards.rules.correction import Correction, Previewed
from contest_portal.awards.rules.observations import Answer
from contest_portal.kernel.marks import parse_mark
from contest_portal.kernel.problems import N_, Problem, Refused, refuse
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, required
from contest_portal.web.shared.forms import VersionedForm

_ANSWER_LABELS = {
    Answer.REJECT: N_("No procede"),
    Answer.UPHOLD: N_("Procede"),
}

_WHICH_MARK = Problem("mark", field="mark", message=N_("Elija qué puntaje se corrige, o borre el número."))
_HOW_MUCH = Problem("points", field="points", message=N_("Escriba el puntaje correcto."))


class AnswerForm(VersionedForm):
    """The answer, and the mark that it corrects, if it does. `seen` is the hash of the effect that was shown."""

    outcome = RadioField(lazy_gettext("La observación"), [required(N_("Elija si procede o no."))])
    answer = CleanTextAreaField(
        lazy_gettext("Respuesta al grupo"),
        [required(N_("Escriba la respuesta: el grupo la leerá en la carta."))],
        description=lazy_gettext(
            "En palabras sencillas: qué se revisó y por qué se decide así. No escriba DNI."
        ),
        column="observation.answer",
    )
    mark = SelectField(
        lazy_gettext("Puntaje que se corrige"),
        default="",
        description=lazy_gettext("Solo si procede y el error está en una ficha."),
    )
    points = CleanTextField(lazy_gettext("Puntaje correcto"), letters=40)
    seen = HiddenField(default="")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = [(code.value, gettext(label)) for code, label in _ANSWER_LABELS.items()]

    def offer(self, marks: Sequence[GivenMark]) -> None:
        """Offer the marks that the observation may be about."""
        self.marks = {one.code: one for one in marks}
        self.mark.choices = [
            ("", gettext("Ninguno")),
            *((code, _mark_text(one)) for code, one in self.marks.items()),
        ]

    def correction(self, per_point: int) -> Correction | None:
        """Give what was chosen and typed; None with neither. Refused for what is no mark of that criterion."""
        one = self.marks.get(self.mark.data or "")
        if one is None:
            refuse([_WHICH_MARK if self.points.data else None])
            return None
        if not self.points.data:
            raise Refused([_HOW_MUCH])
        most = one.phase.criterion(one.criterion).max_points
        mark = parse_mark(self.points.data, field="points", per_point=per_point, maximum=most)
        return Correction(one.sheet_id, one.criterion, mark.units)

    def has_seen(self, previewed: Previewed | None) -> bool:
        """Tell whether this very effect was shown before; there is nothing to show without a correction."""
        return previewed is None or self.seen.data == previewed.effect.sha256

    def show(self, previewed: Previewed | None) -> None:
        """Remember on the page which effect it shows."""
        self.seen.data = previewed.effect.sha256 if previewed else ""


class DecideForm(VersionedForm):
    """The approval of the answer as it was read."""


def _mark_text(one: GivenMark) -> str:
    return gettext(
        "%(phase)s · %(juror)s · %(criterion)s: %(mark)s",
        phase=one.phase.name,
        juror=one.juror,
        criterion=one.phase.criterion(one.criterion).text,
        mark=str(one.mark),
    )
