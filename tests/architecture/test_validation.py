"""docs/validation.md holds what the code asks of everything that is typed, sent and done."""

from collections import Counter

from tests.architecture.validation import DOCUMENT, document, fields_of, form_classes


def test_the_rules_of_validation_are_written_as_the_code_has_them() -> None:
    written, wanted = (Counter(text.splitlines()) for text in (DOCUMENT.read_text(), document()))

    assert (wanted - written, written - wanted) == ({}, {}), "run: python -m tests.architecture.validation"


def test_every_form_is_found() -> None:
    assert sum(len([*fields_of(form)]) for form in form_classes()) > 700
