"""Names of invented people. They are nobody's: first names and surnames are drawn apart."""

from contest_portal.trials.rules.plan import drawn

_WOMEN = "Aurelia Benita Clorinda Domitila Eufemia Flora Gregoria Hilaria Justina".split()
_MEN = "Abelino Bonifacio Crisóstomo Demetrio Eleuterio Fidel Gervasio Honorato Isidro".split()
_SURNAMES = (
    "Anccasi Bendezú Ccencho Dueñas Escobar Farfán Gaspar Huamaní Inga Janampa "
    "Lizana Matamoros Ñahui Ordóñez Paucar Quispe Raymundo Soto Taipe Vilcas"
).split()


def invented_name(seed: int, number: int, order: int, *, sex: str) -> tuple[str, str, str]:
    """Draw given names and both surnames."""
    given = _WOMEN if sex == "F" else _MEN
    return (
        given[drawn(seed, "given", number, order, below=len(given))],
        _SURNAMES[drawn(seed, "paternal", number, order, below=len(_SURNAMES))],
        _SURNAMES[drawn(seed, "maternal", number, order, below=len(_SURNAMES))],
    )
