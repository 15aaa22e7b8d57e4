"""Prose goes from a profile and nothing else does."""

from contest_portal.privacy.rules.prose import WITHDRAWN, without_prose

PROFILE = {
    "summary": "Zyanya cría cuyes.",
    "quotations_reason": "",
    "situation": [{"today": "Vende en la feria.", "expected": ""}],
    "goods": [{"description": "Malla", "unit": "rollo", "quantity": "2", "unit_cost": 1200}],
    "assistance": [
        {
            "subject": "Sanidad",
            "expected_result": "Menos muertes",
            "specialist": "Ing. Zyanya",
            "days": "3",
            "cost_per_day": 9000,
        }
    ],
    "answers": [{"question": "why", "text": "Porque sí."}, {"question": "when", "text": "2026-01-01"}],
}


def test_a_word_stands_in_the_place_of_each_text() -> None:
    assert without_prose(PROFILE, {"why"}) == PROFILE | {
        "summary": WITHDRAWN,
        "situation": [{"today": WITHDRAWN, "expected": ""}],
        "assistance": [PROFILE["assistance"][0] | {"expected_result": WITHDRAWN, "specialist": WITHDRAWN}],  # type: ignore[operator, index]
        "answers": [{"question": "why", "text": WITHDRAWN}, PROFILE["answers"][1]],  # type: ignore[index]
    }


def test_what_is_withdrawn_stays_as_it_is() -> None:
    once = without_prose(PROFILE, {"why"})

    assert without_prose(once, {"why"}) == once
