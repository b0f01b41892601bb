"""An agency, its units and its people."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.layout import Layout
from domain.plan import Signatory
from domain.plan_ref import KeptRounds, PlanRef

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
# What stands in an address at an agency's place and is none.
_NO_AGENCIES = ("sign-in",)


def may_be_slug(text: str) -> bool:
    """Whether the text may name an agency in addresses: a-z, 0-9 and -, at most 40."""
    return _SLUG.fullmatch(text) is not None and text not in _NO_AGENCIES


class Role(StrEnum):
    """What a person may do: answer tasks, check a unit's answers, run the agency's Tidtam, certify its reports."""

    STAFF = "staff"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Agency:
    """One local government. `place` is its district and province as its report's heading states them.

    Replies given from `review_from` on count once a supervisor approved them; all count at once where it is None.
    `emblem` is the SHA-256 of the emblem's PNG; None without one. `plan_layouts` are those of the plans that do not
    follow the agency's own, by the plan's id.
    """

    id: int
    slug: str
    name: str
    layout: Layout
    place: str = ""
    signatories: tuple[Signatory, ...] = ()
    review_from: datetime | None = None
    emblem: str | None = None
    plan_layouts: Mapping[int, Layout] = field(default_factory=dict, hash=False)

    def layout_of(self, plan: PlanRef | None) -> Layout:
        """The layout of the plan's report: what the chat asks of its measures; the agency's for no plan."""
        return self.plan_layouts[plan.id] if plan and plan.own_layout else self.layout

    def kept_rounds(self, plans: Iterable[PlanRef]) -> KeptRounds:
        """The rounds that are kept of each of the plans, in the order in which they end."""
        return {plan: self.layout_of(plan).round_kinds for plan in plans}


@dataclass(frozen=True, slots=True)
class Unit:
    """A division (สำนัก/กอง), or a section (งาน) where `parent_id` names its division.

    `also` are the names by which plans mean it, as somebody chose; only reading a plan asks for them.
    """

    id: int
    name: str
    parent_id: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """An officer. `line_user` is the LINE user id once enrolled; `away` the first and last day of an absence.

    `deputy_asked_id` is who was asked to stand in and has not said yes; `deputy_id` who does.
    """

    id: int
    name: str
    position: str
    unit_ids: tuple[int, ...] = ()
    roles: frozenset[Role] = frozenset()
    deputy_id: int | None = None
    away: tuple[date, date] | None = None
    line_user: str | None = None
    reachable: bool = True
    deputy_asked_id: int | None = None

    @property
    def ref(self) -> str:
        """The short stable id used on the command line and in JSON (`p7`)."""
        return f"p{self.id}"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a people file, before it has an id.

    `section` and `deputy` are None where the file has no such column, and "" where the row's cell is empty.
    """

    name: str
    position: str
    units: tuple[str, ...]
    roles: frozenset[Role]
    section: str | None = None
    deputy: str | None = None


