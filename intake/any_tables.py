"""The plan's tables in a document whose tables have none of the known heading rows: any headings, bands, sum rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.any_columns import read_columns
from intake.any_rows import find_text_below, is_over_others, tidy_rows
from intake.column_answers import NO_ANSWERS, Answers
from intake.columns import Columns
from intake.finished_columns import as_columns
from intake.headings import Headings, find_headings
from intake.numbering import numbered
from intake.plan_tables import OF_YEAR, PlanTable, find_table_end
from intake.tables import Block, Document, Paragraph, Row, Table
from intake.topics import find_topic_kind, topic_parts
from thai.normalise import fold_text

_LONGEST_HEADING = 140
_TOPIC_WORDS = ("ยุทธศาสตร์", "ประเด็น", "มิติ", "ด้าน", "กลยุทธ์", "แผนงาน", "ตัวชี้วัด", "หมวด", "เป้าประสงค์", "พันธกิจ")
_YEAR = re.compile(r"ปี\s*(?:พ\.?\s?ศ\.?\s*)?[2๒][5๕][0-9๐-๙]{2}")
_GOES_ON = ("(ต่อ)", "(ต่อ )")


@dataclass(frozen=True, slots=True)
class Found:
    """What of a document is its plan, what the text around it is, which tables are neither, and its rows of sums."""

    tables: tuple[PlanTable, ...]
    text: tuple[Paragraph, ...]
    unread: tuple[Table, ...]
    sums: tuple[Paragraph, ...] = ()


@dataclass(slots=True)
class _Piece:
    """A table below one set of headings, with the topics that the text above it names."""

    table: Table
    headings: Headings
    heading_row: Row
    rows: list[Row]
    topics: tuple[str, ...]


def find_any_tables(document: Document, answers: Answers = NO_ANSWERS) -> Found:
    """Every table whose headings name measures, or enough else that a plan has, and what stands around them.

    `answers` is what a person said of the columns.
    """
    pieces, text, unread = _walk(document, frozenset(answers))
    read = {fold: _read_alike(pieces, fold, answers) for fold in dict.fromkeys(map(_fold, pieces))}
    tables: list[PlanTable] = []
    sums: list[Paragraph] = []
    for piece in pieces:
        columns = read[_fold(piece)]
        if "measure" not in columns:
            unread.append(piece.table)
            continue
        rows, left = tidy_rows(columns, tuple(piece.rows))
        sums.extend(_as_paragraphs(left))
        if rows:
            tables.append(PlanTable(columns, rows, piece.topics, piece.heading_row))
    return Found(tuple(tables), tuple(sorted(text, key=lambda line: line.line)), tuple(unread), tuple(sums))


def _fold(piece: _Piece) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(fold_text, path)) for path in piece.headings.paths)


def _read_alike(pieces: list[_Piece], fold: tuple[tuple[str, ...], ...], answers: Answers) -> Columns:
    """The columns of all tables under these headings, told by all their rows."""
    alike = [piece for piece in pieces if _fold(piece) == fold]
    rows = [row for piece in alike for row in piece.rows if not is_over_others(row)]
    return as_columns(read_columns(alike[0].headings, rows, answers), alike[0].headings)


def _walk(document: Document, named: frozenset[str]) -> tuple[list[_Piece], list[Paragraph], list[Table]]:
    pieces: list[_Piece] = []
    text: list[Paragraph] = []
    unread: list[Table] = []
    above: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            text.append(block)
            above.append(block.text)
            continue
        headings = find_headings(block, named)
        previous = pieces[-1] if pieces else None
        if headings:
            text.extend(_as_paragraphs(block.rows[: headings.first_row]))
            above.extend(cell.text for row in block.rows[: headings.first_row] for cell in row if cell.lines)
            pieces.append(_piece(block, headings, _topics(above)))
        elif previous and previous.table.width == block.width:
            previous.rows.extend(_body(block, 0, previous.headings))
        else:
            unread.append(block)
        end = _find_end(block, headings.first_row + headings.rows if headings else 0)
        text.extend(_as_paragraphs(block.rows[end:]))
        above.clear()
    return pieces, text, unread


def _piece(table: Table, headings: Headings, topics: tuple[str, ...]) -> _Piece:
    start = headings.first_row + headings.rows
    heading_row = tuple(
        replace(cell, lines=path[-1:]) if path else cell
        for cell, path in zip(table.rows[headings.first_row], headings.paths, strict=True)
    )
    return _Piece(table, headings, heading_row, _body(table, start, headings), topics)


def _body(table: Table, start: int, headings: Headings) -> list[Row]:
    """The rows that say something, without headings repeated on a further page and without signatures."""
    heads = {_words(row) for row in table.rows[headings.first_row : headings.first_row + headings.rows]}
    rows = table.rows[start : _find_end(table, start)]
    return [row for row in rows if any(cell.lines for cell in row) and _words(row) not in heads]


def _find_end(table: Table, start: int) -> int:
    """Where the signatures or the text below the table begin, or its end."""
    return min(find_table_end(table, start), start + find_text_below(table.rows[start:]))


def _words(row: Row) -> tuple[str, ...]:
    return tuple(fold_text(cell.text) for cell in row)


def _as_paragraphs(rows: tuple[Row, ...]) -> Iterator[Paragraph]:
    return (Paragraph(line, row[0].place.row) for row in rows for cell in row for line in cell.lines)


def _topics(above: list[str]) -> tuple[str, ...]:
    """The topics that the text right above the table names: the last two headings of such words, not repeated ones."""
    short = [line for line in above if len(line) <= _LONGEST_HEADING and not line.rstrip().endswith(_GOES_ON)]
    found = [line for line in short if _is_topic(line)]
    return tuple(found[-1:])


def _is_topic(line: str) -> bool:
    title = topic_parts(line)[1]
    named = numbered(line)[1] if numbered(line)[0] else line
    is_title = bool(OF_YEAR(line) or _YEAR.search(line))
    return not is_title and (bool(find_topic_kind(title)) or named.lstrip().startswith(_TOPIC_WORDS))


def with_lines_for_lists(document: Document) -> Document:
    """The document, tables of a single column made lines: a sheet may hold nothing but text."""
    blocks: list[Block] = []
    for block in document.blocks:
        is_list = isinstance(block, Table) and block.width == 1
        blocks.extend(_as_paragraphs(block.rows) if is_list and isinstance(block, Table) else (block,))
    return replace(document, blocks=tuple(blocks))
