"""Where something lies: degrees as people and files write them, kept in whole millionths, never as a float."""

from dataclasses import dataclass

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.cells import BadCell, Parse, degrees_e6

LATITUDES, LONGITUDES = (-19, 1), (-82, -68)
"""Peru, in whole degrees."""
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """A place in millionths of a degree."""

    latitude_e6: int
    longitude_e6: int

    @property
    def text(self) -> str:
        """Write it in degrees, latitude first."""
        return f"{degrees_text(self.latitude_e6)}, {degrees_text(self.longitude_e6)}"

    @property
    def coarse_text(self) -> str:
        """Write its first two decimals: about a kilometre, which says little more than the centre does."""
        return f"{degrees_text(self.latitude_e6)[:-4]}…, {degrees_text(self.longitude_e6)[:-4]}…"


def latitude() -> Parse:
    """Read a latitude of Peru; a longitude in its stead is named as such."""
    return _degrees(LATITUDES, LONGITUDES)


def longitude() -> Parse:
    """Read a longitude of Peru; a latitude in its stead is named as such."""
    return _degrees(LONGITUDES, LATITUDES)


def half_place(latitude_e6: object, longitude_e6: object) -> BadCell | None:
    """Refuse one coordinate without the other: half a place is none."""
    if (latitude_e6 is None) == (longitude_e6 is None):
        return None
    message = N_("La latitud y la longitud van juntas. Complete la que falta, o deje vacías las dos.")
    return BadCell("cell.half_place", message, field="latitude_e6" if latitude_e6 is None else "longitude_e6")


def read_point(latitude_text: str, longitude_text: str) -> tuple[Point | None, tuple[Problem, ...]]:
    """Read a place that somebody typed, or say what is wrong with each of the two."""
    found: list[int] = []
    problems: list[Problem] = []
    for field, parse, text in (
        ("latitude", latitude(), latitude_text.strip()),
        ("longitude", longitude(), longitude_text.strip()),
    ):
        try:
            found.append(int(parse(text) or 0))
        except BadCell as bad:
            problems += (_said_of(field, text, problem) for problem in bad.problems)
    return (None, tuple(problems)) if problems else (Point(*found), ())


def degrees_text(value_e6: int) -> str:
    """Write millionths of a degree as a file would: `-12970000` is `-12.970000`."""
    whole, rest = divmod(abs(value_e6), _MILLION)
    return f"{'-' if value_e6 < 0 else ''}{whole}.{rest:06d}"


def point_of(latitude_e6: object, longitude_e6: object) -> Point | None:
    """Give the place of two stored values; None when either is not known."""
    if not isinstance(latitude_e6, int) or not isinstance(longitude_e6, int):
        return None
    return Point(latitude_e6, longitude_e6)


def _degrees(own: tuple[int, int], other: tuple[int, int]) -> Parse:
    parse, parse_other = degrees_e6(least=own[0], most=own[1]), degrees_e6(least=other[0], most=other[1])

    def parse_or_say(value: str) -> int:
        try:
            return int(parse(value) or 0)
        except BadCell as bad:
            if not _reads(parse_other, value):
                raise
            message = N_(
                "«%(value)s» parece la otra coordenada. Revise si latitud y longitud están cambiadas."
            )
            raise BadCell("cell.swapped_coordinates", message) from bad

    return parse_or_say


def _reads(parse: Parse, value: str) -> bool:
    try:
        parse(value)
    except BadCell:
        return False
    return True


def _said_of(field: str, text: str, problem: Problem) -> Problem:
    params = {**problem.params, "value": text}
    return Problem(problem.code, field=field, message=problem.message, params=params)
