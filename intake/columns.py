"""Columns by their headings: any order, any spacing, small slips; nested headings read downward."""

from dataclasses import dataclass
from functools import cache, lru_cache

from intake.tables import Row, Table
from intake.topics import known_topic, nearest, squeezed, topic_parts

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
    "score": "คะแนน|คะแนนรายตัวชี้วัด|ผลคะแนน",
    "tool_score": "คะแนนรายเครื่องมือ",
    "indicator": "รายละเอียดตัวชี้วัด|ชื่อตัวชี้วัด",
}
# A heading over other headings: it names no column itself.
_OVER = "การนำผลการวิเคราะห์ไปสู่การปฏิบัติ|ผลการวิเคราะห์"
_ALIKE = 0.86
# No heading row stands lower: a long list of other things is not searched to its end.
_DEEPEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """Which key each column has (None: not understood), and the rows that its headings take up."""

    keys: tuple[str | None, ...]
    first_row: int
    rows: int

    def __contains__(self, key: str) -> bool:
        return key in self.keys

    def place(self, key: str) -> int:
        """The index of the key's column, which must be there."""
        return self.keys.index(key)


@cache
def _known() -> dict[str, str | None]:
    keys: dict[str, str | None] = {_bare(wording): None for wording in _OVER.split("|")}
    keys.update({_bare(w): key for key, wordings in _WORDINGS.items() for w in wordings.split("|")})
    return keys


def _bare(text: str) -> str:
    return "".join(letter for letter in squeezed(text) if letter not in "/()-–.:*,")


@lru_cache(maxsize=4096)
def column_key(heading: str) -> str | None:
    """The key of the column that the heading names, or None where no wording is near it."""
    text = _bare(heading)
    if text in _known():
        return _known()[text]
    if len(text) < 5 or len(text) > 80:
        return None
    wording, alike = nearest(text, tuple(_known()))
    return _known()[wording] if alike >= _ALIKE else None


def find_columns(table: Table) -> Columns | None:
    """The columns of the first heading row in the table, or None where no row is one."""
    for place in range(min(len(table.rows), _DEEPEST_HEADING)):
        columns = columns_at(table, place)
        if columns:
            return columns
    return None


def columns_at(table: Table, place: int) -> Columns | None:
    """The columns that the row at `place` (from 0), and a row of nested headings below it, name; else None."""
    upper = _row_keys(table.rows[place])
    if not _is_heading(table.rows[place], upper):
        return None
    below = table.rows[place + 1] if place + 1 < len(table.rows) else ()
    lower = _row_keys(below)
    if not any(lower) or not _is_heading(below, lower):
        return Columns(_unique(upper), place, 1)
    return Columns(_unique(tuple(b or a for a, b in zip(upper, lower, strict=True))), place, 2)


def _row_keys(row: Row) -> tuple[str | None, ...]:
    return tuple(column_key(cell.text) if cell.lines else None for cell in row)


def _is_heading(row: Row, keys: tuple[str | None, ...]) -> bool:
    filled = sum(bool(cell.lines) for cell in row)
    return len({key for key in keys if key}) >= 2 and sum(map(bool, keys)) * 2 >= filled


def _unique(keys: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """The keys, a second column of the same key not understood."""
    return tuple(key if key and keys.index(key) == place else None for place, key in enumerate(keys))


def plan_columns(columns: Columns, rows: tuple[Row, ...]) -> Columns | None:
    """The columns as a plan has them, told by what stands below; None where the table is no plan.

    `มาตรการ/แนวทาง` holds the topics where its cells are the assessment's own headings; `วิธีการดำเนินการ`
    then holds the measures.
    """
    keys = columns.keys
    if "measure" not in keys and not ("steps" in keys and "question" not in keys):
        return None
    if "measure" in keys and "steps" in keys and "topic" not in keys and _holds_topics(columns, rows):
        keys = tuple({"measure": "topic", "steps": "measure"}.get(key or "", key) for key in keys)
    if "measure" not in keys:
        keys = tuple("measure" if key == "steps" else key for key in keys)
    return Columns(keys, columns.first_row, columns.rows)


def _holds_topics(columns: Columns, rows: tuple[Row, ...]) -> bool:
    place = columns.place("measure")
    titles = [topic_parts(row[place].text)[1] for row in rows if place < len(row) and row[place].lines]
    return bool(titles) and 2 * sum(known_topic(title) is not None for title in titles) > len(titles)
