"""Why a layout cannot be used is said in Thai from the error's own parts, whatever was typed."""

import ast
import string
from pathlib import Path

import pytest

from domain.layout_errors import WRONG, LayoutError
from domain.tables import KINDS
from reports.layouts.load import layout_of_text
from thai.catalogue import translator
from web.admin.layout_words import SENTENCES, describe_layout_error

ROOT = Path(__file__).resolve().parents[3]
SMALL = """name = "own"
title = "รายงาน {year}"
[[columns]]
key = "measure"
label = "มาตรการ"
[[columns]]
key = "result"
label = "ผล"
"""


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('"measure"', '"measur"', 4, "คอลัมน์ที่ 1: “measur” เป็นช่องของหน่วยงานเอง โปรดเพิ่ม filled_by"),
        ("{year}", "{yaer}", 2, "ไม่รู้จัก “yaer” ในวงเล็บปีกกา ใช้ได้: agency"),
        ("{year}", "{year", 2, "วงเล็บปีกกาเปิดปิดไม่ครบคู่: “{year”"),
        ('name = "own"', "", None, "ยังไม่มี “name”"),
        ("title =", 'titel = "x"\ntitle =', 2, "ไม่รู้จัก “titel” อาจสะกดผิด"),
        ('name = "own"', "name own", 1, "บรรทัดนี้เขียนไม่ถูกรูปแบบ"),
        ('name = "own"', 'name = "own"\nlandscape = "x"', 2, "“landscape” ต้องเป็น true หรือ false"),
        ('label = "ผล"', 'label = "ผล"\n[[front]]\nkind = "x"', 10, "ส่วนหน้าลำดับที่ 1: “x” ใช้ตรงนี้ไม่ได้ เลือกได้: cover"),
        (
            'label = "ผล"',
            'label = "ผล"\n[[back]]\nkind = "text"\nlines = "x"',
            11,
            "ส่วนท้ายลำดับที่ 1: “lines” ต้องเป็นรายการ",
        ),
        ('name = "own"', 'name = "own"\nblocks = ["x"]', 2, "“x” ใช้ตรงนี้ไม่ได้"),
        ('label = "ผล"', 'label = "ผล {year}"', 8, "คอลัมน์ที่ 2: “label” พิมพ์ตามที่เขียน"),
        ('label = "ผล"', 'label = "ผล"\nwidth = 0', 9, "คอลัมน์ที่ 2: “width” ต้องเป็นจำนวนเต็ม"),
        # What the admin typed looks like our own sentences; it changes nothing.
        (
            '"own"',
            '"own"\ngrouping = "x: column 9: is not text (at line 7)"',
            2,
            "“x: column 9: is not text (at line 7)” ใช้",
        ),
    ],
)
def test_a_mistake_is_said_with_its_line(before: str, after: str, line: int | None, said: str) -> None:
    with pytest.raises(LayoutError) as caught:
        layout_of_text(SMALL.replace(before, after, 1).encode(), "layout.toml")
    assert (caught.value.line, describe_layout_error(caught.value)[: len(said)]) == (line, said)


def raised_kinds() -> set[str]:
    """Every kind that is raised by name in the code."""
    found = set()
    for path in [*(ROOT / "domain").glob("*.py"), *(ROOT / "reports").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "LayoutError":
                found |= {str(each.value) for each in node.args[:1] if isinstance(each, ast.Constant)}
    return found


def test_every_kind_of_error_has_its_sentences() -> None:
    assert set(SENTENCES) == set(WRONG) == raised_kinds() | set(KINDS.values())
    for msgid in SENTENCES.values():
        parts = {name for _, name, _, _ in string.Formatter().parse(translator()(msgid)) if name}
        assert parts <= {"key", "value", "known"}
