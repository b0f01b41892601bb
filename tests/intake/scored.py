"""A table's reading held cell by cell against the truth that a person wrote down before it was read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from domain.plan import Measure, Plan
from thai.normalise import fold_text

ASK = "ask"
# Which questions leave which cell open.
_ASKED = {
    "responsible": {"responsible-unread", "responsible-both", "column-asked"},
    "from": {"timeframe-unread", "timeframe-unticked", "timeframe-year", "column-asked"},
    "cadence": {"cadence-unread", "column-asked"},
    "result": {"column-asked"},
    "title": set(),
}


@dataclass(frozen=True, slots=True)
class Scored:
    """One cell: its place, the truth, what was read, and whether a person is asked about it."""

    place: str
    truth: str
    found: str
    asked: bool

    @property
    def right(self) -> bool:
        return self.truth == self.found or (self.truth == ASK and not self.found)

    @property
    def wrong(self) -> bool:
        """Whether something else was taken for the truth, or something left out, without a question."""
        return not self.right and (bool(self.found) or not self.asked)


def scored(plan: Plan, truth: dict[str, Any]) -> list[Scored]:
    """Every cell of the truth, the numbers of measures and titled topics first."""
    topics = sum(bool(topic.title) for topic in plan.topics)
    return [
        Scored("measures", str(truth["measures"]), str(len(plan.measures)), False),
        Scored("topics", str(truth["topics"]), str(topics), False),
        *_rows(plan, truth),
    ]


def read_truth(source: Path) -> dict[str, Any]:
    """The truth beside the document."""
    path = source.with_name(f"{source.name.rsplit('.', 1)[0]}.truth.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def _rows(plan: Plan, truth: dict[str, Any]) -> Iterator[Scored]:
    kinds = {warning.kind for warning in plan.warnings}
    for place, (row, measure) in enumerate(zip_longest(truth["rows"], plan.measures), 1):
        found = _texts(measure or Measure(""))
        for key, text in found.items():
            said = (row or {}).get(key) or ""
            asked = bool(_ASKED.get("from" if key == "to" else key, set()) & kinds)
            yield Scored(f"{place} {key}", said if said == ASK else _fold(said), _fold(text), asked)


def _fold(text: str) -> str:
    return fold_text(text)


def _texts(measure: Measure) -> dict[str, str]:
    who, when, cadence = measure.responsible, measure.timeframe, measure.cadence
    return {
        "title": measure.title,
        "responsible": who.text if who else "",
        "from": when.first.isoformat() if when and when.first else "",
        "to": when.last.isoformat() if when and when.last else "",
        "cadence": cadence.kind.value if cadence and cadence.kind else "",
        "result": " ".join(measure.result),
    }
