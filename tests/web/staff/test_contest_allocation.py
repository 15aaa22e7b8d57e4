"""The designer's page on the terms of the allocation rule: only what the chosen rule reads is asked and kept."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.allocation_terms import AllocationTerms, CountedPart, Limit, LimitOf
from contest_portal.contests.rules.approval_chain import ONE_APPROVAL, ApprovalStep, Approver
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from tests.factories.contests import RULEBOOK
from tests.factories.designing import Desk, rows

PAGE = "condiciones-del-reparto"


def with_rule(desk: Desk, rule: str) -> Desk:
    book: Rulebook = replace(RULEBOOK, allocation_rule=rule)
    desk.contest.draft = canonical_json(to_data(book))
    desk.session.commit()
    return desk


@pytest.mark.parametrize(
    ("rule", "typed", "kept"),
    [
        pytest.param(
            "within_share",
            {"share_percent": "65", "counted": ["labour", "cash"]},
            AllocationTerms(share_percent=65, counted=(CountedPart.CASH, CountedPart.LABOUR)),
            id="share",
        ),
        pytest.param("equal_share", {"most_winners": "10"}, AllocationTerms(most_winners=10), id="winners"),
        pytest.param(
            "best_total",
            rows(
                "limits",
                {
                    "about": "line:cuyes",
                    "min_awards": "1",
                    "max_awards": "0003",
                    "min_amount": "",
                    "max_amount": "",
                },
                {
                    "about": "category:IDEA",
                    "min_awards": "",
                    "max_awards": "",
                    "min_amount": "",
                    "max_amount": "9000",
                },
            ),
            AllocationTerms(
                limits=(
                    Limit(LimitOf.LINE, "cuyes", 1, 3),
                    Limit(LimitOf.CATEGORY, "IDEA", max_amount=Money.soles(9_000)),
                )
            ),
            id="limits",
        ),
    ],
)
def test_the_terms_of_the_rule_are_kept(
    desk: Desk, rule: str, typed: dict[str, object], kept: AllocationTerms
) -> None:
    answer = with_rule(desk, rule).post(PAGE, typed)

    assert (answer.status_code, desk.book.allocation) == (303, kept)


@pytest.mark.parametrize(
    ("rule", "typed", "message"),
    [
        ("within_share", {"share_percent": "101"}, "El cofinanciamiento va de 1 a 100 %."),
        ("within_share", {"share_percent": ""}, "Escriba el porcentaje que se financia."),
        ("equal_share", {"most_winners": "diez"}, "«diez» no vale aquí."),
        (
            "best_total",
            rows("limits", {"about": "line:cuyes", "min_awards": "3", "max_awards": "2"}),
            "En «cuyes», los grupos van de un mínimo de 0 a un máximo que no sea menor.",
        ),
        (
            "best_total",
            rows("limits", {"about": "line:oro", "min_awards": "3"}),
            "«oro» no es de este concurso.",
        ),
    ],
)
def test_what_cannot_be_is_said_while_typing_and_on_saving(
    desk: Desk, rule: str, typed: dict[str, object], message: str
) -> None:
    with_rule(desk, rule)

    checked = desk.post("revision/condiciones", typed)
    saved = desk.post(PAGE, typed)

    assert message in checked.get_json()["remarks"][0]["text"]
    assert (saved.status_code, message in saved.text) == (422, True)
    assert desk.book.allocation == AllocationTerms()


def test_a_rule_without_terms_asks_only_who_approves(desk: Desk) -> None:
    page = with_rule(desk, "merit_order").get(PAGE).text

    assert "Esta regla no tiene condiciones que fijar" in page
    assert ("Mínimos y máximos" in page, "Quién aprueba el reparto, en orden" in page) == (False, True)


CHAIN = rows(
    "approvals",
    {"name": "Secretaría técnica", "approver": "secretary"},
    {"name": "Programa", "approver": "staff"},
    {"name": "Jefatura que firma", "approver": "staff"},
)


def test_the_steps_of_the_approval_are_kept_in_order(desk: Desk) -> None:
    answer = with_rule(desk, "merit_order").post(PAGE, CHAIN)

    assert (answer.status_code, desk.book.approvals) == (
        303,
        (
            ApprovalStep("Secretaría técnica", Approver.SECRETARY),
            ApprovalStep("Programa", Approver.STAFF),
            ApprovalStep("Jefatura que firma", Approver.STAFF),
        ),
    )
    assert "aprobación en 3 pasos" in desk.client.get(f"/oficina/concursos/{desk.contest.id}").text


def test_without_steps_one_approval_of_the_programme_is_enough(desk: Desk) -> None:
    chain = (ApprovalStep("A", Approver.STAFF), ApprovalStep("B", Approver.STAFF))
    desk.contest.draft = canonical_json(to_data(replace(RULEBOOK, approvals=chain)))
    desk.session.commit()

    answer = desk.post(PAGE, rows("approvals", {"name": "", "approver": "staff"}))

    assert (answer.status_code, desk.book.approvals) == (303, ONE_APPROVAL)


def test_a_chain_that_ends_elsewhere_is_said_while_typing_and_on_saving(desk: Desk) -> None:
    with_rule(desk, "merit_order")
    typed = rows("approvals", {"name": "Secretaría", "approver": "secretary"})

    checked, saved = desk.post("revision/condiciones", typed), desk.post(PAGE, typed)

    message = "El último paso compromete el dinero: «Secretaría» tiene que ser del personal del programa."
    assert checked.get_json()["remarks"][0]["text"] == message
    assert (saved.status_code, message in saved.text) == (422, True)


def test_a_rule_that_left_the_portal_has_no_terms(desk: Desk) -> None:
    assert with_rule(desk, "old_rule").get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("rule", "terms", "words"),
    [
        (
            "within_share",
            AllocationTerms(),
            "hasta el 80 % del plan: lo que el grupo solicita más lo que aporta en",
        ),
        ("within_share", AllocationTerms(counted=()), "Se financia hasta el 80 % de lo solicitado."),
        ("equal_share", AllocationTerms(most_winners=10), "En cada sobre ganan como máximo 10 grupos."),
        ("merit_order", AllocationTerms(most_winners=10), "La regla elegida no pide ninguna"),
        ("best_total", AllocationTerms(limits=(Limit(LimitOf.LINE, "cuyes", 1),)), "1 límite"),
    ],
)
def test_the_page_of_the_contest_says_the_terms_in_words(
    desk: Desk, rule: str, terms: AllocationTerms, words: str
) -> None:
    desk.contest.draft = canonical_json(to_data(replace(RULEBOOK, allocation_rule=rule, allocation=terms)))
    desk.session.commit()

    assert words in desk.client.get(f"/oficina/concursos/{desk.contest.id}").text
