"""The shape of the second scoring of a draft."""

from flask_babel import lazy_gettext
from wtforms import FieldList, FormField

from contest_portal.contests.rules.draft_changes import PhaseOutline, with_second
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.templates import SECOND_SCORING
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import N_
from contest_portal.kernel.rounding import Rounding
from contest_portal.web.shared.fields import WholeNumberField, required
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.staff.contest_fields import PointsField
from contest_portal.web.staff.contest_scoring_forms import PhaseRow, outlines_of, phase_rows


class SecondForm(VersionedForm):
    """The phases of the second scoring in order, and what a group must reach in it."""

    total_points = WholeNumberField(
        lazy_gettext("Puntos que suman todas las fases"),
        [required(N_("Escriba cuántos puntos suman las fases; lo usual es 100."))],
    )
    pass_mark = PointsField(
        lazy_gettext("Puntaje mínimo para la segunda transferencia"),
        [required(N_("Escriba el puntaje mínimo."))],
    )
    quorum = WholeNumberField(
        lazy_gettext("Fichas necesarias por grupo y fase"),
        [required(N_("Escriba cuántas fichas se necesitan como mínimo."))],
        description=lazy_gettext("Con menos fichas definitivas no se cierra la calificación de un grupo."),
    )
    phases = FieldList(FormField(PhaseRow))

    @classmethod
    def of(cls, book: Rulebook, version: int) -> "SecondForm":
        """Show the second scoring; without one, what a contest usually asks."""
        shown = book.second or SecondRules((), SECOND_SCORING.pass_mark, SECOND_SCORING.quorum)
        return cls(
            data={
                "version": version,
                "total_points": shown.total_points,
                "pass_mark": shown.pass_mark.points,
                "quorum": shown.quorum,
                "phases": phase_rows(shown.phases),
            }
        )

    @property
    def points_typed(self) -> int:
        """Give what the rows add up to as they stand."""
        return sum(row.form.max_points.data or 0 for row in self.phases)

    def outlines(self) -> tuple[PhaseOutline, ...]:
        """Give the filled rows by their position."""
        return outlines_of(self.phases)

    def change(self, book: Rulebook) -> Rulebook:
        """Give the rules with the second scoring as typed; a mark finer than the printed score goes down to it."""
        return with_second(
            book,
            self.outlines(),
            pass_mark=Score.rounded(self.pass_mark.data, book.scoring.decimals, Rounding.DOWN),
            quorum=self.quorum.data,
            total_points=self.total_points.data,
        )
