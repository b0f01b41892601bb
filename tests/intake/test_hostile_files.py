"""Files that mean harm or were made badly: a clear sentence, bounded time and memory, nothing run, nothing fetched."""

import os
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image

from intake.plan_file import UnreadableFile, read_plan
from tests.intake import fuzz
from tests.intake.files import text_file, workbook
from tests.intake.made import Grid, write_pdf, write_word
from tests.intake.shapes import HEAD, SHAPES

pytestmark = pytest.mark.slow

_GRID = Grid(tuple(tuple((cell,) for cell in row) for row in SHAPES[0].rows), 1, ())


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "plan.docx"
    write_word(path, (HEAD, _GRID))
    return path


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    write_pdf(path, (HEAD, _GRID))
    return path


def _with_part(path: Path, name: str, content: bytes | None = None, change: tuple[str, str] | None = None) -> Path:
    """The package with a part put in, or words in a part changed."""
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    if content is not None:
        parts[name] = content
    if change is not None:
        parts[name] = parts[name].decode().replace(*change, 1).encode()
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in parts.items():
            package.writestr(part, data)
    path.write_bytes(made.getvalue())
    return path


def test_macros_are_not_run_and_the_file_is_refused(word: Path) -> None:
    with pytest.raises(UnreadableFile, match="macros"):
        read_plan(_with_part(word, "word/vbaProject.bin", b"Sub AutoOpen()"))


