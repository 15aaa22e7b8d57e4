"""What the acta of a second scoring must be told."""

from datetime import date

from contest_portal.kernel.problems import N_, Problem

MAX_PLACE, MAX_REMARKS = 160, 2000


def meeting_problems(
    place: str, held_on: date, remarks: str, *, since: date, today: date
) -> tuple[Problem, ...]:
    """Ask for the place, for a day since the scoring was opened, and for remarks that the paper has room for."""
    found = []
    if not 2 <= len(place) <= MAX_PLACE:
        message = N_("Escriba dónde se reunió el jurado, en %(most)s letras como máximo.")
        found.append(_problem("place", message, most=str(MAX_PLACE)))
    if not since <= held_on <= today:
        message = N_("La calificación se abrió el %(since)s: escriba un día desde ese hasta hoy.")
        found.append(_problem("held_on", message, since=f"{since:%d/%m/%Y}"))
    if len(remarks) > MAX_REMARKS:
        message = N_("Las observaciones tienen %(length)s letras y caben %(most)s. Acórtelas.")
        found.append(_problem("remarks", message, length=str(len(remarks)), most=str(MAX_REMARKS)))
    return tuple(found)


def _problem(field: str, message: str, **params: str) -> Problem:
    return Problem(f"second_scoring.{field}", field=field, message=message, params=params)
