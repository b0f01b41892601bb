"""Garbled and misspelt words of a document, the same slip once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from checks.proofread import Text, proofread
from domain.finding import Finding


def word_slips(texts: Iterable[Text]) -> tuple[Finding, ...]:
    """A finding for each garbled word in the texts, with the word that may be meant and how often it stands."""
    found: dict[tuple[str, object], Finding] = {}
    counted: Counter[tuple[str, object]] = Counter()
    for slip in proofread(texts):
        key = (slip.kind, slip.parts["word"])
        found.setdefault(key, slip)
        counted[key] += 1
    return tuple(replace(slip, parts={**slip.parts, "times": counted[key]}) for key, slip in found.items())
