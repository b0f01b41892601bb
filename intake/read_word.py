"""Word documents (.docx): paragraphs and tables in their order, numbers and bullets that Word sets written out."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError, PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from intake.markup import plain_lines
from intake.tables import Block, Cell, Document, Joined, Paragraph, Place, Row, Table
from intake.unreadable import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, UnreadableFile
from intake.word_lists import WordLists
from intake.word_signs import box, find_sign, is_sign_font, replace_signs

_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# A drawing's text stands twice in the file, and what was struck out is no text.
_PASSED_OVER = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
# A text box's paragraphs are told by themselves.
_OF_OTHERS = {qn("w:p"), qn("w:txbxContent")}
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag")}


def read_word(path: Path) -> Document:
    """The document that a .docx file holds; raises UnreadableFile. Nothing in it is run or fetched."""
    try:
        document = docx.Document(str(path))
        return Document(tuple(_iterate_blocks(document)), landscape=_lies_down(document))
    except UnreadableFile:
        raise
    except (PackageNotFoundError, OpcError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise _damaged() from error
    # python-docx looks parts and attributes up without asking whether they are there.
    except (LookupError, AttributeError, TypeError, ValueError, NotImplementedError) as error:
        raise _damaged() from error


def _lies_down(document: Any) -> bool:
    """Whether the paper of the widest section lies on its side."""
    return any((section.page_width or 0) > (section.page_height or 0) for section in document.sections)


def _damaged() -> UnreadableFile:
    return UnreadableFile("document-damaged")


def _iterate_blocks(document: Any) -> Iterator[Block]:
    """Paragraphs and tables in order, those of a text box behind the paragraph it hangs on, footnotes last."""
    lists = WordLists(document)
    line = tables = 0
    for element in (*_elements(document.element.body), *_notes(document)):
        if element.tag == qn("w:tbl"):
            tables += 1
            yield _read_table(element, tables, lists)
            continue
        for text in plain_lines(_read_paragraph_text(element, lists)):
            line += 1
            yield Paragraph(text, line)


def _elements(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables below the element, and those of text boxes."""
    for element in _unwrapped(parent):
        if element.tag == qn("w:tbl"):
            yield element
        elif element.tag == qn("w:p"):
            yield element
            for text_box in _inside(element, qn("w:txbxContent")):
                yield from _elements(text_box)


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The outermost elements of the tag inside this one, but for what is passed over."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _PASSED_OVER:
            yield from _inside(child, tag)


def _notes(document: Any) -> Iterator[Any]:
    """The paragraphs of footnotes and endnotes; the lines that only part them from the text are none."""
    for rel in document.part.rels.values():
        if not rel.is_external and rel.reltype.endswith(("/footnotes", "/endnotes")):
            for note in parse_xml(rel.target_part.blob):
                if note.get(qn("w:type"), "normal") == "normal":
                    yield from _inside(note, qn("w:p"))


def _unwrapped(element: Any) -> Iterator[Any]:
    """The element's children, those of content controls and of insertions in their place."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _read_table(element: Any, number: int, lists: WordLists) -> Table:
    rows = [row for row in _unwrapped(element) if row.tag == qn("w:tr") and not _is_struck_out(row)]
    if len(rows) > MOST_ROWS:
        raise UnreadableFile("too-many-rows", most=MOST_ROWS)
    read = [_read_row(row, number, place, lists) for place, row in enumerate(rows, 1)]
    width = max(map(len, read), default=0)
    rows_filled = tuple(_fill_row(row, width, number, place) for place, row in enumerate(read, 1))
    return Table(rows_filled, number, _grid_widths(element, width))


def _grid_widths(element: Any, count: int) -> tuple[int, ...]:
    """The widths of the table's grid (twips), () where it has none for each column."""
    grid = element.find(qn("w:tblGrid"))
    widths = [column.get(qn("w:w"), "") for column in grid if column.tag == qn("w:gridCol")] if grid is not None else []
    return tuple(map(int, widths)) if len(widths) == count and all(w.isdecimal() and len(w) < 7 for w in widths) else ()


