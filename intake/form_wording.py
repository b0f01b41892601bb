"""The words of our own form, as `form.toml` declares them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from domain.plan import Measure, Plan, Topic
from intake.fields import cadence_of, responsible_of, timeframe_of
from intake.topics import topic_parts
from thai.normalise import fold_text


@cache
def form_wording() -> dict[str, Any]:
    """Everything that stands on the form."""
    return tomllib.loads(Path(__file__).with_name("form.toml").read_text(encoding="utf-8"))


@cache
def column_labels() -> dict[str, str]:
    """The heading of each key's column, the ones that are always there first."""
    return {**form_wording()["columns"], **form_wording()["more_columns"]}


def key_of(label: str, group: dict[str, str]) -> str | None:
    """The key that the label stands for in the group, whatever its spacing; None where it is none of them."""
    return next((key for key, wording in group.items() if fold_text(wording) == fold_text(label)), None)


def example_plan(agency: str = "") -> Plan:
    """The plan that an empty form shows how to fill in, of the agency named, if any."""
    example = form_wording()["example"]
    number, title = topic_parts(example["topic"])
    measures = tuple(_example_measure(row, example["year"]) for row in example["measures"])
    topic = Topic(title, measures, number=number, kind="indicator")
    return Plan(agency or None, example["year"], (topic,))


def _example_measure(row: dict[str, Any], year: int) -> Measure:
    return Measure(
        title=row["title"],
        number=row["number"],
        steps=tuple(row["steps"]),
        responsible=responsible_of(row["responsible"], "")[0],
        timeframe=timeframe_of(row["timeframe"], year, "")[0],
        cadence=cadence_of(row["follow_up"]),
    )
