"""Columns by their headings: any order, any spacing, small slips; nested headings read downward."""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from intake.read_columns import ReadColumn
from intake.responsible import read_responsible
from intake.tables import Row, Table
from intake.topics import known_topic, nearest, topic_parts
from thai.digits import to_arabic
from thai.normalise import fold_letters
from thai.timeframes import find_span

# The wordings that agencies use, parted by `|`. Slashes and spaces are not compared.
_WORDINGS = {
    "number": "ลำดับ|ลำดับที่|ที่|เลขที่|ข้อ|ข้อที่",
    "topic": "หัวข้อ|ประเด็น|ตัวชี้วัด|ตัวชี้วัดที่|ด้าน|ประเด็นการประเมิน|ประเด็นการวิเคราะห์|ประเด็น/ตัวชี้วัด",
    "question": "ข้อคำถาม ITA|ข้อคำถาม|ข้อความ ITA|ประเด็นคำถาม",
    "finding": "ข้อค้นพบ|ข้อบกพร่อง|ข้อบกพร่อง/จุดอ่อน|ผลการวิเคราะห์",
    "measure": "มาตรการ|มาตรการ/แนวทาง|แนวทาง|มาตรการ/กิจกรรม|กิจกรรม|โครงการ/กิจกรรม|มาตรการ/โครงการ/กิจกรรม|"
    "ประเด็นที่ต้องปรับปรุงแก้ไข/ประเด็นที่ต้องพัฒนา|ประเด็นที่ต้องพัฒนา|แนวทางการพัฒนา|มาตรการ/แนวทางการดำเนินการ",
    "steps": "ขั้นตอน|ขั้นตอน/วิธีดำเนินการ|ขั้นตอนหรือวิธีการ|ขั้นตอนหรือวิธีการ/มาตรการ|ขั้นตอน/วิธีการปฏิบัติ|"
    "วิธีการดำเนินการ|วิธีดำเนินการ|วิธีการ|ขั้นตอนการดำเนินการ|แนวทางการดำเนินการ|ขั้นตอน/วิธีการดำเนินการ",
    "responsible": "ผู้รับผิดชอบ|หน่วยงานผู้รับผิดชอบ|หน่วยงานที่รับผิดชอบ|ส่วนราชการที่รับผิดชอบ|หน่วยงานรับผิดชอบ|"
    "ส่วนราชการผู้รับผิดชอบ|ส่วนราชการ",
    "timeframe": "ระยะเวลา|ระยะเวลาดำเนินการ|ระยะเวลาการดำเนินการ|กำหนดเวลา|ช่วงเวลา|กำหนดเวลาแล้วเสร็จ|ช่วงเวลาดำเนินการ",
    "follow_up": "การกำกับติดตาม|การติดตามประเมินผล|การติดตาม|การรายงานผลและการกำกับติดตาม|การติดตามผล|"
    "การรายงานผลและการกำกับติดตามกำหนดเวลาแล้วเสร็จ|การกำกับติดตามและประเมินผล|การรายงานผล",
    "result": "ผลการดำเนินการ|ผลการดำเนินงาน",
    "dates": "การดำเนินการ|วันที่ดำเนินการ|วัน เดือน ปี ที่ดำเนินการ",
    "did": "ทำ|ดำเนินการ",
    "did_not": "ไม่ทำ|ไม่ดำเนินการ",
    "remark": "หมายเหตุ",
    "outcome": "ผลลัพธ์|ผลลัพธ์หรือความสำเร็จของการดำเนินการ|ผลลัพธ์ของการดำเนินการ",
    "suggestion": "ข้อเสนอแนะ|ปัญหาอุปสรรคและข้อเสนอแนะ|ปัญหา/อุปสรรค/ข้อเสนอแนะ",
    "start": "เริ่มต้น|วันเริ่มต้น|วันที่เริ่มต้น|เริ่ม",
    "finish": "สิ้นสุด|วันสิ้นสุด|วันที่สิ้นสุด|เสร็จสิ้น",
    "score": "คะแนน|คะแนนรายตัวชี้วัด|ผลคะแนน",
    "tool_score": "คะแนนรายเครื่องมือ",
    "indicator": "รายละเอียดตัวชี้วัด|ชื่อตัวชี้วัด",
}
# A heading over other headings: it names no column itself.
_OVER = "การนำผลการวิเคราะห์ไปสู่การปฏิบัติ|ผลการวิเคราะห์"
_ALIKE = 0.86
_NEARLY = 0.7  # so alike it is the likeliest answer to what the column is
# No heading row stands lower: a long list of other things is not searched to its end.
DEEPEST_HEADING = 60
_LONGEST_PERIOD = 60
# How sure a column is of which the heading names measures and steps together.
_OF_TWO = 0.8


