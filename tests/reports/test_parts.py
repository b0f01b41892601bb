"""A long report set in parts and joined: the same pages, the same text and the same tags as set as a whole."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from domain.report import Report
from reports.compile.report import compile_report
from reports.layouts.load import layout_names, named_layout
from reports.pdf import parts
from reports.pdf.report import report_pdf
from tests.pdf_validator import broken_rules
from tests.reports.reading import page_texts
from tests.reports.sample import sample
from tests.reports.test_archive import longer
from tests.reports.test_office_files import full_report

pytestmark = pytest.mark.slow
ROWS = 14  # of a part: a few pages
WHOLE = 10_000
SHADE = 16


def lines_of(pdf: bytes) -> list[list[str]]:
    """Each page's lines; a space at a line's end, which nobody sees, is there or not."""
    return [[line.rstrip() for line in text.splitlines()] for text in page_texts(pdf)]


def pictures(pdf: bytes) -> list[Image.Image]:
    return [page.render(scale=0.7).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]


def unlike(one: bytes, other: bytes) -> list[int]:
    """The pages that look otherwise, from 0 on; a line at the table's edge may be a shade (of 255) lighter."""
    pairs = zip(pictures(one), pictures(other), strict=True)
    return [page for page, pair in enumerate(pairs) if ImageChops.difference(*pair).getextrema()[1] > SHADE]


def long_report(layout: str) -> Report:
    return compile_report(sample(named_layout(layout), times=4))


def kinds(pdf: bytes) -> Iterator[str]:
    """The tags of what says something, in the order of reading; without headers, which each table has anew."""

    def walk(element: pikepdf.Object | int) -> Iterator[str]:
        if not isinstance(element, pikepdf.Dictionary) or element.get("/S") in ("/THead", "/TH"):
            return
        children = element.get("/K", pikepdf.Array())
        inside = [kind for child in children for kind in walk(child)] if isinstance(children, pikepdf.Array) else []
        said = "/Pg" in element or inside
        yield from (str(element.get("/S")),) if said and element.get("/S") not in ("/Table", "/TBody") else ()
        yield from inside

    with pikepdf.open(BytesIO(pdf)) as document:
        yield from walk(document.Root.StructTreeRoot.K[0])


@pytest.fixture(autouse=True)
def never_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be set in parts fails here, instead of being set as a whole in silence."""
    monkeypatch.setattr("reports.pdf.report.NotInParts", type("_Other", (Exception,), {}))


@pytest.mark.parametrize("layout", layout_names())
def test_pages_text_and_tags_are_those_of_the_report_set_as_a_whole(layout: str) -> None:
    report = long_report(layout)
    whole, joined = report_pdf(report, WHOLE), report_pdf(report, ROWS)
    assert lines_of(joined) == lines_of(whole)
    assert unlike(joined, whole) == []
    assert list(kinds(joined)) == list(kinds(whole))


def test_rows_over_many_pages_are_not_torn_between_parts() -> None:
    report = longer(long_report("results"), 90)
    whole, joined = report_pdf(report, WHOLE), report_pdf(report, ROWS)
    assert lines_of(joined) == lines_of(whole)
    assert unlike(joined, whole) == []


def test_a_validator_finds_nothing_in_what_was_joined(tmp_path: Path) -> None:
    reports = [full_report(name, tmp_path) for name in layout_names()]
    files = [tmp_path / f"{number}.pdf" for number in range(len(reports))]
    for report, file in zip(reports, files, strict=True):
        many = replace(report.groups[0], rows=report.groups[0].rows * 6)
        file.write_bytes(report_pdf(replace(report, groups=(many, *report.groups[1:])), ROWS))
    assert broken_rules(files) == []


def test_every_key_leads_to_what_stands_on_its_page_and_every_header_is_found() -> None:
    with pikepdf.open(BytesIO(report_pdf(long_report("results"), ROWS))) as document:
        tree = document.Root.StructTreeRoot
        nums, names = list(tree.ParentTree.Nums), list(tree.IDTree.Names)
        elements = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        assert sorted(elements) == list(map(int, nums[::2])) and max(elements) < tree.ParentTreeNextKey
        for page in document.pages:
            assert {element.Pg.objgen for element in elements[int(page.obj.StructParents)]} == {page.obj.objgen}
        ids = {str(name) for name in names[::2]}
        assert list(map(str, names[::2])) == sorted(ids)
        cells = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TD"]
        told = {str(name) for cell in cells for at in cell.A for name in at.get("/Headers", ())}
        assert len(ids) > 20 and told <= ids and len(cells) > 100


def test_the_same_report_gives_the_same_bytes_in_parts() -> None:
    report = long_report("results")
    made = report_pdf(report, ROWS)
    assert made == report_pdf(report, ROWS)
    with pikepdf.open(BytesIO(made)) as document:
        assert len(document.attachments) == 2


def test_a_page_that_would_begin_elsewhere_is_told() -> None:
    row = {"page": 1, "y": "92.5pt"}
    parts._check_begin({"starts": {"0.0": row}, "ends": {}}, parts.Seam(9, 4, 92.5))
    for moved in ({"page": 2, "y": "92.5pt"}, {"page": 1, "y": "99pt"}):
        with pytest.raises(parts.NotInParts):
            parts._check_begin({"starts": {"0.0": moved}, "ends": {}}, parts.Seam(9, 4, 92.5))


def test_what_cannot_be_set_in_parts_is_set_as_a_whole(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.undo()
    report = long_report("results")
    monkeypatch.setattr(parts, "_NEAR", -1.0)
    with caplog.at_level("WARNING"):
        made = report_pdf(report, ROWS)
    assert made == report_pdf(report, WHOLE) and "set as a whole" in caplog.text
