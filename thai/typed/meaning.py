"""What was typed, read for the meanings that the present question knows."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from thai.digits import to_arabic
from thai.normalise import fold_typed
from thai.typed.lexicon import (
    NUMBER,
    load_beginnings,
    load_between,
    load_common_sayings,
    load_hints,
    load_lexicon,
    load_sayings,
    strip_polite_end,
)
from thai.typed.spellings import write_standard
from thai.typed.tiles import tile, tile_head

_GAP = re.compile(r"[\s,.:;()/–—-]+")
_MOST_GAPS = 8  # behind so many words no saying goes on
_LONGEST_NEAR = 40  # letters: a longer text is no misspelt saying
_SHORTEST_SLIP = 10  # letters
_SHORTEST_NEAR = 4  # letters: what is shorter is one letter away from another word
_SIGNS = {"-": "ไม่มี", "–": "ไม่มี", "—": "ไม่มี", "?": "ช่วยเหลือ", "？": "ช่วยเหลือ"}
_QUESTION = "talk.question"
_WITH = f"{NUMBER}.with"
_CANCEL = "command.cancel"
_SAVE = "say.save"
_ASKS_WHY = frozenset({"ทำไม", "เพราะอะไร"})  # what follows is asked about, and no command: `ทำไมยังไม่ส่ง`
_LIGHT = frozenset({"talk.greeting", "talk.thanks", "talk.ok", "say.yes"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was meant, the likeliest first; `sure` where it is that alone, `rest` what was told besides."""

    meanings: tuple[str, ...] = ()
    sure: bool = False
    rest: str = ""


NOTHING_READ = Reading()


def read_typed(text: str, known: Mapping[str, str], heads: Collection[str] = ()) -> Reading:
    """What the known meanings of a text stand for; those of `heads` also where more is told behind them.

    A misspelt saying, one of two meanings and a question are not sure.
    """
    typed = fold_typed(text)
    said = tile_signs_too(text)
    read = _agree(said, known, asks="?" in text) if said else NOTHING_READ
    if read.meanings or not typed:
        return read
    read = _read_head(text, {head: known[head] for head in heads}) if heads else read
    if read.meanings:
        return read
    near = tuple(dict.fromkeys(known[meaning] for meaning in _read_near(typed, frozenset(known))))
    return Reading(near, sure=len(near) == 1 and "?" not in text and _is_slip(typed, frozenset(known)))


def read_exactly(text: str, known: Collection[str]) -> str | None:
    """The only known meaning of the text, rightly spelled; None where there is none, or another one."""
    said = tile_signs_too(text)
    if said and said[0] in _ASKS_WHY:
        return None
    if said and _CANCEL in known and _ends_with_cancel(said):
        return _CANCEL
    read = _agree(said, {one: one for one in known}, asks="?" in text) if said else NOTHING_READ
    return read.meanings[0] if read.sure else None


def read_beginning(text: str) -> str | None:
    """The command that goes on with a name, where the text begins with it and says little more; else None."""
    if len(text) > _LONGEST_NEAR:
        return None
    return next((load_beginnings()[word] for word in tile_head(text) if word in load_beginnings()), None)


def tile_signs_too(text: str) -> list[str] | None:
    """The sayings that make the whole text; a dash is said for `ไม่มี`, a question mark for `ช่วยเหลือ`."""
    sign = _SIGNS.get("".join(text.split())[:1], "") if not fold_typed(text) else ""
    return [sign] if sign else tile(text)


def read_first(text: str, known: Collection[str]) -> str | None:
    """The known meaning of the first saying, where all the others have one too, or none at all."""
    said = tile(text) or ()
    found = [
        [one for one in load_sayings().get(word, (NUMBER,)) if one in known]
        for word in said
        if load_sayings().get(word, 1)
    ]
    return found[0][0] if found and all(found) and "?" not in text else None


def is_polite(text: str) -> bool:
    """True for polite words alone: `ค่ะ`, `ครับผม`."""
    return all(not load_sayings().get(word, (NUMBER,)) for word in tile(text) or (NUMBER,))


def read_hint(text: str) -> str | None:
    """What a short text asks for in other words than the sayings; None where nothing is known."""
    typed = write_standard(fold_typed(text))
    if len(typed) > _LONGEST_NEAR:
        return None
    return next((name for name, pattern in load_hints().items() if pattern.search(typed)), None)


def is_question(text: str) -> bool:
    """True where what was typed is a question, or may be one: `เหมือนเดิมไหม`."""
    said = tile(text) or ()
    return "?" in text or any(_QUESTION in load_sayings().get(word, ()) for word in said)


def read_number(text: str) -> int | None:
    """The number that a text gives with nothing but number words around it: `ข้อที่ ๒ ค่ะ` is 2."""
    said = tile(text)
    if not said or _SPLIT_NUMBER.search(to_arabic(text)):
        return None
    heavy = [word for word in said if word in _load_subjects() or load_sayings().get(word, (NUMBER,))]
    before = [word for word in heavy[:-1] if word not in _load_subjects() and _WITH not in load_sayings().get(word, ())]
    return _parse_number(heavy[-1]) if heavy and not before else None


_SPLIT_NUMBER = re.compile(r"\d[^\d\w]+\d|[-+]\d|\d\s*%")


