"""A report layout learned from a document of the agency's own: its columns, its texts, its page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.columns import REPLY_KEYS, Column, FilledBy
from domain.layout import Chosen, Digits, Grouping, Layout
from domain.plan import Plan
from domain.progress import STATUS_WORDINGS
from intake.column_answers import NO_ANSWERS, Answers
from intake.columns import Columns, usual_label
from intake.contents import filled_texts
from intake.form_wording import form_wording
from intake.hints import own_name
from intake.layout_texts import find_texts
from intake.numbering import is_bulleted, numbered
from intake.own_values import declare_columns
from intake.plan_tables import PlanTable
from intake.read_columns import ReadColumn
from intake.tables import Document, Row, Table
from intake.understand import find_plan_tables, understand
from thai.normalise import fold_text

_RESULT = "result"
_THAI, _ARABIC = re.compile("[๐-๙]"), re.compile("[0-9]")
_NARROWEST, _WIDEST = 4, 40
_MARK = re.compile(r"[(]?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[).]?")


@dataclass(frozen=True, slots=True)
class Learned:
    """A document's layout and plan, and the table with most columns, by which the layout has its own."""

    layout: Layout
    plan: Plan
    table: PlanTable
    columns: tuple[ReadColumn, ...]


def learn_layout(document: Document, name: str, answers: Answers = NO_ANSWERS) -> Learned:
    """The layout by which a report looks like the document, with the plan and the columns that it was learned from.

    `answers` is what a person said of the columns. Raises UnreadableFile where the document holds no table of measures.
    """
    plan = understand(document, answers=answers)
    parts = find_plan_tables(document, answers)
    table = max(parts.tables, key=lambda each: len(each.columns.keys))
    texts = find_texts(plan, parts.text)
    read = table.columns.read or tuple(_known_columns(table))
    widths = _widths(document, table, parts.tables, read)
    layout = Layout(
        name=name,
        title=texts.title,
        columns=_columns(read, widths),
        grouping=_grouping(parts.tables),
        digits=_digits(parts.tables),
        landscape=_lies_down(document, table),
        heading=texts.heading,
        intro=texts.intro,
        note=texts.note,
        signature_label=next((who.label for who in plan.signatories if who.label), None) or "",
        opens_with_status=_opens_with_status(plan, table),
        lone_bullet=_bullets_one_line(parts.tables),
        rounds=texts.rounds,
        statuses=_find_statuses(parts.tables),
    )
    columns = table.columns.read or tuple(_known_columns(table))
    return Learned(_with_marks(layout, table), plan, table, columns)


def _find_statuses(tables: tuple[PlanTable, ...]) -> dict[Chosen, str]:
    """The document's own words for the statuses, ours for those that it does not name; {} where it has only ours."""
    usual: dict[Chosen, str] = form_wording()["statuses"]
    told = {text for table in tables if "status" in table.columns for text in _texts_of(table, "status")}
    told |= {one.label for table in tables for one in table.columns.read if one.group == "status"}
    named = {status.value: text for text in told if (status := STATUS_WORDINGS.get(fold_text(text)))}
    own = {status: named.get(status, words) for status, words in usual.items()}
    return own if len(named) == len(told) and len(set(own.values())) == len(own) and own != usual else {}


def _bullets_one_line(tables: tuple[PlanTable, ...]) -> bool:
    """Whether what replies say in a single line has a dash before it; so it is also where no cell says."""
    places = ((table, place) for table in tables for place, key in enumerate(table.columns.keys) if key in REPLY_KEYS)
    lines = [row[place].lines for table, place in places for row in table.rows]
    single = [is_bulleted(each[0]) for each in lines if len(each) == 1 and filled_texts(each)]
    return not single or 2 * sum(single) >= len(single)


def _texts_of(table: PlanTable, key: str) -> list[str]:
    place = table.columns.find_index(key)
    return filled_texts([row[place].text for row in table.rows])


def _lies_down(document: Document, table: PlanTable) -> bool:
    """How the paper lies, as the table's sheet or the document says; where neither does, it lies down."""
    said = (*(each.landscape for each in _of_file(document, table)), document.landscape, True)
    return next(each for each in said if each is not None)


def _of_file(document: Document, table: PlanTable) -> Iterator[Table]:
    """The file's own table that the plan's table was read from."""
    number = table.heading_row[0].place.table
    return (each for each in document.tables if each.number == number)


def _columns(read: tuple[ReadColumn, ...], widths: tuple[int, ...]) -> tuple[Column, ...]:
    """The table's columns; one of results more where replies fill none: a report tells what was done."""
    found = declare_columns(read, widths)
    if any(column.filled_by == "reply" for column in found):
        return found
    return (*found, Column(_RESULT, usual_label(_RESULT), "reply", 18))


