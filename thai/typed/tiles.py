"""A text without spaces cut into sayings of the lexicon that follow one another."""

from collections.abc import Mapping
from itertools import takewhile

from thai.normalise import fold_typed
from thai.typed.lexicon import drop_tones, load_sayings, load_untoned_sayings, measure_longest_saying, strip_polite_end
from thai.typed.spellings import list_spellings

_SHORTEST_UNTONED = 4  # letters
_LONGEST = 4000  # letters; what is longer says something


def tile(text: str) -> list[str] | None:
    """The fewest sayings, and numbers, that make the whole text; None where something else is in it, or nothing."""
    spelled = [typed for typed in list_spellings(text) if typed and len(typed) <= _LONGEST]
    said = next((found for typed in spelled if (found := _split_into_sayings(typed, load_sayings()))), None)
    return said or next((found for typed in spelled if (found := _find_untoned(typed))), None)


def _find_untoned(typed: str) -> list[str] | None:
    """The saying of which tone marks were left out or put elsewhere: `เส็รจแล้วค่ะ` is `เสร็จแล้ว`."""
    bare = strip_polite_end(typed)
    said = load_untoned_sayings().get(drop_tones(bare)) if len(bare) >= _SHORTEST_UNTONED else None
    return [said] if said else None


def _split_into_sayings(typed: str, known: Mapping[str, object]) -> list[str] | None:
    found = _reach(typed, known) if typed else {}
    return _walk_back(typed, found, len(typed)) if len(typed) in found else None


def tile_head(text: str) -> list[str]:
    """The sayings with which the text begins, as far as they go."""
    typed = fold_typed(text[:_LONGEST])
    found = _reach(typed, load_sayings())
    return _walk_back(typed, found, max(found))


def _reach(typed: str, known: Mapping[str, object]) -> Mapping[int, tuple[int, int]]:
    """The places to which sayings lead, each with how many and the place before."""
    longest = measure_longest_saying()
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
