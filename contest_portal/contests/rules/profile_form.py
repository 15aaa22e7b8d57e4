"""The form of a profile as data: which parts a contest asks for, and the questions of its own.

The form of every contest that says nothing else is STANDARD_FORM; contests that were published before forms were data
mean it too, so it never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from contest_portal.contests.rules.coded import by_code
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_

MOST_ROWS = 60
YES, NO = "yes", "no"
MOST_SHORT, MOST_LONG = 200, 2000
MOST_NUMBER, MOST_SOLES = 999_999, 99_999_999


class SectionCode(StrEnum):
    """The usual sections, in the order of the usual form."""

    CHOICE = "choice"
    SITUATION = "situation"
    ASSETS = "assets"
    PROBLEMS = "problems"
    ASSISTANCE = "assistance"
    GOODS = "goods"
    SALES = "sales"
    COUNTERPART = "counterpart"
    BUDGET = "budget"


SECTION_TITLES: Mapping[str, str] = MappingProxyType(
    {
        SectionCode.CHOICE: N_("El negocio"),
        SectionCode.SITUATION: N_("Situación y perspectivas"),
        SectionCode.ASSETS: N_("Lo que el grupo ya tiene"),
        SectionCode.PROBLEMS: N_("Problemas y soluciones"),
        SectionCode.ASSISTANCE: N_("Asistencia técnica"),
        SectionCode.GOODS: N_("Bienes por comprar"),
        SectionCode.SALES: N_("Ventas y costos de un año"),
        SectionCode.COUNTERPART: N_("Aporte del grupo"),
        SectionCode.BUDGET: N_("Presupuesto"),
    }
)
WITHOUT_ROWS = frozenset({SectionCode.CHOICE, SectionCode.BUDGET})
"""The usual sections that are no tables."""
_FILLED = frozenset(
    {
        SectionCode.SITUATION,
        SectionCode.PROBLEMS,
        SectionCode.ASSISTANCE,
        SectionCode.GOODS,
        SectionCode.SALES,
    }
)


class QuestionKind(StrEnum):
    """How a question is answered."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SEVERAL_OF = "several_of"


LISTED = frozenset({QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF})
"""The kinds that offer a list."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An earlier question, and the answer (one of them, where several are ticked) upon which another is asked."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the contest's own. The code never changes: answers are kept under it.

    `least` and `most` are letters of a text, the number itself, whole soles of an amount, or how many are ticked.
    """

    code: str
    kind: QuestionKind
    label: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    condition: Condition | None = None

    @property
    def field(self) -> str:
        """Give its name in forms; without a hyphen, so that no name begins another with one."""
        return f"q_{self.code}"

    @property
    def fixed_answers(self) -> tuple[str, ...]:
        """Give the answers there are to choose from; none where anything may be written."""
        return (YES, NO) if self.kind is QuestionKind.YES_NO else self.options

    @property
    def widest(self) -> tuple[int, int] | None:
        """Give the limits that no `least` and `most` may leave; None for kinds without."""
        ranges = {
            QuestionKind.SHORT_TEXT: (1, MOST_SHORT),
            QuestionKind.LONG_TEXT: (1, MOST_LONG),
            QuestionKind.NUMBER: (0, MOST_NUMBER),
            QuestionKind.AMOUNT: (0, MOST_SOLES),
            QuestionKind.SEVERAL_OF: (1, len(self.options)),
        }
        return ranges.get(self.kind)

    @property
    def limits(self) -> tuple[int, int] | None:
        """Give the limits of an answer; None for kinds without."""
        if self.widest is None:
            return None
        lowest, highest = self.widest
        return (
            lowest if self.least is None else self.least,
            highest if self.most is None else self.most,
        )


@dataclass(frozen=True, slots=True)
class QuotationRules:
    """So many suppliers are asked for the price of every row of goods from this amount on.

    A row may not cost more than the cheapest of them; `reason_allowed` lets it, where the group says why.
    """

    from_amount: Money
    count: int = 3
    reason_allowed: bool = True


@dataclass(frozen=True, slots=True)
class FormSection:
    """A part of the form. Without a title it is called as usual, without help it says what it usually says.

    `least_rows` of its first table must be filled; a part of the contest's own has only questions. Quotations are
    asked for goods alone.
    """

    code: str
    title: str = ""
    help: str = ""
    least_rows: int = 0
    most_rows: int = MOST_ROWS
    questions: tuple[Question, ...] = ()
    quotations: QuotationRules | None = None

    @property
    def is_own(self) -> bool:
        """Tell whether it is none of the usual sections."""
        return self.code not in SECTION_TITLES

    @property
    def has_rows(self) -> bool:
        """Tell whether it has tables."""
        return not self.is_own and self.code not in WITHOUT_ROWS

    @property
    def question_codes(self) -> frozenset[str]:
        """Name its questions."""
        return frozenset(question.code for question in self.questions)

    @property
    def name(self) -> str:
        """Give its title: the contest's own words, or the usual ones, to be translated."""
        return self.title or SECTION_TITLES.get(self.code, self.code)


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """The parts that a contest asks for, in order."""

    sections: tuple[FormSection, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """List all questions in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    def section(self, code: str) -> FormSection:
        """Give a section; KeyError when the form does not ask for it."""
        return by_code(self.sections, code)

    def asks(self, code: str) -> bool:
        """Tell whether the form has this section."""
        return any(section.code == code for section in self.sections)


STANDARD_FORM = ProfileForm(
    tuple(FormSection(code.value, least_rows=1 if code in _FILLED else 0) for code in SectionCode)
)
