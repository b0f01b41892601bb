"""HTML tables that stand in pasted or saved text: rows of cells, merged ones marked; scripts and styles are no text."""

from html.parser import HTMLParser

from intake.markup import plain_lines
from intake.tables import Table, table_of, with_merges
from intake.unreadable import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, UnreadableFile

_BREAKS = {"p", "br", "li", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th"}
_SILENT = {"script", "style", "template", "head", "title"}
_MOST_SPAN = 1_000

Cell = tuple[str, int, int]  # its text, and how many rows and columns it takes up


class _Reader(HTMLParser):
    """Gathers the first table's rows; a table inside a cell is only that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self._depth = self._silent = 0
        self._pieces: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
        elif tag in _SILENT:
            self._silent += 1
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self.rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._close_cell()
            said = dict(attrs)
            self._span = _parse_span(said.get("rowspan")), _parse_span(said.get("colspan"))
            self._pieces = []
        elif self._pieces is not None:
            is_box = tag == "input" and dict(attrs).get("type") == "checkbox"
            self._pieces.append("☐ " if is_box else "\n" if tag in _BREAKS else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
            if self._depth <= 0:
                self._close_cell()
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()
        elif self._pieces is not None and tag in _BREAKS:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._pieces is not None and not self._silent:
            self._pieces.append(data)

    def end(self) -> None:
        """Take the last cell in, where its table was never closed."""
        self._close_cell()

    def _close_cell(self) -> None:
        if self._pieces is None:
            return
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(("".join(self._pieces), *self._span))
        self._pieces = None
        if len(self.rows) > MOST_ROWS:
            raise UnreadableFile("too-many-rows", most=MOST_ROWS)


def html_table(markup: str, number: int) -> Table | None:
    """The table that the markup holds, None where it holds no cell; raises UnreadableFile where it is too large."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.end()
    rows = [row for row in reader.rows if row]
    return _placed(rows, number) if rows else None


def _parse_span(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isdecimal() and len(text) < 6 and int(text) else 1


def _placed(rows: list[list[Cell]], number: int) -> Table:
    """The cells where a browser puts them: right of those that reach down from the rows above."""
    grid: list[dict[int, tuple[str, ...]]] = [{} for _ in rows]
    merges: list[tuple[int, int, int, int]] = []
    for down, row in enumerate(rows):
        across = 0
        for text, height, width in row:
            while across in grid[down]:
                across += 1
            bottom, right = min(down + height, len(rows)) - 1, across + width - 1
            if right >= MOST_COLUMNS:
                raise UnreadableFile("too-many-columns", most=MOST_COLUMNS)
            for place in range(down, bottom + 1):
                grid[place].update(dict.fromkeys(range(across, right + 1), ()))
            grid[down][across] = plain_lines(text)
            if (bottom, right) != (down, across):
                merges.append((down, across, bottom, right))
    cells = [[line.get(across, ()) for across in range(max(line, default=-1) + 1)] for line in grid]
    if sum(len(text) for row in rows for text, _, _ in row) > MOST_LETTERS * 50:
        raise UnreadableFile("table-too-large")
    return with_merges(table_of(cells, number), tuple(merges))
