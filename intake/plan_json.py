"""A plan as `tidtam plan read --json` prints it."""

from typing import Any

from checks.sentences import finding_json
from domain.data import to_data
from domain.plan import Plan


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain data of JSON; days are ISO, years Buddhist era, what is absent null or an empty list."""
    data: dict[str, Any] = to_data(plan)
    for topic in data["topics"]:
        for measure in topic["measures"]:
            if when := measure["timeframe"]:
                measure["timeframe"] = {"text": when["text"], "from": when["first"], "to": when["last"]}
    warnings = [{**finding_json(found), "parts": dict(found.parts)} for found in plan.warnings]
    return {**data, "warnings": warnings}
