"""Which of an agency's own units a written name means."""

import re
from collections.abc import Sequence

from domain.agency import Unit
from thai.normalise import fold_text

# The same office under its two names; `สำนักปลัดเทศบาล` is named after the agency that it belongs to.
_SAME = (("สำนักงานปลัด", "สำนักปลัด"),)
_OF_THE_AGENCY = re.compile(r"(?<=^สำนักปลัด)(?:อบต|อบจ|เทศบาล|องค์การบริหารส่วน)\S*$")
# Where a name may be broken off: `กองการศึกษา` for `กองการศึกษา ศาสนาและวัฒนธรรม`.
_PART_ENDS = re.compile(r"(?=\s|และ)")


def find_unit(name: str, known: Sequence[Unit]) -> Unit | None:
    """The unit that `division`, `section` or `division/section` surely means, None where none or several may be meant.

    Spaces, dots and ฯ do not matter; a name's first part means the only unit that begins with it. A section that the
    agency does not have means its division; one that is another division's, beside sections of its own, nothing. A
    name kept by somebody's choice means its unit where none is called so.
    """
    division, _, section = name.partition("/")
    exact = any(_is_named(unit, _comparable_name(division)) for unit in known)
    chosen = next((unit for unit in known if _comparable_name(division) in map(_comparable_name, unit.also)), None)
    if chosen is not None and not exact:
        inside = [unit for unit in known if unit.parent_id == chosen.id]
        return (_find(section, inside) if section and inside else None) or chosen
    of_division = _find(division, [unit for unit in known if unit.parent_id is None])
    if of_division is None:
        return None if section else _find(division, [unit for unit in known if unit.parent_id is not None])
    if not section:
        return of_division
    inside = [unit for unit in known if unit.parent_id == of_division.id]
    others = [unit for unit in known if unit.parent_id not in (None, of_division.id)]
    is_of_another = bool(inside) and any(_is_named(unit, _comparable_name(section)) for unit in others)
    return _find(section, inside) or (None if is_of_another else of_division)


def _find(name: str, units: Sequence[Unit]) -> Unit | None:
    """The only unit of that name, else the only one that it means by choice, else the only one that begins with it."""
    wanted = _comparable_name(name)
    for means in (_is_named, _is_also_named, _begins_with):
        found = [unit for unit in units if means(unit, wanted)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_named(unit: Unit, wanted: str) -> bool:
    return _comparable_name(unit.name) == wanted


def _is_also_named(unit: Unit, wanted: str) -> bool:
    return wanted in map(_comparable_name, unit.also)


def _begins_with(unit: Unit, wanted: str) -> bool:
    return any(
        _comparable_name(unit.name[: end.start()]) == wanted for end in _PART_ENDS.finditer(unit.name) if end.start()
    )


def _comparable_name(name: str) -> str:
    text = fold_text(name).replace(".", "").removesuffix("ฯ")
    for written, meant in _SAME:
        text = text.replace(written, meant)
    return _OF_THE_AGENCY.sub("", text)
