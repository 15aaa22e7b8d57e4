"""The pages of applicants."""

from flask import g

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared import labels
from contest_portal.web.shared.audience import closed_blueprint

blueprint = closed_blueprint(
    "applicant", __name__, url_prefix="/grupo", roles=frozenset({Role.REPRESENTATIVE, Role.PROMOTER})
)
blueprint.context_processor(lambda: {"labels": labels, "working_for": g.get("working_for")})
