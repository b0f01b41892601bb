"""The proofreader of plans and reports: letters of another script, the wrong keyboard, words nearly spelled."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import regex
from pythainlp.corpus import provinces, thai_words
from pythainlp.util import eng_to_thai

from domain.finding import Finding
from thai.normalise import remove_spaces

Text = tuple[str, str]  # a place and what stands there
Found = Iterator[Finding]

_THAI = r"[\u0e01-\u0e39\u0e40-\u0e4e]"
_OTHER = r"(?:(?!\p{Thai}|\p{Latin}|\p{Common}|\p{Inherited})\p{L}\p{M}*)+"
# Beside Thai letters alone: a word wholly of another script is meant.
_OTHER_SCRIPT = regex.compile(rf"{_THAI}{{1,30}}{_OTHER}{_THAI}{{0,30}}|{_OTHER}{_THAI}{{1,30}}")
_FOREIGN = regex.compile(_OTHER)
# What nearly no line holds, looked for first: any letter but those of Thai and Latin and the usual marks.
_STRANGE = re.compile(r"[^\x00-\u024f\u0e00-\u0e7f\u1e00-\u1eff\u2000-\u20ff\u2190-\u22ff]")
_A_BEHIND_SPACE = re.compile("[ \u00a0]า")
_LATIN_WITHIN = regex.compile(rf"(?<={_THAI})[a-z]{{1,4}}(?={_THAI})")
_WORD_BEFORE, _WORD_AFTER = regex.compile(rf"{_THAI}{{1,10}}$"), regex.compile(rf"{_THAI}{{1,10}}")
_TYPED = regex.compile(r"[a-z][a-z0-9';\[\],./\\=-]*[';\[\]\\,./-][a-z0-9';\[\],./\\=-]*", regex.IGNORECASE)
_TORN_AM = regex.compile(r"([ก-๙]{0,30}[ก-ฮ][่-๋]?)[ \u00a0]+า([ก-๙]{0,30})")
_PROVINCE = regex.compile(r"จังหวัด\s*([ก-๙]{3,20})")
_NEAR_PROVINCE = 0.75


def proofread(texts: Iterable[Text]) -> Found:
    """What is doubtful in the spelling of each text, in the texts' order: kinds `script`, `keyboard` and `spelling`."""
    for place, text in texts:
        if text.isascii():
            yield from _wrong_keyboard(place, text)
            continue
        for look in (_other_scripts, _latin_within, _wrong_keyboard, _provinces, _misspelt, _torn_am):
            yield from look(place, text)


def _other_scripts(place: str, text: str) -> Found:
    for match in _OTHER_SCRIPT.finditer(text) if _STRANGE.search(text) else ():
        letters = _FOREIGN.findall(match[0])
        scripts = sorted({unicodedata.name(letter[0], "unknown").split()[0].capitalize() for letter in letters})
        parts = {"word": match[0][:60], "script": ", ".join(scripts)}
        yield Finding("script", place, parts)


def remove_other_scripts(text: str) -> str:
    """The text without the words that are told as holding letters of another script."""
    return _OTHER_SCRIPT.sub("", text) if _STRANGE.search(text) else text


def _latin_within(place: str, text: str) -> Found:
    """Latin letters inside a Thai word: typed with the other keyboard, or a vowel spelled by its sound."""
    for match in _LATIN_WITHIN.finditer(text):
        before, after = _WORD_BEFORE.search(text, 0, match.start()), _WORD_AFTER.match(text, match.end())
        word = _thai_word(before[0] if before else "", match[0], after[0] if after else "")
        if word:
            yield Finding("keyboard", place, {"word": word[0], "meant": word[1]})
        elif match[0] not in _load_words()["latin"] and len(match[0]) < 4 and match[0] != "e":
            around = text[max(0, match.start() - 3) : match.end() + 3]
            yield Finding("keyboard", place, {"word": around})


def _thai_word(before: str, latin: str, after: str) -> tuple[str, str] | None:
    """The word as it stands and as it may be meant: the longest of the dictionary around the Latin letters."""
    tries = [typed for typed in (eng_to_thai(latin), _load_words()["sounds"].get(latin)) if typed]
    pairs = ((head, tail) for head in range(min(8, len(before)), 0, -1) for tail in range(min(8, len(after)), -1, -1))
    for head, tail in sorted(pairs, key=sum, reverse=True):
        for typed in tries:
            if before[-head:] + typed + after[:tail] in _dictionary():
                return before[-head:] + latin + after[:tail], before[-head:] + typed + after[:tail]
    return None


