"""Files that cannot be read: a clear sentence, in bounded time, and never a crash."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from intake.plan_file import UnreadableFile, read_plan
from intake.plan_template import write_template
from tests.examples import examples
from tests.intake.files import text_file

pytestmark = pytest.mark.repeats

_PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("plan.xlsx", _PNG, "picture"),
        ("plan.txt", b"\xff\xd8\xff\xe0" + b"x" * 50, "picture"),
        ("plan.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Word or Excel"),
        ("plan.pdf", b"%PDF-1.7\n", "PDF"),
        ("plan.csv", b"", "empty"),
        ("plan.csv", b"  \n", "empty"),
        ("plan.csv", b"a,b\x00\x01\x02", "not a text file"),
        ("plan.txt", b"\xff\xff\xff\xfd\xfd", "letters"),
        ("plan.exe", b"hello", "kind of file"),
        ("plan.csv", b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
        ("plan.csv", b"a,b\n" * 10_001, "10,000 rows"),
        ("plan.txt", b"a\tb\n" * 10_001, "10,000 rows"),
        ("plan.csv", b"," * 300, "200 columns"),
        ("plan.csv", b'a,"' + b"x" * 200_000, "broken"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=says) as refusal:
        read_plan(path)
    assert ": " in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_plan(tmp_path / "none.xlsx")


@pytest.mark.slow
def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(130):
                part.write(b"\0" * (1 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(UnreadableFile, match="unpacks to too much"):
        read_plan(path)


@pytest.mark.slow
def test_one_cell_in_the_farthest_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "a")
        sheet.write_string(1_048_575, 16_383, "b")
    with pytest.raises(UnreadableFile, match="10,000 rows"):
        read_plan(path)


def test_another_kind_of_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("photo.jpg", b"x")
    with pytest.raises(UnreadableFile, match="not read yet"):
        read_plan(path)


@pytest.mark.slow
def test_a_workbook_is_known_by_its_bytes_whatever_it_is_called(tmp_path: Path) -> None:
    write_template(tmp_path / "form.xlsx")
    renamed = (tmp_path / "form.xlsx").rename(tmp_path / "form.csv")
    assert len(read_plan(renamed).measures) == 2


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    write_template(path)
    return path.read_bytes()


@examples(80)
@given(
    damage=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=6),
    kept=st.floats(0.2, 1),
)
def test_a_damaged_workbook_is_read_or_refused_but_never_crashes(
    form: bytes, tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(form)
    for place, value in damage:
        content[int(place * len(content))] = value
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(content[: int(max(kept, 0.2) * len(content))])
    try:
        read_plan(path)
    except UnreadableFile as refusal:
        assert ": " in str(refusal)


_table_text = st.lists(
    st.lists(
        st.sampled_from(
            ["", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา", "หัวข้อ", "ลำดับ", "๑. ก ๒. ข", "- ก - ข", "<p>ก</p><p>ข", "(๑) ก",
             "ทุกส่วนราชการ", "สำนักปลัด (งาน", "ไตรมาสที่ ๑", "---", "ลงชื่อ", "(นายก ข)", "e๑ ก e๒ ข", "ผลการดำเนินการ"]
        )
        | st.text(max_size=12),
        min_size=1,
        max_size=6,
    ),
    max_size=12,
)  # fmt: skip


@examples(120)
@given(rows=_table_text, separator=st.sampled_from(["\t", " | ", ","]))
def test_any_table_is_read_or_refused_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str
) -> None:
    name = "any.csv" if separator == "," else "any.txt"
    edge = "|" if "|" in separator else ""
    lines = [edge + separator.join(row) + edge for row in rows]
    folder = tmp_path_factory.getbasetemp()
    try:
        path = text_file(folder, "มาตรการ,ผู้รับผิดชอบ".replace(",", separator), *lines, name=name)
    except UnicodeEncodeError:
        return
    try:
        read_plan(path, 2570)
    except UnreadableFile as refusal:
        assert ": " in str(refusal)
