"""What a juror's phone takes along: groups, profiles, sheets with their rules, and the own marks alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask_babel import gettext
from sqlalchemy.orm import Session

from contest_portal.applications.queries import Entrant, profiles_of
from contest_portal.applications.rules.profile import Profile
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.sheets import Criterion, ReasonRule
from contest_portal.jury.queries import SeatedJuror
from contest_portal.kernel.canonical import Json
from contest_portal.scoring.desk import Desk
from contest_portal.scoring.phone_queries import entries_in_conflict, fates_of
from contest_portal.scoring.rules.fates import Fate
from contest_portal.scoring.rules.sheet_entries import SheetEntry, read_entry
from contest_portal.scoring.settling import kept_content
from contest_portal.web.juror.profile_view import profile_tables
from contest_portal.web.juror.sheet_view import evidence_of, parts_per_point, points_text, weight_note
from contest_portal.web.shared.answers_view import answered_sections
from contest_portal.web.shared.filters import money
from contest_portal.web.shared.sheet_forms import mark_hint, may_want_reason, reason_hint

Texts = Sequence[tuple[str, str]]


def package(session: Session, contest_id: int, desks: Sequence[Desk]) -> Mapping[str, Json]:
    """Give everything that a phone needs to score without a connection, and that stays as it is."""
    phases = {desk.phase.code: desk for desk in desks}
    groups = {desk.entrant.code: desk for desk in desks}
    profiles = profiles_of(session, (desk.entrant.application_id for desk in desks))
    return {
        "phases": {code: _phase(desk) for code, desk in phases.items()},
        "groups": [
            _group(desk.entrant, desk.rulebook, profiles[desk.entrant.application_id])
            for desk in groups.values()
        ],
        "rules": rulebook_sha256(session, contest_id),
    }


def sheets_now(session: Session, juror: SeatedJuror, desks: Iterable[Desk]) -> Mapping[str, Json]:
    """Give how the juror's sheets stand, what is held of the own entries, and between what the juror must choose."""
    conflicts: dict[tuple[str, str], list[Json]] = {}
    for key, body in entries_in_conflict(session, juror.juror_id):
        entry = read_entry(body)
        conflicts.setdefault((entry.group, entry.phase), []).append(_rival(key, entry))
    held = {
        key: one.reason
        for key, one in fates_of(session, juror.juror_id).items()
        if one.fate == Fate.HELD.value
    }
    return {
        "sheets": [_sheet(desk, conflicts.get((desk.entrant.code, desk.phase.code), [])) for desk in desks],
        "held": held,
    }


def _phase(desk: Desk) -> Json:
    parts = parts_per_point(desk)
    per_point = desk.rulebook.scoring.marks_per_point
    return {
        "name": desk.phase.name,
        "parts": parts,
        "per_point": per_point,
        "most": points_text(desk.most),
        "criteria": [_criterion(desk.phase, one, parts, per_point) for one in desk.criteria],
    }


def criterion_rules(phase: Phase, criterion: Criterion, parts: int) -> dict[str, Json]:
    """Give what the arithmetic and the checks of a phone go by."""
    scale = "levels" if criterion.levels else criterion.scale
    return {
        "code": criterion.code,
        "scale": scale,
        "min": criterion.min_points,
        "max": criterion.max_points,
        "levels": [{"points": level.points, "text": level.text} for level in criterion.levels],
        "factor": int(phase.factor(criterion) * parts),
        "reason": ReasonRule.NEVER.value if criterion.disqualifies else criterion.reason.value,
        "below": criterion.reason_below,
    }


def _criterion(phase: Phase, criterion: Criterion, parts: int, per_point: int) -> Json:
    return {
        **criterion_rules(phase, criterion, parts),
        "axis": criterion.axis,
        "text": criterion.text,
        "hint": mark_hint(criterion, per_point),
        "weight": weight_note(phase, criterion),
        "reason_hint": reason_hint(criterion) if may_want_reason(criterion) else "",
    }


def _group(group: Entrant, rulebook: Rulebook, profile: Profile) -> Json:
    return {
        "code": group.code,
        "name": group.group_name,
        "title": group.title,
        "place": f"{group.centre_name}, {group.district_name}",
        "profile": [
            {"title": title, "lines": [list(line) for line in lines]}
            for title, lines in _profile(group, rulebook, profile)
        ],
    }


def _profile(group: Entrant, rulebook: Rulebook, profile: Profile) -> Iterator[tuple[str, Texts]]:
    """Write the profile as lines of a heading and a text: no names of members, since it stays on a phone."""
    yield (
        gettext("El grupo"),
        (
            (gettext("Categoría"), rulebook.category(group.category_code).name),
            (gettext("Línea productiva"), rulebook.line(group.line_code).name),
            (gettext("Hogares"), str(group.households)),
            (gettext("Monto solicitado"), money(group.requested)),
        ),
    )
    if profile.summary:
        yield gettext("Resumen"), (("", profile.summary),)
    for table in profile_tables(profile):
        first, *others = table.columns
        rows = [*table.rows, table.footer] if table.footer else table.rows
        yield (
            table.title,
            [(row[first.key], " · ".join(row[column.key] for column in others)) for row in rows],
        )
    for title, pairs in answered_sections(profile, rulebook.form):
        yield title, [(label, answer or "—") for label, answer in pairs]


def _sheet(desk: Desk, rivals: list[Json]) -> Json:
    sheet, content = desk.sheet, kept_content(desk.sheet)
    computed = {given.criterion: given.mark for given in desk.computed}
    return {
        "group": desk.entrant.code,
        "phase": desk.phase.code,
        "version": sheet.version if sheet else 0,
        "kind": content.kind.value,
        "marks": [{"criterion": m.criterion, "units": m.units, "reason": m.reason} for m in content.marks],
        "comment": content.comment,
        "returned": (sheet.returned_reason or "") if sheet and content.kind.value == "draft" else "",
        "fixed": [
            {
                "criterion": criterion.code,
                "units": computed[criterion.code].units if criterion.code in computed else None,
                "evidence": evidence_of(desk, criterion),
            }
            for criterion in desk.criteria
            if criterion.is_computed
        ],
        "rivals": rivals,
        "paper": desk.paper.serial if desk.paper else "",
    }


def _rival(key: str, entry: SheetEntry) -> Json:
    return {
        "key": key,
        "kind": entry.kind.value,
        "marks": [{"criterion": m.criterion, "units": m.units, "reason": m.reason} for m in entry.marks],
        "comment": entry.comment,
    }
