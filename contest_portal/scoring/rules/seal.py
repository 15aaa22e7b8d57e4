"""The seal of a final sheet: one hash over what it says, so that a later change of any mark shows."""

from dataclasses import replace

from contest_portal.kernel.canonical import canonical_hash
from contest_portal.scoring.rules.totals import CountedSheet


def seal_of(sheet: CountedSheet, *, contest_code: str, application_code: str, rulebook_sha256: str) -> str:
    """Hash a sheet with the contest, the group, the juror, the phase and the rules it was marked under.

    Marks are written in units of the contest's scale; their order does not matter. The class of evaluators and the
    reasons are in it where there are any, so that seals of before either existed still hold.
    """
    marks = tuple(sheet.marks)
    reasons = {given.criterion: given.reason for given in marks if given.reason}
    return canonical_hash(
        {
            "contest": contest_code,
            "application": application_code,
            "juror": sheet.juror,
            "phase": sheet.phase,
            "rulebook_sha256": rulebook_sha256,
            "marks": {given.criterion: given.mark.units for given in marks},
            **({"evaluator_class": sheet.evaluator_class} if sheet.evaluator_class else {}),
            **({"reasons": reasons} if reasons else {}),
        }
    )


def without_reasons(sheet: CountedSheet) -> CountedSheet:
    """Give the marks of a sheet alone: what is left once its reasons were withdrawn."""
    return replace(sheet, marks=tuple(replace(given, reason="") for given in sheet.marks))
