"""Which messages answer nothing: a bare number, a picture sign, a lone greeting, `ok`, `เสร็จแล้ว`, a question back.

The chat asks such a text back, the check of a report names it. The words stand in `thai/no_answer.toml`.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from thai.normalise import fold_text, fold_typed, remove_spaces

NoAnswer = Literal[
    "empty",
    "number",
    "signs",
    "nothing",
    "greeting",
    "agreement",
    "status",
    "elsewhere",
    "command",
    "trial",
    "question",
]
_LONGEST = 4000  # letters; what is longer says something
_LONGEST_QUESTION = 40  # a longer text that ends like a question is an account of something
_ALIKE = re.compile(r"(\D)\1+")
_ASKED = re.compile(r"[?？]\s*$")


def why_no_answer(text: str) -> NoAnswer | None:
    """Why the text cannot answer a question for an account or a reason; None where it may.

    `nothing` (`ไม่มี`) is an answer all the same where none need be given. A number with a unit (`3 ครั้ง`) or a word
    that stands in no list is taken for an answer.
    """
    if not fold_text(text):
        return "empty"
    if len(text) > _LONGEST:
        return None
    typed = fold_typed(text)
    if not typed or _ALIKE.fullmatch(remove_spaces(text)):
        return "signs"
    if typed in _answers():
        return None
    if (said := _said(typed, _words())) is not None:
        return _kind(said)
    return "question" if _is_question(text, typed) else None


def _kind(said: list[str]) -> NoAnswer:
    """What the words together are: the kind of the first that has one; nothing where more is said than `ไม่มี`."""
    kinds = [kind for word in said if (kind := _words().get(word))]
    if not kinds:
        return "number" if said[0].isdecimal() else "agreement"
    if "nothing" in kinds and not set(kinds) <= {"nothing", "greeting"}:
        return next(kind for kind in kinds if kind != "nothing")
    return "nothing" if "nothing" in kinds else kinds[0]


def _is_question(text: str, typed: str) -> bool:
    """True for a short text that asks us something."""
    if len(typed) > _LONGEST_QUESTION:
        return False
    data, bare = _data(), _end("polite").sub("", typed)
    if _ASKED.search(text) or _end("ends_asking").search(bare):
        return True
    found = _end("may_end_asking").search(bare)
    if not found:
        return False
    before = bare[: found.start()]
    asks = dict.fromkeys(map(fold_typed, data["asking"]))
    return (bare != typed and "ว่า" not in before) or _said(before, {**_words(), **asks}) is not None


def _said(typed: str, words: Iterable[str]) -> list[str] | None:
    """The words, and numbers, that follow one another to the end; None where something else stands between."""
    word, at, said = _pattern(frozenset(words)), 0, []
    while found := word.match(typed, at):
        said.append(found[0])
        at = found.end()
    return said if at == len(typed) else None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, NoAnswer | None]:
    """Each listed word with the list it stands in, None for a polite one."""
    kinds = {fold_typed(word): kind for kind, words in _data()["words"].items() for word in words}
    return {**dict.fromkeys(map(fold_typed, _data()["polite"])), **kinds}


@cache
def _answers() -> frozenset[str]:
    return frozenset(map(fold_typed, _data()["answers"]))


@cache
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    """A number or one of the words, the longest first."""
    return re.compile(rf"\d+|{_any_of(words)}")


@cache
def _end(name: str) -> re.Pattern[str]:
    """What the words of this list, one or more of them, leave at the end of a text."""
    return re.compile(f"(?:{_any_of(map(fold_typed, _data()[name]))})+$")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted({*words} - {""}, key=len, reverse=True))
