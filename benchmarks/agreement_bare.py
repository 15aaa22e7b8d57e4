"""WeasyPrint called on each order, as `benchmarks.agreements` runs it in a process of its own."""

import json
import sys
from datetime import datetime
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from contest_portal.kernel.pdf import VARIANT, _font_faces, sealed_fetcher


def print_bare(path: Path, *, keeps: bool) -> None:
    """Call WeasyPrint on every order, with fonts and style made once, or anew each time as a plain call does."""
    with path.open() as lines:
        kept = None
        for line in lines:
            html, style, created, name, description, content = json.loads(line)
            at = datetime.fromisoformat(created)
            fonts, css = kept or made(style)
            kept = (fonts, css) if keeps else None
            file = weasyprint.Attachment(
                string=content,
                name=name,
                description=description,
                created=at,
                modified=at,
                relationship="Data",
            )
            weasyprint.HTML(string=html, url_fetcher=sealed_fetcher()).write_pdf(
                stylesheets=[css], font_config=fonts, pdf_variant=VARIANT, attachments=[file]
            )


def made(style: str) -> tuple[FontConfiguration, weasyprint.CSS]:
    """Load the fonts and read the style."""
    fonts = FontConfiguration()
    weasyprint.CSS(string=_font_faces(), font_config=fonts, url_fetcher=sealed_fetcher())
    return fonts, weasyprint.CSS(string=style, font_config=fonts, url_fetcher=sealed_fetcher())


if __name__ == "__main__":
    print_bare(Path(sys.argv[2]), keeps=sys.argv[1] == "kept")
