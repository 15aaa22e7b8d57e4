"""The JSON Schema of the bundle, as it lies beside this file for programs of others."""

import json
from collections.abc import Mapping

from contest_portal.kernel.canonical import Json
from contest_portal.kernel.record_schema import schema_of
from contest_portal.publication.rules.bundle import FORMAT, VERSION, Bundle


def bundle_schema() -> str:
    """Write the schema as `bundle.schema.json` holds it."""
    constants: Mapping[str, Json] = {"format": FORMAT, "version": VERSION}
    schema = schema_of(Bundle, title=f"{FORMAT}/{VERSION}", constants=constants)
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
