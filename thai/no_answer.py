"""Which messages answer nothing: a bare number, a picture sign, a lone greeting, `ok`, `ไม่มี`."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Literal

from thai.digits import to_arabic
from thai.normalise import fold_text

NoAnswer = Literal["empty", "number", "signs", "nothing", "greeting", "agreement"]
_LONGEST = 80  # letters; what is longer says something


def why_no_answer(text: str) -> NoAnswer | None:
    """Why the text cannot answer a question for an account or a reason; None where it may.

    A number with a unit (`3 ครั้ง`) or a word that stands in no list is taken for an answer.
    """
    folded = fold_text(to_arabic(text))
    if not folded:
        return "empty"
    said = "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LN" or "ั" <= letter <= "๎")
    if not any(letter.isalnum() for letter in said):
        return "signs"
    if len(said) > _LONGEST or not (match := _pattern().fullmatch(said)):
        return None
    return _kinds()[match[1]] if match[1] else "number" if said[0].isdigit() else "agreement"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _kinds() -> dict[str, NoAnswer]:
    """Each listed word with the list it stands in."""
    return {word: kind for kind, words in _data()["words"].items() for word in words}


@cache
def _pattern() -> re.Pattern[str]:
    """Nothing but listed words, particles and digits; the first listed word is group 1."""
    words, particles = (
        "|".join(map(re.escape, sorted(each, key=len, reverse=True))) for each in (_kinds(), _data()["particles"])
    )
    return re.compile(rf"(?:{particles}|\d)*+(?:({words})(?:{particles}|{words}|\d)*+)?")
