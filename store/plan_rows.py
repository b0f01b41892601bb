"""Measures and topics as rows, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from domain.data import from_data, to_data
from domain.plan import Measure, Responsible, Topic
from store.books import AnyRow

# The columns; where a text stands in its document is not kept.
TOPIC_FIELDS = tuple(each.name for each in fields(Topic) if each.name not in ("measures", "place"))
MEASURE_FIELDS = tuple(each.name for each in fields(Measure) if each.name not in ("places", "confidence"))


def topic_values(topic: Topic) -> dict[str, Any]:
    """The columns of a topic, without its place and its plan."""
    data = to_data(topic)
    return {name: data[name] for name in TOPIC_FIELDS}


def topic_of(row: AnyRow) -> Topic:
    """The topic in the row, without measures."""
    return from_data(_filled(row, TOPIC_FIELDS), Topic)


def measure_values(measure: Measure) -> dict[str, Any]:
    """The columns of a measure, without its place, topic and plan."""
    data = to_data(measure)
    return {name: data[name] for name in MEASURE_FIELDS} | {"own": data["own"] or None}


def measure_of(row: AnyRow) -> Measure:
    """The measure in the row."""
    return from_data(_filled(row, MEASURE_FIELDS), Measure)


def responsible_of(data: Mapping[str, Any] | None) -> Responsible | None:
    """Who answers for a measure, from its column."""
    return None if data is None else from_data(data, Responsible)


def _filled(row: AnyRow, names: Iterable[str]) -> dict[str, Any]:
    """The row's columns that hold something."""
    values = {name: getattr(row, name) for name in names}
    return {name: value for name, value in values.items() if value is not None}
