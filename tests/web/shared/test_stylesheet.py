"""One stylesheet: Bootstrap's base without its components, then ours; and the promises ours makes."""

import re
from pathlib import Path

import pytest

from contest_portal.web.shared.assets import STATIC_DIRECTORY
from contest_portal.web.shared.stylesheet import bootstrap_base, build_stylesheet, keep_base

OWN_SHEETS = sorted((STATIC_DIRECTORY / "css").rglob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        pytest.param("h1{margin:0}", "h1{margin:0}", id="reboot stays"),
        pytest.param(".btn{color:red}", "", id="component goes"),
        pytest.param(
            ".btn-primary:hover,.d-flex{display:flex}", ".d-flex{display:flex}", id="only its selector goes"
        ),
        pytest.param(".nav-tabs .nav-link{a:b}.row{c:d}", ".row{c:d}", id="the next rule stays"),
        pytest.param(
            "@media (min-width:1px){.card{a:b}.col{c:d}}",
            "@media (min-width:1px){.col{c:d}}",
            id="in a query",
        ),
        pytest.param("@media print{.card{a:b}}", "", id="empty query goes"),
        pytest.param("@keyframes spinner-grow{0%{a:b}50%{c:d}}", "", id="animations go"),
        pytest.param(":not(.btn,.x) a,p{a:b}", "p{a:b}", id="comma inside brackets"),
        pytest.param("[data-bs-theme=dark]{a:b}", "", id="dark theme goes"),
        pytest.param(".gap-table{a:b}.table{c:d}", ".gap-table{a:b}", id="name is compared from its start"),
    ],
)
def test_rules_of_bootstrap_components_are_left_out(css: str, expected: str) -> None:
    assert keep_base(css) == expected


def test_base_keeps_grid_and_utilities_and_loses_components() -> None:
    base = bootstrap_base()

    present = {
        name for name in (".row{", ".container", ".visually-hidden", ".mb-3{", ".d-none{") if name in base
    }
    gone = {
        name
        for name in (".btn", ".form-control", ".table", ".modal", ".carousel", "@charset", "/*")
        if name in base
    }

    assert (present, gone) == ({".row{", ".container", ".visually-hidden", ".mb-3{", ".d-none{"}, set())
    assert base.count("{") == base.count("}")


def test_sheets_are_joined_in_a_fixed_order_without_comments(tmp_path: Path) -> None:
    (tmp_path / "css/components").mkdir(parents=True)
    for name in ("components/b", "components/a", "base", "tokens"):
        (tmp_path / f"css/{name}.css").write_text(f"/* about */\n.{Path(name).name} {{ color: red; }}\n")

    own = build_stylesheet(tmp_path).decode().removeprefix(bootstrap_base()).split("\n")

    assert own == [
        "",
        ".tokens { color: red; }",
        ".base { color: red; }",
        ".a { color: red; }",
        ".b { color: red; }",
    ]


@pytest.mark.parametrize("sheet", OWN_SHEETS, ids=lambda path: path.stem)
def test_own_sheets_use_no_ids_and_no_important(sheet: Path) -> None:
    css = COMMENT.sub("", sheet.read_text("utf-8"))
    preludes = re.findall(r"([^{};]+)\{", css)

    assert "!important" not in css
    assert [text for text in preludes if re.search(r"#[A-Za-z]", text)] == []


@pytest.mark.parametrize("sheet", OWN_SHEETS, ids=lambda path: path.stem)
def test_own_sheets_use_only_tokens_that_exist(sheet: Path) -> None:
    tokens = set(
        re.findall(r"^\s+(--[\w-]+):", (STATIC_DIRECTORY / "css/tokens.css").read_text("utf-8"), re.MULTILINE)
    )

    used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text("utf-8")))

    assert used - tokens == set()


def _token(name: str) -> str:
    found = re.search(
        rf"--{name}: (#[0-9a-f]{{6}});", (STATIC_DIRECTORY / "css/tokens.css").read_text("utf-8")
    )
    assert found is not None, name
    return found[1]


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    """WCAG 2.2 contrast of two tokens."""
    light, dark = sorted((_luminance(_token(ink)), _luminance(_token(ground))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink", "surface-sunk", 7),
        ("ink-soft", "paper", 7),
        ("ink-soft", "surface", 7),
        ("ink-soft", "surface-sunk", 7),
        ("accent", "paper", 7),
        ("accent", "surface", 7),
        ("accent", "accent-wash", 7),
        ("on-accent", "accent", 7),
        ("on-accent-soft", "accent", 7),
        ("info-ink", "info-wash", 7),
        ("good-ink", "good-wash", 7),
        ("warn-ink", "warn-wash", 7),
        ("bad-ink", "bad-wash", 7),
        ("bad-ink", "paper", 7),
        ("on-accent", "bad-ink", 7),
        ("line-strong", "surface", 3),
        ("focus", "paper", 3),
        ("focus", "surface", 3),
        ("flower", "accent", 3),
    ],
)
def test_text_reaches_aaa_and_edges_reach_aa(ink: str, ground: str, least: int) -> None:
    assert contrast(ink, ground) >= least


def test_text_is_never_smaller_than_fifteen_pixels_and_body_is_larger_than_sixteen() -> None:
    tokens = (STATIC_DIRECTORY / "css/tokens.css").read_text("utf-8")

    sizes = dict(re.findall(r"--text-(small|body): ([\d.]+)rem", tokens))

    assert sizes == {"small": "0.9375", "body": "1.0625"}
