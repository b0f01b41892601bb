"""Which messages answer nothing: a bare number, a picture sign, a lone greeting, `ok`, `เสร็จแล้ว`, a question back.

The chat asks such a text back, the check of a report names it. The sayings stand in `thai/typed/lexicon.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

from thai.normalise import fold_text, fold_typed, remove_spaces
from thai.typed.lexicon import load_lexicon, load_reasons, load_sayings, strip_polite_end
from thai.typed.spellings import retype_in_thai
from thai.typed.tiles import tile

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
_FIRST_OF_ALL = "ก่อน"  # polite at the end of a text: `ถามปลัดก่อน`
# Fingers laid on one row of the keyboard.
_ONE_ROW = re.compile(r"[ฟหกด]{3,}|[ๆไำพะ]{4,}|[asdfghjkl]{4,}|[qwrtyp]{3,}|[zxcvbnm]{3,}")
# `1 และ 2`: of a list more than one was meant.
_NUMBERS_ALONE = re.compile(r"(?:เลือก|ตอบ)?(?:ข้อ|ที่|อัน)*\d+(?:(?:และ|กับ|หรือ|ถึง|แล้วก็)(?:ข้อ|ที่|อัน)*\d+)+(?:ครับ|ค่ะ|คะ)?")
_PERCENT_ALONE = re.compile(r"(?:ประมาณ|ได้)?\d+เปอร์?เซ็?น(?:ต์?)?(?:แล้ว)?")
_ASKED = re.compile(r"[?？]\s*$")

# What a saying is as an answer, by its meaning or the group that it stands in.
_KINDS: Final[Mapping[str, NoAnswer]] = {
    "status": "status",
    "command.same": "elsewhere",
    "command.help": "question",
    "command": "command",
    "begins": "command",
    "talk.greeting": "greeting",
    "talk.thanks": "greeting",
    "talk.ok": "agreement",
    "talk.question": "question",
    "talk": "command",
    "say.nothing": "nothing",
    "say.skip": "nothing",
    "say.no_evidence": "nothing",
    "say.yes": "agreement",
    "say.accept": "agreement",
    "say.decline": "agreement",
    "say": "command",
    "other.elsewhere": "elsewhere",
    "other.trial": "trial",
    "other": "agreement",
    "number": "number",
}
# Of several sayings the first of these kinds is meant.
_FIRST: Final[tuple[NoAnswer, ...]] = ("nothing", "status", "greeting", "agreement", "elsewhere", "trial", "number")


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
    if _PERCENT_ALONE.fullmatch(typed) or _NUMBERS_ALONE.fullmatch(typed):
        return "number"
    if _ONE_ROW.fullmatch(typed):
        return "trial"
    if typed in _load_answers():
        return None
    if (said := tile(text)) is not None:
        return _choose_kind(said)
    if _is_question(text, typed):
        return "question"
    if retype_in_thai(text):
        return "trial"
    return "command" if _speaks_to_us(typed) else None


def _speaks_to_us(typed: str) -> bool:
    """True for a short text to us, such as `เดี๋ยวส่งรูปให้นะคะ`, that tells nothing of a measure."""
    if len(typed) > _LONGEST_QUESTION:
        return False
    typed = _strip_person(typed) or typed
    softly = _compile_end("ends_softly").search(typed) is not None
    bare = strip_polite_end(typed)
    first = _FIRST_OF_ALL in typed[len(bare) :] and _compile_begin("begins_before").match(bare)
    return bool(
        _compile_begin("begins_talk").match(typed)
        or _compile_begin("colloquial").search(typed)
        or first
        or (softly and _compile_begin("begins_talk_ended_softly").match(typed))
    )


def _strip_person(typed: str) -> str:
    """The text without who speaks, or to whom, at its beginning."""
    found = _compile_begin("people").match(typed)
    return typed[found.end() :] if found else typed


def _choose_kind(said: list[str]) -> NoAnswer | None:
    """What the sayings together are: the kind of the first that has one; nothing where more is said than `ไม่มี`.

    Something done to what a command names (`แก้ไขแล้ว`, `ตรวจสอบเรียบร้อย`) and a reason are answers.
    """
    if any(word in load_reasons() for word in said):
        return None
    if any(word.isdecimal() and after in _load_things() for word, after in pairwise(said)):
        return None
    kinds = [kind for word in said if (kind := _find_kind(word))]
    if not kinds:
        return "number" if said[0].isdecimal() else "agreement"
    if len(kinds) > 1 and _is_account(said, kinds):
        return None
    if "nothing" in kinds and not set(kinds) <= {"nothing", "greeting"}:
        return next(kind for kind in kinds if kind != "nothing")
    return "nothing" if "nothing" in kinds else kinds[0]


def _find_kind(word: str) -> NoAnswer | None:
    """What the saying is as an answer; None for what means nothing by itself."""
    if word.isdecimal():
        return "number"
    found = [_KINDS.get(meaning) or _KINDS[meaning.partition(".")[0]] for meaning in load_sayings()[word]]
    return min(found, key=lambda kind: _FIRST.index(kind) if kind in _FIRST else len(_FIRST), default=None)


def _is_account(said: list[str], kinds: list[NoAnswer]) -> bool:
    """True where something was done to what a command names: `ตรวจสอบแล้ว`, `จัดทำคู่มือ`."""
    if not {"status", "agreement"} & set(kinds):
        return False
    work = {f"command.{name}" for name in _data()["names_work"]}
    nouns = set(map(fold_typed, _data()["nouns"]))
    mistakes = _compile_begin("mistakes")
    return any(
        word in nouns or (work.intersection(load_sayings().get(word, ())) and not mistakes.search(word))
        for word in said
    )


def _is_question(text: str, typed: str) -> bool:
    """True for a short text that asks us something."""
    if len(typed) > _LONGEST_QUESTION:
        return False
    bare = strip_polite_end(typed)
    if _ASKED.search(text) or _compile_end("ends_asking").search(bare):
        return True
    if _compile_begin("begins_asking").match(bare):
        return True
    found = _compile_end("may_end_asking").search(bare)
    if not found:
        return False
    before = bare[: found.start()]
    return (bare != typed and "ว่า" not in before) or _compile_asking().fullmatch(before) is not None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _load_answers() -> frozenset[str]:
    return frozenset(map(fold_typed, _data()["answers"]))


@cache
def _load_things() -> frozenset[str]:
    """What can be counted: `2 โครงการ` is an account."""
    return frozenset(map(fold_typed, load_lexicon()["between"]["subjects"]))


@cache
def _compile_asking() -> re.Pattern[str]:
    """Words of a question back to us, and nothing else."""
    return re.compile(f"(?:{_any_of(map(fold_typed, _data()['asking']))})*+")


@cache
def _compile_begin(name: str) -> re.Pattern[str]:
    words = load_lexicon()["between"]["people"] if name == "people" else _data()[name]
    return re.compile(_any_of(map(fold_typed, words)))


@cache
def _compile_end(name: str) -> re.Pattern[str]:
    """What the words of this list, one or more of them, leave at the end of a text."""
    return re.compile(f"(?:{_any_of(map(fold_typed, _data()[name]))})+$")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted({*words} - {""}, key=len, reverse=True))
