"""Whether a person can be told something on a day, and who stands in where they are away. Pure."""

from collections.abc import Sequence
from datetime import date

from domain.agency import Person, is_away, stood_in_for


def hindrance(person: Person, day: date) -> str:
    """Why nothing can be sent to the person, "" where it can."""
    if person.line_user is None:
        return "never enrolled: no LINE account is known"
    if not person.reachable:
        return "unreachable: the LINE account has blocked or left us"
    if person.away and is_away(person, day):
        return f"away from {person.away[0]} to {person.away[1]}"
    return ""


def stand_in(person: Person, people: Sequence[Person], day: date) -> Person | None:
    """Who is told in place of a person who is away, enrolled or not: their deputy, where that one can be told."""
    deputies = (who for who in people if stood_in_for(who, (person,), day))
    return next((who for who in deputies if not hindrance(who, day)), None)


def is_told(person: Person, people: Sequence[Person], day: date) -> bool:
    """Whether what is meant for the person reaches them or who stands in."""
    return not hindrance(person, day) or stand_in(person, people, day) is not None