@dataclass(frozen=True, slots=True)
class Columns:
    """Which key each column has (None: not understood), how sure that is (0 to 1), and the rows of its headings.

    A column of a single month or quarter, to be ticked, has the key `period`. `labels` are the headings as they stand;
    those at the indexes `units` name units to be ticked, under one heading of who is responsible. `read` says more of
    each column where the table is none of the known ones: its rows then stand each for itself.
    """

    keys: tuple[str | None, ...]
    first_row: int
    rows: int
    sure: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    units: frozenset[int] = frozenset()
    read: tuple[ReadColumn, ...] = ()

    def __contains__(self, key: str) -> bool:
        return key in self.keys

    def find_index(self, key: str) -> int:
        """The index of the key's column, which must be there."""
        return self.keys.index(key)


@cache
def _load_known_headings() -> dict[str, str | None]:
    keys: dict[str, str | None] = {fold_letters(wording): None for wording in _OVER.split("|")}
    keys.update({fold_letters(w): key for key, wordings in _WORDINGS.items() for w in wordings.split("|")})
    return keys


def usual_label(key: str) -> str:
    """The usual heading of the key's column."""
    return _WORDINGS[key].split("|")[0]


@lru_cache(maxsize=4096)
def column_of(heading: str) -> tuple[str | None, float]:
    """The key of the column that the heading names (None where no wording is near it), and how near, 0 to 1."""
    text = fold_letters(heading)
    if text in _load_known_headings():
        return _load_known_headings()[text], 1.0
    if is_period(heading):
        return "period", 1.0
    if two := _two_keys(heading):
        return ("measure", _OF_TWO) if two == {"measure", "steps"} else (None, 0.0)
    if len(text) < 5 or len(text) > 80 or text.startswith(("ทุก", "ยังไม่")):
        return None, 0.0
    wording, alike = nearest(text, tuple(_load_known_headings()))
    return (_load_known_headings()[wording], round(alike, 2)) if alike >= _ALIKE else (None, 0.0)


def near_key(heading: str) -> str | None:
    """The key of the wording that the heading is most like, to be asked about; None where it is like none."""
    text = fold_letters(heading)
    if len(text) < 5 or len(text) > 80:
        return None
    wording, alike = nearest(text, tuple(_load_known_headings()))
    return _load_known_headings()[wording] if alike >= _NEARLY else None


def is_period(heading: str) -> bool:
    """Whether the heading is a month, a quarter or another stretch of the year."""
    return len(heading) <= _LONGEST_PERIOD and find_span(heading, 2570) is not None


def names_two(heading: str) -> bool:
    """Whether the heading names two columns at once, such as `ผู้รับผิดชอบ/ระยะเวลา`."""
    return bool(_two_keys(heading))


def _two_keys(heading: str) -> set[str]:
    """The keys of the columns that the heading names, where it names several and nothing else."""
    parts = [fold_letters(part) for part in re.split(r"/|และ|,", heading)]
    keys = {key for part in parts if (key := _load_known_headings().get(part))}
    return keys if len(keys) > 1 and all(part in _load_known_headings() for part in parts) else set()


def find_columns(table: Table) -> Columns | None:
    """The columns of the first heading row in the table, or None where no row is one."""
    for place in range(min(len(table.rows), DEEPEST_HEADING)):
        columns = columns_at(table, place)
        if columns:
            return columns
    return None


def names_columns(row: Row) -> bool:
    """Whether the row spells at least two headings exactly, as one that is repeated on a further page does."""
    return (
        len({key for cell in row if cell.lines and (key := _load_known_headings().get(fold_letters(cell.text[:80])))})
        >= 2
    )


def columns_at(table: Table, place: int) -> Columns | None:
    """The columns that the row at `place` (from 0), and a row of nested headings below it, name; else None."""
    row = table.rows[place]
    upper = tuple(cell.text for cell in row)
    if not _is_heading(row, upper):
        return None
    below = table.rows[place + 1] if place + 1 < len(table.rows) else ()
    lower = _under_quarters(row, tuple(cell.text for cell in below))
    if not _is_heading(below, lower, nested=True):
        return _over_units(_build_columns(row, upper, (), place, 1), row, below)
    return _build_columns(row, tuple(b or a for a, b in zip(upper, lower, strict=True)), lower, place, 2)


def _over_units(columns: Columns, row: Row, below: Row) -> Columns:
    """The columns, those of who is responsible with the units that the row below names and nothing else."""
    named = [index for index, cell in enumerate(below) if cell.lines]
    spanned = all(row[index].joined == "left" or _spans(row, index) for index in named)
    if len(named) < 2 or not spanned or any(columns.keys[index] != "responsible" for index in named):
        return columns
    if not all(_is_unit(below[index].text) for index in named):
        return columns
    labels = tuple(cell.text or label for cell, label in zip(below, columns.labels, strict=True))
    return replace(columns, rows=2, labels=labels, units=frozenset(named))


def _spans(row: Row, index: int) -> bool:
    return index + 1 < len(row) and row[index + 1].joined == "left"


