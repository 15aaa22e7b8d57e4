"""Surnames: read from the end of a name, compared without accents or case, written as their owner does."""

from contest_portal.registry.rules.name_likeness import search_words

_PARTICLES = frozenset("de del la las los san santa y".split())


def plain(name: str) -> str:
    """Bring a name or surname to one form: no accents, no case, single spaces."""
    return " ".join(search_words(name))


def surnames_of(full_name: str) -> tuple[str, ...]:
    """Guess the surnames of a name that ends in them, paternal before maternal; of two words the last is one."""
    words = list(search_words(full_name))
    found: list[str] = []
    while len(found) < 2 and len(words) > 1:
        surname = words.pop()
        while len(words) > 1 and words[-1] in _PARTICLES:
            surname = f"{words.pop()} {surname}"
        found.append(surname)
    return tuple(reversed(found))


def written_as(surname: str, full_name: str) -> str:
    """Write a surname as the name of who has it does, with its accents."""
    return next((word for word in full_name.split() if plain(word) == surname), surname.title())
