"""The rows of a plan that belong together: a row, and what a page break or a merged cell put below it."""

import re
from dataclasses import replace

from domain.finding import Finding
from intake.band import Band, Lines
from intake.columns import Columns
from intake.halves import find_torn_topic, join_halves
from intake.numbering import is_bulleted, numbered
from intake.own_cells import has_deadline, with_own
from intake.own_values import add_values, own_values
from intake.periods import with_crosses_as_ticks
from intake.tables import Cell, Place, Row
from intake.ticks import NOT_TICKED, TICKS
from intake.topics import known_topic, topic_parts
from thai.digits import to_arabic

_PREFIXED = re.compile(r"(?:ตัวชี้วัด|ประเด็น|เครื่องมือ|ด้าน)(?:ที่)?\s*[(]?[0-9๐-๙]")
# A cell that reaches down over several measures stands beside each of them; of the latter a person is asked.
_REACHING = {"responsible", "timeframe", "start", "finish", "follow_up"}
_TOLD = {"steps", "result", "outcome", "suggestion", "dates", "did", "did_not", "remark"}


def bands_of(columns: Columns, rows: tuple[Row, ...], breaks: frozenset[Place] = frozenset()) -> tuple[Band, ...]:
    """The rows as bands: torn rows joined, a merged topic carried by what stands below it.

    `breaks` are the places of the rows that stand first on a further page.
    """
    bands: list[Band] = []
    sure = {key: value for key, value in zip(columns.keys, columns.sure, strict=False) if key}
    for row in with_crosses_as_ticks(columns.keys, rows):
        cells = with_own(columns, row, _cells(columns, row), bands[-1].cells if bands else {})
        is_new_page = bool(bands) and row[0].place in breaks
        if is_new_page and _heals_topic(bands, cells):
            cells["topic"] = replace(cells["topic"], lines=())
        if _is_number(cells):
            continue
        if _is_group(cells, row):
            bands.append(_topic_band(row))
        elif bands and _continues_band(columns, bands[-1], cells, is_new_page):
            joined = join_halves(bands[-1], cells, is_new_page)
            own = add_values(joined.own, own_values(columns, row, joined.own))
            bands[-1] = replace(joined, others=joined.others + _others(columns, row), own=own)
        else:
            cells, shared = _reached(bands[-1] if bands else None, cells)
            doubts = (*(find_torn_topic(cells) if is_new_page else ()), *_unit_doubts(columns, row), *shared)
            periods, others = _periods(columns, row, bands), _others(columns, row)
            band = replace(_band(cells), sure=sure, doubts=doubts, periods=periods, others=others)
            band = replace(band, own=own_values(columns, row, bands[-1].own if bands else {}))
            bands.append(replace(band, is_plain_row=bool(columns.read), has_deadline=has_deadline(columns)))
    return tuple(bands)


def _continues_band(columns: Columns, above: Band, cells: dict[str, Cell], is_new_page: bool) -> bool:
    """Whether the row is the rest of the one above; in a table of any headings one that names a measure never is."""
    if columns.read and cells["measure"].lines:
        return False
    return _is_rest_of_row(above, cells, "topic" in columns, is_new_page)


def _is_number(cells: dict[str, Cell]) -> bool:
    """Whether the row holds nothing but its number: it was left to be filled in."""
    said = [key for key, cell in cells.items() if cell.lines]
    return said == ["number"] and to_arabic(cells["number"].text).strip("(). ").isdecimal()


def _reached(above: Band | None, cells: dict[str, Cell]) -> tuple[dict[str, Cell], tuple[Finding, ...]]:
    """The cells, those merged with the ones beside the measure above with what stands there; and what to ask of it."""
    if above is None or "measure" not in cells or not cells["measure"].lines:
        return cells, ()
    reached = {
        key: replace(cell, lines=above.lines(key))
        for key, cell in cells.items()
        if key in _REACHING | _TOLD and cell.joined == "above" and above.lines(key)
    }
    return {**cells, **reached}, tuple(_shared(reached[key]) for key in sorted(reached.keys() & _TOLD))


def _shared(cell: Cell) -> Finding:
    return Finding("counts-differ", str(cell.place), {"word": cell.text[:60]})


def _heals_topic(bands: list[Band], cells: dict[str, Cell]) -> bool:
    """Whether the first topic of a page is the rest of the last one; that is made whole then."""
    place = next((at for at in reversed(range(len(bands))) if bands[at].topic is not None), None)
    if place is None or "topic" not in cells or not cells["topic"].lines:
        return False
    text, begun = cells["topic"].text, bands[place].topic or ""
    whole = next((each for each in (f"{begun}{text}", f"{begun} {text}") if known_topic(topic_parts(each)[1])), None)
    if whole is None or known_topic(topic_parts(text)[1]) or known_topic(topic_parts(begun)[1]):
        return False
    bands[place] = replace(bands[place], topic=whole)
    return True


