"""Which measure of a plan on file each measure of a new edition is: what was answered hangs on it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from store.books import AnyRow
from thai.normalise import fold_text

# From this likeness on two titles are one, corrected; where the number is the same, less will do.
_ALIKE, _ALIKE_OF_NUMBER = 0.8, 0.5
_LONGEST_COMPARED = 2000  # letters: what is longer costs too much


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic or measure of the new edition: under which heading it stands, its number and its title."""

    under: str
    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Former:
    """A topic or measure on file: its row, and under which heading it stood."""

    under: str
    row: AnyRow


def paired(former: Iterable[Former], new: Sequence[Entry]) -> list[AnyRow | None]:
    """The row on file of each of the new, None where it is new; no row is given twice.

    First those of the same heading and title, the number deciding between several; then what is alike under the
    same heading; last a title that has moved to another heading.
    """
    pairing = _Pairing(list(former), new)
    pairing.by_title(numbered=True)
    pairing.by_title(numbered=False)
    pairing.by_likeness()
    pairing.by_moved_title()
    return pairing.found


class _Pairing:
    """What is paired so far, and what is left of the rows on file."""

    def __init__(self, former: list[Former], new: Sequence[Entry]) -> None:
        self.found: list[AnyRow | None] = [None] * len(new)
        self._left = sorted(former, key=lambda one: one.row.gone_at is not None)
        self._new = new

    def by_title(self, numbered: bool) -> None:
        """Pair in order those of one heading and title; what is still in the plan goes before what left it."""
        rows = defaultdict[object, list[Former]](list)
        for one in self._left:
            rows[_key(one.under, one.row.title, one.row.number if numbered else None)].append(one)
        for place in self._unpaired():
            entry = self._new[place]
            if same := rows[_key(entry.under, entry.title, entry.number if numbered else None)]:
                self._pair(place, same.pop(0))

    def by_likeness(self) -> None:
        """Pair those under one heading whose titles are alike, the most alike first."""
        pairs = [
            (worth, place, one)
            for one in self._left
            if one.row.gone_at is None
            for place in self._unpaired()
            if fold_text(one.under) == fold_text(self._new[place].under)
            and (worth := _worth(one.row, self._new[place]))
        ]
        for _, place, one in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
            if self.found[place] is None and one in self._left:
                self._pair(place, one)

    def by_moved_title(self) -> None:
        """Pair titles that are left once on file and once in the new edition, under whatever heading."""
        here = [one for one in self._left if one.row.gone_at is None]
        on_file = Counter(fold_text(one.row.title) for one in here)
        new = Counter(fold_text(self._new[place].title) for place in self._unpaired())
        rows = {fold_text(one.row.title): one for one in here}
        for place in self._unpaired():
            title = fold_text(self._new[place].title)
            if on_file[title] == new[title] == 1:
                self._pair(place, rows[title])

    def _unpaired(self) -> list[int]:
        return [place for place, row in enumerate(self.found) if row is None]

    def _pair(self, place: int, one: Former) -> None:
        self._left.remove(one)
        self.found[place] = one.row


def _key(under: str, title: str, number: str | None) -> tuple[str, str, str | None]:
    # Where a title is broken into lines and spaced differs from one reading of a document to the next.
    return fold_text(under), fold_text(title), number


def _worth(row: AnyRow, entry: Entry) -> float:
    """How surely the entry is the row corrected, above 0; 0 where it is not."""
    same_number = row.number is not None and row.number == entry.number
    least = _ALIKE_OF_NUMBER if same_number else _ALIKE
    likeness = _likeness(fold_text(row.title)[:_LONGEST_COMPARED], fold_text(entry.title)[:_LONGEST_COMPARED], least)
    return likeness + (0.1 if same_number else 0) if likeness >= least else 0


@lru_cache(maxsize=1024)
def _likeness(one: str, other: str, least: float) -> float:
    """0 to 1; 0 at once where it is certain to be less than the least."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0
    return matcher.ratio()
