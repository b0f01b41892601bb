"""Parallel lines of a row's cells, paired with the measures that stand in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from intake.markup import tidy
from intake.numbering import Item, items_of
from intake.responsible import begins_anew, split_responsible
from thai.normalise import fold_text

Lines = tuple[str, ...]
Split = Callable[[str], Lines]
Begins = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The lines of each measure, in order; `count` is how many there were to be paired.

    `shared` says that every measure was given all of them.
    """

    lines: tuple[Lines, ...]
    count: int
    shared: bool = False

    def differ(self) -> bool:
        """Whether a person must look: there are more or fewer lines than measures, and not one for all of them."""
        return self.count != len(self.lines)


def pair_items(lines: Lines, numbers: tuple[str | None, ...], skips: bool = False) -> Pairs:
    """Each measure's pieces of a list: by number where both have numbers, else in order, the surplus to the last."""
    items = items_of(lines, skips)
    if 0 < len(items) < len(numbers) and not any(item.number for item in items):
        return Pairs((tuple(item.wording for item in items),) * len(numbers), len(items), shared=True)
    if len(numbers) == 1:
        return Pairs((tuple(item.wording for item in items),), 1)
    if items and all(item.number in numbers for item in items) and None not in numbers:
        return _pair_by_number(items, numbers)
    return _in_order(tuple(item.wording for item in items), len(numbers))


def pair_responsible(lines: Lines, numbers: tuple[str | None, ...]) -> Pairs:
    """Each measure's wording of who is responsible; a single one is everyone's."""
    return _pair_wordings(_join_torn_lines(lines, begins_anew), numbers, split_responsible)


def pair_timeframes(lines: Lines, numbers: tuple[str | None, ...]) -> Pairs:
    """Each measure's wording of when; a single one is all measures'."""
    wordings = _join_torn_lines(lines, lambda line: not line.startswith(("-", "–")))
    return _pair_wordings(wordings, numbers, lambda text: _repeated(text, len(numbers)))


def _pair_wordings(lines: Lines, numbers: tuple[str | None, ...], split: Split) -> Pairs:
    if len(numbers) == 1:
        return Pairs((tuple(filter(None, [tidy(" ".join(lines))])),), 1)
    items = items_of(lines)
    if items and all(item.number in numbers for item in items) and None not in numbers:
        return _pair_by_number(tuple(Item(item.number, item.text) for item in items), numbers)
    if len(lines) == 1:
        parts = split(lines[0])
        return _in_order(parts, len(numbers)) if len(parts) == len(numbers) else _shared(lines[0], len(numbers))
    return _in_order(lines, len(numbers))


def _shared(line: str, count: int) -> Pairs:
    return Pairs(((line,),) * count, count)


def _pair_by_number(items: tuple[Item, ...], numbers: tuple[str | None, ...]) -> Pairs:
    named = {item.number for item in items}
    grouped = tuple(tuple(item.text for item in items if item.number == number) for number in numbers)
    return Pairs(grouped, len(named))


def _in_order(lines: Lines, count: int) -> Pairs:
    """One line a measure; what is left over stands with the last, what is missing is missing at the end."""
    own = [lines[place : place + 1] for place in range(count - 1)]
    return Pairs((*own, lines[count - 1 :]), len(lines) or count)


def _join_torn_lines(lines: Lines, begins: Begins) -> Lines:
    """The lines, one that does not begin a wording put behind the one it belongs to."""
    whole: list[str] = []
    for line in lines:
        if whole and not begins(line) and not re.match(r"[(]?[0-9๐-๙]{1,2}[.)]", line):
            whole[-1] = f"{whole[-1]} {line}"
        else:
            whole.append(line)
    return tuple(whole)


def _repeated(text: str, count: int) -> Lines:
    """The pieces of a text that says the same thing `count` times over, or in `count` equal wordings; else itself."""
    words = text.split(" ")
    if len(words) % count:
        return (text,)
    size = len(words) // count
    pieces = tuple(" ".join(words[place : place + size]) for place in range(0, len(words), size))
    shapes = {re.sub(r"\d+|[๐-๙]+", "0", fold_text(piece)) for piece in pieces}
    return pieces if len(shapes) == 1 else (text,)