def assignees(unit_id: int | None, units: tuple[Unit, ...], people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Who answers a unit's task: its staff, else its division's staff, else the supervisor; () where nobody is."""
    if unit_id is None:
        return ()
    lineage = find_lineage(unit_id, units)
    for role in (Role.STAFF, Role.SUPERVISOR):
        for unit in lineage:
            found = tuple(p for p in people if role in p.roles and unit in p.unit_ids)
            if found:
                return found
    return ()


def units_headed(person: Person, units: tuple[Unit, ...]) -> frozenset[int]:
    """The ids of the units whose supervisor the person is, with their sections."""
    if Role.SUPERVISOR not in person.roles:
        return frozenset()
    return find_units_under(person.unit_ids, units)


def reviewers(
    author_id: int, unit_id: int | None, units: Sequence[Unit], people: Sequence[Person], named_id: int | None = None
) -> tuple[Person, ...]:
    """Who checks the author's reply for a unit: its supervisors, else its division's, else the person named or admins.

    Nobody checks their own reply, but where there is nobody else.
    """
    ranks = [
        *(
            [p for p in people if Role.SUPERVISOR in p.roles and unit in p.unit_ids]
            for unit in find_lineage(unit_id, units)
        ),
        [p for p in people if p.id == named_id],
        [p for p in people if Role.ADMIN in p.roles],
    ]
    others = [[person for person in rank if person.id != author_id] for rank in ranks]
    return tuple(next((rank for rank in (*others, *ranks) if rank), ()))


def may_check(who: Person, author_id: int, checking: Sequence[Person], day: date) -> bool:
    """Whether the person is one of those who check the author's reply, or stands in for one who is away on the day."""
    return who in checking or (who.id != author_id and bool(stood_in_for(who, checking, day)))


def may_certify(person: Person) -> bool:
    """Whether the person may certify reports under a sign-in of their own: a head who is enrolled in LINE."""
    return Role.HEAD in person.roles and person.line_user is not None


def is_away(person: Person, day: date) -> bool:
    """Whether the day lies in the person's absence."""
    return person.away is not None and person.away[0] <= day <= person.away[1]


def stood_in_for(who: Person, people: Iterable[Person], day: date) -> tuple[Person, ...]:
    """Those of the people who are away on the day and whose deputy the person is."""
    return tuple(one for one in people if one.deputy_id == who.id and one.id != who.id and is_away(one, day))


def duties(who: Person, people: Iterable[Person], day: date) -> frozenset[Role]:
    """The person's roles on the day: also a supervisor's while they stand in for one; an admin's never passes on."""
    lent = {Role.SUPERVISOR} if any(Role.SUPERVISOR in one.roles for one in stood_in_for(who, people, day)) else set()
    return who.roles | lent


def has_stand_in(person: Person, people: Iterable[Person], away: tuple[date, date]) -> bool:
    """Whether the person's deputy is there on some day of the absence."""
    deputy = next((one for one in people if one.id == person.deputy_id), None)
    if deputy is None:
        return False
    return deputy.away is None or away[0] < deputy.away[0] or deputy.away[1] < away[1]


def likely_deputies(
    person: Person, units: Sequence[Unit], people: Iterable[Person], away: tuple[date, date]
) -> tuple[Person, ...]:
    """Who may stand in during the absence, the likeliest first: of the same unit and rank, then division, then others.

    Who is away meanwhile is left out.
    """
    parents = {unit.id: unit.parent_id or unit.id for unit in units}
    own, division = set(person.unit_ids), {parents.get(unit, unit) for unit in person.unit_ids}

    def distance(one: Person) -> tuple[bool, bool, bool]:
        near = bool(own.intersection(one.unit_ids))
        far = not division.intersection(parents.get(unit, unit) for unit in one.unit_ids)
        return far, not near, not person.roles & one.roles

    there = (one for one in people if one.id != person.id and not (one.away and overlap(one.away, away)))
    return tuple(sorted(there, key=distance))


def overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Whether the two spans have a day in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def find_principal(who: Person, assignee_ids: Collection[int], people: Iterable[Person], day: date) -> Person | None:
    """For whom the person answers a task of these assignees; None where it is their own, or nobody's they stand in for.

    One who is away on the day comes first: a report begun during an absence may be finished after it.
    """
    if who.id in assignee_ids:
        return None
    known = [one for one in people if one.id in assignee_ids and one.deputy_id == who.id]
    return next(iter(sorted(known, key=lambda one: not is_away(one, day))), None)


def find_lineage(unit_id: int | None, units: Sequence[Unit]) -> tuple[int, ...]:
    """The unit's id, then its division's; () for no unit. A unit that went into another has that one behind it."""
    parents = {unit.id: unit.parent_id for unit in units}
    found: list[int] = []
    while unit_id is not None and unit_id not in found:
        found.append(unit_id)
        unit_id = parents.get(unit_id)
    return tuple(found)


def find_units_under(unit_ids: Collection[int], units: Sequence[Unit]) -> frozenset[int]:
    """The ids with those of all units under them: sections, and what went into one of them."""
    found = set(unit_ids)
    while under := {unit.id for unit in units if unit.parent_id in found} - found:
        found |= under
    return frozenset(found)
