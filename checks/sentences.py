"""A finding in words: what its kind says, and the document's own words beside it."""

import re
from datetime import date

from checks.kinds import KINDS, MORE_PLACES, SUGGESTED
from domain.finding import Finding
from thai.catalogue import translator
from thai.dates import write_date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# A score, a year, a count, a question's code: shown without quotation marks, as a day is.
_FIGURE = re.compile(r"[\d,]+(?:\.\d+)?|[ieO]\d{1,3}")


def render_words(finding: Finding, language: str = "th") -> str:
    """What the finding is about: words between quotation marks, figures and days as they stand, how often it stands."""
    quoted = (_write_word(word, language) for word in finding.words)
    more = translator(language)(MORE_PLACES).format(more=finding.times - 1)
    return ", ".join(quoted) + (f" {more}" if finding.times > 1 else "")


def _write_word(word: str, language: str) -> str:
    """The word as it is shown: a day as people of the language write it."""
    day = _parse_day(word)
    if day is not None and language == "th":
        return write_date(day, "short", thai_digits=False)
    is_figure = day is not None or _FIGURE.fullmatch(word)
    return word if is_figure else f"“{' '.join(word.split())}”"


def _parse_day(word: str) -> date | None:
    """The day, where the word is one that the calendar has: a document may hold 2027-02-30 too."""
    try:
        return date.fromisoformat(word) if _DAY.fullmatch(word) else None
    except ValueError:
        return None


def render_message(finding: Finding, language: str = "en") -> str:
    """What it is, with the words it is about."""
    what, words = translator(language)(KINDS[finding.kind].what), render_words(finding, language)
    return f"{what}: {words}" if words else what


def render_proposal(finding: Finding, language: str = "en") -> str:
    """What would mend it, with what may be written instead."""
    say = translator(language)
    mend = say(KINDS[finding.kind].mend)
    return f"{mend} {say(SUGGESTED)} {finding.meant}" if finding.meant else mend


def finding_json(finding: Finding) -> dict[str, str]:
    """The finding as JSON of the documented shape, in English."""
    return {
        "kind": finding.kind,
        "place": finding.place,
        "message": render_message(finding),
        "proposal": render_proposal(finding),
    }
