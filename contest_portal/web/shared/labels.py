"""What codes are called on a page: code → Spanish text of the catalogue, shown with `|translate`. Sorted by name."""

from collections.abc import Mapping

from contest_portal.kernel.problems import N_

ALLOCATION_OUTCOME_LABELS: Mapping[str, str] = {
    "awarded": N_("Adjudicado"),
    "below_pass": N_("No aprobado"),
    "disqualified": N_("Descalificado"),
    "reserve": N_("En reserva"),
}
ALLOCATION_OUTCOME_TONES: Mapping[str, str] = {
    "awarded": "good",
    "below_pass": "neutral",
    "disqualified": "bad",
    "reserve": "info",
}
ALLOCATION_STATE_LABELS: Mapping[str, str] = {
    "approved": N_("Aprobado y cerrado"),
    "discarded": N_("Descartado"),
    "proposed": N_("Propuesto, falta aprobar"),
}
ALLOCATION_STATE_TONES: Mapping[str, str] = {
    "approved": "good",
    "discarded": "neutral",
    "proposed": "warn",
}
APPLICATION_STATE_LABELS: Mapping[str, str] = {
    "draft": N_("Borrador"),
    "submitted": N_("Enviada"),
    "withdrawn": N_("Retirada"),
}
APPLICATION_STATE_TONES: Mapping[str, str] = {
    "draft": "neutral",
    "submitted": "good",
    "withdrawn": "warn",
}
APPROVAL_STATE_LABELS: Mapping[str, str] = {
    "approved": N_("Aprobado"),
    "lapsed": N_("Sin efecto"),
    "later": N_("Después"),
    "refused": N_("Devuelto"),
    "waiting": N_("Espera"),
}
APPROVAL_STATE_TONES: Mapping[str, str] = {
    "approved": "good",
    "lapsed": "bad",
    "later": "neutral",
    "refused": "bad",
    "waiting": "warn",
}
APPROVER_LABELS: Mapping[str, str] = {
    "secretary": N_("Secretaría de concurso"),
    "staff": N_("Personal del programa"),
    "treasurer": N_("Tesorería"),
}
AREA_LABELS: Mapping[str, str] = {
    "R": N_("Rural"),
    "U": N_("Urbano"),
}
ASSET_KIND_LABELS: Mapping[str, str] = {
    "building": N_("Construcciones"),
    "land": N_("Terreno"),
    "livestock": N_("Animales"),
    "material": N_("Materia prima"),
    "other": N_("Otro"),
    "tools": N_("Máquinas y herramientas"),
}
CELL_STATE_LABELS: Mapping[str, str] = {
    "absent": N_("Ausente"),
    "draft": N_("Borrador"),
    "final": N_("Definitiva"),
    "missing": N_("Falta"),
    "not_assigned": N_("No le toca"),
    "recused": N_("Se abstuvo"),
    "undeclared": N_("No declaró"),
}
CELL_STATE_TONES: Mapping[str, str] = {
    "absent": "info",
    "draft": "warn",
    "final": "good",
    "missing": "neutral",
    "not_assigned": "info",
    "recused": "info",
    "undeclared": "neutral",
}
COMPONENT_ACTION_LABELS: Mapping[str, str] = {
    "abandon": N_("El hogar lo abandonó"),
    "deliver": N_("Se entregó al hogar"),
    "resume": N_("El hogar volvió a usarlo"),
    "use": N_("El hogar ya lo usa"),
}
COMPONENT_LABELS: Mapping[str, str] = {
    "business": N_("Negocios rurales"),
    "dwelling": N_("Vivienda saludable"),
    "finance": N_("Capacidades financieras"),
    "production": N_("Producción familiar"),
}
COMPONENT_STATE_LABELS: Mapping[str, str] = {
    "abandoned": N_("Abandonado"),
    "delivered": N_("Entregado"),
    "in_use": N_("En uso"),
    "planned": N_("Previsto"),
}
COMPONENT_STATE_TONES: Mapping[str, str] = {
    "abandoned": "warn",
    "delivered": "info",
    "in_use": "good",
    "planned": "neutral",
}
CONTEST_STATE_LABELS: Mapping[str, str] = {
    "allocated": N_("Fondo repartido"),
    "announced": N_("Resultado publicado"),
    "draft": N_("En diseño"),
    "evaluating": N_("En evaluación"),
    "published": N_("Convocatoria publicada"),
    "scored": N_("Puntaje cerrado"),
}
CONTEST_STATE_TONES: Mapping[str, str] = {
    "allocated": "info",
    "announced": "good",
    "draft": "neutral",
    "evaluating": "info",
    "published": "info",
    "scored": "info",
}
COUNTERPART_KIND_LABELS: Mapping[str, str] = {
    "cash": N_("Dinero"),
    "kind": N_("Bienes del grupo"),
    "labour": N_("Mano de obra"),
}
DECIDES_ON_LABELS: Mapping[str, str] = {
    "exact": N_("El puntaje exacto, sin redondear"),
    "rounded": N_("El puntaje redondeado, tal como se imprime"),
}
GROUND_LABELS: Mapping[str, str] = {
    "code": N_("Después del cierre, con un código de la oficina"),
    "grace": N_("Después del cierre, dentro de la tolerancia de las bases"),
    "in_time": N_("Dentro del plazo"),
}
HEAD_LABELS: Mapping[str, str] = {
    "F": N_("Jefa de hogar"),
    "M": N_("Jefe de hogar"),
}
INVITATION_STATE_LABELS: Mapping[str, str] = {
    "accepted": N_("Aceptó"),
    "declined": N_("No aceptó"),
    "sent": N_("Espera respuesta"),
    "withdrawn": N_("Retirada"),
}
INVITATION_STATE_TONES: Mapping[str, str] = {
    "accepted": "good",
    "declined": "bad",
    "sent": "warn",
    "withdrawn": "neutral",
}
JUROR_POSITION_LABELS: Mapping[str, str] = {
    "member": N_("Miembro"),
    "president": N_("Presidencia"),
    "secretary": N_("Secretaría"),
}
KINSHIP_LABELS: Mapping[str, str] = {
    "child": N_("Hijo o hija"),
    "child_in_law": N_("Yerno o nuera"),
    "grandchild": N_("Nieto o nieta"),
    "not_relative": N_("No es pariente"),
    "other_relative": N_("Otro pariente"),
    "parent": N_("Padre o madre"),
    "parent_in_law": N_("Suegro o suegra"),
    "sibling": N_("Hermano o hermana"),
    "spouse": N_("Cónyuge o conviviente"),
}
LATE_CODE_STATE_LABELS: Mapping[str, str] = {
    "given": N_("Sin usar"),
    "used": N_("Usado"),
    "withdrawn": N_("Retirado"),
}
LATE_CODE_STATE_TONES: Mapping[str, str] = {
    "given": "warn",
    "used": "good",
    "withdrawn": "neutral",
}
MEMBER_OFFICE_LABELS: Mapping[str, str] = {
    "member": N_("Integrante"),
    "president": N_("Presidencia"),
    "secretary": N_("Secretaría"),
    "treasurer": N_("Tesorería"),
}
PAPER_STATE_LABELS: Mapping[str, str] = {
    "cancelled": N_("Anulado"),
    "comparing": N_("Por comparar"),
    "entered": N_("Presentada"),
    "ready": N_("Lista para presentar"),
    "typing": N_("Por transcribir"),
}
PAPER_STATE_TONES: Mapping[str, str] = {
    "cancelled": "neutral",
    "comparing": "warn",
    "entered": "good",
    "ready": "info",
    "typing": "warn",
}
PRESENTATION_STATE_LABELS: Mapping[str, str] = {
    "done": N_("Expuso"),
    "presenting": N_("Expone ahora"),
    "waiting": N_("En espera"),
}
PRESENTATION_STATE_TONES: Mapping[str, str] = {
    "done": "good",
    "presenting": "info",
    "waiting": "neutral",
}
PROBLEM_KIND_LABELS: Mapping[str, str] = {
    "inputs": N_("Insumos"),
    "marketing": N_("Venta"),
    "other": N_("Otro"),
    "production": N_("Producción"),
}
QUESTION_STATE_LABELS: Mapping[str, str] = {
    "answered": N_("Respondida solo a quien preguntó"),
    "published": N_("Respondida y publicada"),
    "waiting": N_("Espera respuesta"),
}
QUESTION_STATE_TONES: Mapping[str, str] = {
    "answered": "info",
    "published": "good",
    "waiting": "warn",
}
RANKING_STANDING_LABELS: Mapping[str, str] = {
    "below_pass": N_("No alcanza el mínimo"),
    "disqualified": N_("Descalificado"),
    "passed": N_("Aprobado"),
}
RANKING_STANDING_TONES: Mapping[str, str] = {
    "below_pass": "warn",
    "disqualified": "bad",
    "passed": "good",
}
ROLE_LABELS: Mapping[str, str] = {
    "admin": N_("Administración de cuentas"),
    "auditor": N_("Auditoría"),
    "juror": N_("Jurado"),
    "promoter": N_("Promotor (yachachiq)"),
    "representative": N_("Representante de grupo"),
    "secretary": N_("Secretaría de concurso"),
    "staff": N_("Personal del programa"),
    "treasurer": N_("Tesorería"),
}
ROUNDING_LABELS: Mapping[str, str] = {
    "down": N_("Se cortan los decimales que sobran"),
    "half_even": N_("La mitad va a la cifra par"),
    "half_up": N_("La mitad sube"),
}
ROW_CHANGE_LABELS: Mapping[str, str] = {
    "added": N_("Fila nueva"),
    "changed": N_("Fila cambiada"),
    "removed": N_("Fila quitada"),
}
SCREENING_DECISION_LABELS: Mapping[str, str] = {
    "admit": N_("Admitido"),
    "ask_cure": N_("Se pidió subsanar"),
    "lapse_admit": N_("Admitido como se recibió: no subsanó a tiempo"),
    "lapse_reject": N_("No admitido: no subsanó a tiempo"),
    "reinstate": N_("Reincorporado"),
    "reject": N_("No admitido"),
}
SCREENING_STATE_LABELS: Mapping[str, str] = {
    "admitted": N_("Admitido"),
    "cure": N_("Por subsanar"),
    "cured": N_("Subsanado, por revisar"),
    "open": N_("Por revisar"),
    "rejected": N_("No admitido"),
}
SCREENING_STATE_TONES: Mapping[str, str] = {
    "admitted": "good",
    "cure": "warn",
    "cured": "info",
    "open": "neutral",
    "rejected": "bad",
}
SHEET_PAPER_LABELS: Mapping[str, str] = {
    "comparing": N_("Por comparar"),
    "entered": N_("Registrada"),
    "printed": N_("Sin recibir"),
    "ready": N_("Lista para registrar"),
    "typing": N_("Por transcribir"),
    "void": N_("Anulada"),
}
SHEET_PAPER_TONES: Mapping[str, str] = {
    "comparing": "warn",
    "entered": "good",
    "printed": "neutral",
    "ready": "info",
    "typing": "warn",
    "void": "bad",
}
SECTION_STATE_LABELS: Mapping[str, str] = {
    "done": N_("Listo"),
    "missing": N_("Falta"),
    "optional": N_("Opcional"),
    "wrong": N_("Por corregir"),
}
SECTION_STATE_TONES: Mapping[str, str] = {
    "done": "good",
    "missing": "neutral",
    "optional": "neutral",
    "wrong": "warn",
}
AGE_BAND_LABELS: Mapping[str, str] = {
    "0-29": N_("Hasta 29 años"),
    "30-44": N_("De 30 a 44 años"),
    "45-59": N_("De 45 a 59 años"),
    "60+": N_("De 60 años a más"),
}
SEX_LABELS: Mapping[str, str] = {
    "F": N_("Mujer"),
    "M": N_("Varón"),
}
SISFOH_CLASS_LABELS: Mapping[str, str] = {
    "no_pobre": N_("No pobre"),
    "pobre": N_("Pobre"),
    "pobre_extremo": N_("Pobre extremo"),
}
STANDING_LABELS: Mapping[str, str] = {
    "met": N_("Cumple"),
    "no_data": N_("Sin dato"),
    "not_met": N_("No cumple"),
    "noted": N_("Aviso: no impide participar"),
    "pending": N_("Por comprobar"),
}
STANDING_TONES: Mapping[str, str] = {
    "met": "good",
    "no_data": "warn",
    "not_met": "bad",
    "noted": "info",
    "pending": "neutral",
}
TARGETING_REASON_LABELS: Mapping[str, str] = {
    "few_households": N_("Menos hogares que el mínimo"),
    "households_and_district_unknown": N_("Faltan los hogares y los datos del distrito"),
    "households_unknown": N_("Falta el número de hogares"),
    "malnutrition_priority": N_("Distrito priorizado contra la desnutrición"),
    "not_rural": N_("Centro urbano"),
    "poverty_above": N_("Distrito con pobreza sobre el límite"),
    "poverty_not_above": N_("Distrito sin pobreza sobre el límite ni prioridad"),
    "priority_unknown": N_("Falta saber si el distrito está priorizado"),
    "rate_unknown": N_("Falta la tasa de pobreza del distrito"),
}
TARGETING_STATUS_LABELS: Mapping[str, str] = {
    "no_data": N_("Sin datos para decidir"),
    "not_targeted": N_("No focalizado"),
    "targeted": N_("Focalizado"),
}
TARGETING_STATUS_TONES: Mapping[str, str] = {
    "no_data": "warn",
    "not_targeted": "neutral",
    "targeted": "good",
}
TIE_BREAK_LABELS: Mapping[str, str] = {
    "earlier_entry": N_("Quien envió antes su perfil"),
    "lot": N_("Sorteo público"),
    "more_households": N_("Más hogares en el grupo"),
    "more_women": N_("Más mujeres en el grupo"),
    "phase_score": N_("Mayor puntaje en la fase"),
}
UNCURED_LABELS: Mapping[str, str] = {
    "admit": N_("Si el grupo no subsana a tiempo, su perfil pasa a la evaluación como se recibió."),
    "reject": N_("Si el grupo no subsana a tiempo, su perfil no se admite."),
}
TIE_STANDING_LABELS: Mapping[str, str] = {
    "confirmed": N_("Conflicto confirmado"),
    "dismissed": N_("Descartado"),
    "proposed": N_("Falta decidir"),
    "recused": N_("Se abstuvo"),
}
TIE_STANDING_TONES: Mapping[str, str] = {
    "confirmed": "bad",
    "dismissed": "neutral",
    "proposed": "warn",
    "recused": "info",
}
TIE_STRENGTH_LABELS: Mapping[int, str] = {
    1: N_("Indicio débil"),
    2: N_("Indicio"),
    3: N_("Indicio fuerte"),
}
