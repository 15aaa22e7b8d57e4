"""The shape of an answer."""

from flask_babel import lazy_gettext
from wtforms import BooleanField

from contest_portal.contests.services.answer_question import WantedAnswer
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, required
from contest_portal.web.shared.forms import VersionedForm


class AnswerForm(VersionedForm):
    """An answer, and what becomes of it."""

    answer = CleanTextAreaField(
        lazy_gettext("Respuesta"),
        [required(N_("Escriba la respuesta."))],
        description=lazy_gettext("Si cambia una respuesta ya dada, la anterior queda a la vista debajo."),
        column="question_answer.text",
    )
    publishes = BooleanField(lazy_gettext("Publicar la consulta y su respuesta en la convocatoria"))
    public_text = CleanTextAreaField(
        lazy_gettext("La consulta, como se publica"),
        description=lazy_gettext(
            "Sale sin el nombre de quien preguntó. Quite los datos personales que tenga."
        ),
        column="question.public_text",
    )
    clarifies = BooleanField(lazy_gettext("Aclara las bases: lleva número y figura junto a ellas"))

    def wanted(self) -> WantedAnswer:
        """Give the answer as typed."""
        return WantedAnswer(
            text=self.answer.data or "",
            public_text=(self.public_text.data or "") if "public_text" in self else "",
            publishes=bool(self.publishes.data) if "publishes" in self else False,
            clarifies=bool(self.clarifies.data) if "clarifies" in self else False,
        )
