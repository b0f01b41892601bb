"""The Word document's XML: what Thai needs, what repeats, what is merged."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree
from python_calamine import CalamineWorkbook

from domain.plan import Score
from domain.report import Report
from reports.compile.report import compile_report
from reports.docx.report import report_docx
from reports.layouts.load import layout_names, named_layout
from tests.reports.reading import every_text
from tests.reports.sample import sample
from tests.reports.test_pdf import HOSTILE, hostile_report

pytestmark = pytest.mark.slow

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(document: bytes, name: str) -> etree._Element:
    with ZipFile(BytesIO(document)) as container:
        return etree.fromstring(container.read(f"word/{name}.xml"))


def values(root: etree._Element, path: str) -> list[str | None]:
    return [each.get(f"{W}val") for each in root.iterfind(path.replace("w:", W))]


@pytest.fixture(scope="module")
def docx(report: Report) -> bytes:
    return report_docx(report)


def test_every_line_stands_in_the_document(report: Report, docx: bytes) -> None:
    text = "\n".join("".join(p.itertext(f"{W}t")) for p in part(docx, "document").iter(f"{W}p"))
    assert [line for line in every_text(report) if line not in text] == []


def test_thai_is_said_to_be_thai_in_the_normal_style(docx: bytes) -> None:
    styles = part(docx, "styles")
    normal = next(each for each in styles.iter(f"{W}style") if each.get(f"{W}styleId") == "Normal")
    fonts = normal.find(f"{W}rPr/{W}rFonts")
    assert fonts is not None
    assert {fonts.get(f"{W}{kind}") for kind in ("ascii", "hAnsi", "cs")} == {"TH SarabunPSK"}
    assert values(normal, "w:rPr/w:szCs") == ["32"]
    language = normal.find(f"{W}rPr/{W}lang")
    assert language is not None and language.get(f"{W}bidi") == "th-TH"


def test_bold_is_said_for_complex_scripts_too(docx: bytes) -> None:
    for name in ("document", "styles"):
        for properties in part(docx, name).iter(f"{W}rPr"):
            if properties.find(f"{W}b") is not None and name == "document":
                assert properties.find(f"{W}bCs") is not None


def test_the_header_row_is_repeated_and_not_split(docx: bytes) -> None:
    table = next(part(docx, "document").iter(f"{W}tbl"))
    head, *rows = table.findall(f"{W}tr")
    assert head.find(f"{W}trPr/{W}tblHeader") is not None and head.find(f"{W}trPr/{W}cantSplit") is not None
    assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows)


def test_short_rows_stay_whole_and_the_last_one_stays_with_what_is_signed(docx: bytes) -> None:
    table = next(part(docx, "document").iter(f"{W}tbl"))
    rows = table.findall(f"{W}tr")[1:]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows].count(False) <= 1
    assert [bool(list(row.iter(f"{W}keepNext"))) for row in rows] == [False] * (len(rows) - 1) + [True]


def test_what_is_signed_follows_the_table_on_its_page(docx: bytes) -> None:
    body = part(docx, "document").find(f"{W}body")
    assert body is not None
    table = next(each for each in body if each.tag == f"{W}tbl")
    between = table.getnext()
    assert between is not None and between.find(f"{W}pPr/{W}keepNext") is not None
    after = between.getnext()
    assert after is not None and after.tag == f"{W}tbl"


def test_a_photo_and_what_it_shows_a_file_and_what_is_said_of_it_stay_together(docx: bytes) -> None:
    document = part(docx, "document")
    with_photos = [row for row in document.iter(f"{W}tr") if list(row.iter(f"{W}drawing"))]
    assert len(with_photos) == 2
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in with_photos)
    paragraphs = ["".join(each.itertext(f"{W}t")) for each in document.iter(f"{W}p")]
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in document.iter(f"{W}p")]
    first = next(place for place, text in enumerate(paragraphs) if text.endswith("ประกาศ 2569.pdf"))
    last = next(place for place, text in enumerate(paragraphs) if text.startswith("SHA-256"))
    assert kept[first : last + 1] == [True] * (last - first) + [False]


def test_topics_are_merged_over_their_rows(docx: bytes) -> None:
    table = next(part(docx, "document").iter(f"{W}tbl"))
    merges = [each.get(f"{W}val") for each in table.iter(f"{W}vMerge")]
    assert merges.count("restart") == 4 and merges.count(None) == 8


def test_the_page_is_landscape_a4_with_official_margins_and_thai_numbers(docx: bytes) -> None:
    section = part(docx, "document").find(f"{W}body/{W}sectPr")
    assert section is not None
    size, margins, number = (section.find(f"{W}{name}") for name in ("pgSz", "pgMar", "pgNumType"))
    assert size is not None and margins is not None and number is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h"), size.get(f"{W}orient")) == ("16838", "11906", "landscape")
    assert (margins.get(f"{W}left"), margins.get(f"{W}right")) == ("1701", "1134")
    assert number.get(f"{W}fmt") == "thaiNumbers"


def test_headings_are_real_headings(docx: bytes) -> None:
    document = Document(BytesIO(docx))
    assert [each.style.name for each in document.paragraphs[:2]] == ["Heading 1", "Heading 1"]


def test_photos_are_in_it_with_words_for_who_cannot_see_them(docx: bytes) -> None:
    with ZipFile(BytesIO(docx)) as container:
        assert sum(name.startswith("word/media/") for name in container.namelist()) == 3
    drawings = [each.get("descr") for each in part(docx, "document").iter() if str(each.tag).endswith("}docPr")]
    assert len(drawings) == 3 and all(text and "ภาพที่" in text for text in drawings)


@pytest.mark.parametrize("name", layout_names())
def test_every_layout_opens_again_with_every_line(name: str) -> None:
    report = compile_report(sample(named_layout(name)))
    made = report_docx(report)
    text = "\n".join("".join(p.itertext(f"{W}t")) for p in part(made, "document").iter(f"{W}p"))
    assert [line for line in every_text(report) if line not in text] == []
    for table in Document(BytesIO(made)).tables:
        assert len({len(row.cells) for row in table.rows}) == 1


def test_what_people_write_is_never_markup() -> None:
    made = report_docx(hostile_report())
    text = "\n".join("".join(p.itertext(f"{W}t")) for p in part(made, "document").iter(f"{W}p"))
    assert [line for line in HOSTILE if line not in text] == []


def test_the_same_report_gives_the_same_bytes(report: Report, docx: bytes) -> None:
    assert report_docx(report) == docx


def test_empty_reports_and_several_people_are_no_trouble() -> None:
    report = compile_report(sample())
    Document(BytesIO(report_docx(replace(report, groups=(), signatories=(), note=""))))
    made = part(report_docx(replace(report, signatories=report.signatories * 3)), "document")
    assert sum("ลงชื่อ .." in "".join(p.itertext(f"{W}t")) for p in made.iter(f"{W}p")) == 3


def test_who_signs_a_memo_stands_one_below_the_other_on_an_upright_page() -> None:
    report = compile_report(sample(replace(named_layout("did"), landscape=True)))
    made = part(report_docx(replace(report, signatories=report.signatories * 3)), "document")
    signed = next(t for t in made.iter(f"{W}tbl") if any("ลงชื่อ .." in (e.text or "") for e in t.iter(f"{W}t")))
    width = signed.find(f"{W}tblPr/{W}tblW")
    assert width is not None and int(width.get(f"{W}w") or 0) < 9_100
    assert [sum("ลงชื่อ .." in (e.text or "") for e in row.iter(f"{W}t")) for row in signed.iter(f"{W}tr")] == [1, 1, 1]
    # The first page bears no number, the one behind the memo does.
    assert [bool(list(each.iter(f"{W}titlePg"))) for each in made.iter(f"{W}sectPr")] == [True, False]


def test_scores_are_a_chart_that_word_draws_with_its_figures_behind_it() -> None:
    scores = tuple(Score(str(number), 70 + 2.345 * number) for number in range(1, 11))
    material = sample(named_layout("plan"))
    report = compile_report(replace(material, plan=replace(material.plan, scores=scores)))
    made = report_docx(report)
    assert report_docx(report) == made
    with ZipFile(BytesIO(made)) as container:
        chart = etree.fromstring(container.read("word/charts/chart1.xml"))
        book = load_workbook(container.read("word/embeddings/chart1.xlsx"))
        related = container.read("word/charts/_rels/chart1.xml.rels")
    cached = [each.text for each in chart.iterfind(".//{*}ser/{*}val//{*}v")]
    assert [float(text or "") for text in cached] == [score.score for score in scores]
    assert [row[1] for row in book[1:]] == [score.score for score in scores]
    assert b"embeddings/chart1.xlsx" in related and chart.find("{*}externalData") is not None
    names = [each.text for each in chart.iterfind(".//{*}ser/{*}cat/{*}strRef//{*}v")]
    assert names == ["๑", "๒", "๓", "๔", "๕", "๖", "๗", "๘", "๙", "๑๐"]
    drawn = next(each for each in part(made, "document").iter(f"{W}p") if list(each.iter(f"{W}drawing")))
    above = drawn.getprevious()
    assert above is not None and "".join(above.itertext()) == "แผนภูมิแสดงคะแนนตามตัวชี้วัด"
    assert above.find(f"{W}pPr/{W}keepNext") is not None
    labels = ["".join(each.itertext()) for each in chart.iterfind(".//{*}dLbl/{*}tx")]
    assert labels[:2] == ["๗๒.๓๔", "๗๔.๖๙"]
    assert {each.get("typeface") for each in chart.iter() if str(each.tag).endswith("}cs")} == {"TH SarabunPSK"}


def load_workbook(book: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
