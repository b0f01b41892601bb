"""The scores of last year's assessment, and where what is printed contradicts itself."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from domain.finding import Finding
from domain.plan import Score
from intake.columns import Columns, find_columns
from intake.tables import Cell, Document, Paragraph, Table
from intake.topics import known_topic, topic_parts
from thai.digits import to_arabic

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_TOTAL = re.compile(
    r"(?:ผล\s*)?คะแนน(?:เฉลี่ย|รวม|ภาพรวม|ใน\s*ภาพรวม)?\s*(?:เท่ากับ|คือ|ร้อยละ)?\s*(\d{2,3}\.\d{1,2})\s*คะแนน"
)
# Two decimals are printed; a mean may be rounded either way.
_NEAR = 0.011


@dataclass(frozen=True, slots=True)
class Scores:
    """The indicators' scores in their order, and what contradicts them."""

    scores: tuple[Score, ...]
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Printed:
    """One printed number and where it stands; `number` is the indicator's."""

    number: str
    name: str
    value: float
    place: str


def read_scores(document: Document) -> Scores:
    """The indicators' scores out of the tables of scores; the first of several tables counts."""
    found: dict[str, _Printed] = {}
    warnings: list[Finding] = []
    tools: list[_Printed] = []
    for table in document.tables:
        columns = find_columns(table)
        if columns is None or "score" not in columns:
            continue
        for printed in _rows(table, columns):
            first = found.setdefault(printed.number, printed)
            if first.value != printed.value:
                warnings.append(_differs(printed, first.value))
        tools.extend(_tool_scores(table, columns))
    ordered = sorted(found.values(), key=lambda each: int(each.number))
    scores = tuple(Score(f"{each.number} {each.name}", each.value, each.place) for each in ordered)
    values = {int(each.number): each.value for each in ordered}
    return Scores(scores, (*warnings, *_contradictions(values, tools, document.paragraphs)))


@cache
def _rules() -> dict[str, Any]:
    data = tomllib.loads(Path(__file__).with_name("ita.toml").read_text(encoding="utf-8"))
    tools: dict[str, Any] = data["tool"]
    return tools


def _rows(table: Table, columns: Columns) -> Iterator[_Printed]:
    for row in table.rows[columns.first_row + columns.rows :]:
        cells = {key: cell for key, cell in zip(columns.keys, row, strict=False) if key}
        value = _parse_score(cells["score"])
        texts = [cells[key].text for key in ("topic", "number", "indicator") if key in cells and cells[key].lines]
        number, name = _indicator(texts)
        if value is not None and number:
            yield _Printed(number, name, value, str(cells["score"].place))


def _indicator(texts: list[str]) -> tuple[str | None, str]:
    """The indicator's number and name, together in one cell or in two."""
    if len(texts) == 1:
        number, name = topic_parts(texts[0])
    elif texts and to_arabic(texts[0]).strip(" .").isdecimal():
        number, name = to_arabic(texts[0]).strip(" ."), texts[-1]
    else:
        return None, ""
    known = known_topic(name)
    return (number if number and number.isdecimal() else None), known.title if known and known.exact else name


def _parse_score(cell: Cell) -> float | None:
    match = _NUMBER.fullmatch(to_arabic(cell.text).strip())
    return float(match[0]) if match and float(match[0]) <= 100 else None


def _tool_scores(table: Table, columns: Columns) -> Iterator[_Printed]:
    """The tools' printed scores in their order; a value that a torn merge repeats counts once."""
    if "tool_score" not in columns:
        return
    place = columns.find_index("tool_score")
    cells = [row[place] for row in table.rows[columns.first_row + columns.rows :] if row[place].lines]
    values = [(value, cell) for cell in cells if (value := _parse_score(cell)) is not None]
    runs = [next(run) for _, run in groupby(values, key=lambda pair: pair[0])]
    if len(runs) == len(_rules()):
        for name, (value, cell) in zip(_rules(), runs, strict=True):
            yield _Printed("", name, value, str(cell.place))


def _contradictions(
    values: dict[int, float], tools: list[_Printed], paragraphs: tuple[Paragraph, ...]
) -> Iterator[Finding]:
    means: dict[str, float] = {}
    for name, rule in _rules().items():
        if not all(number in values for number in rule["indicators"]):
            return
        means[name] = sum(values[number] for number in rule["indicators"]) / len(rule["indicators"])
    for printed in tools:
        if abs(printed.value - means[printed.name]) > _NEAR:
            yield _differs(printed, means[printed.name])
    total = sum(means[name] * rule["weight"] for name, rule in _rules().items()) / 100
    for paragraph in paragraphs:
        match = _TOTAL.search(to_arabic(paragraph.text))
        if match and abs(float(match[1]) - total) > _NEAR:
            yield _differs(_Printed("", "", float(match[1]), paragraph.place), total)
            return


def _differs(printed: _Printed, value: float) -> Finding:
    parts = {"number": printed.number, "name": printed.name, "score": f"{printed.value:.2f}", "meant": f"{value:.2f}"}
    return Finding("score", printed.place, parts)
