"""Thai text brought into one form, so that a wording is recognised however it was typed or scanned."""

import re

from thai.digits import to_arabic

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASH = re.compile("[‐-―−]")
# Scanned text tears a mark from its letter.
_TORN_MARK = re.compile("[ \u00a0](?=[ัิ-ฺ็-๎ำ])")
_SPLIT_SARA_AM = re.compile("ํ([่-๋]?)[ \u00a0]?า")
_TONE_BEFORE_VOWEL = re.compile("([่-๋])([ัิ-ู])")
_GAP = re.compile(r"[\s.,]+")


def plain(text: str) -> str:
    """The text in lower case with Arabic digits, one kind of dash and its vowel signs in the usual order."""
    text = _TORN_MARK.sub("", _DASH.sub("-", _INVISIBLE.sub("", to_arabic(text))))
    text = _TONE_BEFORE_VOWEL.sub(r"\2\1", _SPLIT_SARA_AM.sub(r"\1ำ", text))
    return text.replace("เเ", "แ").lower().strip()


def squeeze(text: str) -> str:
    """The plain text without spaces, dots and commas; between two digits one of them stays."""
    text = plain(text)
    return _GAP.sub(lambda gap: _between_digits(text, gap), text)


def _between_digits(text: str, gap: re.Match[str]) -> str:
    """What stays of the gap: `1. 2 เม.ย.` is not the twelfth, `1.5` is not fifteen."""
    before, after = text[gap.start() - 1 : gap.start()], text[gap.end() : gap.end() + 1]
    if not (before.isdigit() and after.isdigit()):
        return ""
    return "." if gap.group().strip() else " "
