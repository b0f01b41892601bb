"""Docs that are generated do not lag behind what they are generated from."""

import re
from pathlib import Path

import pytest

from handlers.questions import QUESTIONS
from reports.layouts.load import layout_names
from tests.docs import reference
from tests.docs.flows import PAGE, flows_page
from tests.docs.pictures import FOLDER, LARGEST

DOCS = PAGE.parent
TO_BE_WRITTEN = {"intake/read_KIND.py"}  # how-to.md names it as an example
PAGES = [DOCS.parent / "README.md", *sorted(DOCS.glob("*.md"))]


def test_the_flows_page_is_what_make_docs_writes() -> None:
    assert PAGE.read_text("utf-8") == flows_page(), "run `make docs`"


def test_the_reference_is_what_make_docs_writes() -> None:
    assert reference.PAGE.read_text("utf-8") == reference.reference_page(), "run `make docs`"


def test_the_flows_page_names_every_layout_and_question_in_thai() -> None:
    page = flows_page()
    for name in layout_names():
        assert f"## Layout `{name}`" in page
    asked = set(re.findall(r"(?m)^\| `(\w+)` \|", page))
    assert set(QUESTIONS) | {"notice", "code", "menu", "date_1", "evidence", "summary"} <= asked
    for cell in re.findall(r"(?m)^\| `\w+` \| (.*?) \|", page):
        assert re.search("[ก-ฮ]", cell), cell
        assert not re.search(r"[A-Za-z]{4,}", re.sub(r"LINE|Shift\+Enter", "", cell)), f"not translated: {cell}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_and_page_that_is_shown_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} shows {target}"


@pytest.mark.parametrize("page", [*PAGES, DOCS.parent / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for name in set(re.findall(r"`((?:[a-z]\w*/)+\w+\.[a-z]+)`", page.read_text("utf-8"))) - TO_BE_WRITTEN:
        assert (DOCS.parent / name).exists(), f"{page.name} names {name}"


def test_every_name_of_where_to_find_stands_in_its_file() -> None:
    page = (DOCS / "where-to-find.md").read_text("utf-8")
    found = re.findall(r"`([\w/]+\.py)`: ((?:`\w+`(?:, | and )?)+)", page)
    assert len(found) > 20
    for path, names in found:
        source = (DOCS.parent / path).read_text("utf-8")
        for name in re.findall(r"\w+", names.replace(" and ", " ")):
            assert re.search(rf"(?m)^(?:    )?(?:def|class) {name}\b|^{name}\b", source), f"{path} has no {name}"


def test_pictures_are_small() -> None:
    pictures = sorted(FOLDER.glob("*.png"))
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < LARGEST, picture.name
