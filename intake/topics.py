"""What is known of the headings that measures stand under: tools, indicators, issues."""

import re
import tomllib
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path

from domain.plan import TopicKind
from intake.numbering import numbered
from thai.digits import to_arabic
from thai.normalise import fold_text

_ALIKE = 0.85
_LONGEST = 200
_TOOL = re.compile(r"(?<![A-Za-z])(?:IIT|EIT|OIT)(?![A-Za-z])")
_PREFIX = re.compile(r"^(?:ตัวชี้วัด(?:ที่)?|ประเด็น(?:ที่)?|เครื่องมือ(?:การประเมิน)?)\s*")

_BARE_NUMBER = re.compile(r"([0-9๐-๙]{1,2})\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class KnownTopic:
    """A heading of the assessment: `title` is its usual wording, `exact` whether the text spells it so."""

    title: str
    kind: TopicKind
    exact: bool


@cache
def _wordings() -> dict[str, tuple[str, TopicKind]]:
    """Every known wording without its spaces, with its title and kind."""
    data = tomllib.loads(Path(__file__).with_name("ita.toml").read_text(encoding="utf-8"))
    kinds: tuple[TopicKind, ...] = ("indicator", "issue")
    return {fold_text(wording): (wording, kind) for kind in kinds for group in data[kind].values() for wording in group}


def topic_parts(text: str) -> tuple[str | None, str]:
    """The number and the title of a topic's wording: (`7`, `ประสิทธิภาพการสื่อสาร`) of `ตัวชี้วัดที่ ๗ ประสิทธิภาพ…`."""
    rest, prefixed = _PREFIX.subn("", text)
    bare = _BARE_NUMBER.match(rest) if prefixed else None
    return (to_arabic(bare[1]), rest[bare.end() :]) if bare else numbered(rest if numbered(rest)[0] else text)


@lru_cache(maxsize=4096)
def known_topic(title: str) -> KnownTopic | None:
    """The heading of the assessment that the title spells, allowing for slips; None where it is another."""
    text = fold_text(title)
    exact = _wordings().get(text)
    if len(text) > _LONGEST:
        return None
    if exact:
        return KnownTopic(exact[0], exact[1], True)
    near, alike = nearest(text, tuple(_wordings()))
    return KnownTopic(*_wordings()[near], False) if alike >= _ALIKE else None


def nearest(text: str, wordings: tuple[str, ...]) -> tuple[str, float]:
    """The wording most like the text and how alike they are, 0 to 1; 0 where none is near."""
    best, alike = "", 0.0
    matcher = SequenceMatcher(None, "", text, autojunk=False)
    for wording in wordings:
        matcher.set_seq1(wording)
        if matcher.real_quick_ratio() > max(alike, _ALIKE) and matcher.quick_ratio() > max(alike, _ALIKE):
            best, alike = max((best, alike), (wording, matcher.ratio()), key=lambda pair: pair[1])
    return best, alike


def find_topic_kind(title: str) -> TopicKind | None:
    """What kind of heading the title is, or None where it is none of the assessment's."""
    known = known_topic(title)
    if known:
        return known.kind
    return "tool" if _TOOL.search(title) else None
