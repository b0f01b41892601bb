"""The sayings of `lexicon.toml`, each written as it is compared, with what it may mean."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from thai.normalise import fold_typed

NUMBER: Final = "number"
_COMMON = 3  # the first words of each slot
_TONES = re.compile("[็-๎]")
_SLOT = re.compile(r"\{(\??)(\w+)\}")


@cache
def load_lexicon() -> Mapping[str, Any]:
    """The tables of the file."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def load_sayings() -> Mapping[str, tuple[str, ...]]:
    """Each saying with its meanings (`status.done`, `command.help`), likeliest first; () for what means nothing."""
    found: dict[str, dict[str, None]] = {}
    for said, meanings in _listed():
        found.setdefault(fold_typed(said), {}).update(dict.fromkeys(meanings))
    return {said: tuple(meanings) for said, meanings in found.items() if said}


@cache
def load_untoned_sayings() -> Mapping[str, str]:
    """By their letters without tone marks the sayings that mean the same; of each the one with the most meanings."""
    found: dict[str, list[str]] = {}
    for said in load_sayings():
        found.setdefault(drop_tones(said), []).append(said)
    return {bare: said for bare, alike in found.items() if (said := _find_same(alike))}


def _find_same(alike: list[str]) -> str:
    """The saying that stands for all of these; "" where they mean different things."""
    meant = [set(load_sayings()[said]) for said in alike]
    same = not any(meant) or set.intersection(*meant)
    return max(alike, key=lambda said: len(load_sayings()[said])) if same else ""


def drop_tones(text: str) -> str:
    """The text without tone marks and the other signs over a letter that people leave out or put elsewhere."""
    return _TONES.sub("", text)


@cache
def list_meanings(group: str) -> frozenset[str]:
    """All that the sayings of a table may mean: `command.help` and the others of `command`."""
    return frozenset(f"{group}.{meaning}" for meaning in load_lexicon()[group])


@cache
def load_common_sayings() -> frozenset[str]:
    """The sayings with the commonest words alone: what a misspelt one is compared with."""
    return frozenset(fold_typed(said) for said, _ in _listed(most=_COMMON))


@cache
def load_between() -> frozenset[str]:
    """What is said before, behind or between anything, even where it means something alone."""
    return frozenset(fold_typed(word) for words in load_lexicon()["between"].values() for word in words)


@cache
def load_hints() -> Mapping[str, re.Pattern[str]]:
    """By command what in a folded text asks for it."""
    listed = load_lexicon()["hints"]
    return {name: re.compile("|".join(map(_pattern_of, lines))) for name, lines in listed.items()}


def _pattern_of(line: str) -> str:
    """One word of each group of the line, in its order."""
    groups = [[re.escape(fold_typed(word)) for word in group.split("|")] for group in line.split()]
    return ".*".join(f"(?:{'|'.join(words)})" for words in groups)


@cache
def load_beginnings() -> Mapping[str, str]:
    """The sayings that go on with a name, with their meaning."""
    listed = load_lexicon()["begins"]
    return {fold_typed(said): f"command.{name}" for name, words in listed.items() for said in _all_of(words)}


@cache
def load_reasons() -> frozenset[str]:
    """The sayings about how far a measure is that answer why it is no further."""
    return frozenset(fold_typed(said) for group in load_lexicon()["reasons"] for said in _all_of(group["said"]))


def strip_polite_end(typed: str) -> str:
    """The folded text without the polite words at its end; itself where it has no others."""
    return _compile_polite_end().sub("", typed) or typed


@cache
def _compile_polite_end() -> re.Pattern[str]:
    words = sorted(map(fold_typed, load_lexicon()["between"]["polite"]), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+$")


@cache
def measure_longest_saying() -> int:
    """How many letters the longest saying has."""
    return max(map(len, load_sayings()))


def _listed(most: int | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
    data = load_lexicon()
    for words in data["between"].values():
        yield from ((word, ()) for word in words)
    yield from ((word, (f"{NUMBER}.with",)) for word in data["numbers"]["with"])
    yield from ((word, (f"{NUMBER}.{count}",)) for word, count in data["numbers"]["words"].items())
    for group in ("status", "command", "talk", "say", "other"):
        for meaning, words in data[group].items():
            yield from ((word, (f"{group}.{meaning}",)) for word in _all_of(words, most))
    for name, words in data["begins"].items():
        yield from ((word, (f"begins.{name}",)) for word in _all_of(words, most))
    for doubtful in (*data["doubtful"], *data["reasons"]):
        meanings = tuple(f"status.{meaning}" for meaning in doubtful["likely"])
        yield from ((word, meanings) for word in _all_of(doubtful["said"], most))


def _all_of(words: list[str], most: int | None = None) -> Iterator[str]:
    for word in words:
        yield from _written_out(word, most)


def _written_out(word: str, most: int | None) -> Iterator[str]:
    """The saying with each word that may stand at its slots, or the first ones of each."""
    slot = _SLOT.search(word)
    if slot is None:
        yield word
        return
    choices = load_lexicon()["words"][slot[2]][:most]
    for choice in (*choices, "") if slot[1] else choices:
        yield from _written_out(word[: slot.start()] + choice + word[slot.end() :], most)
