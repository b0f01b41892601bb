"""A text without spaces cut into sayings of the lexicon that follow one another."""

from collections.abc import Mapping
from itertools import takewhile

from thai.normalise import fold_typed
from thai.typed.lexicon import list_spellings, load_sayings, measure_longest_saying

_LONGEST = 4000  # letters; what is longer says something


def tile(text: str) -> list[str] | None:
    """The fewest sayings, and numbers, that make the whole text; None where something else is in it, or nothing."""
    for typed in list_spellings(text):
        found = _reach(typed) if typed and len(typed) <= _LONGEST else {}
        if len(typed) in found:
            return _walk_back(typed, found, len(typed))
    return None


def tile_head(text: str) -> list[str]:
    """The sayings with which the text begins, as far as they go."""
    typed = fold_typed(text[:_LONGEST])
    found = _reach(typed)
    return _walk_back(typed, found, max(found))


def _reach(typed: str) -> Mapping[int, tuple[int, int]]:
    """The places to which sayings lead, each with how many and the place before."""
    known, longest = load_sayings(), measure_longest_saying()
    reached = {0: (0, 0)}
    for at in range(len(typed)):
        if at not in reached:
            continue
        digits = len(list(takewhile(str.isdecimal, typed[at:])))
        ends = [at + digits] if digits else []
        ends += [end for end in range(at + 1, min(len(typed), at + longest) + 1) if typed[at:end] in known]
        for end in ends:
            count = reached[at][0] + 1
            if end not in reached or count < reached[end][0]:
                reached[end] = (count, at)
    return reached


def _walk_back(typed: str, reached: Mapping[int, tuple[int, int]], end: int) -> list[str]:
    said = []
    while end:
        before = reached[end][1]
        said.append(typed[before:end])
        end = before
    return said[::-1]