def _wrong_keyboard(place: str, text: str) -> Found:
    """A stretch of Latin letters and marks that a Thai keyboard makes a word."""
    for match in _TYPED.finditer(text):
        meant = _meant(match[0])
        beside = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
        # At the end of a word in Latin letters a mark is punctuation, unless a Thai letter touches it.
        if meant and (meant[0] != match[0] or regex.search(r"\p{Thai}", beside) or meant[0][-1] not in ".,;'-"):
            rest = match[0][len(meant[0]) : 30]
            yield Finding("keyboard", place, {"word": meant[0] + rest, "meant": meant[1] + rest})


def _meant(typed: str) -> tuple[str, str] | None:
    """The longest beginning that a Thai keyboard makes a word of three letters or more, and that word."""
    if "://" in typed or typed.startswith("www"):
        return None
    for end in range(min(len(typed), 20), 2, -1):
        if not typed[:end].isalnum() and (thai := eng_to_thai(typed[:end])) in _dictionary():
            return typed[:end], thai
    return None


def _provinces(place: str, text: str) -> Found:
    for match in _PROVINCE.finditer(text):
        name = match[1]
        if any(name.startswith(known) for known in _provinces_known()) or name.startswith("ตัวอย่าง"):
            continue
        alike = sorted(((_measure_likeness(name, known), known) for known in _provinces_known()), reverse=True)
        near = [known for ratio, known in alike[:2] if ratio >= _NEAR_PROVINCE]
        if near:
            parts = {"word": f"จังหวัด{name[: len(near[0]) + 1]}", "meant": " / ".join(near)}
            yield Finding("spelling", place, parts)


def _measure_likeness(name: str, known: str) -> float:
    """How much the name is like this one, whatever words follow it."""
    return SequenceMatcher(None, name[: len(known) + 1], known, autojunk=False).ratio()


def _misspelt(place: str, text: str) -> Found:
    """Words of the lists with a letter too few, too many or another one; spaces do not count."""
    bare = remove_spaces(text)
    if len(bare) < 6:
        return
    told: set[int] = set()
    for word, pattern in _patterns():
        rest = bare.replace(word, " " * len(word))
        for match in pattern.finditer(rest):
            if any(known in rest[max(0, match.start() - 6) : match.end() + 6] for known in _load_words()["known"]):
                continue
            told |= set(range(*match.span()))
            tail = regex.match(r"[^\s]{0,8}", rest[match.end() :])
            said, meant = (part + (tail[0] if tail else "") for part in (match[0], word))
            yield Finding("spelling", place, {"word": said, "meant": meant})
    for match in _slips().finditer(bare):
        if match.start() not in told:
            yield Finding("spelling", place, {"word": match[0], "meant": _slip_words()[match[0]]})


def _torn_am(place: str, text: str) -> Found:
    """Words with า behind a space: no word begins with it; some PDFs lose the circle of ำ so."""
    for match in _TORN_AM.finditer(text) if _A_BEHIND_SPACE.search(text) else ():
        yield Finding("spelling", place, {"word": match[0], "meant": f"{match[1]}ำ{match[2]}"})


@cache
def _load_words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """For each name what is nearly spelled so, its first and last letter being right."""
    both = [(word, 1) for word in _load_words()["names"]] + [(word, 3) for word in _load_words()["loose"]]
    return tuple(
        (word, regex.compile(rf"{word[0]}(?:{regex.escape(word[1:-1])}){{1<=e<={most}:{_THAI}}}{word[-1]}"))
        for word, most in both
    )


@cache
def _slips() -> regex.Pattern[str]:
    return regex.compile("|".join(map(regex.escape, sorted(_slip_words(), key=len, reverse=True))))


@cache
def _slip_words() -> dict[str, str]:
    """Each word of the list with an inner letter left out, and the word; what is a word itself is none."""
    listed = _load_words()["words"]
    slips: dict[str, str] = {}
    for word in listed:
        for slip in (word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)):
            # A short one stands inside the right spelling of other words.
            if len(slip) >= 6 and slip not in _dictionary() and not any(slip in other for other in listed):
                slips.setdefault(slip, word)
    return slips


@cache
def _dictionary() -> frozenset[str]:
    return frozenset(word for word in thai_words() if len(word) >= 3)


@cache
def _provinces_known() -> tuple[str, ...]:
    return tuple(sorted(provinces()))
