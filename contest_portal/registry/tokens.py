"""The tokens of outside registries: read from the environment when they are needed, kept nowhere."""

from collections.abc import Mapping

from contest_portal.registry.models.sources import RegistrySource
from contest_portal.registry.rules.source_run import Fault, FetchStopped
from contest_portal.registry.rules.source_settings import variable_problem


def token_of(source: RegistrySource, environment: Mapping[str, str]) -> str:
    """Read the token of a source. Raises FetchStopped when the variable is not set, or is not one for tokens."""
    variable = source.token_variable or ""
    token = "" if variable_problem(variable) else environment.get(variable, "").strip()
    if not token:
        raise FetchStopped(Fault.TOKEN_MISSING)
    return token