def _is_unit(text: str) -> bool:
    understood = read_responsible(text)
    return not understood.left_over and (understood.responsible.everyone or len(understood.responsible.units) == 1)


def _build_columns(row: Row, labels: tuple[str, ...], lower: tuple[str, ...], place: int, rows: int) -> Columns:
    named = [column_of(label) if label else (None, 0.0) for label in labels]
    keys, sure = [key for key, _ in named], [value for _, value in named]
    for index, cell in enumerate(row):
        if cell.joined == "left" and index and not (lower and lower[index]):
            keys[index], sure[index] = keys[index - 1], sure[index - 1]
    return Columns(_unique(tuple(keys), row), place, rows, tuple(sure), labels)


def _under_quarters(row: Row, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The nested headings; a bare 1 to 4 under `ไตรมาส` written out."""
    over, written = "", []
    for cell, text in zip(row, texts, strict=False):
        over = cell.text if cell.joined != "left" else over
        digit = to_arabic(text).strip()
        written.append(f"ไตรมาสที่ {digit}" if "ไตรมาส" in over and digit in set("1234") and digit else text)
    return tuple(written)


def _is_heading(row: Row, texts: tuple[str, ...], nested: bool = False) -> bool:
    """Whether the texts name at least two columns, and not many other things; nested ones must be spelled exactly."""
    named = [column_of(text) for text in texts if text]
    periods = sum(key == "period" for key, _ in named)
    twos = sum(map(names_two, texts))
    keys = {key for key, sure in named if key and key != "period" and (sure == 1 or not nested)}
    known = sum(bool(key) for key, _ in named) - (periods if periods < 2 else 0) + twos
    filled = sum(bool(cell.lines) for cell in row)
    ticked = nested and periods >= 2 and known == filled
    return ticked or (len(keys) + twos >= 2 and known * 2 >= filled)


def _unique(keys: tuple[str | None, ...], row: Row) -> tuple[str | None, ...]:
    """The keys, a second column of the same key not understood unless one heading stands over both."""
    return tuple(
        key if key == "period" or keys.index(key) == place or row[place].joined == "left" else None
        for place, key in enumerate(keys)
    )


def plan_columns(columns: Columns, rows: tuple[Row, ...]) -> Columns | None:
    """The columns as a plan has them, told by what stands below; None where the table is no plan.

    `มาตรการ/แนวทาง` holds the topics where its cells are the assessment's own headings; `วิธีการดำเนินการ`
    then holds the measures.
    """
    keys = columns.keys
    if "measure" not in keys and not ("steps" in keys and "question" not in keys):
        return None
    if "measure" in keys and "steps" in keys and "topic" not in keys and _holds_topics(columns, rows, "measure"):
        keys = tuple({"measure": "topic", "steps": "measure"}.get(key or "", key) for key in keys)
    if "measure" not in keys:
        keys = tuple("measure" if key == "steps" else key for key in keys)
    return replace(columns, keys=_with_numbers(_without_targets(columns, keys, rows), columns, rows))


def _holds_topics(columns: Columns, rows: tuple[Row, ...], key: str) -> bool:
    place = columns.find_index(key)
    beside = (row for row in rows if place < len(row) and sum(bool(cell.lines) for cell in row) > 1)
    titles = [topic_parts(row[place].text)[1] for row in beside if row[place].lines]
    return bool(titles) and 2 * sum(known_topic(title) is not None for title in titles) > len(titles)


def _without_targets(columns: Columns, keys: tuple[str | None, ...], rows: tuple[Row, ...]) -> tuple[str | None, ...]:
    """The keys; `ตัวชี้วัด` behind the measures is what they are measured by, unless it holds the assessment's own."""
    if "topic" not in columns.keys or columns.find_index("topic") < keys.index("measure"):
        return keys
    place = columns.find_index("topic")
    is_target = "ตัวชี้วัด" in columns.labels[place] and not _holds_topics(columns, rows, "topic")
    return tuple(None if is_target and at == place else key for at, key in enumerate(keys))


def _with_numbers(keys: tuple[str | None, ...], columns: Columns, rows: tuple[Row, ...]) -> tuple[str | None, ...]:
    """The keys; a column that holds nothing but numbers, without a heading or sharing one, counts the rows."""
    found = list(keys)
    for place, key in enumerate(keys):
        shares = key is not None and key != "period" and place + 1 < len(keys) and keys[place + 1] == key
        if (shares or not columns.labels[place]) and "number" not in found and _holds_numbers(place, rows):
            found[place] = "number"
    return tuple(found)


def _holds_numbers(place: int, rows: tuple[Row, ...]) -> bool:
    texts = [to_arabic(row[place].text).strip("(). ") for row in rows if place < len(row) and row[place].lines]
    return bool(texts) and all(text.isdecimal() and len(text) < 4 for text in texts)
