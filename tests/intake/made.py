"""The real documents made again as Word, Excel and PDF files: merged cells, headings repeated on each page."""

import json
import shutil
import subprocess
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import typst
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement

from intake.open_file import open_document
from intake.tables import Paragraph, Table
from reports.fonts.face import FAMILY, FONT_FOLDER
from reports.pdf.text import exact_text
from tests.patience import PATIENCE
from thai.normalise import remove_spaces

FORMATS = (".docx", ".xlsx", ".pdf")
_LONG = 30
_TYPST = """
#let blocks = json("blocks.json")
#set page(paper: "a4", flipped: true, margin: 1.5cm)
#set text(font: "FAMILY", size: 14pt, lang: "th")
#set par(leading: 0.4em, spacing: 0.5em)
#let body(lines) = for line in lines { par(line) }
#let one(c) = table.cell(rowspan: c.down, colspan: c.across, body(c.lines))
#for b in blocks {
  if b.kind == "text" { par(b.text) } else {
    table(columns: b.widths.map(w => w * 1fr), inset: 4pt, align: left + top,
      table.header(repeat: true, ..b.head.map(one)), ..b.rows.map(one))
  }
}
"""

Lines = tuple[str, ...]
Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, how many of its rows are headings, and its merged ranges (top, left, bottom, right)."""

    rows: tuple[tuple[Lines, ...], ...]
    heads: int
    merges: tuple[Span, ...]

    @property
    def width(self) -> int:
        return len(self.rows[0])


def made_of(source: Path, ending: str, folder: Path) -> Path:
    """The document as a file of that ending."""
    path = folder / f"{source.stem}{ending}"
    makers = {".docx": write_word, ".xlsx": write_workbook, ".pdf": write_pdf}
    makers[ending](path, blocks_of(source))
    return path


def by_office(document: Path, folder: Path) -> Path | None:
    """The Word document as LibreOffice's PDF of it, None where that is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    made = folder / "office" / f"{document.stem}.pdf"
    subprocess.run([*command, "--outdir", made.parent, document], check=True, capture_output=True, timeout=PATIENCE)
    return made


@cache
def blocks_of(source: Path) -> tuple[str | Grid, ...]:
    """The document's text and tables; what a page break tore, headings not repeated, is one table again."""
    blocks: list[str | Grid] = []
    for block in open_document(source).blocks:
        if isinstance(block, Paragraph):
            blocks.append(block.text)
            continue
        rows = tuple(tuple(cell.lines for cell in row) for row in block.rows)
        last = blocks[-1] if blocks else None
        heads = _heads(block)
        if isinstance(last, Grid) and heads == 0 and last.width == len(rows[0]):
            blocks[-1] = replace(last, rows=_joined(last.rows, rows))
        elif isinstance(last, Grid) and _same_head(last.rows[0], rows[0]):
            blocks[-1] = replace(last, rows=last.rows + rows[heads:])
        else:
            blocks.append(Grid(rows, heads, ()))
    return tuple(replace(b, merges=_merges(b)) if isinstance(b, Grid) else b for b in blocks)


def _same_head(one: tuple[Lines, ...], other: tuple[Lines, ...]) -> bool:
    """True where both rows hold the same words, however they are broken into lines."""
    return [remove_spaces("".join(lines)) for lines in one] == [remove_spaces("".join(lines)) for lines in other]


def _heads(table: Table) -> int:
    """How many rows are headings; a heading's wordings are known to this test by themselves."""
    first = "".join(cell.text for cell in table.rows[0])
    if len(first) > 200 or not any(word in first for word in ("มาตรการ", "คะแนน", "ข้อคำถาม", "การนำผล", "ประเด็นที่ต้อง")):
        return 0
    if "ผู้รับผิดชอบ" not in first and "ผลการดำเนิน" not in first and "คะแนน" not in first:
        return 0
    return 2 if "การนำผล" in first else 1


def _joined(above: tuple[tuple[Lines, ...], ...], below: tuple[tuple[Lines, ...], ...]) -> Any:
    """The rows of both pages; the first row of the second page goes on in the last of the first where it must."""
    first = below[0]
    place = 1 if not first[0] else 0
    torn = not first[0] and (not first[place] or not _begins(first[place][0]))
    if not torn:
        return above + below
    row = tuple(_glued(a, b) for a, b in zip(above[-1], first, strict=True))
    return (*above[:-1], row, *below[1:])


def _glued(first: Lines, second: Lines) -> Lines:
    if first and second and len(second[0]) > _LONG and not _begins(second[0]):
        return (*first[:-1], f"{first[-1]}{second[0]}", *second[1:])
    return first + second


