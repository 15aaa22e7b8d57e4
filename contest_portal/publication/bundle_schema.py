"""The JSON Schema of the bundle, as it lies beside this file for programs of others."""

import json

from contest_portal.kernel.record_schema import schema_of
from contest_portal.publication.rules.bundle import FORMAT, VERSION, Bundle


def bundle_schema() -> str:
    """Write the schema as `bundle.schema.json` holds it."""
    return json.dumps(schema_of(Bundle, title=f"{FORMAT}/{VERSION}"), ensure_ascii=False, indent=1) + "\n"
