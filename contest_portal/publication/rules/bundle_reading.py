"""A bundle read strictly: whatever two programs could read differently is refused, and the place is named."""

import json
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contest_portal.kernel.canonical import Json, canonical_hash
from contest_portal.kernel.problems import N_, Problem, Refused, refuse
from contest_portal.kernel.records import from_data, with_defaults
from contest_portal.publication.rules.bundle import (
    FORMAT,
    VERSION,
    Bundle,
    BundleAward,
    BundlePlace,
    BundleRecusal,
)
from contest_portal.publication.rules.bundle_figures import figure_problems
from contest_portal.publication.rules.bundle_words import in_spanish

LARGEST = 32_000_000
"""The most bytes of a bundle; the largest contests take a thousandth of it for each group."""
LAST_YEAR, TOO_LARGE = 9999, 10**18
"""What no verifier reads as a whole number, for the sake of databases and programs that hold no longer ones."""
_MISSING, _UNKNOWN = "missing keys: ", "unknown keys: "
_HALF = re.compile("[\ud800-\udfff]")
_ZIP = b"PK\x03\x04"
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class _Odd:
    """What stands in the file and must not: a number that is no whole one, or a name that stands twice."""

    what: str
    is_name: bool = False


def read_bundle(content: bytes) -> Bundle:
    """Read a bundle. Raises Refused naming every number, key or value that does not fit, with its place."""
    data = _parsed(content)
    refuse(_oddities(data, ""))
    refuse([_other_format(data)])
    try:
        bundle = from_data(Bundle, with_defaults(Bundle, data))
    except ValueError as error:
        raise Refused([_misfit(str(error))]) from error
    refuse([*_hash_problems(data), *_reference_problems(bundle), *figure_problems(bundle)])
    if (
        bundle.rules_sha256 is None
        and isinstance(data, Mapping)
        and any(sheet.seal for sheet in bundle.sheets)
    ):
        return replace(bundle, rules_sha256=canonical_hash(data["rules"]))  # seals name the rules as written
    return bundle


