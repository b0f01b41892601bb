"""What is typed at a text question and answers it hardly: asked back, never recorded unasked.

A number belongs to a list, "ok" and "สวัสดี" to nobody's report. The words stand in `handlers/lexicon.py`.
"""

import re
from collections.abc import Iterable
from unicodedata import category

from handlers.lexicon import NO_ANSWERS, POLITE, QUESTION_ENDS
from thai.normalise import unify_spelling

LONGEST_QUESTION = 40  # a longer text that ends like a question is an account of something
_KEYCAPS = frozenset("\ufe0e\ufe0f\u20e3")  # what turns a digit into an emoji
_THREE_ALIKE = re.compile(r"(\D)\1{2,}")
_QUESTION = re.compile(r"[?？]\s*$")


def fold_typed(text: str) -> str:
    """The letters and digits alone, small, of one spelling: no spaces, signs or emoji, no letter three times."""
    letters = (c for c in unify_spelling(text).casefold() if category(c)[0] in "LNM" and c not in _KEYCAPS)
    return _THREE_ALIKE.sub(r"\1", "".join(letters))


def _any_of(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted({fold_typed(word) for word in words}, key=len, reverse=True))


_POLITE_END = re.compile(f"(?:{_any_of(POLITE)})+$")
_WORD = re.compile(rf"\d+|{_any_of([*POLITE, *(word for words in NO_ANSWERS.values() for word in words)])}")
_ASKS_BACK = re.compile(f"(?:{_any_of(QUESTION_ENDS)})$")


def is_no_answer(text: str) -> bool:
    """True for a bare number, and for what is nothing but signs, status words, greetings, commands, a question back."""
    typed = fold_typed(text)
    if typed.isdecimal() or _is_nothing_but_words(typed):
        return True
    if len(typed) > LONGEST_QUESTION:
        return False
    return bool(_QUESTION.search(text) or _ASKS_BACK.search(_POLITE_END.sub("", typed)))


def _is_nothing_but_words(typed: str) -> bool:
    """True where the words of the lexicon, and numbers, follow one another to the end."""
    at = 0
    while found := _WORD.match(typed, at):
        at = found.end()
    return at == len(typed)
