"""Two of an agency's units made one: which sections go with it, and how plans name it from then on. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.agency import Unit
from domain.plan import Responsible
from domain.unit_names import find_unit
from thai.normalise import fold_text

MergeProblem = Literal["same", "inside", "sections"]


@dataclass(frozen=True, slots=True)
class UnitMerge:
    """What becomes of the units: each of `merged` goes into its other, each of `moved` under its new division."""

    merged: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...] = ()


def find_merge_problem(units: Sequence[Unit], unit: Unit, into: Unit) -> MergeProblem | None:
    """Why the unit cannot go into the other: it is the same, its own section, or has sections and that is a section."""
    if unit.id == into.id:
        return "same"
    if into.parent_id == unit.id:
        return "inside"
    has_sections = any(one.parent_id == unit.id for one in units)
    return "sections" if has_sections and into.parent_id is not None else None


def plan_merge(units: Sequence[Unit], unit: Unit, into: Unit) -> UnitMerge:
    """The unit goes into the other; its sections stand there, or go into the one of the same name."""
    there = {fold_text(one.name): one for one in units if one.parent_id == into.id and one.id != unit.id}
    merged, moved = [(unit.id, into.id)], []
    for section in units:
        if section.parent_id == unit.id:
            same = there.get(fold_text(section.name))
            if same is None:
                moved.append((section.id, into.id))
            else:
                merged.append((section.id, same.id))
    return UnitMerge(tuple(merged), tuple(moved))


def follow_units(
    responsible: Responsible, before: Sequence[Unit], after: Sequence[Unit], now: Mapping[int, int]
) -> Responsible:
    """Who is responsible, named as the units are called after a change; `now` says into which one a unit went.

    Of the wording only whole names are changed: no letter of another word stands beside them.
    """
    text, units = responsible.text, []
    for name in responsible.units:
        unit = find_unit(name, before)
        new = next((one for one in after if unit and one.id == now.get(unit.id, unit.id)), None)
        if unit is None or new is None:
            units.append(name)
            continue
        was, full = _full_name(unit, before), _full_name(new, after)
        units.append(full if was != full else name)
        text = _rename_in(text, was, full)
    return replace(responsible, text=text, units=tuple(dict.fromkeys(units)))


def _rename_in(text: str, was: str, now: str) -> str:
    """The wording with the division's name, and the section's, as they are now."""
    old, new = was.split("/"), now.split("/")
    for before, after in ((old[0], new[0]), (old[-1], new[-1])):
        if before != after:
            plain, name = after.replace("\\", r"\\"), re.escape(after)
            text = re.sub(rf"(?<![ก-๙]){re.escape(before)}(?![ก-๙])", plain, text)
            text = re.sub(rf"(?<![ก-๙]){name}(?:\s*(?:[/,]|และ)\s*{name})+(?![ก-๙])", plain, text)
    return text


def _full_name(unit: Unit, units: Sequence[Unit]) -> str:
    """`division/section`, as plans name it."""
    division = next((one for one in units if one.id == unit.parent_id), None)
    return f"{division.name}/{unit.name}" if division else unit.name
