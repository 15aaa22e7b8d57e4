"""What can become of a document."""

from dataclasses import dataclass

import pytest

from contest_portal.documents.rules.lifecycle import DOCUMENT, VoidFacts
from contest_portal.kernel.problems import Refused, WrongState


@dataclass
class Paper:
    state: str


def test_a_standing_document_becomes_void_with_a_reason() -> None:
    paper = Paper("issued")

    DOCUMENT.move(paper, "void", VoidFacts("Monto equivocado"))

    assert paper.state == "void"


def test_a_reason_of_spaces_is_no_reason() -> None:
    paper = Paper("issued")

    with pytest.raises(Refused) as refusal:
        DOCUMENT.move(paper, "void", VoidFacts("   "))

    assert [problem.code for problem in refusal.value.problems] == ["document.void_without_reason"]


def test_a_void_document_stays_void() -> None:
    with pytest.raises(WrongState):
        DOCUMENT.move(Paper("void"), "void", VoidFacts("Otra vez"))


def test_nothing_leads_back_from_void() -> None:
    assert DOCUMENT.available("void") == ()
