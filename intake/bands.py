"""The rows of a plan that belong together: a row, and what a page break or a merged cell put below it."""

from dataclasses import dataclass

from intake.columns import Columns
from intake.numbering import glued, is_bulleted, numbered
from intake.responsible import begins_anew
from intake.tables import Cell, Row
from intake.topics import known_topic, topic_parts
from thai.timeframes import read_timeframe

Lines = tuple[str, ...]
# Columns of running text: a cell torn in two goes on in the middle of a sentence.
_SHORT = {"responsible", "timeframe"}


@dataclass(frozen=True, slots=True)
class Band:
    """One row's worth of the plan: the lines under each key, and where its measure stands.

    `topic` is the wording that begins a topic here, None where the topic above goes on.
    """

    topic: str | None
    cells: dict[str, Lines]
    places: dict[str, str]

    def lines(self, key: str) -> Lines:
        """The lines in the key's column, () where it is empty or not there."""
        return self.cells.get(key, ())

    def place(self, key: str) -> str:
        """Where the key's cell stands, for a warning."""
        return self.places.get(key) or next(iter(self.places.values()), "the plan's table")


def bands_of(columns: Columns, rows: tuple[Row, ...]) -> tuple[Band, ...]:
    """The rows as bands: torn rows joined, a merged topic carried by what stands below it."""
    bands: list[Band] = []
    for row in rows:
        cells = {key: cell for key, cell in zip(columns.keys, row, strict=False) if key}
        if _is_group(cells, row):
            bands.append(_topic_band(row))
        elif bands and _goes_on(bands[-1], cells, "topic" in columns):
            bands[-1] = _joined(bands[-1], cells)
        else:
            bands.append(_band(cells))
    return tuple(bands)


def _band(cells: dict[str, Cell]) -> Band:
    topic = cells["topic"].text if "topic" in cells and cells["topic"].lines else None
    lines = {key: cell.lines for key, cell in cells.items() if key != "topic"}
    return Band(topic, lines, {key: str(cell.place) for key, cell in cells.items()})


def _topic_band(row: Row) -> Band:
    cell = next(cell for cell in row if cell.lines)
    return Band(cell.text, {}, {"topic": str(cell.place)})


def _is_group(cells: dict[str, Cell], row: Row) -> bool:
    """Whether the row is one heading across the table, under which the rows below stand."""
    filled = [cell for cell in row if cell.lines]
    if len(filled) != 1 or len(row) < 2 or filled[0] is not row[0]:
        return False
    number, title = topic_parts(filled[0].text)
    across = all(cell.joined == "left" for cell in row[1:])
    return across or number is not None or known_topic(title) is not None or "topic" in cells


def _goes_on(above: Band, cells: dict[str, Cell], has_topics: bool) -> bool:
    """Whether the row is the rest of the one above, not a measure of its own."""
    if not above.cells or (has_topics and cells["topic"].lines):
        return False
    measure = cells["measure"]
    if not measure.lines:
        return measure.joined != "left"
    if numbered(measure.lines[0])[0] or is_bulleted(measure.lines[0]) or not has_topics:
        return False
    listed = above.lines("measure")
    return cells["topic"].joined is None and bool(listed) and numbered(listed[0])[0] is not None


def _joined(band: Band, cells: dict[str, Cell]) -> Band:
    lines = {key: _joined_lines(key, band.lines(key), cells[key].lines if key in cells else ()) for key in band.cells}
    return Band(band.topic, lines, band.places)


def _joined_lines(key: str, first: Lines, second: Lines) -> Lines:
    """The lines of both halves; the second's first line goes on in the first's last unless it begins anew."""
    if not first or not second or _begins(key, second[0]):
        return first + second
    return (*first[:-1], glued(first[-1], second[0]), *second[1:])


def _begins(key: str, line: str) -> bool:
    if numbered(line)[0] or is_bulleted(line):
        return True
    if key in _SHORT:
        return begins_anew(line) if key == "responsible" else read_timeframe(line, 2570) is not None
    return False
