"""Timeframes, rhythms and units as clerks write them, beside the truth that a person wrote down for each.

None may be read wrongly. Where the truth is not that a person must be asked, at most 15 in 100 may be asked about.
"""

import json
import os
from collections import Counter
from typing import Any

import pytest

from domain.agency import Unit
from domain.unit_names import find_unit
from intake.responsible import read_responsible
from tests.intake.files import SEEDS
from thai.cadences import read_cadence
from thai.timeframes import read_timeframe

BY_HAND = SEEDS.parent / "tables" / "wordings-by-hand.json"
ASKED = "ask"
# The agency that the truths speak of.
UNITS = (
    Unit(1, "สำนักปลัด"),
    Unit(2, "กองคลัง"),
    Unit(3, "กองช่าง"),
    Unit(4, "กองการศึกษา ศาสนาและวัฒนธรรม"),
    Unit(5, "กองสาธารณสุขและสิ่งแวดล้อม"),
    Unit(6, "งานนิติการ", 1),
    Unit(7, "งานธุรการ", 1),
    Unit(9, "งานพัสดุ", 2),
    Unit(10, "งานการเงินและบัญชี", 2),
)


def timeframe(text: str) -> Any:
    span = read_timeframe(text, 2570)
    return [day.isoformat() for day in span] if span else ASKED


def cadence(text: str) -> Any:
    kind = read_cadence(text)
    return kind.value if kind else ASKED


def responsible(text: str) -> Any:
    told = read_responsible(text)
    found = [find_unit(name, UNITS) for name in told.responsible.units]
    if told.left_over or None in found or not (found or told.responsible.everyone):
        return ASKED
    return "everyone" if told.responsible.everyone else sorted(unit.name for unit in found if unit)


READERS = {"timeframe": timeframe, "cadence": cadence, "responsible": responsible}


@pytest.fixture(scope="module")
def readings() -> list[tuple[str, str, Any, Any]]:
    """Each wording's kind, its text, the truth, and what is read of it."""
    if not BY_HAND.exists():
        if os.environ.get("REQUIRE_SEEDS") == "1":
            raise FileNotFoundError(BY_HAND)
        pytest.skip("the wordings are not at hand")
    found = []
    for row in json.loads(BY_HAND.read_text()):
        truth = (
            sorted(row["truth"]) if row["kind"] == "responsible" and isinstance(row["truth"], list) else row["truth"]
        )
        found.append((row["kind"], row["text"], truth, READERS[row["kind"]](row["text"])))
    return found


def test_none_is_read_wrongly(readings: list[tuple[str, str, Any, Any]]) -> None:
    assert [one for one in readings if one[3] not in (one[2], ASKED)] == []


def test_few_are_asked_about(readings: list[tuple[str, str, Any, Any]]) -> None:
    plain = [one for one in readings if one[2] != ASKED]
    asked = Counter(kind for kind, _, _, read in plain if read == ASKED)
    assert asked.total() <= 0.15 * len(plain), asked