def _known_columns(table: PlanTable) -> Iterator[ReadColumn]:
    """The columns under the known headings, each key once; one without a key is the agency's own."""
    keys = table.columns.keys
    for place, (key, label) in enumerate(zip(keys, table.columns.labels, strict=True)):
        if not label or (key != "period" and key in keys[:place]):
            continue
        over = _find_heading_over(table, place)
        under = (over,) if over and over != label else ()
        name = own_name((*under, label))
        by: FilledBy = "reply" if key in REPLY_KEYS or (not key and name.filled_by == "reply") else "plan"
        yield ReadColumn(place, key or name.name, label, under, by, "period" if key == "period" else "text")


def _find_heading_over(table: PlanTable, place: int) -> str:
    """The text of the upper heading row over the column, of a merged cell the one that it spans from."""
    while place and not table.heading_row[place].lines and table.heading_row[place].joined != "above":
        place -= 1
    return table.heading_row[place].text


def _grouping(tables: tuple[PlanTable, ...]) -> Grouping:
    """How topics are shown: each with a table or a page of its own, in rows across, or in the first column."""
    columns = tables[0].columns
    if "topic" in columns:
        topics = sum(_count_topics(table.columns, table.rows) for table in tables)
        pages = sum(len(table.breaks) + 1 for table in tables)
        return "page" if 1 < topics <= pages else "merged"
    return "table" if any(table.headings for table in tables) else "row"


def _count_topics(columns: Columns, rows: tuple[Row, ...]) -> int:
    place = columns.find_index("topic")
    return sum(bool(row[place].lines) for row in rows)


def _digits(tables: tuple[PlanTable, ...]) -> Digits:
    """The digits that most of the tables' text has."""
    text = "".join(cell.text for table in tables for row in table.rows for cell in row)
    return "thai" if len(_THAI.findall(text)) >= len(_ARABIC.findall(text)) else "arabic"


def _opens_with_status(plan: Plan, table: PlanTable) -> bool:
    """Whether the results open with a status and go on."""
    told = [measure for measure in plan.measures if measure.status and measure.result]
    return not table.columns.read and "did" not in table.columns and 2 * len(told) > len(plan.measures)


def _with_marks(layout: Layout, table: PlanTable) -> Layout:
    """The layout, numbers written as the cells have them: `(#)`, `#.`."""
    return replace(
        layout,
        measure_mark=_mark(table, "measure") or layout.measure_mark,
        step_mark=_mark(table, "steps") or layout.step_mark,
    )


def _mark(table: PlanTable, key: str) -> str:
    if key not in table.columns:
        return ""
    place = table.columns.find_index(key)
    lines = (row[place].lines[0] for row in table.rows if row[place].lines and numbered(row[place].lines[0])[0])
    found = next((_MARK.match(line.strip()) for line in lines), None)
    return re.sub(r"[0-9๐-๙]+(?:\.[0-9๐-๙]+)*", "#", found[0]) if found else ""


def _widths(
    document: Document, table: PlanTable, tables: tuple[PlanTable, ...], read: tuple[ReadColumn, ...]
) -> tuple[int, ...]:
    """Each column's part of the width: as the file's own grid has it, else by how much stands in the column."""
    grid: tuple[int, ...] = next((each.widths for each in _of_file(document, table) if each.widths), ())
    if len(grid) == len(table.columns.keys):
        joined = _join_widths(grid, table, {column.index for column in read if column.label})
        if whole := sum(joined):
            return tuple(max(1, round(100 * width / whole)) for width in joined)
    alike = [row for each in tables if each.columns.keys == table.columns.keys for row in each.rows]
    lengths = [_length(place, alike, table) for place in range(len(table.columns.keys))]
    return tuple(max(1, round(100 * length / sum(lengths))) for length in lengths)


def _join_widths(grid: tuple[int, ...], table: PlanTable, headed: set[int]) -> list[int]:
    """The grid's widths, those of cells merged to the right added to the column that has the heading; else none."""
    found = [width if place in headed else 0 for place, width in enumerate(grid)]
    for place in range(1, len(grid)):
        if place not in headed and table.heading_row[place].joined == "left":
            owner = max((each for each in headed if each < place), default=place)
            found[owner] += grid[place]
    return found


def _length(place: int, rows: list[Row], table: PlanTable) -> int:
    texts = [len(row[place].text) for row in rows if row[place].lines]
    usual = sum(texts) // len(texts) if texts else 0
    return max(_NARROWEST, min(_WIDEST, usual), min(12, len(table.heading_row[place].text)))