def _begins(line: str) -> bool:
    return line[:1] in "-–(" or line[:2].strip(".")[:1] in "๐๑๒๓๔๕๖๗๘๙"


def _merges(grid: Grid) -> tuple[Span, ...]:
    spans = [*_head_merges(grid)]
    heading = " ".join(line for lines in grid.rows[0] for line in lines)
    down = [0] if "วิธีการดำเนินการ" in heading and "ข้อเสนอแนะ" in heading else []
    down = [1, 3, 4] if "หน่วยงาน" in heading and grid.heads == 2 else down
    for column in down:
        spans += _down(grid, column)
    for place, row in enumerate(grid.rows[grid.heads :], grid.heads):
        if row[0] and not any(row[1:]) and grid.width > 3 and not down:
            spans.append((place, 0, place, grid.width - 1))
    return tuple(spans)


def _head_merges(grid: Grid) -> list[Span]:
    if grid.heads < 2:
        return []
    upper, lower = grid.rows[0], grid.rows[1]
    spans: list[Span] = []
    for column, lines in enumerate(upper):
        if lines and not lower[column]:
            spans.append((0, column, 1, column))
        elif lines:
            end = column
            while end + 1 < grid.width and not upper[end + 1] and lower[end + 1]:
                end += 1
            spans.append((0, column, 0, end))
    return spans


def _down(grid: Grid, column: int) -> list[Span]:
    spans: list[Span] = []
    top = grid.heads
    for place in range(grid.heads + 1, len(grid.rows) + 1):
        if place == len(grid.rows) or grid.rows[place][column]:
            if place - 1 > top:
                spans.append((top, column, place - 1, column))
            top = place
    return spans


def write_word(path: Path, blocks: tuple[str | Grid, ...]) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block.rows), cols=block.width, style="Table Grid")
        for top, left, bottom, right in block.merges:
            table.cell(top, left).merge(table.cell(bottom, right))
        for down, row in enumerate(block.rows):
            for across, lines in enumerate(row):
                if lines:
                    cell = table.cell(down, across)
                    cell.paragraphs[0].add_run(lines[0])
                    for line in lines[1:]:
                        cell.add_paragraph(line)
        for row in table.rows[: block.heads]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.save(str(path))


def write_workbook(path: Path, blocks: tuple[str | Grid, ...]) -> None:
    """Everything on one sheet, tables under one another with text between."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        wrapped = book.add_format({"text_wrap": True})
        place = 0
        for block in blocks:
            if isinstance(block, str):
                sheet.write_string(place, 0, block)
                place += 1
                continue
            place += 1
            for down, row in enumerate(block.rows):
                for across, lines in enumerate(row):
                    if lines:
                        sheet.write_string(place + down, across, "\n".join(lines), wrapped)
            for top, left, bottom, right in block.merges:
                if (top, left) != (bottom, right):
                    text = "\n".join(block.rows[top][left])
                    sheet.merge_range(place + top, left, place + bottom, right, text, wrapped)
            place += len(block.rows) + 1


def write_pdf(path: Path, blocks: tuple[str | Grid, ...]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        data = [{"kind": "text", "text": b} if isinstance(b, str) else _typst_table(b) for b in blocks]
        (folder / "blocks.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (folder / "made.typ").write_text(_TYPST.replace("FAMILY", FAMILY), encoding="utf-8")
        path.write_bytes(
            exact_text(typst.compile(folder / "made.typ", font_paths=[FONT_FOLDER], ignore_system_fonts=True))
        )


def _typst_table(grid: Grid) -> dict[str, Any]:
    covered = {
        (down, across): (bottom - top + 1, right - left + 1) if (down, across) == (top, left) else None
        for top, left, bottom, right in grid.merges
        for down in range(top, bottom + 1)
        for across in range(left, right + 1)
    }
    widths = [
        max(4, min(40, max(len(line) for row in grid.rows for line in row[at] or ("",)))) for at in range(grid.width)
    ]
    cells: list[list[dict[str, Any]]] = []
    for down, row in enumerate(grid.rows):
        cells.append([])
        for across, lines in enumerate(row):
            span = covered.get((down, across), (1, 1))
            if span:
                cells[-1].append({"lines": list(lines), "down": span[0], "across": span[1]})
    head = [cell for row in cells[: grid.heads] for cell in row]
    rows = [cell for row in cells[grid.heads :] for cell in row]
    return {"kind": "table", "widths": widths, "head": head, "rows": rows}
