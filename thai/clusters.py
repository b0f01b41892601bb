"""Text in the units LINE counts: grapheme clusters for labels, UTF-16 code units for messages.

A Thai consonant with its vowel signs and tone marks is one cluster (regex's `\\X`); none is ever cut.
"""

from collections.abc import Callable
from itertools import accumulate, takewhile

import regex

_CLUSTER = regex.compile(r"\X")


def count_clusters(text: str) -> int:
    """How many grapheme clusters the text has."""
    return sum(1 for _ in _CLUSTER.finditer(text))


def trim(text: str, at_most: int, ellipsis: str = "…") -> str:
    """The text, or where it has more than `at_most` clusters as many of them as fit with the ellipsis.

    The result never has more than `at_most` clusters; an ellipsis that would not fit is left out.
    """
    # A text never has more clusters than letters.
    return text if len(text) <= at_most else _trim(text, at_most, ellipsis, count_clusters)


def utf16_units(text: str) -> int:
    """How many UTF-16 code units the text has: two for a letter outside the basic plane."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def trim_utf16(text: str, at_most: int, ellipsis: str = "…") -> str:
    """The text, or where it has more than `at_most` UTF-16 units as many whole clusters as fit with the ellipsis.

    The result never has more than `at_most` units; an ellipsis that would not fit is left out.
    """
    return _trim(text, at_most, ellipsis, utf16_units)


def _trim(text: str, at_most: int, ellipsis: str, size: Callable[[str], int]) -> str:
    if size(text) <= at_most:
        return text
    room = at_most - size(ellipsis)
    if room < 0:
        room, ellipsis = at_most, ""
    clusters: list[str] = _CLUSTER.findall(text)
    sizes = accumulate(size(cluster) for cluster in clusters)
    kept = sum(1 for _ in takewhile(lambda total: total <= room, sizes))
    return "".join(clusters[:kept]) + ellipsis
