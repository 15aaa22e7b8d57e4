"""What keeps a bundle from being brought in: all of it, found before a row is written."""

import re
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.names_taken import code_taken, fund_name_taken
from contest_portal.contests.rules.rulebook_checks import rulebook_problems
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.records import to_data
from contest_portal.publication.bundle_models import ImportedBundle
from contest_portal.publication.rules.bundle import Bundle, BundleSheet
from contest_portal.publication.rules.bundle_arrival import arrival_problems, request_problems
from contest_portal.publication.rules.bundle_filling import true_seal
from contest_portal.publication.rules.bundle_results import place_of, ranking_of
from contest_portal.publication.rules.bundle_soundness import (
    quorum_problems,
    rules_problems,
    sheets_problems,
)
from contest_portal.registry.models.register import Centre

MOST_OF_DOCUMENT = 160


def import_problems(session: Session, bundle: Bundle) -> tuple[Problem, ...]:
    """Name everything that keeps a bundle from becoming a contest here."""
    sha256 = canonical_hash(to_data(bundle))
    if session.scalar(select(ImportedBundle.contest_id).where(ImportedBundle.sha256 == sha256)) is not None:
        return (_imported_already(bundle),)
    found = (
        code_taken(session, bundle.rules.code, except_id=None),
        fund_name_taken(session, fund_name(bundle), except_id=None),
        None if home_of(session, bundle) is not None else _no_centre(bundle),
        *rulebook_problems(bundle.rules, allocation_rules=RULES),
        *arrival_problems(bundle),
        *_broken_seals(bundle),
        *_ranking(bundle),
        *_undone(bundle),
        *_documents(bundle),
    )
    return tuple(problem for problem in found if problem is not None)


def fund_name(bundle: Bundle) -> str:
    """Name the fund that a contest brought in is paid from."""
    return f"{bundle.rules.title[:100]} ({bundle.rules.code})"


def home_of(session: Session, bundle: Bundle, district: str = "") -> str | None:
    """Give the centre that a group of elsewhere is put in: the first of its district, or of the contest's first one."""
    for ubigeo in filter(None, (district, *bundle.rules.territory)):
        centre = select(Centre.code).where(Centre.ubigeo == ubigeo).order_by(Centre.code).limit(1)
        code = session.scalar(centre)
        if code is not None:
            return code
    return None


def _broken_seals(bundle: Bundle) -> Iterator[Problem]:
    hashes = [bundle.rules_sha256 or canonical_hash(to_data(bundle.rules))]
    hashes += [one.sha256 for one in bundle.earlier_rules]
    for sheet in bundle.sheets:
        seal = sheet.rest_seal if sheet.reasons_withheld else sheet.seal
        if seal is None:
            continue
        if seal not in {true_seal(bundle, sheet, sha256) for sha256 in hashes}:
            yield _broken(sheet)


def _ranking(bundle: Bundle) -> Iterator[Problem]:
    """Score the sheets as the contest will be scored, and compare with the ranking that the file tells."""
    if any(
        rules_problems(bundle.rules)
    ):  # already named; nothing follows from rules that contradict themselves
        return
    wrong = tuple(sheets_problems(bundle))
    if wrong:
        yield from wrong
        return
    try:
        ranking = ranking_of(bundle)
    except Refused as refusal:
        yield from refusal.problems
        return
    yield from quorum_problems(bundle, ranking)
    yield from request_problems(bundle, ranking)
    told = {place.group: place for place in bundle.ranking}
    for line in ranking if told else ():
        if told.get(line.code) != place_of(line):
            yield Problem(
                "bundle.other_place",
                field="file",
                message=N_(
                    "El puesto o el puntaje del grupo %(group)s no sale de sus fichas. Revise el archivo."
                ),
                params={"group": line.code},
            )


def _undone(bundle: Bundle) -> Iterator[Problem]:
    """Compare the allocations that were set aside with their hashes: they are kept word for word."""
    for one in bundle.undone:
        told = one.allocation
        if told is not None and (told.inputs_sha256, told.result_sha256) != (
            canonical_hash(to_data(told.inputs)),
            told.result.sha256,
        ):
            yield Problem(
                "bundle.undone_changed",
                field="file",
                message=N_(
                    "El reparto que dejó sin efecto «%(act)s» no corresponde a su huella. Pida otra vez el archivo."
                ),
                params={"act": one.act},
            )


def _documents(bundle: Bundle) -> Iterator[Problem]:
    """Name papers of elsewhere that cannot be told: they are kept as they stand, and nothing here mends them."""
    for number, one in enumerate(bundle.documents):
        is_named = all(0 < len(text.strip()) <= MOST_OF_DOCUMENT for text in (one.kind, one.code))
        is_hash = one.file_sha256 is None or re.fullmatch("[0-9a-f]{64}", one.file_sha256)
        if not is_named or one.state not in set(DocumentState) or not is_hash:
            yield Problem(
                "bundle.document",
                field="file",
                message=N_(
                    "El documento «%(place)s» no tiene clase, número, estado («issued» o «void») y huella SHA-256 en "
                    "orden. Corríjalo o quítelo."
                ),
                params={"place": f"documents[{number}]"},
            )


def _broken(sheet: BundleSheet) -> Problem:
    return Problem(
        "bundle.seal_broken",
        field="file",
        message=N_(
            "La ficha de %(juror)s para %(group)s en %(phase)s no es la que se selló. Pida otra vez el archivo."
        ),
        params={"juror": sheet.juror, "group": sheet.group, "phase": sheet.phase},
    )


def _imported_already(bundle: Bundle) -> Problem:
    return Problem(
        "bundle.imported",
        field="file",
        message=N_("Este archivo ya se trajo: es el concurso %(contest)s. Ábralo en la lista de concursos."),
        params={"contest": bundle.rules.code},
    )


def _no_centre(bundle: Bundle) -> Problem:
    return Problem(
        "bundle.no_centre",
        field="file",
        message=N_(
            "El portal no conoce ningún centro poblado de los distritos de las bases (%(territory)s). Importe antes el "
            "territorio."
        ),
        params={"territory": ", ".join(bundle.rules.territory)},
    )
