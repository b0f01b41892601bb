"""The rows of any table made plain: sums taken out, bands put across, rows that go on joined to the one above."""

import re
from dataclasses import replace

from intake.columns import Columns
from intake.contents import is_mark
from intake.numbering import numbered
from intake.plan_and_result import with_results_in_words
from intake.tables import Cell, Row
from intake.topics import known_topic, topic_parts
from thai.digits import to_arabic

_SUM = re.compile(
    r"^(?:รวม|ยอดรวม|ผลรวม|total)(?:เป็น|ทั้งสิ้น|ทั้งหมด|ทั้งปี|จำนวน|เงิน|งบประมาณ|ค่าใช้จ่าย|สุทธิ)*(?:\s|[:0-9๐-๙]|โครงการ|กิจกรรม|$)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"[0-9๐-๙]")
_BAND = re.compile(
    r"^(?:[(\[]?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[)\].]*\s*)?"
    r"(?:ตัวชี้วัด|ประเด็น|เครื่องมือ|ด้าน|มิติ|ยุทธศาสตร์|กลยุทธ์|แผนงาน|หมวด|ส่วนที่|องค์ประกอบ|กลุ่ม|กระบวน|ภารกิจ|พันธกิจ|เป้าประสงค์)"
)


def tidy_rows(columns: Columns, rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows with a measure each, or a band across all columns; and those that only sum up."""
    kept: list[Row] = []
    sums: list[Row] = []
    for row in with_results_in_words(columns, rows):
        if _is_sum(row):
            sums.append(row)
        elif _is_band(columns, row):
            kept.append(_across(row))
        elif kept and _continues_row(columns, kept, row):
            kept[-1] = _join_rows(kept[-1], row)
        else:
            kept.append(row)
    return tuple(kept), tuple(sums)


def is_over_others(row: Row) -> bool:
    """Whether the row sums up, or is one text across the columns: its cells say nothing of what a column holds."""
    return _is_sum(row) or is_text(row) or 2 * sum(cell.joined == "left" for cell in row) > len(row)


def is_text(row: Row) -> bool:
    """Whether only one cell says something."""
    return sum(bool(cell.lines) for cell in row) == 1


def find_text_below(rows: tuple[Row, ...]) -> int:
    """Where text begins below a table on a sheet: behind the last blank row, where only rows of one cell follow."""
    blanks = [place for place, row in enumerate(rows) if not any(cell.lines for cell in row)]
    followed = (place for place in blanks if all(is_text(row) for row in rows[place:] if any(c.lines for c in row)))
    return next(followed, len(rows))


def _is_sum(row: Row) -> bool:
    """Whether the row's first words say that it sums up; `รวม พลังชุมชน`, with words in other cells, is a measure."""
    first, *others = [cell.text for cell in row if cell.lines] or [""]
    found = _SUM.match(first)
    if not found or len(first) >= 60:
        return False
    is_beside_words = any(_names_something(each) and not _DIGIT.search(each) for each in others)
    return not (is_beside_words and _names_something(first[found.end() :]))


def _names_something(text: str) -> bool:
    return bool(re.search(r"[ก-ฮ]{2}", text))


def _is_band(columns: Columns, row: Row) -> bool:
    """Whether the row holds one text over the rows below: across all columns, in the first one, or by its words."""
    filled = [place for place, cell in enumerate(row) if cell.lines]
    if not 1 <= len(filled) <= 2 or len(row) < 3:
        return False
    text = row[filled[-1]].text
    if len(filled) == 2:
        is_numbered = columns.keys[filled[0]] == "number"
        return is_numbered and columns.keys[filled[1]] == "measure" and _names_band(text)
    if any(cell.joined == "above" for cell in row):
        return False
    spanned = sum(cell.joined == "left" for cell in row)
    if spanned >= len(row) - 1:
        return True
    measure = columns.find_index("measure")
    if filled[0] == 0 and measure != 0 and "topic" not in columns.keys[:1]:
        return not _is_bare_number(text)
    return _names_band(text) and filled[0] in (0, measure) and columns.keys[filled[0]] != "topic"


def _names_band(text: str) -> bool:
    return bool(_BAND.match(text)) or known_topic(topic_parts(text)[1]) is not None


def _is_bare_number(text: str) -> bool:
    return to_arabic(text).strip("(). ").replace(".", "").isdecimal()


def _across(row: Row) -> Row:
    """The row as one cell across all columns."""
    text = next(cell for cell in row if cell.lines)
    said = " ".join(cell.text for cell in row if cell.lines)
    first = replace(text, lines=(said,), joined=None)
    return (first, *(replace(cell, lines=(), joined="left") for cell in row[1:]))


def _continues_row(columns: Columns, kept: list[Row], row: Row) -> bool:
    """Whether the row goes on in the one above: no number where others have one, nobody named, nothing ticked."""
    measure = columns.find_index("measure")
    above = kept[-1]
    if not above[measure].lines or all(cell.joined == "left" for cell in above[1:]):
        return False
    has_numbers = "number" in columns and above[columns.find_index("number")].lines
    if has_numbers and (row[columns.find_index("number")].lines or row[columns.find_index("number")].joined):
        return False
    if not has_numbers and (row[measure].lines or row[measure].joined):
        return False
    if any(cell.joined == "above" for cell in row) and row[measure].lines:
        return False
    own = [place for place, key in enumerate(columns.keys) if key in ("responsible", "timeframe", "start", "result")]
    ticks = [place for place, key in enumerate(columns.keys) if key == "period"]
    says_more = any(row[place].lines and above[place].lines for place in own)
    ticked = any(row[place].lines and is_mark(row[place].text) for place in ticks)
    return not says_more and not ticked and not (row[measure].lines and numbered(row[measure].lines[0])[0])


def _join_rows(above: Row, row: Row) -> Row:
    return tuple(_join_cells(over, cell) for over, cell in zip(above, row, strict=True))


def _join_cells(over: Cell, cell: Cell) -> Cell:
    return replace(over, lines=over.lines + cell.lines) if cell.lines else over
