"""The headings of any table: one row or several, nested by merged or empty cells, numbered below or before."""

import re
from dataclasses import dataclass

from intake.columns import DEEPEST_HEADING, column_of, is_period
from intake.hints import hint_of, is_named_own
from intake.tables import Row, Table
from thai.digits import to_arabic
from thai.normalise import fold_letters

_MOST_ROWS = 6
_LONGEST = 160
_NUMBERS = re.compile(r"[(\[]?(?:[0-9]{1,2}|[ก-ฮ])[)\].]{0,2}")
_BEFORE = re.compile(r"^(?:[(\[][0-9๐-๙]{1,2}[)\]]|[0-9๐-๙]{1,2}[.)](?![0-9๐-๙]))\s*")
_BEHIND = re.compile(r"\s*[(\[][0-9๐-๙]{1,2}[)\]]$")
_DATA = re.compile(r"[0-9๐-๙,.]{3,}|[0-9๐-๙]{1,2}\s*%")
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headings:
    """Where a table's headings stand, and each column's from the topmost down; () where a column has none."""

    first_row: int
    rows: int
    paths: tuple[Path, ...]


def bare_heading(text: str) -> str:
    """The heading without the number that a form gives it: `(๓) รหัสความเสี่ยง` is `รหัสความเสี่ยง`."""
    return _BEHIND.sub("", _BEFORE.sub("", text.strip())).strip() or text.strip()


def find_headings(table: Table, named: frozenset[str] = frozenset()) -> Headings | None:
    """The first heading rows of the table, None where no row of it is one.

    A row with a heading among the folded ones in `named`, of which a person spoke, is one whatever else stands in it.
    """
    places = range(min(len(table.rows) - 1, DEEPEST_HEADING))
    first = next((place for place in places if _is_named(table, place, named) or _names_columns(table, place)), None)
    return None if first is None else headings_at(table, first)


def headings_at(table: Table, first: int) -> Headings:
    """The headings that begin in the row at `first` (from 0)."""
    rows = 1
    while rows < _MOST_ROWS and first + rows < len(table.rows) - 1:
        if not _is_nested(table.rows[first : first + rows], table.rows[first + rows]):
            break
        rows += 1
    heads = table.rows[first : first + rows]
    below = table.rows[first + rows] if first + rows < len(table.rows) else ()
    paths = tuple(_find_path(heads, column) for column in range(table.width))
    return Headings(first, rows + _is_numbering(below), paths)


def _is_named(table: Table, place: int, named: frozenset[str]) -> bool:
    texts = [cell.text for cell in table.rows[place] if cell.lines] if named else []
    return len(texts) > 1 and any(fold_letters(each) in named for text in texts for each in (text, bare_heading(text)))


def _names_columns(table: Table, place: int) -> bool:
    """Whether the row, with those nested in it, names a column of measures or two others that a plan has."""
    row = table.rows[place]
    filled = [cell for cell in row if cell.lines]
    if len(filled) < 2 or any(len(cell.text) > _LONGEST for cell in filled):
        return False
    paths = [path for path in headings_at(table, place).paths if path]
    texts = [path[-1] for path in paths]
    found = [key for text in texts if (key := _key_of(text))]
    known = {key for path in paths for text in path if (key := _key_of(text)) and key != "period"}
    periods = found.count("period")
    needed = 2 if known & {"measure", "steps"} else 3
    named = sum(is_named_own((bare_heading(text),)) for text in texts)
    enough = len(known) + (periods > 1) >= min(needed, table.width)
    # A table of measures and who does them may have any number of other columns.
    is_sure = "measure" in known and bool(known & {"responsible", "timeframe"})
    return enough and (is_sure or len(known) + periods + named >= 0.4 * len(texts))


def _key_of(text: str) -> str | None:
    text = bare_heading(text)
    key, sure = column_of(text)
    hint = hint_of(text)
    return key if key and sure == 1 else hint[0] if hint else key


def _is_nested(heads: tuple[Row, ...], row: Row) -> bool:
    """Whether the row's cells are headings of a lower rank: beside one that reaches down, below a wide or empty one."""
    filled = [place for place, cell in enumerate(row) if cell.lines]
    if not filled or any(len(row[place].text) > _LONGEST or _DATA.fullmatch(row[place].text) for place in filled):
        return False
    if any(cell.joined == "above" for cell in row):
        return True
    above = heads[-1]
    whole = [place for place in range(len(row)) if not _is_open(heads, place)]
    if any(place in filled for place in whole):
        return False
    merged = any(_spans(above, place) for place in filled)
    named = sum(_is_heading_text(row[place].text) for place in filled)
    return merged or (len(filled) > 1 and 2 * named >= len(filled))


def _is_heading_text(text: str) -> bool:
    return is_period(text) or bool(_key_of(text)) or is_named_own((bare_heading(text),))


def _is_open(heads: tuple[Row, ...], place: int) -> bool:
    """Whether a heading may stand below: the column's last one spans several, or there is none yet."""
    above = heads[-1]
    if _spans(above, place) or _may_span(above, place):
        return True
    return not above[place].lines and above[place].joined is None and not any(head[place].lines for head in heads)


def _spans(row: Row, place: int) -> bool:
    """Whether the cell is part of one that spans several columns."""
    beside = place + 1 < len(row) and row[place + 1].joined == "left"
    return row[place].joined == "left" or (bool(row[place].lines) and beside)


def _may_span(row: Row, place: int) -> bool:
    """In a file without merged cells: whether the heading stands left of empty cells, as one over several does."""
    beside = place + 1 < len(row) and not row[place + 1].lines
    return bool(row[place].lines) and beside and not any(cell.joined for cell in row)


def _find_path(heads: tuple[Row, ...], column: int) -> Path:
    path: list[str] = []
    for depth, head in enumerate(heads):
        text = _text_over(head, column) or (_text_left(heads, depth, column) if depth + 1 < len(heads) else "")
        if text and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)


def _text_over(head: Row, column: int) -> str:
    """The heading over the column; of a merged one the text that it spans from."""
    while column and head[column].joined == "left":
        column -= 1
    return head[column].text


def _text_left(heads: tuple[Row, ...], depth: int, column: int) -> str:
    """In a file without merged cells: the heading to the left of empty cells that others stand below."""
    head, below = heads[depth], heads[depth + 1]
    if head[column].joined or not below[column].lines or any(cell.joined for cell in head):
        return ""
    while column and not head[column].lines and below[column].lines:
        column -= 1
    return head[column].text if below[column].lines else ""


def _is_numbering(row: Row) -> bool:
    """Whether the row only counts the columns: `(๑) (๒) (๓)`, or `ก ข ค`."""
    texts = [to_arabic(cell.text).replace(" ", "") for cell in row if cell.lines]
    return len(texts) > 2 and len(set(texts)) == len(texts) and all(map(_NUMBERS.fullmatch, texts)) and _counts(texts)


def _counts(texts: list[str]) -> bool:
    numbers = [int(text.strip("()[]. ")) for text in texts if text.strip("()[]. ").isdecimal()]
    return not numbers or numbers == list(range(numbers[0], numbers[0] + len(numbers)))
