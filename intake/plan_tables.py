"""The tables of a document that hold the plan, with page breaks healed: one run of rows for each heading."""

import re
from dataclasses import dataclass, field, replace

from domain.finding import Finding
from intake.columns import Columns, find_columns, plan_columns
from intake.numbering import numbered
from intake.signatures import is_signature
from intake.tables import Document, Paragraph, Place, Row, Table
from intake.topics import find_topic_kind, topic_parts
from thai.normalise import fold_text

_LONGEST_HEADING = 120
OF_YEAR = re.compile(r"ปี\s*งบประมาณ\s*(?:พ\.?\s?ศ\.?)?\s*[๐-๙0-9]{4}").search


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The plan's rows under one set of columns; `headings` are the topics named in the text above.

    `breaks` are the places of the rows that stand first on a further page, `doubts` say which rows had no headings.
    """

    columns: Columns
    rows: tuple[Row, ...]
    headings: tuple[str, ...] = ()
    heading_row: Row = ()
    breaks: frozenset[Place] = frozenset()
    doubts: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Walk:
    """How far the document was read: the plan's tables so far, the others, and the text since the last one."""

    tables: list[PlanTable] = field(default_factory=list)
    others: list[Table] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    is_open: bool = False


def plan_tables(document: Document) -> tuple[PlanTable, ...]:
    """The plan's tables in order, each joined with what a page break tore off it."""
    walk = _walked(document)
    return tuple(_with_keys(table, walk.tables) for table in walk.tables)


def unread_tables(document: Document) -> tuple[Table, ...]:
    """The tables that say something and are no plan, no analysis, no scores and no signatures."""
    return tuple(table for table in _walked(document).others if _says_something(table))


def _says_something(table: Table) -> bool:
    """Whether several rows above the signatures are filled in."""
    filled = [row for row in table.rows[: find_table_end(table, 0)] if sum(bool(cell.lines) for cell in row) > 1]
    return len(filled) > 1


def _walked(document: Document) -> _Walk:
    walk = _Walk()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            _pass_text(walk, block.text)
        else:
            _pass_table(walk, block)
    return walk


def _with_keys(table: PlanTable, tables: list[PlanTable]) -> PlanTable:
    """The table, its columns told by what stands in all tables of its headings: a page may hold a single row."""
    alike = [other for other in tables if _fold_cells(other.heading_row) == _fold_cells(table.heading_row)]
    rows = tuple(row for other in alike for row in other.rows)
    return replace(table, columns=plan_columns(table.columns, rows) or table.columns)


def surrounding_text(document: Document) -> tuple[Paragraph, ...]:
    """The text outside the tables' own rows: paragraphs, rows above a heading row, and signatures below."""
    found: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append(block)
            continue
        columns = find_columns(block)
        head = columns.first_row if columns else len(block.rows) if len(document.tables) == 1 else 0
        rows = (*block.rows[:head], *block.rows[find_table_end(block, head) :])
        found.extend(Paragraph(cell_line, row[0].place.row) for row in rows for c in row for cell_line in c.lines)
    return tuple(found)


def _pass_text(walk: _Walk, text: str) -> None:
    """Remember text that is not a page's repeated head."""
    if fold_text(text) not in walk.seen:
        walk.text.append(text)
    walk.seen.add(fold_text(text))


def _pass_table(walk: _Walk, table: Table) -> None:
    columns = find_columns(table)
    body, breaks = _body(table, columns)
    headings = _headings(walk.text)
    previous = walk.tables[-1] if walk.is_open else None
    if previous is not None and not (_same_heads(previous, columns, table) if columns else _fits(previous, walk, body)):
        previous = None
    if previous and not headings:
        first = {body[0][0].place} if body else set()
        doubts = previous.doubts + (_headless(table) if walk.text and not columns else ())
        rows, breaks = previous.rows + body, previous.breaks | breaks | first
        walk.tables[-1] = replace(previous, rows=rows, breaks=breaks, doubts=doubts)
    elif previous and not columns:
        walk.tables.append(replace(previous, rows=body, headings=headings, breaks=breaks, doubts=()))
    elif columns and plan_columns(columns, body):
        walk.tables.append(PlanTable(columns, body, headings, table.rows[columns.first_row], breaks))
        walk.is_open = True
    elif columns is None or not _is_known(columns):
        walk.others.append(table)
    walk.is_open = walk.is_open and (columns is None or bool(previous or plan_columns(columns, body)))
    walk.text.clear()


def _is_known(columns: Columns) -> bool:
    """Whether the columns are those of an analysis or of scores, which are read elsewhere."""
    return "score" in columns or ("question" in columns and "finding" in columns)


def _headless(table: Table) -> tuple[Finding, ...]:
    place = str(table.rows[0][0].place)
    return (Finding("table-headless", place),)


def _same_heads(previous: PlanTable, columns: Columns, table: Table) -> bool:
    """Whether the table has the headings of the previous one again."""
    return _fold_cells(table.rows[columns.first_row]) == _fold_cells(previous.heading_row)


def _fits(previous: PlanTable, walk: _Walk, body: tuple[Row, ...]) -> bool:
    """Whether rows without headings are the rest of the previous table: as many columns.

    Behind text they must name a measure; what a page break tore off stands right below its table.
    """
    if not body or len(body[0]) != len(previous.columns.keys):
        return False
    columns = plan_columns(previous.columns, previous.rows) or previous.columns
    return not walk.text or any(row[columns.find_index("measure")].lines for row in body)


def _body(table: Table, columns: Columns | None) -> tuple[tuple[Row, ...], frozenset[Place]]:
    """The rows below the headings, without headings repeated and without signatures, and where pages begin."""
    if columns is None:
        return table.rows[: find_table_end(table, 0)], frozenset()
    start = columns.first_row + columns.rows
    heads = {_fold_cells(row) for row in table.rows[columns.first_row : start]}
    body: list[Row] = []
    breaks: set[Place] = set()
    was_head = False
    for row in table.rows[start : find_table_end(table, start)]:
        is_head = _fold_cells(row) in heads
        if not is_head and any(cell.lines for cell in row):
            body.append(row)
            breaks |= {row[0].place} if was_head else set()
            was_head = False
        was_head = was_head or is_head
    return tuple(body), frozenset(breaks)


def _fold_cells(row: Row) -> tuple[str, ...]:
    return tuple(fold_text(cell.text) for cell in row)


def find_table_end(table: Table, start: int) -> int:
    """Where the signatures below the table begin, or its end."""
    for place in range(start, len(table.rows)):
        filled = [cell for cell in table.rows[place] if cell.lines]
        if 0 < len(filled) <= 3 and all(any(map(is_signature, cell.lines)) for cell in filled):
            return place
    return len(table.rows)


def _headings(text: list[str]) -> tuple[str, ...]:
    """The topics that the text names: tools and indicators anywhere, any numbered line just above the table."""
    short = [line for line in text if len(line) <= _LONGEST_HEADING]
    found = [line for line in short if find_topic_kind(topic_parts(line)[1]) or line.startswith("เครื่องมือ")]
    # A line that names the fiscal year heads a part of the document, no topic.
    if not found and text and len(text[-1]) <= _LONGEST_HEADING and numbered(text[-1])[0] and not OF_YEAR(text[-1]):
        found = [text[-1]]
    return tuple(found[-2:])
