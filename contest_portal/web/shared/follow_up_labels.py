"""How the life of an award is worded."""

from collections.abc import Mapping

from contest_portal.awards.documents.registry import KINDS
from contest_portal.kernel.problems import N_

STATE_LABELS: Mapping[str, str] = {
    "annulled": N_("Anulado"),
    "closed": N_("Cerrado"),
    "running": N_("En ejecución"),
    "settled": N_("Liquidado"),
    "unsigned": N_("Por firmar"),
}
STATE_TONES: Mapping[str, str] = {
    "annulled": "bad",
    "closed": "good",
    "running": "info",
    "settled": "good",
    "unsigned": "warn",
}
TRANSFER_LABELS: Mapping[str, str] = {
    "approved": N_("Aprobada, por pagar"),
    "paid": N_("Pagada"),
    "planned": N_("Prevista"),
    "proposed": N_("Propuesta, por aprobar"),
}
TRANSFER_TONES: Mapping[str, str] = {
    "approved": "warn",
    "paid": "good",
    "planned": "neutral",
    "proposed": "info",
}
DUE_LABELS: Mapping[str, str] = {
    "account": N_("Anotar la cuenta del grupo"),
    "accounts": N_("Rendir lo recibido"),
    "settle": N_("Liquidar el premio"),
    "sign": N_("Firmar el convenio"),
    "transfer": N_("Pagar la primera transferencia"),
}
VOUCHER_LABELS: dict[str, str] = {
    "invoice": N_("Factura"),
    "receipt": N_("Boleta"),
    "fee": N_("Recibo por honorarios"),
    "sworn": N_("Declaración jurada"),
}
CHANGE_LABELS: Mapping[str, str] = {
    "term": N_("Más plazo"),
    "items": N_("Otros rubros"),
}
LINE_LABELS: Mapping[str, str] = {
    "contrapartida": N_("Anular una contrapartida anotada"),
    "devolucion": N_("Anular una devolución anotada"),
    "gasto": N_("Anular un gasto anotado"),
}
OTHER_ITEM = N_("Otro rubro, según la adenda")
PAPER_LABELS: Mapping[str, str] = {code: kind.title for code, kind in KINDS.items()}