def _is_struck_out(row: Any) -> bool:
    """Whether the whole row was deleted while changes were tracked."""
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _fill_row(row: list[Cell], width: int, number: int, place: int) -> Row:
    empty = (Cell((), Place(number, place, column)) for column in range(len(row) + 1, width + 1))
    return (*row, *empty)


def _read_row(row: Any, number: int, place: int, lists: WordLists) -> list[Cell]:
    cells = [Cell((), Place(number, place, column)) for column in range(1, 1 + min(_before(row), MOST_COLUMNS))]
    for element in _unwrapped(row):
        if element.tag != qn("w:tc"):
            continue
        above = _continues(element)
        lines = () if above else _read_cell_lines(element, lists)
        joined: Joined | None = "above" if above else None
        for _ in range(min(_column_span(element), MOST_COLUMNS)):
            cells.append(Cell(lines, Place(number, place, len(cells) + 1), joined))
            lines, joined = (), joined or "left"
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFile("too-many-columns", most=MOST_COLUMNS)
    return cells


def _before(row: Any) -> int:
    """How many columns the row leaves out at its left."""
    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    value = "0" if before is None else before.get(qn("w:val"), "0")
    return int(value) if value.isdecimal() and len(value) < 6 else 0


def _continues(cell: Any) -> bool:
    """Whether the cell is merged with the one above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _column_span(cell: Any) -> int:
    """How many columns the cell takes up."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = "1" if span is None else span.get(qn("w:val"), "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 6 else 1


def _read_cell_lines(cell: Any, lists: WordLists) -> tuple[str, ...]:
    """The lines of the cell's paragraphs, those of a table inside it too; a cell may hold nothing but Word's number."""
    marked = [(lists.find_mark(paragraph), "".join(_iterate_texts(paragraph))) for paragraph in _find_paragraphs(cell)]
    lines = tuple(line for mark, text in marked if text.strip() for line in plain_lines(mark + text))
    if sum(map(len, lines)) > MOST_LETTERS:
        raise UnreadableFile("cell-too-long", most=MOST_LETTERS)
    return lines or tuple(mark.strip() for mark, _ in marked[:1] if mark.strip("- "))


def _find_paragraphs(element: Any) -> Iterator[Any]:
    """The paragraphs inside the element, those of tables and text boxes too."""
    for paragraph in _inside(element, qn("w:p")):
        yield paragraph
        yield from _find_paragraphs(paragraph)


def _read_paragraph_text(paragraph: Any, lists: WordLists) -> str:
    """The paragraph's text behind the number or bullet that Word sets."""
    mark, text = lists.find_mark(paragraph), "".join(_iterate_texts(paragraph))
    return mark + text if text.strip() else ""


def _iterate_texts(element: Any, font: str | None = None) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            text = child.text or ""
            yield replace_signs(font, text) if font else text
        elif child.tag == qn("w:sym"):
            yield find_sign(child.get(qn("w:font")), int(child.get(qn("w:char"), "0"), 16))
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == qn("w:sdt") and (checked := _read_checkbox(child)):
            yield checked
        elif child.tag not in _PASSED_OVER and child.tag not in _OF_OTHERS:
            yield from _iterate_texts(child, _sign_font(child) if child.tag == qn("w:r") else font)


def _sign_font(run: Any) -> str | None:
    """The run's font where it draws signs for letters."""
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    font = None if fonts is None else fonts.get(qn("w:ascii"))
    return font if is_sign_font(font) else None


def _read_checkbox(control: Any) -> str:
    """A box to be ticked, nothing for another control; what is drawn in it says less than whether it is ticked."""
    found = control.find(f"{qn('w:sdtPr')}/{{{_WORD_2010}}}checkbox")
    if found is None:
        return ""
    state = found.find(f"{{{_WORD_2010}}}checked")
    return box(None if state is None else state.get(f"{{{_WORD_2010}}}val", "1"))