def _parsed(content: bytes) -> Json:
    if len(content) > LARGEST:
        raise Refused([_unreadable(N_("pesa más de %(most)s MB") % {"most": LARGEST // 1_000_000})])
    try:
        data: Json = json.loads(
            content.decode(), parse_float=_Odd, parse_constant=_Odd, object_pairs_hook=_object
        )
    except (ValueError, RecursionError) as error:
        raise Refused([_unreadable(_what_stops(content, error))]) from error
    return data


def _what_stops(content: bytes, error: Exception) -> str:
    """Say in Spanish at what the reading stopped, for whoever wrote the file by hand."""
    if not content.strip():
        return N_("está vacío")
    if content.startswith(BOM_UTF8):
        return N_("empieza con una marca de orden (BOM): guárdelo como UTF-8 sin ella")
    if content.startswith(_ZIP):
        return N_("es un ZIP o un libro de Excel: saque de él el archivo .json")
    if isinstance(error, UnicodeDecodeError):
        line = content.count(b"\n", 0, error.start) + 1
        return N_("no está en UTF-8 desde la línea %(line)s: guárdelo con esa codificación") % {"line": line}
    if isinstance(error, json.JSONDecodeError):
        return N_("no es JSON desde la línea %(line)s, columna %(column)s: «%(text)s»") % {
            "line": error.lineno,
            "column": error.colno,
            "text": content.decode().split("\n")[error.lineno - 1].strip()[:_MOST_SHOWN],
        }
    return (
        N_("tiene demasiados niveles")
        if isinstance(error, RecursionError)
        else N_("tiene un número demasiado largo")
    )


def _object(pairs: list[tuple[str, Json]]) -> object:
    twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    return {**dict(pairs), **{key: _Odd(key, is_name=True) for key in twice}}


def _oddities(value: object, place: str) -> Iterator[Problem]:
    if isinstance(value, _Odd):
        yield _twice(place) if value.is_name else _odd(place, value.what)
    elif isinstance(value, Mapping):
        if any(map(_is_broken, value)):
            yield _broken(place)
            return
        for key, item in value.items():
            yield from _oddities(item, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _oddities(item, f"{place}[{number}]")
    else:
        yield from _odd_value(value, place)


def _odd_value(value: object, place: str) -> Iterator[Problem]:
    if isinstance(value, int) and abs(value) >= TOO_LARGE:
        yield _odd(place, N_("un número de %(count)s cifras") % {"count": len(str(abs(value)))})
    elif isinstance(value, str) and _is_broken(value):
        yield _broken(place)


def _is_broken(text: str) -> bool:
    """Tell whether a text has what no database keeps or no file can hold: a null, or half of a character."""
    return "\0" in text or (not text.isascii() and _HALF.search(text) is not None)


def _hash_problems(data: Json) -> Iterator[Problem | None]:
    """Compare the hashes of the whole and of the rules with what stands in the file."""
    if not isinstance(data, Mapping):
        return
    whole = {key: item for key, item in data.items() if key != "bundle_sha256"}
    told = (
        (whole, data.get("bundle_sha256"), "bundle_sha256"),
        (data["rules"], data.get("rules_sha256"), "rules_sha256"),
    )
    for content, sha256, place in told:
        if sha256 is not None and canonical_hash(content) != sha256:
            yield _problem(
                "bundle.changed",
                N_(
                    "El contenido no corresponde a la huella que está en «%(place)s»: el archivo fue cambiado. Pídalo "
                    "otra vez o, si lo cambió usted a propósito, quite esa huella."
                ),
                place=place,
            )


def _reference_problems(bundle: Bundle) -> Iterator[Problem]:
    """Name codes that stand twice, and those that nobody has."""
    groups, jurors = [one.code for one in bundle.groups], [one.code for one in bundle.jurors]
    categories = [category.code for category in bundle.rules.categories]
    phases = [phase.code for phase in bundle.rules.phases]
    yield from _repeated("groups", groups)
    yield from _repeated("jurors", jurors)
    yield from _repeated("sheets", [f"{one.group} {one.juror} {one.phase}" for one in bundle.sheets])
    for n, sheet in enumerate(bundle.sheets):
        yield from _repeated(f"sheets[{n}].reasons", [one.criterion for one in sheet.reasons])
    yield from _unknown(
        ((f"groups[{n}].category", one.category) for n, one in enumerate(bundle.groups)), categories
    )
    for n, one in enumerate(bundle.groups):
        yield from _repeated(f"groups[{n}].attendance", [told.phase for told in one.attendance])
        yield from _repeated(f"groups[{n}].facts", [told.kind.value for told in one.facts])
        attended = (
            (f"groups[{n}].attendance[{m}].phase", told.phase) for m, told in enumerate(one.attendance)
        )
        yield from _unknown(attended, phases)
    yield from _unknown_names(bundle)
    numbers = [one.number or n for n, one in enumerate(bundle.groups, 1)]
    yield from _repeated("groups.number", map(str, numbers))
    yield from _repeated("jurors.number", [str(one.number or n) for n, one in enumerate(bundle.jurors, 1)])
    yield from _without_zone(bundle)


def _unknown_names(bundle: Bundle) -> Iterator[Problem]:
    """Name whatever sheets, results, recusals and moves say of a group, juror, phase or envelope that is not there."""
    groups, jurors = [one.code for one in bundle.groups], [one.code for one in bundle.jurors]
    phases = [phase.code for phase in bundle.rules.phases]
    sheets = list(enumerate(bundle.sheets))
    yield from _unknown(((f"sheets[{n}].group", one.group) for n, one in sheets), groups)
    yield from _unknown(((f"sheets[{n}].juror", one.juror) for n, one in sheets), jurors)
    yield from _unknown(((f"sheets[{n}].phase", one.phase) for n, one in sheets), phases)
    lists: list[tuple[str, Sequence[BundlePlace | BundleAward | BundleRecusal]]] = [
        ("ranking", bundle.ranking),
        ("awards", bundle.awards),
        ("recusals", bundle.recusals),
    ]
    for n, undone in enumerate(bundle.undone):
        lists += [(f"undone[{n}].ranking", undone.ranking), (f"undone[{n}].awards", undone.awards)]
    for place, rows in lists:
        yield from _unknown(((f"{place}[{n}].group", row.group) for n, row in enumerate(rows)), groups)
    stood_aside = ((f"recusals[{n}].juror", one.juror) for n, one in enumerate(bundle.recusals))
    yield from _unknown(stood_aside, jurors)
    moves = list(enumerate(bundle.moves))
    ends = [
        (f"moves[{n}].{end}", name)
        for n, one in moves
        for end, name in (("source", one.source), ("target", one.target))
    ]
    yield from _unknown((end for end in ends if end[1]), bundle.rules.envelope_names)


def _without_zone(bundle: Bundle) -> Iterator[Problem]:
    instants = [(f"groups[{n}].submitted_at", one.submitted_at) for n, one in enumerate(bundle.groups)]
    instants += [("draw.held_at", bundle.draw.held_at)] if bundle.draw else []
    instants += [(f"undone[{n}].undone_at", one.undone_at) for n, one in enumerate(bundle.undone)]
    told = ((f"undone[{n}].announced_at", one.announced_at) for n, one in enumerate(bundle.undone))
    instants += [(place, instant) for place, instant in told if instant is not None]
    instants += [(f"documents[{n}].issued_at", one.issued_at) for n, one in enumerate(bundle.documents)]
    for n, one in enumerate(bundle.cancelled_draws):
        place = f"cancelled_draws[{n}]"
        instants += [(f"{place}.held_at", one.held_at), (f"{place}.cancelled_at", one.cancelled_at)]
    calendar = bundle.rules.calendar
    instants += [
        ("rules.calendar.opens_at", calendar.opens_at),
        ("rules.calendar.closes_at", calendar.closes_at),
    ]
    for place, instant in instants:
        if instant.tzinfo is None or not 1 < instant.year < LAST_YEAR:
            yield _problem(
                "bundle.no_zone",
                N_(
                    "En «%(place)s» falta la zona horaria, o el año no puede ser. Escriba el instante así: "
                    "2026-11-23T17:00:00+00:00."
                ),
                place=place,
            )


def _repeated(place: str, codes: Iterable[str]) -> Iterator[Problem]:
    for code, count in Counter(codes).items():
        if count > 1:
            message = N_("En «%(place)s» está dos veces «%(name)s». Deje uno solo.")
            yield _problem("bundle.repeated", message, place=place, name=code)


def _unknown(named: Iterable[tuple[str, str]], known: Iterable[str]) -> Iterator[Problem]:
    """Name each code that nobody has, at the first place where it stands."""
    told = set(known)
    for place, code in named:
        if code not in told:
            told.add(code)
            message = N_(
                "En «%(place)s» se nombra «%(name)s», que no está en el archivo. Agréguelo o corrija el código."
            )
            yield _problem("bundle.unknown", message, place=place, name=code)


def _other_format(data: Json) -> Problem | None:
    told = (data.get("format"), data.get("version")) if isinstance(data, Mapping) else ()
    if told == (FORMAT, VERSION) and type(told[1]) is int:
        return None
    return _problem(
        "bundle.other_format",
        N_(
            "El archivo no dice que es un «%(format)s» de la versión %(version)s. Revise que sea el que corresponde."
        ),
        format=FORMAT,
        version=str(VERSION),
    )


def _misfit(told: str) -> Problem:
    place, _, reason = told.partition(": ")
    place = place.removeprefix("Bundle").removeprefix(".") or FORMAT
    if reason.startswith((_MISSING, _UNKNOWN)):
        keys = reason.replace(_MISSING, N_("falta ")).replace(_UNKNOWN, N_("sobra "))
        message = N_("En «%(place)s» no están los datos que deben: %(keys)s. Compare con docs/bundle.md.")
        return _problem("bundle.keys", message, place=place, keys=keys)
    return _problem(
        "bundle.misfit",
        N_("En «%(place)s» hay un valor de otro tipo o forma: %(reason)s. Compare con docs/bundle.md."),
        place=place,
        reason=in_spanish(reason),
    )


def _odd(place: str, what: str) -> Problem:
    message = N_("En «%(place)s» está «%(what)s»: solo valen números enteros de hasta 18 cifras. Corríjalo.")
    return _problem("bundle.odd", message, place=place, what=what[:_MOST_SHOWN])


def _broken(place: str) -> Problem:
    message = N_("En «%(place)s» hay un carácter nulo o a medias (\\u). Escriba el texto otra vez.")
    return _problem("bundle.broken_text", message, place=place or FORMAT)


def _twice(place: str) -> Problem:
    message = N_("«%(place)s» está dos veces en el mismo objeto. Deje uno solo.")
    return _problem("bundle.twice", message, place=place)


def _unreadable(reason: str) -> Problem:
    return _problem(
        "bundle.unreadable",
        N_("El archivo no se puede leer: %(reason)s. Corríjalo, o descárguelo o expórtelo otra vez."),
        reason=reason,
    )


def _problem(code: str, message: str, **params: str) -> Problem:
    return Problem(code, field="file", message=message, params=params)
