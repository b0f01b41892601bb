"""A plan held cell by cell against the facts that a person took down from the document."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from checks.sentences import render_message, render_proposal
from domain.plan import Measure, Plan, Topic
from thai.digits import to_arabic
from thai.normalise import fold_text

_MONTHS = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()
_DAY = re.compile(rf"(\d+)\.\s*ดำเนินการ.*?วันที่\s*(\d+)\s*เดือน\s*({'|'.join(_MONTHS)})\s*พ\.ศ\.\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Held:
    """One cell: where it stands, what the person read in it and what the program did."""

    place: str
    expected: Any
    found: Any

    @property
    def right(self) -> bool:
        return bool(self.expected == self.found)


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that stands in the document: how many warnings it needs, and how many point at it."""

    name: str
    wanted: int
    found: int


def answers(number: str) -> dict[str, Any]:
    """The facts of the document of that name."""
    return tomllib.loads((Path(__file__).parent / "answers" / f"{number}.toml").read_text(encoding="utf-8"))


def held(plan: Plan, facts: dict[str, Any]) -> list[Held]:
    """Every cell that the person or the program found something in."""
    cells = [*_of_document(plan, facts), *_of_topics(plan.topics, facts)]
    return [cell for cell in cells if cell.expected not in (None, [], False) or cell.found not in (None, [], False)]


def slips(plan: Plan, facts: dict[str, Any]) -> list[Slip]:
    """Every slip of the document with the warnings that point at it."""
    return [_slip(plan, slip) for slip in facts["slips"]]


def unexplained(plan: Plan, facts: dict[str, Any]) -> list[str]:
    """The warnings of a kind of which the person saw no slip at all."""
    kinds = {slip["kind"] for slip in facts["slips"]}
    return [f"{warning.kind}: {render_message(warning)}" for warning in plan.warnings if warning.kind not in kinds]


def _slip(plan: Plan, slip: dict[str, Any]) -> Slip:
    found = [
        warning
        for warning in plan.warnings
        if warning.kind == slip["kind"]
        and slip["says"] in render_message(warning)
        and slip.get("proposes", "") in render_proposal(warning)
        and warning.place
    ]
    return Slip(slip["slip"], slip.get("times", 1), len(found))


def _of_document(plan: Plan, facts: dict[str, Any]) -> Iterator[Held]:
    for key in ("agency", "year", "layout"):
        yield Held(key, facts.get(key), getattr(plan, key))
    yield Held("round", facts.get("round"), plan.round and plan.round.value)
    for place, (score, own) in enumerate(zip_longest(facts.get("scores", []), plan.scores), 1):
        yield Held(f"score {place}", score, own and own.score)
    for place, (said, who) in enumerate(zip_longest(facts.get("signatories", []), plan.signatories), 1):
        for key in ("position", "acting_for", "label"):
            begins = (said or {}).get(key)
            text = getattr(who, key) if who else None
            yield Held(f"signatory {place} {key}", begins, _begin(text, begins))


def _of_topics(topics: tuple[Topic, ...], facts: dict[str, Any]) -> Iterator[Held]:
    for place, (facts_of_topic, found) in enumerate(zip_longest(facts["topics"], topics), 1):
        at, said, topic = f"topic {place}", facts_of_topic or {}, found or Topic("")
        yield Held(f"{at} number", said.get("number"), topic.number)
        yield Held(f"{at} title", said.get("title"), _begin(topic.title, said.get("title")))
        yield Held(f"{at} kind", said.get("kind"), topic.kind)
        for index, (code, question) in enumerate(zip_longest(said.get("codes", []), topic.questions), 1):
            yield Held(f"{at} question {index}", code, question and question.code)
        yield Held(f"{at} findings", said.get("findings"), len(topic.findings) or None)
        yield Held(f"{at} actions", said.get("actions"), len(topic.actions) or None)
        for index, (facts_of, measure) in enumerate(zip_longest(said.get("measures", []), topic.measures), 1):
            usual = facts["usual"] if facts_of is not None else {}
            yield from _of_measure(f"{at} measure {index}", {**usual, **(facts_of or {})}, measure or Measure(""))


def _of_measure(at: str, said: dict[str, Any], measure: Measure) -> Iterator[Held]:
    timeframe, who = measure.timeframe, measure.responsible
    yield Held(f"{at} number", said.get("number"), measure.number)
    yield Held(f"{at} title", said.get("title"), _begin(measure.title, said.get("title")))
    if "end" in said:
        ends = fold_text(measure.title).endswith(fold_text(said["end"]))
        yield Held(f"{at} title's end", said["end"], said["end"] if ends else measure.title[-len(said["end"]) :])
    yield Held(f"{at} codes", said.get("codes", []), [question.code for question in measure.questions])
    for index, (step, own) in enumerate(zip_longest(said.get("steps", []), measure.steps), 1):
        yield Held(f"{at} step {index}", step, _begin(own, step))
    yield Held(f"{at} everyone", said.get("everyone", False), bool(who and who.everyone))
    yield Held(f"{at} units", said.get("units", []), list(who.units) if who else [])
    yield Held(f"{at} from", said.get("from"), _iso(timeframe.first if timeframe else None))
    yield Held(f"{at} to", said.get("to"), _iso(timeframe.last if timeframe else None))
    yield Held(f"{at} cadence", said.get("cadence"), measure.cadence and measure.cadence.kind)
    yield Held(f"{at} status", said.get("status"), measure.status)
    for key in ("result", "outcome", "suggestion", "did_not", "remark"):
        yield Held(f"{at} {key}", said.get(key), len(getattr(measure, key)) or None)
    if "word" in said:
        yield Held(f"{at} result's word", True, fold_text(said["word"]) in fold_text("".join(measure.result)))
    yield Held(f"{at} dates", said.get("dates", []), [_date(line) for line in measure.dates])


def _begin(text: str | None, begins: str | None) -> str | None:
    """As much of the text as the person wrote down; spaces say nothing in Thai, and in a PDF they are guesses."""
    if text and begins:
        return begins if fold_text(text).startswith(fold_text(begins)) else text[: len(begins)]
    return text or None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(line: str) -> str:
    match = _DAY.match(to_arabic(line))
    if not match:
        return line
    return f"{match[1]} {int(match[4]) - 543}-{_MONTHS.index(match[3]) + 1:02}-{int(match[2]):02}"