def test_links_to_elsewhere_are_not_followed(word: Path) -> None:
    link = (
        '<Relationship Id="rId900" TargetMode="External" Target="http://127.0.0.1:9/template.dotm" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    path = _with_part(word, "word/_rels/document.xml.rels", change=("</Relationships>", link))
    assert len(read_plan(path).measures) == 2


def test_a_file_of_this_machine_is_not_drawn_into_the_text(word: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("ความลับ", encoding="utf-8")
    doctype = f'standalone="yes"?><!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'
    _with_part(word, "word/document.xml", change=("standalone='yes'?>", doctype.replace('"yes"', "'yes'")))
    _with_part(word, "word/document.xml", change=("เผยแพร่", "&x;"))
    try:
        assert "ความลับ" not in str(read_plan(word))
    except UnreadableFile as refusal:
        assert "damaged" in str(refusal)


def test_entities_that_unfold_without_end_are_refused(word: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f"?><!DOCTYPE w [<!ENTITY l0 'ha'>{laughs}]>"
    _with_part(word, "word/document.xml", change=("?>", doctype))
    _with_part(word, "word/document.xml", change=("เผยแพร่", "&l9;"))
    started = fuzz.cpu_seconds()
    try:
        assert "haha" not in str(read_plan(word))
    except UnreadableFile as refusal:
        assert ": " in str(refusal)
    assert fuzz.cpu_seconds() - started < 5


def test_a_sheet_that_would_end_the_process_is_refused(tmp_path: Path) -> None:
    """A cell far beyond any sheet makes the parser ask for more memory than there is."""
    path = workbook(tmp_path, SHAPES[0].rows)
    _with_part(path, "xl/worksheets/sheet1.xml", change=('r="A2"', 'r="A199999999"'))
    with pytest.raises(UnreadableFile, match=r"damaged|rows"):
        read_plan(path)


def test_a_locked_pdf_says_so(pdf: Path, tmp_path: Path) -> None:
    with pikepdf.open(pdf) as document:
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(UnreadableFile, match="password"):
        read_plan(tmp_path / "locked.pdf")


def test_a_scan_without_text_says_so(tmp_path: Path) -> None:
    Image.new("L", (400, 300), 255).save(tmp_path / "scan.pdf")
    with pytest.raises(UnreadableFile, match="scan without text"):
        read_plan(tmp_path / "scan.pdf")


def test_a_pdf_cut_short_is_read_or_refused(pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.pdf").write_bytes(pdf.read_bytes()[:3000])
    with pytest.raises(UnreadableFile, match=r"damaged|scan|no table"):
        read_plan(tmp_path / "cut.pdf")


def test_a_pdf_that_unpacks_without_end_is_refused_in_bounded_time(pdf: Path, tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"q 1 0 0 1 0 0 cm Q\n" * 50_000) for _ in range(600)) + packer.flush()
    with pikepdf.open(pdf) as document:
        document.pages[0].Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)
        document.save(tmp_path / "bomb.pdf", compress_streams=False)
    assert (tmp_path / "bomb.pdf").stat().st_size < 5 * 1024 * 1024
    started = fuzz.cpu_seconds()
    with pytest.raises(UnreadableFile, match="PDF"):
        read_plan(tmp_path / "bomb.pdf")
    assert fuzz.cpu_seconds() - started < 25


def test_a_picture_called_a_word_document_says_so(tmp_path: Path) -> None:
    Image.new("RGB", (40, 40)).save(tmp_path / "photo.png")
    (tmp_path / "photo.png").rename(tmp_path / "plan.docx")
    with pytest.raises(UnreadableFile, match="picture"):
        read_plan(tmp_path / "plan.docx")


def test_a_page_of_html_runs_and_fetches_nothing(tmp_path: Path) -> None:
    rows = [f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in SHAPES[0].rows]
    page = ["<script>alert('มาตรการ')</script>", f"<h1>{HEAD}</h1>", "<img src=http://127.0.0.1:9/x>", "<table>", *rows]
    plan = read_plan(text_file(tmp_path, *page, name="plan.html"))
    assert len(plan.measures) == 2
    assert "alert" not in str(plan)


@pytest.mark.parametrize(
    "opening", ["<!--", "<table", "<table>", "<script", "<td>", "<tr><td rowspan=1000 colspan=200>", "|", "\t"]
)
def test_a_megabyte_of_one_mark_does_not_hang(opening: str, tmp_path: Path) -> None:
    started = fuzz.cpu_seconds()
    try:
        read_plan(text_file(tmp_path, opening * (1_000_000 // len(opening))))
    except UnreadableFile as refusal:
        assert ": " in str(refusal)
    assert fuzz.cpu_seconds() - started < 8


def test_ten_thousand_rows_are_read_in_bounded_time(tmp_path: Path) -> None:
    row = "มาตรการที่ {}\t๑. จัดทำ ๒. เผยแพร่\tสำนักปลัด (งานนิติการ)\tไตรมาสที่ ๑-๒"
    rows = [row.format(number) for number in range(9_990)]
    path = text_file(tmp_path, HEAD, "มาตรการ\tขั้นตอน\tผู้รับผิดชอบ\tระยะเวลา", *rows)
    started = fuzz.cpu_seconds()
    assert len(read_plan(path).measures) == 9_990
    assert fuzz.cpu_seconds() - started < 40


def test_damaged_files_are_read_or_refused_but_never_crash_or_hang() -> None:
    outcome = fuzz.run(int(os.environ.get("RUNS", "120")), seed=int(os.environ.get("SEED", "2")))
    assert outcome.crashes == []
    assert outcome.slowest < fuzz.MOST_SECONDS


@pytest.mark.parametrize(
    "text",
    ["มาตรการ\tผู้รับผิดชอบ\n" + f"{'ก' * 30_000}\tกองคลัง\n" * 40, "บรรทัด\n" * 6_000, "ก" * 4_100_000],
    ids=["letters", "lines", "a page saved with its markup"],
)
def test_more_text_than_any_plan_has_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="too much text"):
        read_plan(text_file(tmp_path, text))


def test_a_word_as_long_as_a_cell_takes_no_time(tmp_path: Path) -> None:
    path = text_file(tmp_path, "มาตรการ\tผู้รับผิดชอบ", *[f"{'ก' * 39_000}\tกองคลัง"] * 3)
    begun = fuzz.cpu_seconds()
    assert len(read_plan(path, 2570).measures) == 3
    assert fuzz.cpu_seconds() - begun < 5


def test_styles_based_on_one_another_without_end_do_no_harm(tmp_path: Path) -> None:
    word = docx.Document()
    for one, other in (("List Number", "List Bullet"), ("List Bullet", "List Number")):
        based = word.styles[one].element.get_or_add_basedOn()
        based.val = word.styles[other].style_id
    table = word.add_table(2, 2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, value in zip(cells, ["มาตรการ", "ผู้รับผิดชอบ", "ก", "กองคลัง"], strict=True):
        cell.text = value
    table.cell(1, 0).paragraphs[0].style = "List Number"
    word.save(str(tmp_path / "plan.docx"))
    assert [measure.title for measure in read_plan(tmp_path / "plan.docx", 2570).measures] == ["ก"]


def test_a_table_of_more_cells_than_any_plan_has_is_refused_before_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="too much"):
        read_plan(text_file(tmp_path, *["\t".join("x" * 199)] * 2_000))
