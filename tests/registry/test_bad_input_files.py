"""Hostile and broken files: a clear refusal, nothing stored, and the next good file works."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Centre, Person
from contest_portal.registry.rules.reports import ImportReport
from tests.factories.registry_files import CENTRES, HOUSEHOLDS, checked, counts, import_territory, imported

SPOILT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "=1+1",
        "-2+3+cmd|x",
        "{{7*7}} ${7*7}",
        "'; DROP TABLE centre; --",
        "%(value)s %s",
    ],
)
def test_a_hostile_name_is_kept_as_the_text_it_is(session: Session, name: str) -> None:
    import_territory(session)

    imported(session, "centres", f'codigo,nombre,area\n0903010777,"{name}",R\n')

    assert session.get_one(Centre, "0903010777").name == name


@pytest.mark.parametrize("name", ["%(value)s %s %d", "{0}", "%"])
def test_a_hostile_value_does_not_break_the_sentence_about_it(session: Session, name: str) -> None:
    import_territory(session)

    report = checked(session, "centres", f"codigo,nombre,area\n0903010777,X,{name}\n")

    assert report.problems[0].text == f"«{name}» no vale aquí. Escriba R (rural) o U (urbano)."


@SPOILT
@given(cut=st.integers(0, len(HOUSEHOLDS.encode()) - 2))
def test_a_file_cut_at_any_byte_is_refused_or_is_whole_lines(session: Session, cut: int) -> None:
    if not session.scalar(select(func.count()).select_from(Centre)):
        import_territory(session)
    content = HOUSEHOLDS.encode()[:cut]

    report = checked(session, "households", content)

    kept_lines = content.count(b"\n")
    assert not report.can_apply or content.endswith(b"\n") or _says_it_may_be_cut(report)
    assert report.read <= kept_lines + 1


@SPOILT
@given(junk=st.binary(max_size=300))
def test_any_bytes_at_all_give_a_report(session: Session, junk: bytes) -> None:
    report = checked(session, "centres", junk)

    assert not report.can_apply
    assert all(found.text.endswith(".") for found in report.problems)


@SPOILT
@given(junk=st.text(max_size=80), place=st.integers(0, len(CENTRES)))
def test_any_text_thrown_into_a_good_file_gives_a_report(session: Session, junk: str, place: int) -> None:
    if not session.scalar(select(func.count()).select_from(Centre)):
        import_territory(session)

    report = checked(session, "centres", (CENTRES[:place] + junk + CENTRES[place:]).encode(errors="replace"))

    assert (
        report.rejected + report.new + report.changed + report.unchanged <= report.read or report.is_unusable
    )


def test_a_good_file_is_taken_after_a_refused_one(session: Session) -> None:
    import_territory(session)
    assert not checked(session, "households", HOUSEHOLDS.replace("70000001", "4541867")).can_apply

    report = imported(session, "households", HOUSEHOLDS)

    assert (counts(report), session.scalar(select(func.count()).select_from(Person))) == ((3, 3, 0, 0, 0), 3)


def _says_it_may_be_cut(report: ImportReport) -> bool:
    return "file.no_final_newline" in {notice.code for notice in report.notices}
