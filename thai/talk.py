"""Whether a text may talk to us rather than tell of an agency's work: `รูปอยู่ในเครื่องที่บ้าน`.

Each word of `talk.toml` weighs for talk or for work, and so do a number with what it counts and a particle of speech
at the end. The chat asks about what does not weigh as work; nothing else goes by it.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from thai.normalise import fold_typed
from thai.typed.lexicon import strip_polite_end

_SHORTEST = 4  # letters: `รับ`, `ทำ` tell nothing by themselves
_LONGEST = 70  # letters: a longer text tells of something
_COUNTED: Final = re.compile(r"\d(?=[ก-ฮเ-ไ])")  # a number with what it counts
_COUNTED_WEIGHT: Final = -2
_THAI: Final = re.compile("[ก-๛]")
_DECISIVE: Final = 3
_LEAST: Final = 0  # an account has more words of work than of talk


def may_be_talk(text: str) -> bool:
    """True for a Thai text of a line that has a decisive word of talk, or in which words of work do not weigh more."""
    typed = fold_typed(text)
    if len(typed) > _LONGEST or not _THAI.search(typed):
        return False
    if len(strip_polite_end(typed)) < _SHORTEST:
        return True
    return _DECISIVE in _weigh_words(typed) or weigh_talk(typed) >= _LEAST


def weigh_talk(typed: str) -> int:
    """How much a folded text weighs as talk to us; below 0 for an account."""
    return sum(_weigh_words(typed)) + (_COUNTED_WEIGHT if _COUNTED.search(typed) else 0) + _weigh_end(typed)


def _weigh_words(typed: str) -> list[int]:
    weights = _read_weights("weights")
    return [weights[word] for word in _compile_words().findall(typed)]


def _weigh_end(typed: str) -> int:
    ends = _read_weights("ends")
    bare = strip_polite_end(typed)
    return max((ends[word] for word in ends if typed.endswith(word) or bare.endswith(word)), default=0)


@cache
def _read_weights(table: str) -> Mapping[str, int]:
    return {fold_typed(word): int(weight) for weight, words in _load_data()[table].items() for word in words}


@cache
def _load_data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _compile_words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_read_weights("weights"), key=len, reverse=True))))
