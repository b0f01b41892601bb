"""The tables of a document that hold the plan, with page breaks healed: one run of rows for each heading."""

from dataclasses import dataclass, field, replace

from intake.columns import Columns, find_columns, plan_columns
from intake.numbering import numbered
from intake.signatures import is_signature
from intake.tables import Document, Paragraph, Place, Row, Table
from intake.topics import kind_of, squeezed, topic_parts

_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The plan's rows under one set of columns; `headings` are the topics named in the text above.

    `breaks` are the places of the rows that stand first on a further page.
    """

    columns: Columns
    rows: tuple[Row, ...]
    headings: tuple[str, ...] = ()
    heading_row: Row = ()
    breaks: frozenset[Place] = frozenset()


@dataclass(slots=True)
class _Walk:
    """How far the document was read: the tables so far, and the text since the last one."""

    tables: list[PlanTable] = field(default_factory=list)
    others: list[Table] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    is_open: bool = False


def plan_tables(document: Document) -> tuple[PlanTable, ...]:
    """The plan's tables in order, each joined with what a page break tore off it."""
    walk = _Walk()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            _pass_text(walk, block.text)
        else:
            _pass_table(walk, block)
    return tuple(_with_keys(table, walk.tables) for table in walk.tables)


def _with_keys(table: PlanTable, tables: list[PlanTable]) -> PlanTable:
    """The table, its columns told by what stands in all tables of its headings: a page may hold a single row."""
    alike = [other for other in tables if _heads(other.heading_row) == _heads(table.heading_row)]
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
        rows = (*block.rows[:head], *block.rows[_end(block, head) :])
        found.extend(Paragraph(cell_line, row[0].place.row) for row in rows for c in row for cell_line in c.lines)
    return tuple(found)


def _pass_text(walk: _Walk, text: str) -> None:
    """Remember text that is not a page's repeated head."""
    if squeezed(text) not in walk.seen:
        walk.text.append(text)
    walk.seen.add(squeezed(text))


def _pass_table(walk: _Walk, table: Table) -> None:
    columns = find_columns(table)
    body, breaks = _body(table, columns)
    previous = walk.tables[-1] if walk.is_open else None
    headings = _headings(walk.text)
    if previous and not headings and _continues(previous, columns, table, walk.text):
        first = {body[0][0].place} if body else set()
        walk.tables[-1] = replace(previous, rows=previous.rows + body, breaks=previous.breaks | breaks | first)
    elif columns and plan_columns(columns, body):
        walk.tables.append(PlanTable(columns, body, headings, table.rows[columns.first_row], breaks))
        walk.is_open = True
    elif columns:
        walk.is_open = False
    walk.text.clear()


def _continues(previous: PlanTable, columns: Columns | None, table: Table, text: list[str]) -> bool:
    """Whether the table is the rest of the previous one: the same headings again, or none and nothing between."""
    if columns is None:
        return table.width == len(previous.columns.keys) and not text
    again = tuple(squeezed(cell.text) for cell in table.rows[columns.first_row])
    return again == tuple(squeezed(cell.text) for cell in previous.heading_row)


def _body(table: Table, columns: Columns | None) -> tuple[tuple[Row, ...], frozenset[Place]]:
    """The rows below the headings, without headings repeated and without signatures, and where pages begin."""
    if columns is None:
        return table.rows, frozenset()
    start = columns.first_row + columns.rows
    heads = {_heads(row) for row in table.rows[columns.first_row : start]}
    body: list[Row] = []
    breaks: set[Place] = set()
    was_head = False
    for row in table.rows[start : _end(table, start)]:
        is_head = _heads(row) in heads
        if not is_head and any(cell.lines for cell in row):
            body.append(row)
            breaks |= {row[0].place} if was_head else set()
            was_head = False
        was_head = was_head or is_head
    return tuple(body), frozenset(breaks)


def _heads(row: Row) -> tuple[str, ...]:
    return tuple(squeezed(cell.text) for cell in row)


def _end(table: Table, start: int) -> int:
    """Where the signatures below the table begin, or its end."""
    for place in range(start, len(table.rows)):
        filled = [cell for cell in table.rows[place] if cell.lines]
        if 0 < len(filled) <= 3 and all(any(map(is_signature, cell.lines)) for cell in filled):
            return place
    return len(table.rows)


def _headings(text: list[str]) -> tuple[str, ...]:
    """The topics that the text names: tools and indicators anywhere, any numbered line just above the table."""
    short = [line for line in text if len(line) <= _LONGEST_HEADING]
    found = [line for line in short if kind_of(topic_parts(line)[1]) or line.startswith("เครื่องมือ")]
    if not found and text and len(text[-1]) <= _LONGEST_HEADING and numbered(text[-1])[0]:
        found = [text[-1]]
    return tuple(found[-2:])
