"""Words that were garbled: letters of another script, another keyboard, names of things nearly spelled."""

import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import regex
from pythainlp.corpus import thai_words
from pythainlp.util import eng_to_thai

from domain.plan import Warning

Text = tuple[str, str]  # a place and what stands there

_THAI = r"[\u0e01-\u0e39\u0e40-\u0e4e]"
_OTHER_SCRIPT = regex.compile(
    rf"{_THAI}{{0,30}}(?:(?!\p{{Thai}}|\p{{Latin}}|\p{{Common}}|\p{{Inherited}})\p{{L}}\p{{M}}*)+{_THAI}{{0,30}}"
)
_LATIN_WITHIN = regex.compile(rf"(?<={_THAI})[a-z]{{1,4}}(?={_THAI})")
_WORD_BEFORE, _WORD_AFTER = regex.compile(rf"{_THAI}{{1,10}}$"), regex.compile(rf"{_THAI}{{1,10}}")
_TYPED = regex.compile(r"(?<![\w/.@:'-])([a-z0-9;'\[\]\\,./-]{3,20}?)(?=[A-Z\s]|\p{Thai}|$)")
# Words of Latin letters that stand in Thai without spaces.
_USUAL = set("app apps web line tv pdf qr it km cm page post live link chat like ebook mail zoom".split())
# A vowel that a Latin spelling of the same sound took the place of.
_SOUNDS = {"ong": "อง", "on": "อน", "om": "อม", "ang": "าง", "an": "าน", "am": "าม", "ing": "ิง", "in": "ิน"}
_TORN_AM = regex.compile(r"([ก-๙]{0,30}[ก-ฮ][่-๋]?)[ \u00a0]+า([ก-๙]{0,30})")
_PROVINCE = regex.compile(r"จังหวัด\s*([ก-๙]{3,20})")
_NEAR_PROVINCE = 0.75


def word_slips(texts: Iterable[Text]) -> tuple[Warning, ...]:
    """A warning for each garbled word in the texts, the same slip once, with the word that may be meant."""
    finders: tuple[Callable[[str], Iterator[tuple[str, str, str, str]]], ...] = (
        _other_scripts, _latin_within, _wrong_keyboard, _provinces, _misspelt, _torn_am,
    )  # fmt: skip
    found: dict[tuple[str, str], Warning] = {}
    counted: dict[tuple[str, str], int] = {}
    for place, text in texts:
        for kind, word, message, proposal in (slip for finder in finders for slip in finder(text)):
            found.setdefault((kind, word), Warning(kind, place, message, proposal))
            counted[kind, word] = counted.get((kind, word), 0) + 1
    return tuple(_counted(warning, counted[key]) for key, warning in found.items())


def _counted(warning: Warning, times: int) -> Warning:
    more = f" (here and in {times - 1} more places)" if times > 1 else ""
    return Warning(warning.kind, warning.place, warning.message + more, warning.proposal)


