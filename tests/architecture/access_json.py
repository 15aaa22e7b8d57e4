"""What stands in each answer of JSON: its keys and those below them, the same for everybody who may have it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

DEEP = 2
_RULES = (
    "allocation_rule budget[assistance_percent goods_percent max_award min_award "
    "min_counterpart_percent] calendar[closes_at field_from field_to opens_at public_on results_on] "
    "categories[code envelope name] code fund[cents] group[max_households min_households "
    "one_group_per_household targeted_centres_only within_territory] lines[code name] "
    "phases[attendance_minimum code criteria max_points name] purpose scoring[decides_on decimals "
    "marks_per_point pass_mark quorum rounding tie_breaks total_points] territory title venue"
)
_REMARKS = "remarks[field text]"
JSON: Mapping[str, str] = MappingProxyType(
    {
        "applicant.add_piece": "offset",
        "applicant.upload": "offset state",
        "public.call_rules": _RULES,
        "public.ready": "clock data_key database storage structure",
        "public.result_bundle": (
            "allocation[inputs inputs_sha256 result result_sha256] awards[amount assistance goods group "
            "state] bundle_sha256 checkpoint[hash size] closing_sha256 documents[code file_sha256 issued_at "
            "kind state verification_code] format groups[category code district households line number "
            "requested submitted_at women] jurors office ranking[exact_total group phases place standing "
            "total] rules[allocation_rule budget calendar categories code fund group lines phases purpose "
            "scoring territory title venue] rules_sha256 sheets version"
        ),
        "public.result_json": (
            "announced_at contest[code office title] documents[code issued_at kind verification_code] draw "
            "envelopes[amount awarded balance category name others reserves winners] format inputs_sha256 "
            "later money[awarded balance fund unassigned unit] not_admitted pass_mark result_sha256 rule "
            "rulebook_sha256"
        ),
        "public.stamp_keys": "algorithm keys",
        "public.version_rules": _RULES,
        "staff.contest_check": _REMARKS,
        "staff.contest_form_check": _REMARKS,
        "staff.contest_sheet_check": _REMARKS,
        "staff.person_request_data": (
            "al constancia secciones[Consentimientos Grupos Hechos anotados Hogar Identidad Jurados Lo que el padrón "
            "decía antes Lo que recibió el hogar Programas sociales Quién consultó sus datos Solicitudes a "
            "concursos Solicitudes sobre sus datos]"
        ),
        "staff.printing_data": "advice ended figures percent said",
        "staff.ranking_bundle": (
            "allocation[inputs inputs_sha256 result result_sha256] awards[amount assistance goods group "
            "state] bundle_sha256 checkpoint[hash size] closing_sha256 documents[code file_sha256 issued_at "
            "kind state verification_code] format groups[category code district households line number "
            "own_parts requested submitted_at women] jurors[code number] moves[act after amount source "
            "target] office ranking[exact_total group phases place standing total] recusals[group juror] "
            "rules[allocation_rule budget calendar categories code fund group lines phases purpose scoring "
            "second territory title venue] rules_sha256 sheets undone[act allocation announced_at awards "
            "back_to closing_sha256 ground ranking undone_at void] version"
        ),
        "staff.registry_job_progress": "ended",
        "staff.undone_result": "approved_at awards closing_sha256 ranking scored_at",
    }
)
"""Whoever is let in is given these, and nobody anything else; phones and drafts have tests of their own."""


def keys_of(data: Any, deep: int = DEEP) -> str:
    """Write the keys of an answer in the order of the alphabet, and those of its parts in brackets."""
    found: dict[str, list[Any]] = {}
    for one in data if isinstance(data, list) else [data]:
        for key, value in one.items() if isinstance(one, dict) else ():
            found.setdefault(key, []).extend(value if isinstance(value, list) else [value])
    parts = {key: keys_of(below, deep - 1) if deep > 1 else "" for key, below in found.items()}
    return " ".join(f"{key}[{parts[key]}]" if parts[key] else key for key in sorted(parts))
