"""A task that its officer hands to a colleague of the same division: asked for, accepted or declined, and kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.agency import Person, Unit, find_lineage, find_units_under

OfferAnswer = Literal["accepted", "declined", "withdrawn"]


@dataclass(frozen=True, slots=True)
class TaskOffer:
    """Who asked whom to answer a task in their place; `answer` is None while the colleague has not said."""

    id: int
    task_id: int
    from_id: int
    to_id: int
    at: datetime
    answer: OfferAnswer | None = None
    answered_at: datetime | None = None


def pass_on(assignee_ids: Sequence[int], accepted: Sequence[TaskOffer], here: Collection[int]) -> tuple[int, ...]:
    """Who answers a task once these offers were accepted, oldest first; `here` are those who may still answer it.

    What was handed to somebody who is not here any more goes back to who handed it on.
    """
    kept = list(accepted)
    while True:
        ids = list(assignee_ids)
        for offer in kept:
            ids = [one for one in ids if one not in (offer.from_id, offer.to_id)] + [offer.to_id]
        gone = next((one for one in reversed(kept) if one.to_id in ids and one.to_id not in here), None)
        if gone is None:
            return tuple(ids)
        kept.remove(gone)


def list_division(unit_id: int | None, units: Sequence[Unit]) -> frozenset[int]:
    """The ids of the unit's division and of all its sections; () for no unit."""
    return find_units_under(find_lineage(unit_id, units)[-1:], units)


def find_colleagues(who: Person, unit_id: int | None, units: Sequence[Unit], people: Sequence[Person]) -> list[Person]:
    """Who may be handed a task of the unit: of its division and in LINE, those of the unit itself first."""
    division = list_division(unit_id, units)
    near = (one for one in people if one.id != who.id and division.intersection(one.unit_ids))
    there = (one for one in near if one.line_user is not None and one.reachable)
    return sorted(there, key=lambda one: unit_id not in one.unit_ids)
