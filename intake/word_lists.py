"""The numbers and bullets that Word sets before a list's paragraphs, counted as Word counts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from thai.digits import to_thai

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_DEEPEST = 12  # styles, each based on the next
_LONGEST = 40  # letters of a mark
_DIGITS = {"decimal", "thaiNumbers", "decimalZero"}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is written: `text` is like `%1.%2`, `start` its first number."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class _Kind:
    """A list's levels by their number; lists of one `abstract` count on together, but for those that begin anew."""

    abstract: str
    levels: dict[int, _Level]
    anew: frozenset[int] = frozenset()


class WordLists:
    """The marks of a document's lists, to be asked for in the document's order."""

    def __init__(self, document: Any) -> None:
        self._kinds = _kinds_of(document)
        self._styles = dict(_find_style_lists(document))
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def find_mark(self, paragraph: Any) -> str:
        """What Word sets before the paragraph: `1. `, `๑.๒ `, `- ` or nothing."""
        number, level = self._find_list(paragraph)
        if number in ("", "0") or not 0 <= level < _LEVELS:
            return ""
        kind = self._kinds.get(number, _Kind(f"num {number}", {}))
        form = kind.levels.get(level, _Level())
        if form.form == "bullet":
            return "- "
        return "" if form.form == "none" else _written(kind, self._count_on(number, kind, level), level)

    def _find_list(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of the paragraph: its own, else its style's."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        number, level = self._styles.get(_attribute_value(properties, "w:pStyle") or "", ("", 0))
        own_number, own_level = _numbering(properties)
        return (number if own_number is None else own_number), (level if own_level is None else own_level)

    def _count_on(self, number: str, kind: _Kind, level: int) -> list[int]:
        """The numbers of the levels down to this one, counted on by one; the levels below begin anew."""
        counts = self._counts.setdefault(kind.abstract, [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for place in kind.anew:
                counts[place] = None
        starts = [kind.levels.get(place, _Level()).start for place in range(_LEVELS)]
        before = counts[level]
        counts[level] = starts[level] if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return [start if count is None else count for start, count in zip(starts, counts, strict=True)]


def _written(kind: _Kind, counts: list[int], level: int) -> str:
    """The mark; what Word writes in letters is counted in digits, for only these are told from text."""
    form = kind.levels.get(level, _Level())
    if form.form not in _DIGITS or not _PLACE.search(form.text):
        return f"{counts[level]}. "
    text = _PLACE.sub(lambda match: _digits(kind, counts, int(match[1]) - 1), form.text)
    return f"{text}. " if text[-1:].isdigit() and "." not in text else f"{text} "


def _digits(kind: _Kind, counts: list[int], level: int) -> str:
    digits = str(counts[level])
    return to_thai(digits) if kind.levels.get(level, _Level()).form == "thaiNumbers" else digits


def _numbering(properties: Any) -> tuple[str | None, int | None]:
    """The list's id and the level that paragraph properties name, None for what they leave out."""
    numbering = properties.find(qn("w:numPr"))
    if numbering is None:
        return None, None
    return _attribute_value(numbering, "w:numId"), _parse_whole(_attribute_value(numbering, "w:ilvl"))


def _attribute_value(element: Any, tag: str) -> str | None:
    child = element.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))


def _parse_whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 6 else None


def _find_style_lists(document: Any) -> Iterator[tuple[str, tuple[str, int]]]:
    """The list and the level of each paragraph style that has one, its own or that of the style it is based on."""
    styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
    for name in styles:
        at = name
        for _ in range(_DEEPEST):
            properties = styles[at].find(qn("w:pPr"))
            number, level = (None, None) if properties is None else _numbering(properties)
            if number is not None:
                yield name, (number, level or 0)
                break
            at = _attribute_value(styles[at], "w:basedOn")
            if at not in styles:
                break


def _kinds_of(document: Any) -> dict[str, _Kind]:
    """Each list by its `numId`."""
    if not any(rel.reltype.endswith("/numbering") for rel in document.part.rels.values()):
        return {}
    root = document.part.numbering_part.element
    abstracts = {one.get(qn("w:abstractNumId")): dict(_levels(one)) for one in root.findall(qn("w:abstractNum"))}
    return {number.get(qn("w:numId")): _read_list(number, abstracts) for number in root.findall(qn("w:num"))}


def _read_list(number: Any, abstracts: dict[str, dict[int, _Level]]) -> _Kind:
    abstract = _attribute_value(number, "w:abstractNumId") or ""
    levels = dict(abstracts.get(abstract, {}))
    anew = set()
    for override in number.findall(qn("w:lvlOverride")):
        level, start = (
            _parse_whole(override.get(qn("w:ilvl"))),
            _parse_whole(_attribute_value(override, "w:startOverride")),
        )
        levels.update(_levels(override))
        if level is not None and start is not None:
            anew.add(level)
            levels[level] = replace(levels.get(level, _Level()), start=start)
    return _Kind(abstract, levels, frozenset(anew))


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    for level in parent.findall(qn("w:lvl")):
        start = _parse_whole(_attribute_value(level, "w:start"))
        form, text = (
            _attribute_value(level, "w:numFmt") or "decimal",
            (_attribute_value(level, "w:lvlText") or "")[:_LONGEST],
        )
        yield _parse_whole(level.get(qn("w:ilvl"))) or 0, _Level(form, text, 1 if start is None else start)
