"""Garbled and misspelt words of a document, the same slip once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from checks.proofread import Text, proofread
from domain.finding import Finding

# What the kinds of the proofreader are called among a plan's warnings.
_KINDS = {"script": "foreign-letters", "keyboard": "wrong-keyboard", "spelling": "word-spelling"}


def word_slips(texts: Iterable[Text]) -> tuple[Finding, ...]:
    """A finding for each garbled word in the texts, with the word that may be meant and how often it stands."""
    found: dict[tuple[str, object], Finding] = {}
    counted: Counter[tuple[str, object]] = Counter()
    for slip in proofread(texts):
        key = (slip.kind, slip.parts["word"])
        found.setdefault(key, replace(slip, kind=_KINDS[slip.kind]))
        counted[key] += 1
    return tuple(_tell_times(slip, counted[key]) for key, slip in found.items())


def _tell_times(slip: Finding, times: int) -> Finding:
    more = f" (here and in {times - 1} more places)" if times > 1 else ""
    return replace(slip, said=slip.said + more)