def _torn_am(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Words with า behind a space: no word begins with it; some PDFs lose the circle of ำ so."""
    for match in _TORN_AM.finditer(text):
        word = f"{match[1]}ำ{match[2]}"
        message = f"in “{match[0]}” the vowel stands alone: a part of its letter may have been lost"
        yield "word-spelling", match[0], message, f"write “{word}”, if that is meant; its Word file reads better"


def _other_scripts(text: str) -> Iterator[tuple[str, str, str, str]]:
    if text.isascii():
        return
    for match in _OTHER_SCRIPT.finditer(text):
        foreign = [letter for letter in match[0] if not regex.match(r"\p{Thai}|\p{M}", letter)]
        scripts = sorted({unicodedata.name(letter, "unknown").split()[0].capitalize() for letter in foreign})
        message = f"“{match[0]}” holds letters of another script ({', '.join(scripts)})"
        yield "foreign-letters", match[0], message, "type the word again in Thai letters"


def _latin_within(text: str) -> Iterator[tuple[str, str, str, str]]:
    for match in _LATIN_WITHIN.finditer(text):
        before = _WORD_BEFORE.search(text, 0, match.start())
        after = _WORD_AFTER.match(text, match.end())
        word = _thai_word(before[0] if before else "", match[0], after[0] if after else "")
        if word is None and (match[0] in _USUAL or len(match[0]) > 3 or match[0] == "e"):
            continue
        said, meant = word or (text[max(0, match.start() - 3) : match.end() + 3], None)
        proposal = f"write “{meant}”, if that is the word" if meant else "type the word again in Thai letters"
        yield "wrong-keyboard", said, f"“{said}” has Latin letters within a Thai word", proposal


def _thai_word(before: str, latin: str, after: str) -> tuple[str, str] | None:
    """The word as it stands and as it may be meant: the longest of the dictionary around the Latin letters."""
    tries = [typed for typed in (eng_to_thai(latin), _SOUNDS.get(latin)) if typed]
    pairs = ((head, tail) for head in range(min(8, len(before)), 0, -1) for tail in range(min(8, len(after)), -1, -1))
    for head, tail in sorted(pairs, key=sum, reverse=True):
        for typed in tries:
            if before[-head:] + typed + after[:tail] in _dictionary():
                return before[-head:] + latin + after[:tail], before[-head:] + typed + after[:tail]
    return None


def _wrong_keyboard(text: str) -> Iterator[tuple[str, str, str, str]]:
    for match in _TYPED.finditer(text):
        typed = match[1]
        meant = eng_to_thai(typed)
        if not any(mark in typed for mark in ";'[]\\,./-") or meant not in _dictionary() or typed[0].isdigit():
            continue
        rest = regex.match(r"[A-Za-z]*", text[match.end() :])
        tail = rest[0] if rest else ""
        message = f"“{typed}{tail}” was typed with the wrong keyboard on"
        yield "wrong-keyboard", typed, message, f"write “{meant}{tail}”, if that is the word"


def _provinces(text: str) -> Iterator[tuple[str, str, str, str]]:
    for match in _PROVINCE.finditer(text):
        if any(match[1].startswith(name) for name in _names()["provinces"]):
            continue
        alike = sorted(((_alike(match[1], name), name) for name in _names()["provinces"]), reverse=True)
        near = [name for ratio, name in alike[:2] if ratio >= _NEAR_PROVINCE]
        if near:
            proposal = f"write {' or '.join(f'“{name}”' for name in near)}, if that is the province"
            yield "word-spelling", match[1], f"“จังหวัด{match[1]}” is no province", proposal


def _alike(text: str, name: str) -> float:
    return SequenceMatcher(None, text[: len(name) + 1], name, autojunk=False).ratio()


def _misspelt(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Names that are spelled with a letter too few, too many or another one; spaces do not count."""
    bare = regex.sub(r"\s+", "", text)
    if len(bare) < 6:
        return
    for word, pattern in _patterns():
        rest = bare.replace(word, " " * len(word))
        for match in pattern.finditer(rest):
            if any(known in rest[max(0, match.start() - 6) : match.end() + 6] for known in _names()["known"]):
                continue
            tail = regex.match(r"[^\s]{0,8}", rest[match.end() :])
            said, meant = (part + (tail[0] if tail else "") for part in (match[0], word))
            yield "word-spelling", match[0], f"“{said}” is nearly “{word}”", f"write “{meant}”, if that is meant"


@cache
def _names() -> dict[str, list[str]]:
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return {**data, "provinces": data["provinces"].split()}


@cache
def _patterns() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """For each name what is nearly spelled so, its first and last letter being right."""
    both = [(word, 1) for word in _names()["words"]] + [(word, 3) for word in _names()["loose"]]
    return tuple(
        (word, regex.compile(rf"{word[0]}(?:{regex.escape(word[1:-1])}){{1<=e<={most}:{_THAI}}}{word[-1]}"))
        for word, most in both
    )


@cache
def _dictionary() -> frozenset[str]:
    return frozenset(word for word in thai_words() if len(word) >= 3)
