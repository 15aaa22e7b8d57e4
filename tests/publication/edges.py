"""Contests at the edges of the specification, made of the worked example: portal, program and page are to agree."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.publication.rules.bundle_filling import filled
from contest_portal.publication.rules.bundle_reading import read_bundle
from tests.publication.changes import rehashed
from tests.publication.rules.test_bundle_reading import example


def sound_edges() -> dict[str, Any]:
    """Give contests that hold, by what is special about them."""
    return {name: completed(_changed(change)) for name, change in _SOUND.items()} | {
        "without a ranking": rehashed({**completed(example()), "ranking": [], "closing_sha256": None}),
        "an empty reason": _with_an_empty_reason(completed(example())),
        "a reserve that was called": _with_the_reserve(completed(example()), 1),
    }


def unsound_edges() -> dict[str, Any]:
    """Give contests of which one thing does not hold, with hashes that fit."""
    whole = completed(example())
    return {
        "awards beyond the fund": _with_the_reserve(whole, 1_500_000),
        "a version that is no number": rehashed({**whole, "version": True}),
        "an empty seal": rehashed({**whole, "sheets": [{**one, "seal": ""} for one in whole["sheets"]]}),
        "women that are no number": _with_a_group(whole, women=True),
        "a mark that is no number": _with_a_mark_of(whole, is_a_number=False),
        "a reason that nobody sees": _with_a_reason(whole, "\x1c \x85"),
        **{
            f"an instant written as {text}": _with_a_group(whole, submitted_at=text)
            for text in OTHER_INSTANTS
        },
    }


OTHER_INSTANTS = (
    "2025-06-20T15:00:00Z",
    "2025-06-20 15:00:00+00:00",
    "2025-06-20T15:00:00",
    "2025-06-20T15:00:00.500+00:00",
    "2025-06-20T15:00:00.000000+00:00",
    "2025-06-20T15:00:00-00:00",
    "2025-06-20T15:00:00+00:60",
    "2025-06-20T15:00:00+24:00",
    "2025-02-29T15:00:00+00:00",
    "2025-06-20T24:00:00+00:00",
    "20250620T150000+00:00",
)
"""None is how the portal writes an instant, and some are none."""


def completed(data: Any) -> Any:
    """Fill in what follows from the sheets, as the portal works it out."""
    return json.loads(write_bundle(filled(read_bundle(json.dumps(data).encode()))))


def _changed(change: Callable[[Any], None]) -> Any:
    data = example()
    change(data)
    return data


def _classes_of_the_absent(data: Any) -> None:
    """C was absent, and only one of the two classes marked it."""
    phase = data["rules"]["phases"][0]
    phase["attendance_minimum"] = "1/2"
    phase["classes"] = [
        {"code": "JU", "name": "Jurado", "share": 90},
        {"code": "AS", "name": "Asesor", "share": 10},
    ]
    for juror, code in zip(data["jurors"], ("JU", "AS"), strict=True):
        juror["evaluator_class"] = code
    for number, group in enumerate(data["groups"]):
        present = group["households"] if number < len(data["groups"]) - 1 else 0
        group["attendance"] = [
            {"phase": phase["code"], "present": present, "households": group["households"]}
        ]
    last = data["groups"][-1]["code"]
    data["sheets"] = [
        one for one in data["sheets"] if (one["group"], one["juror"]) != (last, data["jurors"][1]["code"])
    ]


def _attendance_of_another_category(data: Any) -> None:
    """Nobody of A came to a phase that is of another category."""
    first, category = data["groups"][0], data["rules"]["categories"][0]
    other = {**category, "code": "OTRA", "envelope": {"cents": 1}}
    category["envelope"]["cents"] -= 1
    data["rules"]["categories"].append(other)
    phase = {**data["rules"]["phases"][0], "code": "PX", "categories": ["OTRA"], "attendance_minimum": "1/2"}
    data["rules"]["phases"][0]["categories"] = [category["code"]]
    data["rules"]["phases"].append(phase)
    first["attendance"] = [{"phase": "PX", "present": 0, "households": first["households"]}]


def _codes_beyond_the_first_plane(data: Any) -> None:
    _renamed(data, data["groups"][0]["code"], "G-\uff21")
    _renamed(data, data["groups"][1]["code"], "G-\U0001f600")


def _renamed(data: Any, old: str, new: str) -> None:
    for group in data["groups"]:
        group["code"] = new if group["code"] == old else group["code"]
    for sheet in data["sheets"]:
        sheet["group"] = new if sheet["group"] == old else sheet["group"]


def _a_criterion_called_as_money(data: Any) -> None:
    phase = data["rules"]["phases"][0]
    phase["criteria"] = [{**phase["criteria"][0], "code": "cents", "max_points": phase["max_points"]}]
    for sheet in data["sheets"]:
        sheet["marks"], sheet["reasons"] = {"cents": sum(sheet["marks"].values())}, []


def _a_tie_with_who_withdrew(data: Any) -> None:
    data["rules"]["scoring"]["tie_breaks"] = [{"kind": "lot"}]
    first, second = data["groups"][:2]
    marks = {one["juror"]: one["marks"] for one in data["sheets"] if one["group"] == first["code"]}
    for sheet in data["sheets"]:
        sheet["marks"] = marks[sheet["juror"]] if sheet["group"] == second["code"] else sheet["marks"]
    second["withdrawn"] = True
    data["draw"] = None


def _zone_with_seconds(data: Any) -> None:
    """As countries had them before they went by the hour."""
    data["groups"][0]["submitted_at"] = "2025-06-20T15:00:00.250000-05:08:12"


_SOUND: dict[str, Callable[[Any], None]] = {
    "an absent group without sheets of a class": _classes_of_the_absent,
    "an attendance of another category": _attendance_of_another_category,
    "codes beyond the first plane": _codes_beyond_the_first_plane,
    "a criterion called as money": _a_criterion_called_as_money,
    "an instant in a zone with seconds": _zone_with_seconds,
    "a tie with who withdrew": _a_tie_with_who_withdrew,
}


def _with_a_group(whole: Any, **fields: object) -> Any:
    first, *others = whole["groups"]
    return rehashed({**whole, "groups": [{**first, **fields}, *others]})


def _with_a_mark_of(whole: Any, *, is_a_number: bool) -> Any:
    """Give a file in which a sheet without a seal has a mark of one, or `true` in its place."""
    sheet, *others = whole["sheets"]
    marks = {**sheet["marks"], min(sheet["marks"]): 1 if is_a_number else True}
    return rehashed({**whole, "sheets": [{**sheet, "marks": marks, "seal": None}, *others]})


def _with_a_reason(whole: Any, text: str) -> Any:
    """Ask for a reason for each mark, and give this text everywhere."""
    data = json.loads(json.dumps(whole))
    data["rules"]["phases"] = [
        {**phase, "criteria": [{**one, "reason": "always"} for one in phase["criteria"]]}
        for phase in data["rules"]["phases"]
    ]
    for sheet in data["sheets"]:
        sheet |= {"seal": None, "reasons": [{"criterion": code, "text": text} for code in sheet["marks"]]}
    return rehashed(data)


def _with_an_empty_reason(whole: Any) -> Any:
    sheet = whole["sheets"][0]
    sheet["reasons"] = [{"criterion": min(sheet["marks"]), "text": ""}]
    return rehashed(whole)


def _with_the_reserve(whole: Any, cents: int) -> Any:
    """Award so much to somebody of the reserve, whatever is left."""
    waiting = next(one for one in whole["allocation"]["result"]["lines"] if one["outcome"] == "reserve")
    assistance = cents * 40 // 100
    award = {"group": waiting["code"], "amount": {"cents": cents}, "goods": {"cents": cents - assistance}}
    award |= {"assistance": {"cents": assistance}, "state": "granted", "reserve": True}
    given = [one for one in whole["allocation"]["result"]["lines"] if one["amount"]["cents"]]
    awards = [*map(_award, given), award]
    return rehashed({**whole, "awards": awards})


def _award(line: Any) -> Any:
    cents = line["amount"]["cents"]
    parts = {"goods": {"cents": cents - cents * 40 // 100}, "assistance": {"cents": cents * 40 // 100}}
    return {"group": line["code"], "amount": {"cents": cents}, **parts, "state": "granted"}


def edge_files() -> Iterator[str]:
    """Give all of them as files."""
    for data in (*sound_edges().values(), *unsound_edges().values()):
        yield json.dumps(data, ensure_ascii=False)
