"""A plan as `tidtam plan read --json` prints it, and back."""

from dataclasses import asdict
from datetime import date
from typing import Any

from checks.sentences import finding_json
from domain.finding import Finding
from domain.plan import Cadence, Measure, Plan, Question, Responsible, Score, Signatory, Timeframe, Topic
from domain.task import Status
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain data of JSON; days are ISO, years Buddhist era, what is absent null or an empty list."""
    return {
        "agency": plan.agency,
        "year": plan.year,
        "round": plan.round and plan.round.value,
        "layout": plan.layout,
        "topics": [_topic(topic) for topic in plan.topics],
        "scores": [asdict(score) for score in plan.scores],
        "signatories": [asdict(signatory) for signatory in plan.signatories],
        "warnings": [_finding(warning) for warning in plan.warnings],
        "notes": list(plan.notes),
        "places": dict(plan.places),
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "number": topic.number,
        "title": topic.title,
        "kind": topic.kind,
        "parent": topic.parent,
        "questions": _questions_data(topic.questions),
        "findings": list(topic.findings),
        "actions": list(topic.actions),
        "place": topic.place,
        "measures": [_measure_data(measure) for measure in topic.measures],
    }


def _measure_data(measure: Measure) -> dict[str, Any]:
    responsible = measure.responsible
    return {
        "number": measure.number,
        "title": measure.title,
        "questions": _questions_data(measure.questions),
        "steps": list(measure.steps),
        "responsible": responsible and {**asdict(responsible), "units": list(responsible.units)},
        "timeframe": measure.timeframe and _timeframe_data(measure.timeframe),
        "cadence": measure.cadence and _cadence(measure.cadence),
        "result": list(measure.result),
        "outcome": list(measure.outcome),
        "suggestion": list(measure.suggestion),
        "dates": list(measure.dates),
        "did_not": list(measure.did_not),
        "remark": list(measure.remark),
        "others": list(measure.others),
        "status": measure.status and measure.status.value,
        "places": dict(measure.places),
        "confidence": dict(measure.confidence),
    }


def _timeframe_data(timeframe: Timeframe) -> dict[str, str | None]:
    first, last = timeframe.first, timeframe.last
    return {
        "text": timeframe.text,
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
    }


def _cadence(cadence: Cadence) -> dict[str, str | None]:
    return {"text": cadence.text, "kind": cadence.kind and cadence.kind.value}


def _questions_data(questions: tuple[Question, ...]) -> list[dict[str, str]]:
    return [{"code": question.code, "text": question.text} for question in questions]


def _finding(found: Finding) -> dict[str, Any]:
    """The finding in words, and its parts, from which it is read back."""
    return {**finding_json(found), "parts": dict(found.parts)}


def _finding_from(data: dict[str, Any]) -> Finding:
    return Finding(data["kind"], data["place"], data["parts"])


def plan_from_json(data: dict[str, Any]) -> Plan:
    """The plan that `plan_json` made this of."""
    return Plan(
        agency=data["agency"],
        year=data["year"],
        topics=tuple(_topic_from(topic) for topic in data["topics"]),
        round=data["round"] and RoundKind(data["round"]),
        layout=data["layout"],
        scores=tuple(Score(**score) for score in data["scores"]),
        signatories=tuple(Signatory(**signatory) for signatory in data["signatories"]),
        warnings=tuple(_finding_from(warning) for warning in data["warnings"]),
        notes=tuple(data["notes"]),
        places=data["places"],
    )


def _topic_from(data: dict[str, Any]) -> Topic:
    return Topic(
        title=data["title"],
        measures=tuple(_measure_from(measure) for measure in data["measures"]),
        number=data["number"],
        kind=data["kind"],
        questions=_questions_from(data["questions"]),
        findings=tuple(data["findings"]),
        parent=data["parent"],
        actions=tuple(data["actions"]),
        place=data["place"],
    )


_LISTS = ("steps", "result", "outcome", "suggestion", "dates", "did_not", "remark", "others")


def _measure_from(data: dict[str, Any]) -> Measure:
    who, when, cadence = data["responsible"], data["timeframe"], data["cadence"]
    return Measure(
        title=data["title"],
        number=data["number"],
        questions=_questions_from(data["questions"]),
        responsible=who and Responsible(who["text"], who["everyone"], tuple(who["units"])),
        timeframe=when and Timeframe(when["text"], _parse_day(when["from"]), _parse_day(when["to"])),
        cadence=cadence and Cadence(cadence["text"], cadence["kind"] and CadenceKind(cadence["kind"])),
        status=data["status"] and Status(data["status"]),
        places=data["places"],
        confidence=data["confidence"],
        **{key: tuple(data[key]) for key in _LISTS},
    )


def _parse_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _questions_from(data: list[dict[str, str]]) -> tuple[Question, ...]:
    return tuple(Question(question["code"], question["text"]) for question in data)
