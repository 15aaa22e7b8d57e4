"""What texts of several kinds of award documents may name, and the pieces they share."""

from contest_portal.documents.rules.kinds import Piece
from contest_portal.kernel.problems import N_

CITED = {
    "code": N_("Número"),
    "issued_on": N_("Fecha"),
    "verification_code": N_("Código de verificación"),
}
PARTY = {
    "contest_code": N_("Código del concurso"),
    "contest_title": N_("Nombre del concurso"),
    "application_code": N_("Código de la solicitud"),
    "group_name": N_("Nombre del grupo"),
    "agreement": N_("Convenio"),
}
SIGNER = {"full_name": N_("Nombres y apellidos"), "dni": N_("DNI")}
AMENDMENT = {
    "number": N_("Número de la enmienda"),
    "published_on": N_("Fecha de publicación"),
    "sha256": N_("Huella de las bases enmendadas"),
}
AMENDED = Piece(
    "amended",
    "parts.html",
    N_("Las enmiendas de las bases, con fecha y huella"),
    takes=("amendments",),
    macro="amended",
)
ADDRESSED = Piece(
    "addressed",
    "follow_up_parts.html",
    N_("El grupo, su solicitud, el concurso y su convenio"),
    takes=("party", "article"),
    optional=1,
    macro="addressed",
)
SUMS = Piece(
    "sums",
    "follow_up_parts.html",
    N_("Cuadro de montos en letras y en cifras: título, filas y, si hace falta, total"),
    takes=("caption", "rows", "total"),
    optional=1,
    macro="sums",
)
SIGN_TABLE = Piece(
    "sign_table",
    "parts.html",
    N_("Cuadro con el jurado y sitio para firmar"),
    takes=("jurors",),
    macro="sign_table",
)
