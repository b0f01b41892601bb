"""Tables in which each measure has a row of what was planned and one of what was done, with the same columns ticked."""

from dataclasses import replace
from typing import Final

from intake.columns import Columns
from intake.own_values import is_ticked
from intake.periods import spread_ticks
from intake.tables import Row
from thai.normalise import fold_text

_PLANNED: Final = frozenset(map(fold_text, ("แผน", "แผนงาน", "ตามแผน", "แผนการดำเนินงาน", "เป้าหมาย")))
_DONE: Final = frozenset(map(fold_text, ("ผล", "ผลงาน", "ผลการดำเนินงาน", "จริง", "ปฏิบัติจริง", "ดำเนินการจริง", "ทำจริง")))


def with_results_in_words(columns: Columns, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, what is ticked in those of results told in words beside `ผล`: it is no time that was planned."""
    place = next((place for place in range(len(columns.keys)) if _tells_which(rows, place)), None)
    ticked = [place for place, key in enumerate(columns.keys) if key == "period"]
    if place is None or not ticked:
        return rows
    return tuple(_in_words(columns, row, place, ticked) if _says(row, place, _DONE) else row for row in rows)


def _tells_which(rows: tuple[Row, ...], place: int) -> bool:
    said = {fold_text(row[place].text) for row in rows if row[place].lines}
    return bool(said & _PLANNED and said & _DONE) and said <= _PLANNED | _DONE


def _says(row: Row, place: int, words: frozenset[str]) -> bool:
    return fold_text(row[place].text) in words


def _in_words(columns: Columns, row: Row, place: int, ticked: list[int]) -> Row:
    cells = spread_ticks(tuple((columns.labels[each], row[each]) for each in ticked))
    months = ", ".join(label for label, cell in cells if is_ticked(cell))
    said = replace(row[place], lines=(f"{row[place].text}: {months}",)) if months else row[place]
    bare = {each: replace(row[each], lines=()) for each in ticked}
    return tuple(said if at == place else bare.get(at, cell) for at, cell in enumerate(row))
