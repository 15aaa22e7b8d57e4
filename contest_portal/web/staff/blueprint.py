"""The pages of the programme's office: staff, contest secretary, treasury and auditor."""

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.audience import closed_blueprint

blueprint = closed_blueprint(
    "staff",
    __name__,
    url_prefix="/oficina",
    roles=frozenset({Role.STAFF, Role.SECRETARY, Role.TREASURER, Role.AUDITOR}),
)
