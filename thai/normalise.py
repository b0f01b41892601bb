"""Thai text brought into one form, so that a wording is recognised however it was typed, pasted or scanned."""

import re
from unicodedata import category

from thai.digits import to_arabic

# Soft hyphen, zero-width and direction marks, the byte order mark: they come with text that was pasted.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASH = re.compile("[‐-―−]")
# Scanned text tears a mark from its letter.
_TORN_MARK = re.compile("[ \u00a0](?=[ัิ-ฺ็-๎ำ])")
_SPLIT_SARA_AM = re.compile("ํ([่-๋]?)[ \u00a0]?า")
_TONE_BEFORE_VOWEL = re.compile("([่-๋])([ัิ-ู])")
_GAP = re.compile(r"[\s.,]+")
_KEYCAPS = frozenset("\ufe0e\ufe0f\u20e3")  # what turns a digit into an emoji
_THREE_ALIKE = re.compile(r"(\D)\1{2,}")
_PUNCTUATION = str.maketrans("", "", "/()-–.:*,")


def tidy_spaces(text: str) -> str:
    """The text with single spaces and nothing that is not seen: how a name is kept."""
    return " ".join(_UNSEEN.sub("", text).split())


def remove_spaces(text: str) -> str:
    """The text without any white space, its letters untouched."""
    return "".join(text.split())


def fold_text(text: str) -> str:
    """The text without spaces and what is not seen, in small letters: how names, titles and headings are compared."""
    return remove_spaces(_UNSEEN.sub("", text)).casefold()


def fold_letters(text: str) -> str:
    """The folded text without its punctuation: how the headings of columns are compared."""
    return fold_text(text).translate(_PUNCTUATION)


def fold_typed(text: str) -> str:
    """The letters and digits alone, small, of one spelling: no spaces, signs or emoji, no letter three times."""
    letters = (c for c in unify_spelling(text).casefold() if category(c)[0] in "LNM" and c not in _KEYCAPS)
    return _THREE_ALIKE.sub(r"\1", "".join(letters))


def unify_spelling(text: str) -> str:
    """The text in small letters with Arabic digits, one kind of dash and its vowel signs in the usual order."""
    text = _TORN_MARK.sub("", _DASH.sub("-", _UNSEEN.sub("", to_arabic(text))))
    text = _TONE_BEFORE_VOWEL.sub(r"\2\1", _SPLIT_SARA_AM.sub(r"\1ำ", text))
    return text.replace("เเ", "แ").lower().strip()


def remove_gaps(text: str) -> str:
    """The text of one spelling without spaces, dots and commas; between two digits one of them stays."""
    text = unify_spelling(text)
    return _GAP.sub(lambda gap: _between_digits(text, gap), text)


def _between_digits(text: str, gap: re.Match[str]) -> str:
    """What stays of the gap: `1. 2 เม.ย.` is not the twelfth, `1.5` is not fifteen."""
    before, after = text[gap.start() - 1 : gap.start()], text[gap.end() : gap.end() + 1]
    if not (before.isdigit() and after.isdigit()):
        return ""
    return "." if gap.group().strip() else " "
