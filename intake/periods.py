"""When a measure is carried out, ticked in columns of months or quarters."""

from datetime import date, timedelta
from itertools import pairwise

from domain.finding import Finding
from domain.plan import Timeframe
from intake.tables import Cell
from intake.ticks import NOT_TICKED, TICKS
from thai.timeframes import read_timeframe


def ticked_timeframe(
    columns: tuple[tuple[str, Cell], ...], year: int | None
) -> tuple[Timeframe | None, tuple[Finding, ...]]:
    """What the ticks under these headings say together: one stretch of the year, or None and a question."""
    marked = [(label, cell) for label, cell in _spread(columns) if cell.text.strip() not in NOT_TICKED]
    place = str(columns[0][1].place)
    if not marked:
        return None, (Finding("timeframe-unticked", place),)
    text = ", ".join(label for label, _ in marked)
    spans = [read_timeframe(label, year) for label, _ in marked] if year else []
    strange = next((cell.text for _, cell in marked if not set(cell.text) <= TICKS), None)
    days = _join_spans(sorted(span for span in spans if span))
    if strange is not None or days is None:
        word = strange[:40] if strange is not None else text[:60]
        return Timeframe(text), (Finding("timeframe-unread", place, {"word": word}),)
    return Timeframe(text, *days), ()


def _spread(columns: tuple[tuple[str, Cell], ...]) -> list[tuple[str, Cell]]:
    """The cells, one merged with those to its right standing in each of them."""
    spread: list[tuple[str, Cell]] = []
    for label, cell in columns:
        spread.append((label, spread[-1][1] if cell.joined == "left" and spread else cell))
    return spread


def _join_spans(spans: list[tuple[date, date]]) -> tuple[date, date] | None:
    """The first and last day of stretches that follow one another, else None."""
    for (_, end), (start, _) in pairwise(spans):
        if start != end + timedelta(days=1):
            return None
    return (spans[0][0], spans[-1][1]) if spans else None
