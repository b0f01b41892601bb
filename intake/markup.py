"""The few HTML tags that stand in pasted tables, turned into lines."""

import html
import re

_BREAKS = re.compile(r"</?(?:p|ul|ol|li|div|br|tr|td|th|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_CHECKBOX = re.compile(r"<input\b[^<>]{0,500}checkbox[^<>]{0,500}>", re.IGNORECASE)
_OTHER_TAGS = re.compile(
    r"</?(?:b|strong|i|em|u|s|a|sup|sub|span|font|input|img|html|body|main|section|article|center|meta|hr)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*")
_BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def strip_markup(text: str) -> tuple[str, ...]:
    """The text's lines without its markup: a paragraph, list item or break begins a new one."""
    if "<" in text:
        text = _OTHER_TAGS.sub("", _CHECKBOX.sub("☐ ", _BREAKS.sub("\n", text)))
    return plain_lines(html.unescape(_EMPHASIS.sub("", text)))


def plain_lines(text: str) -> tuple[str, ...]:
    """The text's lines as they stand, blanks made single and empty lines left out."""
    lines = (tidy(line) for line in re.split(r"[\n\r\v\f\u2028\u2029]+", text))
    return tuple(line for line in lines if line)


def tidy(text: str) -> str:
    """The text with every run of blanks made one space, none at its ends."""
    return _BLANKS.sub(" ", text).strip()
