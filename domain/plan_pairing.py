"""Which measure of a plan on file each measure of a new edition is: what was answered hangs on it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from thai.normalise import fold_text

# From this likeness (0 to 1) on two titles are one, corrected; where the number is the same, less will do.
_ALIKE, _ALIKE_OF_NUMBER = 0.8, 0.55
_SAME_NUMBER = 0.1  # what the same number adds to a likeness
_LONGEST_COMPARED = 500  # letters: titles that begin so alike are alike


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic or measure of the new edition: under which heading it stands, its number and its title."""

    under: str
    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Former:
    """A topic or measure on file: its id, under which heading it stood, and whether it has left the plan."""

    id: int
    under: str
    number: str | None
    title: str
    gone: bool = False


@lru_cache(maxsize=16)
def find_pairs(former: tuple[Former, ...], new: tuple[Entry, ...]) -> tuple[int | None, ...]:
    """The id on file of each of the new, None where it is new; no id is given twice.

    First those of the same heading and title, the number deciding between several; then what is alike under the
    same heading; last a title that has moved to another heading. An answer is remembered: who asks before a write
    transaction gets it inside at once, and anew where what is on file has changed between.
    """
    pairing = _Pairing(former, new)
    pairing.pair_by_title(numbered=True)
    pairing.pair_by_title(numbered=False)
    pairing.pair_by_likeness()
    pairing.pair_moved_titles()
    return tuple(pairing.found)


class _Pairing:
    """What is paired so far, and what is left of what is on file."""

    def __init__(self, former: Sequence[Former], new: Sequence[Entry]) -> None:
        self.found: list[int | None] = [None] * len(new)
        self._left = {one.id: one for one in sorted(former, key=lambda one: one.gone)}
        self._new = new

    def pair_by_title(self, numbered: bool) -> None:
        """Pair in order those of one heading and title; what is still in the plan goes before what left it."""
        on_file = _group_by(tuple(self._left.values()), lambda one: _title_key(one, numbered))
        for place in self._find_unpaired():
            if same := on_file[_title_key(self._new[place], numbered)]:
                self._pair(place, same.pop(0))

    def pair_by_likeness(self) -> None:
        """Pair those under one heading whose titles are alike, the most alike first."""
        for _, place, one in sorted(self._find_alike(), key=lambda pair: (-pair[0], pair[1])):
            if self.found[place] is None and one.id in self._left:
                self._pair(place, one)

    def pair_moved_titles(self) -> None:
        """Pair titles that are left once on file and once in the new edition, under whatever heading."""
        on_file = _group_by(self._find_present(), lambda one: fold_text(one.title))
        new = Counter(fold_text(self._new[place].title) for place in self._find_unpaired())
        for place in self._find_unpaired():
            title = fold_text(self._new[place].title)
            if len(on_file[title]) == new[title] == 1:
                self._pair(place, on_file[title][0])

    def _find_alike(self) -> Iterator[tuple[float, int, Former]]:
        """How alike each title left is to those on file under its heading, where that is enough to be one."""
        under = _group_by(self._find_present(), lambda one: fold_text(one.under))
        titles = {heading: [_cut_title(one) for one in group] for heading, group in under.items()}
        for place in self._find_unpaired():
            entry = self._new[place]
            group = under[fold_text(entry.under)]
            choices = titles.get(fold_text(entry.under), [])
            found = process.extract(
                _cut_title(entry),
                choices,
                scorer=Indel.normalized_similarity,
                score_cutoff=_ALIKE_OF_NUMBER,
                limit=None,
            )
            for _, likeness, at in found:
                is_numbered_so = entry.number is not None and entry.number == group[at].number
                if is_numbered_so or likeness >= _ALIKE:
                    yield likeness + (_SAME_NUMBER if is_numbered_so else 0), place, group[at]

    def _find_present(self) -> tuple[Former, ...]:
        return tuple(one for one in self._left.values() if not one.gone)

    def _find_unpaired(self) -> list[int]:
        return [place for place, one in enumerate(self.found) if one is None]

    def _pair(self, place: int, one: Former) -> None:
        del self._left[one.id]
        self.found[place] = one.id


def _group_by(former: Sequence[Former], key: Callable[[Former], Hashable]) -> defaultdict[Hashable, list[Former]]:
    groups = defaultdict[Hashable, list[Former]](list)
    for one in former:
        groups[key(one)].append(one)
    return groups


def _title_key(one: Former | Entry, numbered: bool) -> tuple[str, str, str | None]:
    # Where a title is broken into lines and spaced differs from one reading of a document to the next.
    return fold_text(one.under), fold_text(one.title), one.number if numbered else None


def _cut_title(one: Former | Entry) -> str:
    return fold_text(one.title)[:_LONGEST_COMPARED]
