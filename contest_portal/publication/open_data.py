"""The announced result as open data: the figures of the page, for machines, without personal data."""

from collections.abc import Iterator

from contest_portal.kernel.canonical import Json
from contest_portal.publication.views import LaterChange, PublicEnvelope, PublicResult

FORMAT = "resultado-concurso/1"

CSV_HEADER = (
    "concurso",
    "categoria",
    "estado",
    "puesto",
    "orden_reserva",
    "codigo",
    "grupo",
    "linea",
    "distrito",
    "puntaje",
    "monto_soles",
    "despues",
)
_CODE = CSV_HEADER.index("codigo") - 2
"""Where a group's code stands in a row of its envelope, before the contest and the category are put in front."""
_LATER = {"annulled": "premio anulado", "received": "recibe desde la reserva"}


def result_data(result: PublicResult) -> Json:
    """Give the result as plain data: money in whole céntimos, scores as decimal texts, instants in ISO 8601."""
    return {
        "format": FORMAT,
        "contest": {"code": result.contest_code, "title": result.title, "office": result.office_name},
        "announced_at": result.announced_at.isoformat(),
        "rule": result.rule,
        "pass_mark": str(result.pass_mark),
        "rulebook_sha256": result.rulebook_sha256,
        "inputs_sha256": result.inputs_sha256,
        "result_sha256": result.result_sha256,
        "money": {
            "unit": "PEN céntimos",
            "fund": result.fund.cents,
            "awarded": result.awarded.cents,
            "balance": result.balance.cents,
            "unassigned": result.unassigned.cents,
        },
        "draw": _draw(result),
        "envelopes": [_envelope(envelope) for envelope in result.envelopes],
        "not_admitted": [
            {"code": one.code, "category": one.category_code, "defects": list(one.defects)}
            for one in result.not_admitted
        ],
        "documents": [
            {
                "kind": document.kind,
                "code": document.code,
                "verification_code": document.verification_code,
                "issued_at": document.issued_at.isoformat(),
            }
            for document in result.documents
        ],
        "later": [_later(change) for change in result.later],
    }


def result_rows(result: PublicResult) -> Iterator[tuple[str, ...]]:
    """Give the result as rows under CSV_HEADER: winners, reserves and the others of each envelope."""
    later = {change.code: _LATER[change.kind] for change in result.later}  # of two the newest
    for envelope in result.envelopes:
        for row in _rows(envelope):
            yield (result.contest_code, envelope.category_code, *row, later.get(row[_CODE], ""))
    for one in result.not_admitted:
        yield (result.contest_code, one.category_code, "no_admitido", "", "", one.code, *[""] * 6)


def _later(change: LaterChange) -> Json:
    return {
        "at": change.at.isoformat(),
        "change": change.kind,
        "code": change.code,
        "amount": change.amount.cents,
        "document": change.document_code,
        "verification_code": change.verification_code,
    }


def _draw(result: PublicResult) -> Json:
    if result.draw is None:
        return None
    return {
        "numbers": result.draw.numbers,
        "held_at": result.draw.held_at.isoformat(),
        "method": result.draw.method(result.contest_code).text,
    }


def _envelope(envelope: PublicEnvelope) -> Json:
    return {
        "category": envelope.category_code,
        "name": envelope.category_name,
        "amount": envelope.amount.cents,
        "awarded": envelope.awarded.cents,
        "balance": envelope.balance.cents,
        **_nesting(envelope),
        "winners": [
            {
                "place": winner.place,
                "code": winner.code,
                "group": winner.group_name,
                "line": winner.line_name,
                "district": winner.district_name,
                "total": str(winner.total),
                "amount": winner.amount.cents,
            }
            for winner in envelope.winners
        ],
        "reserves": [
            {
                "order": reserve.order,
                "place": reserve.place,
                "code": reserve.code,
                "total": str(reserve.total),
                "requested": reserve.requested.cents,
            }
            for reserve in envelope.reserves
        ],
        "others": [
            {
                "code": other.code,
                "total": None if other.total is None else str(other.total),
                "state": other.state,
            }
            for other in envelope.others
        ],
    }


def _nesting(envelope: PublicEnvelope) -> dict[str, Json]:
    """Tell where an envelope lies and what went up; nothing of a contest with one for each category."""
    if not envelope.is_nested:
        return {}
    received, spilled = envelope.received.cents, envelope.spilled.cents
    return {"inside": envelope.around, "received": received, "spilled": spilled}


def _rows(envelope: PublicEnvelope) -> Iterator[tuple[str, ...]]:
    for winner in envelope.winners:
        yield (
            "ganador",
            str(winner.place),
            "",
            winner.code,
            winner.group_name,
            winner.line_name,
            winner.district_name,
            str(winner.total),
            str(winner.amount),
        )
    for reserve in envelope.reserves:
        yield (
            "reserva",
            str(reserve.place),
            str(reserve.order),
            reserve.code,
            "",
            "",
            "",
            str(reserve.total),
            "0.00",
        )
    states = {"below_pass": "no aprobado", "disqualified": "descalificado"}
    for other in envelope.others:
        total = "" if other.total is None else str(other.total)
        yield (states[other.state], "", "", other.code, "", "", "", total, "0.00")
