"""The PDF read back: every word, every header, no word broken."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from domain.report import Report, ReportGroup, ReportRow
from reports.compile.report import compile_report
from reports.fonts.build import make_face
from reports.fonts.face import FONT_FOLDER
from reports.layouts.load import layout_names, named_layout
from reports.pdf.report import report_pdf
from reports.pdf.words import split_pieces
from tests.reports.reading import every_text, page_texts, stands_in
from tests.reports.sample import sample, with_evidence
from thai.normalise import remove_spaces

pytestmark = pytest.mark.slow


def test_every_word_reads_back_exactly(report: Report, pdf: bytes) -> None:
    text = remove_spaces("".join(page_texts(pdf)))
    assert [line for line in every_text(report) if remove_spaces(line) not in text] == []


def test_spaces_read_back_where_they_were_written(report: Report, pdf: bytes) -> None:
    lines = [line.strip() for text in page_texts(pdf) for line in text.splitlines()]
    for line in (
        *report.heading,
        "- จัดวางแบบสอบถาม ณ จุดบริการทั้ง ๓ จุด",
        "(นางสาวมาลี ใจสะอาด)",
        "วันที่ ๓๑ เดือน มีนาคม พ.ศ. ๒๕๗๐",
    ):
        assert any(line in each for each in lines), line


@pytest.mark.parametrize("name", layout_names())
def test_every_layout_reads_back_and_heads_every_page(name: str) -> None:
    report = compile_report(sample(named_layout(name)))
    pages = [remove_spaces(text) for text in page_texts(report_pdf(report))]
    assert [line for line in every_text(report) if not stands_in(line, pages)] == []
    for page in pages:
        if any(remove_spaces(row.measure)[:12] in page for row in report.rows):
            assert [word for word in _label_words(report) if word not in page] == []


def _label_words(report: Report) -> set[str]:
    """Reader programs sort the lines of neighbouring labels among each other; their words stay."""
    labels = [text for column in report.layout.columns for text in (column.label, *column.under)]
    return {remove_spaces(word) for label in labels for word in split_pieces(label, 20)}


def test_pages_are_numbered_in_thai_from_the_second_on(pdf: bytes) -> None:
    pages = page_texts(pdf)
    assert not pages[0].startswith("-")
    assert [text.split("\r\n")[0] for text in pages[1:4]] == ["- ๒ -", "- ๓ -", "- ๔ -"]


def test_a_topic_that_goes_on_is_named_again_on_the_next_page() -> None:
    report = compile_report(sample(times=3))
    pages = [remove_spaces(text) for text in page_texts(report_pdf(report))]
    again = [page for page in pages if "(ต่อ)" in page]
    assert again
    assert all(any(remove_spaces(group.title) + "(ต่อ)" in page for group in report.groups) for page in again)


def test_a_row_longer_than_a_page_names_its_topic_again() -> None:
    lines = tuple(f"- บรรทัดที่ {number}" for number in range(60))
    report = compile_report(sample())
    group = report.groups[0]
    long = ReportGroup(group.title, (ReportRow("ยาว", {**group.rows[0].cells, "result": lines}), *group.rows[1:]))
    pages = [remove_spaces(text) for text in page_texts(report_pdf(replace(report, groups=(long,))))]
    assert all(remove_spaces(line) in "".join(pages) for line in lines)
    assert remove_spaces(group.title) + "(ต่อ)" in pages[1]


def test_the_same_report_gives_the_same_bytes(report: Report, pdf: bytes) -> None:
    assert report_pdf(report) == pdf


@pytest.mark.parametrize("face", ["Regular", "Bold"])
def test_the_shipped_faces_are_what_is_built_from_their_source(face: str, tmp_path: Path) -> None:
    made = tmp_path / "made.ttf"
    make_face(face).save(made)
    assert made.read_bytes() == (FONT_FOLDER / f"TidtamThai-{face}.ttf").read_bytes(), (
        "run python -m reports.fonts.build"
    )


def test_the_pdf_is_tagged_titled_and_brings_its_fonts(report: Report, pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    with pikepdf.open(path) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.docinfo["/Title"]) == report.title
        fonts = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each]
        assert {str(font.FontName).partition("+")[2] for font in fonts} == {"TidtamThai-Regular", "TidtamThai-Bold"}


HOSTILE = (
    '#let x = 1; #panic("x") $x^2$ *bold* _it_ `code` <label> @ref // comment',
    "\\ #image(\"/etc/passwd\") #read('/etc/passwd') [content] {code} ~ --- ...",
    "=1+1",
    "<b>หนา</b> & &amp; <script>alert(1)</script>",
    "ก" * 300,
    "a" * 300,
    "https://example.go.th/" + "x" * 200,
    "]]> ' \" ๆ ฯลฯ ็้",
)  # fmt: skip


def hostile_report() -> Report:
    report = compile_report(sample())
    cells = {column.key: HOSTILE for column in report.layout.columns}
    groups = (ReportGroup(HOSTILE[0], (ReportRow(HOSTILE[1], cells), ReportRow("", {}))), ReportGroup("", ()))
    return replace(report, groups=groups, note=HOSTILE[0], title=HOSTILE[1], heading=HOSTILE)


def test_what_people_write_is_never_markup() -> None:
    report = hostile_report()
    text = remove_spaces("".join(page_texts(report_pdf(report))))
    assert [line for line in HOSTILE if remove_spaces(line) not in text] == []


def test_letters_the_font_lacks_do_not_spoil_the_rest() -> None:
    report = compile_report(sample())
    row = ReportRow("x", {"result": ("ก่อน 😀👍🏽 ✓ หลัง", "中文 தமிழ்")})
    text = remove_spaces("".join(page_texts(report_pdf(replace(report, groups=(ReportGroup("ก", (row,)),))))))
    assert "ก่อน" in text and "หลัง" in text and "中" not in text and "□" in text


def test_a_report_of_nothing_is_a_page_that_says_so() -> None:
    report = replace(compile_report(sample()), groups=(), signatories=(), note="", intro=(), heading=())
    (page,) = page_texts(report_pdf(report))
    assert "ยังไม่มีมาตรการในรอบนี้" in page and "ลงชื่อ" not in page


@pytest.mark.parametrize("name", layout_names())
def test_a_report_of_nothing_can_be_set_in_every_layout(name: str) -> None:
    report = replace(compile_report(sample(named_layout(name))), groups=())
    assert "ยังไม่มีมาตรการในรอบนี้" in "".join(page_texts(report_pdf(report)))


@pytest.mark.parametrize("count", [0, 2, 3])
def test_any_number_of_people_may_sign(count: int) -> None:
    report = compile_report(sample())
    person = report.signatories[0]
    people = tuple(replace(person, name=f"นายตัวอย่าง {number}") for number in range(count))
    text = "".join(page_texts(report_pdf(replace(report, signatories=people, signed_on=None))))
    assert all(each.name in text for each in people)
    assert text.count("ลงชื่อ ...") == count


def test_a_photo_that_cannot_be_read_says_so(report: Report, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff no photo")
    exhibits = tuple(
        replace(piece, path=str(path)) for piece, path in zip(report.exhibits, (bad, tmp_path / "none"), strict=False)
    )
    text = "".join(page_texts(report_pdf(replace(report, exhibits=exhibits))))
    assert "ไม่สามารถแสดงภาพนี้ได้" in text


def test_three_hundred_rows_read_back() -> None:
    report = compile_report(sample(times=25))
    pages = page_texts(report_pdf(report))
    text = remove_spaces("".join(pages))
    assert [line for line in every_text(report) if remove_spaces(line) not in text] == []


def test_signs_are_drawn_and_pictures_of_the_chat_left_out() -> None:
    material = sample()
    update = next(iter(material.updates.values()))
    told = replace(update, result="☐ ง่าย ☑ หลากหลาย ✓ ครบ ✔ ดี ● จุด ○ วง □ กล่อง 😀👍🏽 จบ")
    made = report_pdf(compile_report(replace(material, updates={**material.updates, update.task_id: told})))
    assert "☐ง่าย☑หลากหลาย✓ครบ✔ดี●จุด○วง□กล่องจบ" in remove_spaces(page_texts(made)[0])


def test_four_photos_a_page_are_an_archive_pdf_too(tmp_path: Path) -> None:
    material = with_evidence(sample(replace(named_layout("results"), photos_a_page=4)), tmp_path, photos=5)
    with pikepdf.open(BytesIO(report_pdf(compile_report(material)))) as document:
        assert b"pdfaid:part>3<" in document.Root.Metadata.read_bytes()
        assert "/StructTreeRoot" in document.Root


def test_a_topic_that_goes_on_stays_inside_its_frame() -> None:
    report = compile_report(sample(named_layout("outcomes")))
    title = "กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการและการจัดซื้อจัดจ้างทุกขั้นตอน"
    groups = tuple(
        ReportGroup(title, (ReportRow(title, {"topic": (title,), "result": ("บรรทัด",) * lines}),))
        for lines in range(14, 24)
    )
    made = report_pdf(replace(report, groups=groups, front=(), signatories=(), note=""))
    with pdfplumber.open(BytesIO(made)) as document:
        pages = [
            (max(w["bottom"] for w in p.extract_words()), max(e["bottom"] for e in p.edges)) for p in document.pages
        ]
    assert len(pages) > len(groups)
    assert [place for place, (text, frame) in enumerate(pages, 1) if text > frame] == []


def test_who_signs_stands_on_a_page_with_the_last_row(report: Report, pdf: bytes) -> None:
    last = remove_spaces(report.rows[-1].measure)[:20]
    (page,) = [
        remove_spaces(text)
        for text in page_texts(pdf)
        if remove_spaces(report.signatories[0].name) in remove_spaces(text)
    ]
    assert last in page