@cache
def _load_wishes() -> frozenset[str]:
    return frozenset(map(fold_typed, load_lexicon()["between"]["wishes"]))


@cache
def _load_subjects() -> frozenset[str]:
    return frozenset(map(fold_typed, load_lexicon()["between"]["subjects"]))


def _parse_number(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) < 6 else None
    named = [meaning for meaning in load_sayings().get(word, ()) if meaning.startswith(f"{NUMBER}.")]
    return next((int(meaning.partition(".")[2]) for meaning in named if not meaning.endswith(".with")), None)


def _agree(said: Sequence[str], known: Mapping[str, str], asks: bool = False) -> Reading:
    """What the sayings mean together: what all of them may mean, where they mean anything known."""
    meant, foreign = [], asks or (_are_statuses(known) and any(word in _load_wishes() for word in said))
    for word in _drop_between(said, known):
        meanings = load_sayings().get(word, (NUMBER,))
        of_these = list(dict.fromkeys(known[meaning] for meaning in meanings if meaning in known))
        if of_these:
            meant.append(of_these)
        elif _QUESTION in meanings:
            foreign = foreign or not _are_commands(known)
        else:
            foreign = foreign or (bool(meanings) and not _is_talk(meanings, known))
    if not meant:
        return NOTHING_READ
    common = tuple(meaning for meaning in meant[0] if all(meaning in others for others in meant))
    every = tuple(dict.fromkeys(meaning for meanings in meant for meaning in meanings))
    asked = foreign and not (asks and _are_commands(known) and common)
    certain = len(common) == 1 and any(len(meanings) == 1 for meanings in meant)
    return Reading(common or every, sure=certain and not asked)


def _ends_with_cancel(said: Sequence[str]) -> bool:
    """True where `ยกเลิก` is said at the end, and no other command: `ไม่ทำแล้ว ยกเลิก`."""
    rest = [word for word in said if word not in load_between()]
    commands = [word for word in rest if any(one.startswith("command.") for one in load_sayings().get(word, ()))]
    return bool(rest) and commands == rest[-1:] and _CANCEL in load_sayings()[rest[-1]]


def _drop_between(said: Sequence[str], known: Mapping[str, str]) -> Sequence[str]:
    """The sayings without those that mean nothing beside others: `ช่วย` means something alone."""
    rest = [word for word in said if word not in load_between()]
    return rest if any(meaning in known for word in rest for meaning in load_sayings().get(word, ())) else said


def _is_talk(meanings: Sequence[str], known: Mapping[str, str]) -> bool:
    """True for what says nothing more beside another saying: a greeting, thanks, a yes.

    `later` is beside a command, and `all is there` beside `save`.
    """
    light = {*_LIGHT, *(("talk.wait",) if _are_commands(known) else ())}
    light |= {"status.done", "say.enough"} if _SAVE in known else set()
    return bool(light.intersection(meanings))


def _are_statuses(known: Mapping[str, str]) -> bool:
    return any(meaning.startswith("status.") for meaning in known)


def _are_commands(known: Mapping[str, str]) -> bool:
    return all(meaning.startswith(("command.", "talk.")) for meaning in known)


def _read_head(text: str, heads: Mapping[str, str]) -> Reading:
    """What the first words mean, and what is told behind them; not sure where that takes it back."""
    gaps = list(_GAP.finditer(text.strip()))[:_MOST_GAPS]
    for gap in reversed(gaps):
        head, rest = text.strip()[: gap.start()], text.strip()[gap.end() :]
        said = tile(head)
        read = _agree(said, heads) if said else NOTHING_READ
        if read.meanings and fold_typed(rest):
            sure = read.sure and not any(
                _takes_back(rest, meaning) for meaning in heads if heads[meaning] in read.meanings
            )
            return Reading(read.meanings, sure, rest if sure else text.strip())
    begun = tile_head(text)
    read = _agree(begun, heads) if begun else NOTHING_READ
    return Reading(read.meanings, False, text.strip())


def _takes_back(rest: str, meaning: str) -> bool:
    words = load_lexicon()["contrary"].get(meaning.partition(".")[2], ())
    return any(word in rest for word in words)


def _read_near(typed: str, known: frozenset[str]) -> Sequence[str]:
    """The meanings of the sayings that the text may be a misspelling of."""
    typed = strip_polite_end(typed)
    most = 0 if len(typed) < 5 else 1 if len(typed) < 9 else 2 if len(typed) < 16 else 3
    if not most or len(typed) > _LONGEST_NEAR:
        return ()
    found = process.extract(typed, _list_sayings(known), scorer=OSA.distance, score_cutoff=most, limit=5)
    return [one for said, _, _ in found for one in load_sayings()[said] if one in known]


def _is_slip(typed: str, known: frozenset[str]) -> bool:
    """True for a long saying with one letter wrong: no letter makes `not`, `yet` or a question of it."""
    typed = strip_polite_end(typed)
    options = _list_sayings(known)
    return (
        len(typed) >= _SHORTEST_SLIP
        and process.extractOne(typed, options, scorer=OSA.distance, score_cutoff=1) is not None
    )


@cache
def _list_sayings(known: frozenset[str]) -> tuple[str, ...]:
    common = sorted(said for said in load_common_sayings() if len(said) > _SHORTEST_NEAR)
    return tuple(said for said in common if known.intersection(load_sayings()[said]))
