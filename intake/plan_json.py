"""A plan as `tidtam plan read --json` prints it."""

from dataclasses import asdict
from typing import Any

from domain.plan import Cadence, Measure, Plan, Question, Timeframe, Topic


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
        "warnings": [asdict(warning) for warning in plan.warnings],
        "notes": list(plan.notes),
        "places": dict(plan.places),
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "number": topic.number,
        "title": topic.title,
        "kind": topic.kind,
        "parent": topic.parent,
        "questions": _questions(topic.questions),
        "findings": list(topic.findings),
        "actions": list(topic.actions),
        "place": topic.place,
        "measures": [_measure(measure) for measure in topic.measures],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    responsible = measure.responsible
    return {
        "number": measure.number,
        "title": measure.title,
        "questions": _questions(measure.questions),
        "steps": list(measure.steps),
        "responsible": responsible and {**asdict(responsible), "units": list(responsible.units)},
        "timeframe": measure.timeframe and _timeframe(measure.timeframe),
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


def _timeframe(timeframe: Timeframe) -> dict[str, str | None]:
    first, last = timeframe.first, timeframe.last
    return {
        "text": timeframe.text,
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
    }


def _cadence(cadence: Cadence) -> dict[str, str | None]:
    return {"text": cadence.text, "kind": cadence.kind and cadence.kind.value}


def _questions(questions: tuple[Question, ...]) -> list[dict[str, str]]:
    return [{"code": question.code, "text": question.text} for question in questions]
