"""What a person does in front of a page: go, fill in, press, agree, read."""

import csv
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from io import BytesIO, StringIO
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect
from pypdf import PdfReader


def next_page(page: Page) -> AbstractContextManager[object]:
    """Wait for the page that the deeds inside this block lead to, its scripts included."""
    return page.expect_navigation(wait_until="domcontentloaded")


def go(page: Page, address: str) -> int:
    """Open an address; tell how the portal answered."""
    answer = page.goto(address, wait_until="domcontentloaded")
    assert answer is not None
    return answer.status


def fill_in(page: Page, answers: Mapping[str, str]) -> None:
    """Write each answer into the field of that label; where the field offers choices, choose it."""
    for label, answer in answers.items():
        write(labelled(page, label), answer)


def labelled(page: Page, label: str) -> Locator:
    """Find a field by its whole label, whether it is optional or not."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(opcional\))?\s*$"))


def fill_row(page: Page, table: str, number: int, answers: Mapping[str, str]) -> None:
    """Write into a row of a table of rows, by the names of its cells."""
    for cell, answer in answers.items():
        write(page.locator(f"[name='{table}-{number}-{cell}']"), answer)


def write(control: Locator, answer: str) -> None:
    """Write into a field, or choose in it."""
    try:
        control.fill(answer)
    except Error:  # at once, and cheaper than asking each field what it is
        control.select_option(label=answer)


def tick(page: Page, *labels: str) -> None:
    """Tick the boxes, or choose the options, with these labels."""
    for label in labels:
        page.get_by_label(label, exact=True).check()


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that it leads to."""
    with next_page(page):
        page.get_by_role("button", name=button, exact=True).first.click()


def press_and_agree(page: Page, button: Locator, answer: str) -> None:
    """Press a button that asks first, and agree."""
    button.click()
    with next_page(page):
        page.get_by_role("dialog").get_by_role("button", name=answer, exact=True).click()


def follow(page: Page, link: str) -> None:
    """Follow a link and wait for its page."""
    with next_page(page):
        page.get_by_role("link", name=link, exact=True).first.click()


def expect_words(page: Page, *sentences: str) -> None:
    """See each of these sentences on the page."""
    for sentence in sentences:
        expect(page.locator("main")).to_contain_text(sentence)


def expect_no_words(page: Page, *words: str) -> None:
    """See none of these words on the page."""
    for word in words:
        expect(page.locator("body")).not_to_contain_text(word)


def row_of(page: Page, words: str) -> Locator:
    """Find the row of a table in which these words stand."""
    return page.locator("tr", has_text=words).first


def download(page: Page, control: Locator) -> bytes:
    """Press what sends a file and take the file."""
    with page.expect_download() as started:
        control.click()
    return Path(started.value.path()).read_bytes()


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    """Read a table that was taken away, a row at a time, by the names of its columns."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def words_of_pdf(content: bytes) -> str:
    """Read the text of a PDF, with single spaces."""
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pages_of_pdf(content: bytes) -> tuple[str, ...]:
    """Read the text of each page of a PDF, with single spaces."""
    return tuple(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)
