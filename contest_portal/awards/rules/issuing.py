"""In which order the papers of a contest come: acta, resolution, those of each group; each rests on those before."""

from dataclasses import dataclass

from contest_portal.kernel.problems import N_, Problem

_SCORED = frozenset({"scored", "allocated", "announced"})
_ALLOCATED = frozenset({"allocated", "announced"})


@dataclass(frozen=True, slots=True)
class IssuingFacts:
    """How far a contest is, and which of its documents stand (void ones do not count).

    `unsigned` are the codes of winning groups without a president or a treasurer: nobody could sign for them.
    """

    contest_state: str
    has_acta: bool
    has_resolution: bool
    awards: int
    agreements: int
    unsigned: tuple[str, ...] = ()
    session_open: bool = False
    certificates: int = 0


def acta_problems(facts: IssuingFacts) -> tuple[Problem, ...]:
    """Name what keeps the acta from being issued."""
    return _found(
        (
            facts.contest_state not in _SCORED,
            "acta.not_scored",
            N_("Cierre primero la calificación: el acta recoge los puntajes finales."),
        ),
        (
            facts.has_acta,
            "acta.exists",
            N_("El acta ya está emitida. Para emitir otra, anule primero la vigente."),
        ),
        (
            facts.session_open,
            "acta.session_open",
            N_("La sesión del jurado sigue abierta. Ciérrela con su hora: el acta la recoge."),
        ),
    )


_OF_THE_FOLLOW_UP = frozenset(
    {"transfer_order", "agreement_change", "second_acta", "settlement", "closing_memo", "annulment"}
)


def resolution_problems(facts: IssuingFacts) -> tuple[Problem, ...]:
    """Name what keeps the resolution from being issued. Without winners it declares the contest void: no obstacle."""
    return _found(
        (
            not facts.has_acta,
            "resolution.no_acta",
            N_("Emita primero el acta: la resolución se apoya en ella."),
        ),
        (
            facts.contest_state not in _ALLOCATED,
            "resolution.not_allocated",
            N_("Apruebe primero la asignación del fondo: la resolución la hace oficial."),
        ),
        (
            facts.has_resolution,
            "resolution.exists",
            N_("La resolución ya está emitida. Para emitir otra, anule primero la vigente."),
        ),
    )


def certificate_problems(facts: IssuingFacts) -> tuple[Problem, ...]:
    """Name what keeps the certificates from being issued; those already issued are no obstacle to the others."""
    return _found(
        (
            not facts.has_resolution,
            "certificate.no_resolution",
            N_("Emita primero la resolución: cada certificado la cita."),
        ),
        (
            facts.has_resolution and not facts.awards,
            "certificate.no_awards",
            N_("El concurso quedó desierto: no hay grupos a quienes certificar."),
        ),
        (
            facts.awards > 0 and facts.certificates >= facts.awards,
            "certificate.all_issued",
            N_("Todos los certificados ya están emitidos. Para emitir otro, anule primero el vigente."),
        ),
    )


def agreement_problems(facts: IssuingFacts) -> tuple[Problem, ...]:
    """Name what keeps the agreements from being issued; those already issued are no obstacle to the others."""
    found = _found(
        (
            not facts.has_resolution,
            "agreement.no_resolution",
            N_("Emita primero la resolución: cada convenio la cita."),
        ),
        (
            facts.has_resolution and not facts.awards,
            "agreement.no_awards",
            N_("El concurso quedó desierto: no hay convenios que firmar."),
        ),
        (
            facts.awards > 0 and facts.agreements >= facts.awards,
            "agreement.all_issued",
            N_("Todos los convenios ya están emitidos. Para emitir uno de nuevo, anule primero el vigente."),
        ),
    )
    if facts.unsigned:
        unsigned = Problem(
            "agreement.nobody_signs",
            field="agreements",
            message=N_(
                "Estos grupos se inscribieron sin presidencia o sin tesorería: %(codes)s. "
                "Sin esas dos personas el convenio no se puede firmar."
            ),
            params={"codes": ", ".join(facts.unsigned)},
        )
        return (*found, unsigned)
    return found


def void_problems(kind: str, facts: IssuingFacts, *, is_signed: bool = False) -> tuple[Problem, ...]:
    """Keep a document from being voided while another that cites it stands, or while an award rests on it."""
    return (*_ends_otherwise(kind, is_signed=is_signed), *_cited(kind, facts))


def _ends_otherwise(kind: str, *, is_signed: bool) -> tuple[Problem, ...]:
    return _found(
        (
            kind in _OF_THE_FOLLOW_UP,
            "document.of_the_follow_up",
            N_("Este papel es parte del seguimiento del premio y no se anula por separado."),
        ),
        (
            kind == "envelope_move",
            "document.of_a_move",
            N_(
                "El dinero de este acto ya se movió. Para devolverlo, haga otro traslado en sentido contrario."
            ),
        ),
        (
            kind == "result_notice",
            "document.of_the_announcement",
            N_(
                "Esta notificación salió con el anuncio del resultado y queda sin efecto con él, si el concurso vuelve "
                "a una etapa anterior."
            ),
        ),
        (
            is_signed,
            "document.signed",
            N_(
                "El convenio está firmado. Para dejarlo sin efecto, anule el premio en el seguimiento; para cambiarlo, "
                "haga una adenda."
            ),
        ),
    )


def _cited(kind: str, facts: IssuingFacts) -> tuple[Problem, ...]:
    return _found(
        (
            kind == "acta" and facts.has_resolution,
            "document.cited_by_resolution",
            N_("La resolución vigente cita esta acta. Anule primero la resolución."),
        ),
        (
            kind == "resolution" and facts.agreements > 0,
            "document.cited_by_agreements",
            N_("Hay convenios vigentes que citan esta resolución. Anule primero los convenios."),
        ),
        (
            kind == "resolution" and facts.certificates > 0,
            "document.cited_by_certificates",
            N_("Hay certificados vigentes que citan esta resolución. Anule primero los certificados."),
        ),
    )


def _found(*checks: tuple[bool, str, str]) -> tuple[Problem, ...]:
    return tuple(_problem(code, message) for broken, code, message in checks if broken)


def _problem(code: str, message: str) -> Problem:
    return Problem(code, field="", message=message)
