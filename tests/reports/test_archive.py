"""What ISO 19005-3 (PDF/A-3, level A) and ISO 14289-1 (PDF/UA-1) ask for, looked up in the file and by veraPDF."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from domain.report import Report, ReportGroup, ReportRow
from reports.layouts.load import layout_names
from reports.pdf.report import report_pdf, set_pdf
from tests.pdf_validator import broken_rules
from tests.reports.test_office_files import full_report
from tests.reports.test_pdf import hostile_report

pytestmark = pytest.mark.slow

ACTIONS = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/XFA"}


@pytest.fixture(scope="module", params=layout_names())
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> pikepdf.Pdf:
    report = full_report(request.param, tmp_path_factory.mktemp("photos"))
    return pikepdf.open(BytesIO(report_pdf(report)))


def longer(report: Report, lines: int) -> Report:
    """The report with a first row of so many lines, and one topic that goes on and on."""
    first, *rest = report.groups[0].rows
    told = tuple(f"- บรรทัดที่ {number}" for number in range(lines))
    long = replace(first, cells={key: told for key in ("result", "dates", "did", "topic") if key in first.cells})
    return replace(report, groups=(replace(report.groups[0], rows=(long, *rest * 9)), *report.groups[1:]))


def odd_reports() -> Iterator[Report]:
    report = hostile_report()
    yield report
    yield replace(report, groups=(), signatories=(), note="", intro=(), heading=(), title="")
    told = dict.fromkeys(("result", "remark"), ("ก่อน 😀👍🏽 ✓ หลัง", "中文 தமிழ் العربية", "́", "ำ", "่"))
    yield replace(report, groups=(ReportGroup("", (ReportRow("", told),)),))


@pytest.mark.parametrize("step", [pytest.param(4, id="some"), pytest.param(1, id="all", marks=pytest.mark.thorough)])
def test_a_validator_finds_nothing(tmp_path: Path, step: int) -> None:
    """Some: each layout's report, every fourth also with rows that go over many pages. All: each also so."""
    full = [full_report(name, tmp_path) for name in layout_names()]
    reports = [*full, *(longer(report, 90) for report in full[::step]), longer(full[0], 15), *odd_reports()]
    files = [tmp_path / f"{number}.pdf" for number in range(len(reports))]
    for report, file in zip(reports, files, strict=True):
        file.write_bytes(report_pdf(report))
    assert broken_rules(files) == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(plain)
    found = broken_rules([plain])
    assert any(line.startswith("3a ") for line in found) and any(line.startswith("ua1 ") for line in found)


def test_what_cannot_be_set_for_an_archive_is_set_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    template = tmp_path / "odd.typ"
    template.write_text("漢", encoding="utf-8")
    with caplog.at_level(logging.WARNING):  # whatever level a test before has set
        assert set_pdf(template).startswith(b"%PDF")
    assert "could not be displayed" in caplog.text


def dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (each for each in document.objects if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)))


def test_it_says_what_it_is(archive: pikepdf.Pdf) -> None:
    assert archive.Root.ViewerPreferences.DisplayDocTitle
    told = archive.Root.Metadata.read_bytes().decode()
    assert "pdfaid:part>3<" in told and "pdfaid:conformance>A<" in told and "pdfuaid:part>1<" in told
    assert f">{archive.docinfo['/Title']}<" in told and f">{archive.docinfo['/Author']}<" in told
    assert "/ID" in archive.trailer and not archive.is_encrypted
    assert "/Filter" not in archive.Root.Metadata


def test_its_colours_are_told_by_a_profile_of_its_own(archive: pikepdf.Pdf) -> None:
    (intent,) = archive.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    profile = intent.DestOutputProfile
    assert profile.N == 3 and profile.read_bytes()[36:40] == b"acsp"


def test_its_fonts_are_in_it_and_say_what_each_glyph_is_and_how_wide(archive: pikepdf.Pdf) -> None:
    fonts = [each for each in dictionaries(archive) if each.get("/Type") == "/Font" and "/DescendantFonts" in each]
    assert fonts
    for font in fonts:
        (drawn,) = font.DescendantFonts
        program = TTFont(BytesIO(drawn.FontDescriptor.FontFile2.read_bytes()))
        program.setGlyphOrder([str(number) for number in range(program["maxp"].numGlyphs)])
        assert drawn.CIDToGIDMap == "/Identity"
        widths = widths_of(drawn)
        units = program["head"].unitsPerEm
        wrong = [g for g, wide in widths.items() if abs(wide - program["hmtx"][str(g)][0] * 1000 / units) > 1]
        assert wrong == []
        mapped = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes().decode())
        assert {int(code, 16) for code, _ in mapped} >= set(range(1, len(widths)))
        assert not {"0000", "FEFF", "FFFE"} & {text for _, text in mapped}


def widths_of(font: pikepdf.Object) -> dict[int, float]:
    """The advance of each glyph in thousandths of the em, as the PDF says it beside the font."""
    found: dict[int, float] = {}
    parts = list(font.W)
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, pikepdf.Array):
            found.update({first + place: float(wide) for place, wide in enumerate(second)})
        else:
            wide = float(parts.pop(0))
            found.update(dict.fromkeys(range(first, int(second) + 1), wide))
    return found


def test_nothing_in_it_acts_hides_or_shines_through(archive: pikepdf.Pdf) -> None:
    for each in dictionaries(archive):
        assert not ACTIONS & set(each.keys())
        assert each.get("/SMask", "/None") == "/None"
        assert each.get("/BM", "/Normal") == "/Normal"
        assert (float(each.get("/ca", 1)), float(each.get("/CA", 1))) == (1, 1) or "/Type" not in each
        assert each.get("/Filter") != "/LZWDecode"
    assert all("/Annots" not in page for page in archive.pages)


def test_everything_shown_is_tagged_or_said_to_be_ornament(archive: pikepdf.Pdf) -> None:
    assert archive.Root.MarkInfo.Marked and archive.Root.Lang == "th-TH"
    for page in archive.pages:
        depth = saved = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in ("q", "Q"):
                saved += 1 if name == "q" else -1
            elif name in ("Tj", "TJ", "Do", "f", "S", "B", "f*"):
                assert depth > 0, (name, operands)
            assert depth >= 0 and saved >= 0
        assert depth == saved == 0


def test_its_tree_has_headings_tables_and_words_for_pictures(archive: pikepdf.Pdf) -> None:
    elements = [each for each in dictionaries(archive) if each.get("/Type") == "/StructElem" or "/S" in each]
    kinds = {str(each.get("/S")) for each in elements}
    assert {"/Table", "/TR", "/TH", "/TD", "/Figure"} <= kinds
    assert all(str(each.get("/Alt", "")) for each in elements if each.get("/S") == "/Figure")
    assert all(len(each.K) > 0 for each in elements if each.get("/S") == "/TR")
