"""Find files that installed packages carry, without importing those packages."""

from importlib.util import find_spec
from pathlib import Path


def package_file(package: str, path: str) -> Path:
    """Locate a file inside an installed package; raises FileNotFoundError when it is missing."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The package {package} is not installed.")
    file = Path(spec.origin).parent / path
    if not file.is_file():
        raise FileNotFoundError(f"The package {package} does not carry {path}.")
    return file
