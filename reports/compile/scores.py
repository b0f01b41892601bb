"""What an agency's indicator scores come to: the tools' means, the total by weight, the word for it."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from domain.plan import Score
from thai.digits import to_arabic

_NUMBER = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Scores:
    """`indicators` by number in order, `tools` by name; the total is None unless every indicator has a score."""

    indicators: tuple[tuple[str, float], ...]
    tools: tuple[tuple[str, float], ...]
    total: float | None
    band: str


def scores_of(scores: tuple[Score, ...], year: int) -> Scores:
    """The scores of the assessment of that fiscal year (Buddhist era), added up."""
    facts = _load_facts()
    known = {indicator_number(score.indicator): score.score for score in scores}
    indicators = tuple((number, known[number]) for number in facts["indicators"] if number in known)
    tools = tuple(
        (name, sum(known[number] for number in tool["indicators"]) / len(tool["indicators"]))
        for name, tool in facts["tools"].items()
        if all(number in known for number in tool["indicators"])
    )
    if len(tools) < len(facts["tools"]):
        return Scores(indicators, tools, None, "")
    total = sum(score * facts["tools"][name]["weight"] / 100 for name, score in tools)
    return Scores(indicators, tools, total, band_of(total, min(score for _, score in tools), year))


def band_of(total: float, lowest: float, year: int) -> str:
    """The word for a total and the lowest of its tools in that fiscal year."""
    bands = next(each["words"] for each in _load_facts()["bands"] if year >= each["from"])
    reached = (each for each in bands if round(total, 2) >= each["total"] and round(lowest, 2) >= each["tools"])
    return str(next(reached)["name"])


def indicator_number(text: str) -> str:
    """The indicator's number in Arabic digits: `4` for `ตัวชี้วัดที่ ๔ …`; the text itself where it holds none."""
    found = _NUMBER.search(to_arabic(text))
    return found[0].lstrip("0") if found else text.strip()


def indicator_name(number: str) -> str:
    """The indicator's name, "" for one that is not known."""
    return str(_load_facts()["indicators"].get(number, ""))


def tool_of(number: str) -> str:
    """The tool that the indicator belongs to, "" for one that is not known."""
    return next((name for name, tool in _load_facts()["tools"].items() if number in tool["indicators"]), "")


@lru_cache(maxsize=1)
def _load_facts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "ita.toml").read_text(encoding="utf-8"))
