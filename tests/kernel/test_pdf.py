"""The sealed renderer: nothing is fetched, fonts are embedded, the same HTML gives the same bytes."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from contest_portal.kernel.pdf import FONT_SCHEME, FONTS, AttachedFile, render_pdf, sealed_fetcher

CREATED = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
STYLE = 'body { font-family: "Portal Serif" } h1 { font-family: "Portal Sans" }'


def page(body: str) -> str:
    return (
        '<!doctype html><html lang="es-PE"><head><title>Prueba</title>'
        '<meta name="dcterms.created" content="2026-11-23T17:00:00Z"></head>'
        f"<body><h1>Ñandú</h1>{body}</body></html>"
    )


def render(body: str, *, stylesheet: str = STYLE, attached: AttachedFile | None = None) -> bytes:
    return render_pdf(page(body), stylesheet=stylesheet, created=CREATED, attached=attached)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A web server that notes every address it is asked for."""
    seen: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_reader_of_screens_hears_what_each_header_heads_and_the_file_declares_both_standards() -> None:
    table = (
        "<table><thead><tr><th>Nombre</th><th>Monto</th></tr></thead>"
        "<tbody><tr><th>Grupo</th><td>1</td></tr></tbody></table>"
    )

    reader = PdfReader(BytesIO(render(table)))

    found = [
        str(element["/A"]["/Scope"])
        for element in map(reader.get_object, range(1, int(reader.trailer["/Size"])))
        if isinstance(element, DictionaryObject) and element.get("/S") == "/TH"
    ]
    metadata = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert sorted(found) == ["/Column", "/Column", "/Row"]
    assert ("<pdfuaid:part>1<" in metadata, 'pdfaid:part="3"' in metadata, metadata.count("<rdf:RDF")) == (
        True,
        True,
        1,
    )


def test_heads_and_feet_are_told_once_and_are_artifacts_from_then_on() -> None:
    margins = '@top-left { content: "Cabeza" } @bottom-left { content: "Pie " counter(page) }'
    style = f"@page {{ {margins} }} p {{ break-after: page }}"

    reader = PdfReader(BytesIO(render("<p>Uno</p><p>Dos</p><p>Tres</p>", stylesheet=style)))

    document = reader.root_object["/StructTreeRoot"]["/K"][0].get_object()
    kinds = [str(element.get_object()["/S"]) for element in document["/K"]]
    contents = [page.get_contents().get_data() for page in reader.pages]
    assert kinds == ["/NonStruct", "/H1", "/P", "/P", "/P", "/NonStruct"]
    assert [b"/Artifact <</Type /Pagination>> BDC" in one.replace(b"\n", b" ") for one in contents] == [
        False,
        True,
        True,
        *([True] * (len(contents) - 3)),
    ]


def test_nothing_is_fetched_over_the_network(asked: tuple[str, list[str]]) -> None:
    address, seen = asked
    body = (
        f'<img src="{address}/image.png" alt=""><link rel="stylesheet" href="{address}/style.css">'
        f'<link rel="attachment" href="{address}/file.txt"><object data="{address}/object"></object>'
        f'<p style="background: url({address}/back.png)">texto</p>'
        f'<style>@import url("{address}/import.css"); @font-face {{ font-family: X; src: url({address}/x.ttf) }}'
        f' b {{ font-family: X }}</style><b>b</b><svg width="9" height="9"><image href="{address}/in.svg"/></svg>'
    )

    render(body)

    assert seen == []


def test_no_local_file_gets_into_the_document(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARIO-7731")
    body = (
        f'<img src="file://{canary}" alt="nada"><link rel="attachment" href="file://{canary}">'
        f'<object data="file://{canary}"></object><link rel="stylesheet" href="file://{canary}">'
    )

    pdf = render(body)

    reader = PdfReader(BytesIO(pdf))
    assert (b"CANARIO" in pdf, dict(reader.attachments), len(reader.pages[0].images)) == (False, {}, 0)
    assert "CANARIO" not in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "FILE:///etc/hostname",
        "http://127.0.0.1/",
        "https://fondos.example/",
        "ftp://fondos.example/",
        "gopher://fondos.example/",
        f"{FONT_SCHEME}../LICENSE.txt",
        f"{FONT_SCHEME}LICENSE.txt",
        f"{FONT_SCHEME}",
        "SourceSansPro-Bold.ttf",
        "/etc/hostname",
    ],
)
def test_the_fetcher_refuses_every_other_address(url: str) -> None:
    with pytest.raises(ValueError, match=r"URI|protocol"):
        sealed_fetcher().fetch(url)


def test_the_fetcher_reads_data_addresses() -> None:
    assert sealed_fetcher().fetch("data:text/plain,hola").read() == b"hola"


@pytest.mark.parametrize("name", sorted(FONTS))
def test_every_packaged_font_is_there(name: str) -> None:
    content = sealed_fetcher().fetch(f"{FONT_SCHEME}{name}").read()

    assert content[:4] in (b"\x00\x01\x00\x00", b"OTTO", b"true")


def test_the_fonts_are_embedded_and_nothing_else_is_used() -> None:
    reader = PdfReader(BytesIO(render("<p>Sueño <b>ágil</b> <i>niñez</i></p>")))

    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts}
    embedded = {
        "/FontFile2" in font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for font in fonts
    }
    assert ({name.partition("-")[0] for name in names}, embedded) == ({"Portal"}, {True})


def test_the_text_can_be_read_back() -> None:
    text = PdfReader(BytesIO(render("<p>Wiñay Ñan, S/ 19,340.00</p>"))).pages[0].extract_text()

    assert "Wiñay Ñan, S/ 19,340.00" in text


def test_the_same_html_gives_the_same_bytes() -> None:
    attached = AttachedFile("datos.json", "Datos", json.dumps({"n": 1}))

    assert render("<p>uno</p>", attached=attached) == render("<p>uno</p>", attached=attached)


def test_other_html_gives_another_identifier() -> None:
    one, two = (PdfReader(BytesIO(render(body))).trailer["/ID"] for body in ("<p>uno</p>", "<p>dos</p>"))

    assert one != two


def test_several_threads_render_the_same_bytes() -> None:
    bodies = [f"<p>Página {number}</p>" for number in range(4)] * 2
    alone = [render(body) for body in bodies]

    with ThreadPoolExecutor(max_workers=4) as workers:
        together = list(workers.map(render, bodies))

    assert together == alone


def test_the_document_declares_pdf_a_and_is_tagged() -> None:
    reader = PdfReader(BytesIO(render("<p>uno</p>")))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "pdfaid:part" in xmp
    assert [intent["/S"] for intent in reader.trailer["/Root"]["/OutputIntents"]] == ["/GTS_PDFA1"]


def test_an_attached_file_is_carried_word_for_word() -> None:
    reader = PdfReader(BytesIO(render("", attached=AttachedFile("datos.json", "Datos", '{"ñ":1}'))))

    assert {name: [part.decode() for part in parts] for name, parts in reader.attachments.items()} == {
        "datos.json": ['{"ñ":1}']
    }
