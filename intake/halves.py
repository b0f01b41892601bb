"""A row of a plan that a page break or a merged cell tore in two, put together again."""

from dataclasses import replace

from domain.finding import Finding
from intake.band import Band, Lines
from intake.numbering import glued, is_bulleted, numbered
from intake.responsible import begins_anew
from intake.tables import Cell
from thai.normalise import fold_text
from thai.timeframes import find_span

# Columns of short entries; in all others, running text, a torn cell goes on in the middle of a sentence.
_SHORT = {"responsible", "timeframe"}


def join_halves(band: Band, cells: dict[str, Cell], is_new_page: bool) -> Band:
    """Both halves of a row. A row beside a measure merged downward is no half: its lines stand for themselves.

    What such a row says again in the same words is said once.
    """
    merged = cells["measure"].joined == "above"
    parts = {key: cells[key].lines if key in cells else () for key in band.cells}
    if merged:
        parts = {key: () if _said_already(band.lines(key), more) else more for key, more in parts.items()}
    torn = [key for key, lines in parts.items() if not merged and _is_torn(key, band.lines(key), lines)]
    lines = {
        key: _glued(band.lines(key), more) if key in torn else band.lines(key) + more for key, more in parts.items()
    }
    doubts = tuple(_torn(band.lines(key)[-1], cells[key]) for key in torn) or (
        find_torn_topic(cells) if is_new_page else ()
    )
    if not doubts and not merged and not is_new_page:
        doubts = _nameless(cells)
    return replace(band, cells=lines, doubts=band.doubts + doubts[:1])


def _said_already(above: Lines, more: Lines) -> bool:
    """Whether the same lines stand above one after another, however they are spaced."""
    said, again = [[fold_text(line) for line in lines] for lines in (above, more)]
    return any(said[at : at + len(again)] == again for at in range(len(said)))


def _nameless(cells: dict[str, Cell]) -> tuple[Finding, ...]:
    """A warning where a row names no measure, but who answers for one or when: it may be a measure of its own."""
    said = [cells[key] for key in sorted(_SHORT) if key in cells and cells[key].lines]
    if cells["measure"].lines or not said:
        return ()
    return (Finding("row-nameless", str(said[0].place), {"word": said[0].text[:40]}),)


def find_torn_topic(cells: dict[str, Cell]) -> tuple[Finding, ...]:
    """A warning where a page begins in the middle of a topic's row."""
    if "topic" not in cells or cells["topic"].lines or cells["topic"].joined or not cells["measure"].lines:
        return ()
    return (Finding("row-joined", str(cells["measure"].place), {"word": cells["measure"].text[:40]}),)


def _is_torn(key: str, first: Lines, second: Lines) -> bool:
    """Whether the second's first line goes on in the first's last."""
    return bool(first and second) and not _begins(key, second[0])


def _glued(first: Lines, second: Lines) -> Lines:
    return (*first[:-1], glued(first[-1], second[0]), *second[1:])


def _torn(end: str, cell: Cell) -> Finding:
    return Finding("row-joined", str(cell.place), {"end": f"…{end[-20:]}", "begin": cell.lines[0][:40]})


def _begins(key: str, line: str) -> bool:
    if numbered(line)[0] or is_bulleted(line):
        return True
    if key in _SHORT:
        return begins_anew(line) if key == "responsible" else find_span(line, 2570) is not None
    return False
