"""The pages of jurors."""

from contest_portal.accounts.rules.actor import Role
from contest_portal.web.shared.audience import closed_blueprint

blueprint = closed_blueprint("juror", __name__, url_prefix="/jurado", roles=frozenset({Role.JUROR}))
