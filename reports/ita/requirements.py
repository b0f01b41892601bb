"""What the national assessment (ITA) of a fiscal year asks of an agency's measures and report: data, a file a year."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal

from domain.layout_errors import LayoutError
from domain.tables import read_table
from thai.fiscal import RoundKind

ItemKey = Literal["measures", "report"]

_FOLDER: Final = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Element:
    """What must stand in a document, in Thai; `rule` is the key of what looks for it.

    `least` is how many of it are asked for. What is not `required` is only good to have.
    """

    rule: str
    name: str
    least: int = 0
    required: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the assessment, with its code (`O25`) and name.

    Its document is of the fiscal year `years_before` the assessment's; a report's `round` says of which round.
    """

    key: ItemKey
    code: str
    name: str
    elements: tuple[Element, ...]
    years_before: int = 0
    round: RoundKind = RoundKind.ANNUAL


@dataclass(frozen=True, slots=True)
class Requirements:
    """The items of an assessment's fiscal year (Buddhist era); the days on which addresses are taken in, if known."""

    year: int
    items: tuple[Item, ...]
    first: date | None = None
    last: date | None = None

    def item(self, key: ItemKey) -> Item:
        """The item about that document."""
        return next(one for one in self.items if one.key == key)


def known_years() -> tuple[int, ...]:
    """The fiscal years whose items are known, oldest first."""
    return tuple(sorted(int(path.stem) for path in _FOLDER.glob("[0-9]*.toml")))


def find_requirements(year: int) -> Requirements:
    """What the year's assessment asks; where that is not known, what the last known year before it asked.

    A year before all known ones is told by the first of them.
    """
    known = known_years()
    return _read_file(max((one for one in known if one <= year), default=known[0]))


@cache
def _read_file(year: int) -> Requirements:
    path = _FOLDER / f"{year}.toml"
    return read_requirements(path.read_bytes(), path.name)


def read_requirements(data: bytes, name: str) -> Requirements:
    """The requirements that the TOML text states; raises LayoutError with the file's name and what is wrong."""
    from reports.ita.rules import RULES

    try:
        found = read_table(Requirements, tomllib.loads(data.decode("utf-8-sig")))
        _refuse_unusable_items(found, {key: tuple(rules) for key, rules in RULES.items()})
    except UnicodeDecodeError as error:
        raise LayoutError("not-utf-8", file=name) from error
    except tomllib.TOMLDecodeError as error:
        raise LayoutError("not-toml", value=str(error), file=name) from error
    except LayoutError as error:
        raise error.at(file=name) from error
    return found


def _refuse_unusable_items(found: Requirements, rules: dict[ItemKey, tuple[str, ...]]) -> None:
    """Raises LayoutError where an item is missing or stands twice, or a rule is not known for its document."""
    keys = [item.key for item in found.items]
    for key, known in rules.items():
        if keys.count(key) != 1:
            raise LayoutError("twice" if key in keys else "missing", "items", key)
        place = keys.index(key) + 1
        for element in found.item(key).elements:
            if element.rule not in known:
                raise LayoutError("choice", "rule", element.rule, known, within=("items", place))
