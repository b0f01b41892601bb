"""Measures and topics as rows, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from domain.plan import Cadence, Measure, Question, Responsible, Timeframe, Topic
from domain.task import Status
from store.books import AnyRow
from thai.cadences import CadenceKind

_TOLD = ("did_not", "remark", "others")


def topic_values(topic: Topic) -> dict[str, Any]:
    """The columns of a topic, without its place and its plan."""
    return {
        "number": topic.number,
        "title": topic.title,
        "kind": topic.kind,
        "parent": topic.parent,
        "questions": [asdict(question) for question in topic.questions],
        "findings": list(topic.findings),
        "actions": list(topic.actions) or None,
    }


def topic_of(row: AnyRow) -> Topic:
    """The topic in the row, without measures."""
    return Topic(
        title=row.title,
        number=row.number,
        kind=row.kind,
        questions=_questions(row.questions),
        findings=tuple(row.findings),
        parent=row.parent,
        actions=tuple(row.actions or ()),
    )


def measure_values(measure: Measure) -> dict[str, Any]:
    """The columns of a measure, without its place, topic and plan."""
    return {
        "number": measure.number,
        "title": measure.title,
        "questions": [asdict(question) for question in measure.questions],
        "steps": list(measure.steps),
        "responsible": measure.responsible and asdict(measure.responsible),
        "timeframe": measure.timeframe and _timeframe_data(measure.timeframe),
        "cadence": measure.cadence and asdict(measure.cadence),
        "result": list(measure.result),
        "outcome": list(measure.outcome),
        "suggestion": list(measure.suggestion),
        "dates": list(measure.dates),
        **{key: list(getattr(measure, key)) or None for key in _TOLD},
        "status": measure.status and measure.status.value,
    }


def measure_of(row: AnyRow) -> Measure:
    """The measure in the row."""
    return Measure(
        title=row.title,
        number=row.number,
        questions=_questions(row.questions),
        steps=tuple(row.steps),
        responsible=responsible_of(row.responsible),
        timeframe=_parse_timeframe(row.timeframe),
        cadence=_cadence(row.cadence),
        result=tuple(row.result),
        outcome=tuple(row.outcome),
        suggestion=tuple(row.suggestion),
        dates=tuple(row.dates),
        did_not=tuple(row.did_not or ()),
        remark=tuple(row.remark or ()),
        others=tuple(row.others or ()),
        status=row.status and Status(row.status),
    )


def responsible_of(data: Mapping[str, Any] | None) -> Responsible | None:
    """Who answers for a measure, from its column."""
    return None if data is None else Responsible(data["text"], data["everyone"], tuple(data["units"]))


def _questions(data: list[dict[str, str]]) -> tuple[Question, ...]:
    return tuple(Question(**question) for question in data)


def _timeframe_data(timeframe: Timeframe) -> dict[str, str | None]:
    return {"text": timeframe.text, "first": _iso(timeframe.first), "last": _iso(timeframe.last)}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _parse_timeframe(data: Mapping[str, Any] | None) -> Timeframe | None:
    if data is None:
        return None
    first, last = (data[key] and date.fromisoformat(data[key]) for key in ("first", "last"))
    return Timeframe(data["text"], first, last)


def _cadence(data: Mapping[str, Any] | None) -> Cadence | None:
    return None if data is None else Cadence(data["text"], data["kind"] and CadenceKind(data["kind"]))
