"""A plan between its reading and its import, with what was corrected of it so far. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.layout import Layout
from domain.plan import Plan
from domain.plan_pairing import Entry, Former, find_pairs

# Fields of a measure or a topic end with its number through the plan, counted from 1: `title-3`, `topic_title-1`.
_NUMBERED: Final = re.compile(r"((?:topic_)?[a-z][a-z0-9_.]*)-([1-9][0-9]{0,3})")
_OF_THE_PLAN: Final = ("score", "indicator", "unit", "keep")
_OF_TOPICS: Final = ("topic_", "who_all")


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as it was read for the fiscal year `year` (Buddhist era), and by a field's name what was typed over it.

    `number` says which of the year's plans it is to be, 0 while that was not said; of a further one `name` and `layout`
    are its own, None following the agency's. `learned` is the layout of the document's own table, where it has one.
    `file` is the document itself (base64), its `ending` with the dot, where columns of it are asked about.
    """

    key: str
    plan: Plan
    year: int
    at: datetime
    typed: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    ending: str = ""
    number: int = 0
    name: str = ""
    layout: Layout | None = None
    learned: Layout | None = None


def renumber_typed(typed: Mapping[str, str], old: Plan, new: Plan) -> dict[str, str]:
    """What was typed over one reading of a document, by the names that its fields have in another reading.

    What was typed over a measure or topic that the other reading does not have is left out.
    """
    measures, topics = _pair(_list_measures(old), _list_measures(new)), _pair(_list_topics(old), _list_topics(new))
    found: dict[str, str] = {}
    for name, text in typed.items():
        numbered = _NUMBERED.fullmatch(name)
        if numbered is None or name.partition("-")[0] in _OF_THE_PLAN:
            found[name] = text
            continue
        places = topics if numbered[1].startswith(_OF_TOPICS) else measures
        if place := places.get(int(numbered[2])):
            found[f"{numbered[1]}-{place}"] = text
    return found


def _list_measures(plan: Plan) -> Sequence[Entry]:
    return [Entry(topic.title, one.number, one.title) for topic in plan.topics for one in topic.measures]


def _list_topics(plan: Plan) -> Sequence[Entry]:
    return [Entry("", topic.number, topic.title) for topic in plan.topics]


def _pair(old: Sequence[Entry], new: Sequence[Entry]) -> dict[int, int]:
    """The number in the new reading of each that is in both, by its number in the old one."""
    former = tuple(Former(place, one.under, one.number, one.title) for place, one in enumerate(old, 1))
    pairs = find_pairs(former, tuple(new))
    return {before: place for place, before in enumerate(pairs, 1) if before is not None}
