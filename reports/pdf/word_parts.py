"""A piece wider than its column cut in as few lines as it fits: between the words it is made of, if there is a way.

Where a line may end inside the piece costs something: nothing between two words of a compound, a little behind the
number of an item or before that of a year, much between the syllables of a word, most between two letters.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from math import log

import regex
from pythainlp.corpus.tnc import unigram_word_freqs
from pythainlp.tokenize import subword_tokenize
from pythainlp.util import Trie

Unit = tuple[str, float]  # a text, and what it costs to begin a line with it
Wide = Callable[[str], float]

_LINE, _LOOSE, _SYLLABLE, _LETTER = 10.0, 4.0, 100.0, 1_000.0
_RARE = 1  # how often the corpus holds a word that it does not hold
_MANY = 80  # units from which on each line is simply filled
_LATIN_BREAK = re.compile(r"(?<=[/.?&=_\-])(?=.)")
_CLUSTER = regex.compile(r"\X")
_STARTS_INSIDE = re.compile(r"^[\u0E30-\u0E3A\u0E45\u0E47-\u0E4E]")
_THAI = re.compile(r"[ก-๎]+")


def cut(tokens: list[tuple[str, bool]], room: float, wide: Wide, known: Trie) -> list[str]:
    """The lines of the piece; `tokens` are its words, each with whether it must stand with the one before it."""
    units = [unit for group in _groups(tokens) for unit in _group_units(group, room, wide, known)]
    lines = _best(units, room, wide) if len(units) <= _MANY else _fill_lines(units, room, wide)
    return [part for line in lines for part in _without_outer_spaces(line)]


def _groups(tokens: list[tuple[str, bool]]) -> list[list[str]]:
    """The words with the marks that must stand with them."""
    groups: list[list[str]] = []
    for text, held in tokens:
        if held and groups:
            groups[-1].append(text)
        else:
            groups.append([text])
    return groups


def _group_units(group: list[str], room: float, wide: Wide, known: Trie) -> Iterator[Unit]:
    """What the group may be cut into: its longest word, whose first and last part keep the marks around it."""
    place = max(range(len(group)), key=lambda at: len(group[at]))
    head, tail = "".join(group[:place]), "".join(group[place + 1 :])
    marks = wide(head) + wide(tail.rstrip(" "))
    fits = wide(f"{head}{group[place]}{tail}".rstrip(" ")) <= room
    parts = list(_units(group[place], room if fits else max(room - marks, room / 3), wide, known))
    parts[0] = (head + parts[0][0], parts[0][1])
    yield from parts[:-1]
    yield parts[-1][0] + tail, parts[-1][1]


def _without_outer_spaces(line: str) -> Iterator[str]:
    """The line, and the spaces around it for themselves."""
    text = line.strip(" ")
    before, after = (len(line) - len(line.lstrip(" ")), len(line) - len(line.rstrip(" "))) if text else (len(line), 0)
    yield from (*[" "] * before, *([text] if text else []), *[" "] * after)


def _units(text: str, room: float, wide: Wide, known: Trie) -> Iterator[Unit]:
    """What the word may be cut into, down to what fits, and what a line's end there costs."""
    if wide(text) <= room or len(text) < 2:
        yield text, _LOOSE if not _THAI.match(text) else 0.0
        return
    if text.isascii():
        for part in _LATIN_BREAK.split(text):
            yield from _letters(part, room, wide, 0.0)
        return
    words = words_in(text, known)
    if len(words) > 1:
        for word in words:
            yield from _units(word, room, wide, known)
        return
    for place, syllable in enumerate(_syllables(text)):
        yield from _letters(syllable, room, wide, _SYLLABLE if place else 0.0)


def _letters(text: str, room: float, wide: Wide, cost: float) -> Iterator[Unit]:
    parts = [text] if wide(text) <= room else _CLUSTER.findall(text)
    yield from ((part, cost if place == 0 else _LETTER) for place, part in enumerate(parts))


def _syllables(text: str) -> list[str]:
    found: list[str] = subword_tokenize(text, engine="dict", keep_whitespace=True)
    return found if "".join(found) == text else [text]


@lru_cache(maxsize=4096)
def words_in(text: str, known: Trie) -> tuple[str, ...]:
    """The two or more words of the dictionary that the text most likely is made of; itself where it is not."""
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for start in range(len(text)):
        if start not in best or _STARTS_INSIDE.match(text[start:]):
            continue
        cost, words = best[start]
        for word in known.prefixes(text[start:]):
            end = start + len(word)
            if len(word) < 2 or word == text or _STARTS_INSIDE.match(text[end:]):
                continue
            there = cost + _unlikely(word), (*words, word)
            if end not in best or there < best[end]:
                best[end] = there
    return best[len(text)][1] if len(text) in best else (text,)


@cache
def _counted() -> tuple[dict[str, int], int]:
    counts = {word: count for word, count in unigram_word_freqs().items() if count > _RARE}
    return counts, sum(counts.values())


def _unlikely(word: str) -> float:
    counts, total = _counted()
    return log(total / counts.get(word, _RARE))


def _best(units: list[Unit], room: float, wide: Wide) -> list[str]:
    """The lines that cost least; of those that cost alike the most even."""
    texts = [text for text, _ in units]
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(units) + 1):
        ways = []
        for start in range(end):
            line = "".join(texts[start:end])
            if start + 1 == end or wide(line.strip(" ")) <= room:
                cost, lines = best[start]
                uneven = (1 - min(wide(line) / room, 1)) ** 2
                ways.append((cost + _LINE + (units[start][1] if start else 0.0) + uneven, [*lines, line]))
        best.append(min(ways))
    return best[-1][1]


def _fill_lines(units: list[Unit], room: float, wide: Wide) -> list[str]:
    """The units put together again as long as they fit."""
    lines = [""]
    for text, _ in units:
        if lines[-1] and wide(lines[-1] + text) > room:
            lines.append(text)
        else:
            lines[-1] += text
    return [line for line in lines if line]
