"""Forms that are no tables: the same labels again for each measure, in lines, or in narrow tables of two columns.

They are made a table, with a row for each measure, so that they are read as any other.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from intake.numbering import numbered
from intake.tables import Block, Cell, Document, Paragraph, Place, Table
from thai.normalise import fold_text

_COLON = re.compile(r"^(?P<label>[^:：]{2,70}?)\s*[:：]\s*(?P<value>.*)$")
_NUMBERED = re.compile(r"^(?P<label>[(]?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)]?\s*\S+)(?:\s+(?P<value>.*))?$")
_COUNTED = re.compile(
    r"(?P<label>(?:ชื่อ)?(?:มาตรการ|โครงการ|กิจกรรม|แนวทาง|ข้อเสนอแนะ)[ก-๙/]{0,30}?)\s*(?:ที่|ลำดับ(?:ที่)?|ข้อ(?:ที่)?)?\s*(?P<number>[0-9๐-๙]{1,3})"
)
_LEAST_LABELS = 3


@dataclass(slots=True)
class _Record:
    """One measure's labels with their lines, and where each stands."""

    values: dict[str, list[str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def start(self, label: str, value: str, line: int) -> str:
        key = fold_text(label)
        self.values[key] = [value] if value else []
        self.labels[key], self.lines[key] = label, line
        return key


def with_forms_as_tables(document: Document) -> Document:
    """The document with its forms as one table; unchanged where it holds none that come again."""
    found = _records_of_tables(document) or _records_of_list(document) or _records_of_lines(document)
    if not found:
        return document
    records, used, numbers = found
    table = _build_table(records, max((table.number for table in document.tables), default=0) + 1)
    blocks: list[Block] = []
    for block in document.blocks:
        is_used = block.line in used if isinstance(block, Paragraph) else block.number in numbers
        if not is_used:
            blocks.append(block)
    return Document((*blocks, table), document.sure, document.sheets, document.doubts)


_Found = tuple[list[_Record], set[int], set[int]]


def _records_of_tables(document: Document) -> _Found | None:
    """The records of tables with a label and a value in each row, where labels come again."""
    narrow = [table for table in document.tables if table.width == 2 and len(table.rows) > 1]
    counted = Counter(fold_text(row[0].text) for table in narrow for row in table.rows if row[0].lines)
    again = {label for label, times in counted.items() if times > 1}
    if len(again) < _LEAST_LABELS:
        return None
    records: list[_Record] = []
    numbers: set[int] = set()
    for table in narrow:
        if not any(fold_text(row[0].text) in again for row in table.rows):
            continue
        numbers.add(table.number)
        opened = False
        for row in table.rows:
            if not row[0].lines:
                continue
            label = row[0].text.rstrip(" :：")
            if not opened or fold_text(label) in records[-1].values:
                records.append(_Record())
                opened = True
            key = records[-1].start(label, "", row[0].place.row)
            records[-1].values[key] = list(row[1].lines)
    return records, set(), numbers


def _records_of_lines(document: Document) -> _Found | None:
    """The records of lines that begin with the same labels again and again."""
    lines = document.paragraphs
    parted = [_part(line.text) for line in lines]
    counted = Counter(fold_text(label) for label, _ in parted if label)
    again = {label for label, times in counted.items() if times > 1}
    if len(again) < _LEAST_LABELS:
        return None
    labels = {label for label, _ in parted if fold_text(label) in again}
    lines = tuple(replace(line, text=text) for line in lines for text in _at_labels(line.text, labels))
    parted = [_part(line.text) for line in lines]
    starter = next(fold_text(label) for label, _ in parted if fold_text(label) in again)
    records: list[_Record] = []
    used: set[int] = set()
    key = ""
    for line, (label, value) in zip(lines, parted, strict=True):
        folded = fold_text(label)
        if folded == starter:
            records.append(_Record())
        if not records:
            continue
        used.add(line.line)
        if folded in again and folded not in records[-1].values:
            key = records[-1].start(label, value, line.line)
        else:
            records[-1].values[key].append(line.text)
    return records, used, set()


def _records_of_list(document: Document) -> _Found | None:
    """The records of a numbered list, each item with the same labelled lines below it."""
    lines = document.paragraphs
    colons = [match and fold_text(match["label"]) for match in (_COLON.match(line.text) for line in lines)]
    again = {label for label, times in Counter(filter(None, colons)).items() if times > 1}
    if len(again) < 2:
        return None
    records: list[_Record] = []
    used: set[int] = set()
    key = ""
    for place, line in enumerate(lines):
        is_item = numbered(line.text)[0] and place + 1 < len(lines) and colons[place + 1] in again
        if is_item and colons[place] not in again:
            records.append(_Record())
            number, text = numbered(line.text)
            records[-1].start("ที่", str(number), line.line)
            key = records[-1].start("มาตรการ", text, line.line)
        elif records and (match := _COLON.match(line.text)) and colons[place] in again:
            key = records[-1].start(match["label"], match["value"], line.line)
        elif records:
            records[-1].values[key].append(line.text)
        if records:
            used.add(line.line)
    return (records, used, set()) if len(records) > 1 else None


def _at_labels(text: str, labels: set[str]) -> list[str]:
    """The line cut before each label with its colon: a PDF may set one line behind another."""
    if not _COLON.match(text):
        return [text]
    pattern = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    counted = r"(?:\s*(?:ที่)?\s*[0-9๐-๙]{1,3})?"
    return [part for part in re.split(rf"(?<=\S)\s*(?=(?:{pattern}){counted}\s*[:：])", text) if part]


def _part(text: str) -> tuple[str, str]:
    """The label that the line begins with and what stands behind it; ("", line) where it begins with none."""
    if match := _COLON.match(text):
        return _without_count(match["label"].strip(), match["value"].strip())
    if match := _NUMBERED.match(text):
        return match["label"].strip(), (match["value"] or "").strip()
    return "", text


def _without_count(label: str, value: str) -> tuple[str, str]:
    """The label without the number that counts the measures, which goes before what it names: `มาตรการที่ ๑ : …`."""
    match = _COUNTED.fullmatch(label)
    return (match["label"], f"{match['number']}. {value}".strip()) if match else (label, value)


def _build_table(records: list[_Record], number: int) -> Table:
    keys = tuple(dict.fromkeys(key for record in records for key in record.values))
    labels = {key: label for record in reversed(records) for key, label in record.labels.items()}
    heads = tuple(_cell((labels[key],), number, 1, place) for place, key in enumerate(keys, 1))
    rows = tuple(
        tuple(
            _cell(tuple(record.values.get(key, ())), number, record.lines.get(key, 1), place)
            for place, key in enumerate(keys, 1)
        )
        for record in records
    )
    return Table((heads, *rows), number)


def _cell(lines: tuple[str, ...], number: int, row: int, column: int) -> Cell:
    return Cell(lines, Place(number, row, column))