def _cells(columns: Columns, row: Row) -> dict[str, Cell]:
    """The row's cells by their keys; two under one heading are one."""
    cells: dict[str, Cell] = {}
    for index, (key, said) in enumerate(zip(columns.keys, row, strict=False)):
        if not key or key == "period":
            continue
        cell = _of_unit(said, columns.labels[index]) if index in columns.units else said
        cells[key] = replace(cells[key], lines=cells[key].lines + cell.lines) if key in cells else cell
    return cells


def _of_unit(cell: Cell, unit: str) -> Cell:
    """The cell with the unit's name for a tick, else empty."""
    is_ticked = cell.text.strip() not in NOT_TICKED and set(cell.text) <= TICKS
    return replace(cell, lines=(unit,) if is_ticked else ())


def _unit_doubts(columns: Columns, row: Row) -> tuple[Finding, ...]:
    """A warning for each cell under a unit that holds something else than a tick."""
    strange = (
        (row[index], columns.labels[index])
        for index in sorted(columns.units)
        if row[index].text.strip() not in NOT_TICKED and not set(row[index].text) <= TICKS
    )
    return tuple(
        Finding("responsible-unread", str(cell.place), {"word": cell.text[:40], "unit": unit}) for cell, unit in strange
    )


def _periods(columns: Columns, row: Row, bands: list[Band]) -> tuple[tuple[str, Cell], ...]:
    """The cells to be ticked, one merged with the one above as that is."""
    labelled = zip(columns.keys, columns.labels, row, strict=False)
    own = tuple((label, cell) for key, label, cell in labelled if key == "period")
    above = bands[-1].periods if bands else ()
    if len(above) != len(own):
        return own
    return tuple(
        (label, over if cell.joined == "above" else cell) for (label, cell), (_, over) in zip(own, above, strict=True)
    )


def _others(columns: Columns, row: Row) -> tuple[str, ...]:
    labelled = zip(columns.keys, columns.labels, row, strict=False)
    kept = (None, "evidence")  # a document's word of its evidence is no file
    return tuple(f"{label}: {cell.text}".lstrip(": ") for key, label, cell in labelled if key in kept and cell.lines)


def _band(cells: dict[str, Cell]) -> Band:
    topic = cells["topic"].text if "topic" in cells and cells["topic"].lines else None
    lines = {key: cell.lines for key, cell in cells.items() if key != "topic"}
    if topic and "number" in lines and not numbered(topic)[0] and not lines.get("measure"):
        topic, lines["number"] = f"{' '.join(lines['number']).strip('. ')}. {topic}", ()
    return Band(topic, lines, {key: str(cell.place) for key, cell in cells.items()})


def _topic_band(row: Row) -> Band:
    filled = [cell for cell in row if cell.lines]
    text = f"{filled[0].text.strip('. ')}. {filled[1].text}" if len(filled) == 2 else filled[0].text
    return Band(text, {}, {"topic": str(filled[0].place)})


def _is_group(cells: dict[str, Cell], row: Row) -> bool:
    """Whether the row is one heading across the table, under which the rows below stand."""
    filled = [cell for cell in row if cell.lines]
    if len(row) < 2 or not 1 <= len(filled) <= 2:
        return False
    if len(filled) == 2 or filled[0] is not row[0]:
        bare = to_arabic(filled[0].text).strip("(). ").isdecimal()
        named = _PREFIXED.match(filled[-1].text) or known_topic(topic_parts(filled[-1].text)[1])
        return bool(named) and "topic" not in cells and (len(filled) == 1 or bare)
    number, title = topic_parts(filled[0].text)
    across = all(cell.joined == "left" for cell in row[1:])
    return across or number is not None or known_topic(title) is not None or "topic" in cells


def _is_rest_of_row(above: Band, cells: dict[str, Cell], has_topics: bool, is_new_page: bool) -> bool:
    """Whether the row is the rest of the one above, not a measure of its own."""
    if not above.cells or (has_topics and cells["topic"].lines):
        return False
    measure = cells["measure"]
    if not measure.lines:
        return measure.joined != "left"
    if is_new_page and _is_rest(above, cells):
        return True
    if numbered(measure.lines[0])[0] or is_bulleted(measure.lines[0]):
        return False
    listed = above.lines("measure")
    if not listed or not (numbered(listed[0])[0] is not None or is_bulleted(listed[0])):
        return False
    # Below a topic merged downward an unnumbered line may be a measure of its own; not where it names nobody.
    is_of_topic = has_topics and (cells["topic"].joined is None or _is_rest(above, cells))
    return is_of_topic or _counts_on(listed, measure.lines)


def _counts_on(above: Lines, below: Lines) -> bool:
    """Whether the first number in the lines below is the one after the last above."""
    ends, begins = ([number for line in lines if (number := numbered(line)[0])] for lines in (above, below))
    return bool(ends and begins) and ends[-1].isdecimal() and begins[0] == str(int(ends[-1]) + 1)


def _is_rest(above: Band, cells: dict[str, Cell]) -> bool:
    """Whether the first row of a page leaves out all that a measure has: who answers for it, or what was done."""
    had = {key for key in above.cells if above.lines(key)}
    asked = had & {"responsible", "timeframe", "number"} or had & {"result", "did", "dates", "outcome"}
    return bool(asked) and not any(cells[key].lines for key in asked)
