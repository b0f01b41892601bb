"""When a measure is carried out, ticked in columns of months or quarters."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from domain.finding import Finding
from domain.plan import Timeframe
from intake.tables import Cell, Row
from intake.ticks import CROSSES, NOT_TICKED, TICKS
from thai.timeframes import read_timeframe

_BRACKETS = re.compile(r"\s*[(\[].*$")
_NUMBERED = re.compile(r"(\D+?)\s*([0-9๐-๙])")
_YEAR = re.compile(r"\s*[0-9๐-๙]{2,4}$")


def ticked_timeframe(
    columns: tuple[tuple[str, Cell], ...], year: int | None
) -> tuple[Timeframe | None, tuple[Finding, ...]]:
    """What the ticks under these headings say together: one stretch of the year, or None and a question."""
    marked = [(label, cell) for label, cell in spread_ticks(columns) if cell.text.strip() not in NOT_TICKED]
    place = str(columns[0][1].place)
    if not marked:
        return None, (Finding("timeframe-unticked", place),)
    labels = [label for label, _ in marked]
    text = ", ".join(labels)
    spans = [read_timeframe(label, year) for label, _ in marked] if year else []
    strange = next((cell.text for _, cell in marked if not set(cell.text) <= TICKS), None)
    days = _join_spans(sorted(span for span in spans if span))
    if strange is not None or days is None:
        word = strange[:40] if strange is not None else text[:60]
        return Timeframe(text), (Finding("timeframe-unread", place, {"word": word}),)
    return Timeframe(name_stretch(labels), *days), ()


def name_stretch(labels: list[str]) -> str:
    """The periods that follow one another, by the first and the last: `ไตรมาส ๑-๒`, `ธ.ค. 2566-ก.พ. 2567`."""
    first, last = (_BRACKETS.sub("", label) for label in (labels[0], labels[-1]))
    if first == last:
        return first
    if (one := _NUMBERED.fullmatch(first)) and (other := _NUMBERED.fullmatch(last)) and one[1] == other[1]:
        return f"{first}-{other[2]}"
    year = _YEAR.search(first)
    same = year and last.endswith(year[0])
    return f"{first.removesuffix(year[0]) if year and same else first}-{last}"


def with_crosses_as_ticks(keys: tuple[str | None, ...], rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, crosses under months and quarters made ticks where no other sign stands there."""
    places = {place for place, key in enumerate(keys) if key == "period"}
    said = {row[place].text.strip() for row in rows for place in places if place < len(row)} - NOT_TICKED
    if not said or not said <= CROSSES:
        return rows
    return tuple(tuple(_tick(cell) if place in places else cell for place, cell in enumerate(row)) for row in rows)


def _tick(cell: Cell) -> Cell:
    return replace(cell, lines=("✓",)) if cell.text.strip() in CROSSES else cell


def spread_ticks(columns: tuple[tuple[str, Cell], ...]) -> list[tuple[str, Cell]]:
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
