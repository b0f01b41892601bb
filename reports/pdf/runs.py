"""Runs of text in a PDF page as typst writes them, each put together again into one piece.

typst cuts a run at every syllable of several glyphs to say beside it what it means, and shows the space between
two boxed words as a run of its own. Readers lose spaces that stand alone. So where the glyphs themselves say
everything, the run is shown whole, and a space goes to the end of the word before it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from struct import unpack

_STRING = rb"\((?:[^\\()]|\\.)*\)"
_NUMBER = rb"-?[\d.]+"
_RUN = re.compile(
    rb"q\s+1 0 0 -1 (?P<left>" + _NUMBER + rb") (?P<top>" + _NUMBER + rb") cm"
    rb"(?P<paint>[^()]{0,80}?)\sBT(?=[\s/])(?P<text>[^\n]*(?:\n(?!ET\s)[^\n]*)*)\nET(?=\s)",
    re.DOTALL,
)
_PIECE = re.compile(
    rb"\s*(?:/Span\s*<<\s*/ActualText\s*<[0-9A-Fa-f]*>\s*>>\s*BDC)?"
    rb"\s*0 Tr\s*/(?P<font>\w+) (?P<size>[\d.]+) Tf\s*1 0 0 -1 (?P<x>" + _NUMBER + rb") 0 Tm"
    rb"\s*(?:\[(?P<many>(?:" + _STRING + rb"|[-\d.\s])*)\]\s*TJ|(?P<one>" + _STRING + rb")\s*Tj)"
    rb"\s*(?:EMC)?",
    re.DOTALL,
)
_ITEM = re.compile(rb"(" + _STRING + rb")|(" + _NUMBER + rb")", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
_NEAR = 0.1  # of the type's size: a last mark stands a little beside the pen


@dataclass(frozen=True, slots=True)
class Face:
    """A font of ours in one PDF: the advance of each glyph in thousandths of the em, and which glyph is a space."""

    advances: tuple[float, ...]
    space: int | None


@dataclass(frozen=True, slots=True)
class _Told:
    """What a run shows wherever it stands, and how far the pen goes."""

    font: bytes
    size: float
    shown: tuple[bytes, ...]
    advance: float
    space: bytes


Seen = dict[bytes, _Told | None]


@dataclass(slots=True)
class _Run:
    """A run that is all ours: where it stands, what it shows, and where the pen is after it."""

    place: tuple[int, int]
    head: bytes
    font: bytes
    size: float
    line: float
    left: float
    right: float
    shown: list[bytes]
    space: bytes = b""

    def bytes(self) -> bytes:
        return b"q\n%s\nBT 0 Tr/%s %g Tf 1 0 0 -1 0 0 Tm[%s]TJ\nET" % (
            self.head, self.font, self.size, b"".join(self.shown),
        )  # fmt: skip


def shown_whole(content: bytes, fonts: Mapping[bytes, Face], seen: Seen | None = None) -> bytes:
    """The page's content with each run whole; a run that is not all in `fonts` stays as it was.

    `seen` remembers the runs of pages with the same fonts, for the same words come again and again.
    """
    seen = {} if seen is None else seen
    done, at = [], 0
    before: _Run | None = None
    for match in _RUN.finditer(content):
        run = _run(match, fonts, seen)
        if run is None:
            before = None
            continue
        if before is not None and _only_a_space(run) and _follows(run, before):
            back = (before.right - run.left) * 1000 / run.size
            before.shown += [b"%.2f" % back, *run.shown] if abs(back) > 0.1 else run.shown
            before.right, run.shown = run.right, []
        else:
            before = run
        done.append(run)
    parts = []
    for run in done:
        first, last = run.place
        parts += [content[at:first], run.bytes() if run.shown else b"q"]
        at = last
    return b"".join([*parts, content[at:]])


def _only_a_space(run: _Run) -> bool:
    return b"".join(run.shown) == run.space


def _follows(run: _Run, before: _Run) -> bool:
    same = (run.font, run.size, run.line) == (before.font, before.size, before.line)
    return same and abs(run.left - before.right) < _NEAR * run.size


def _run(match: re.Match[bytes], fonts: Mapping[bytes, Face], seen: Seen) -> _Run | None:
    """The run as one piece; None where it is not all in our fonts or shows a letter that they cannot draw."""
    text = match["text"]
    if text not in seen:
        seen[text] = _read_run(text, fonts)
    told = seen[text]
    if told is None:
        return None
    left, line = float(match["left"]), float(match["top"])
    head = b"1 0 0 -1 %s %s cm%s" % (match["left"], match["top"], match["paint"])
    right = left + told.advance
    return _Run(match.span(), head, told.font, told.size, line, left, right, list(told.shown), told.space)


def _read_run(text: bytes, fonts: Mapping[bytes, Face]) -> _Told | None:
    pieces = list(_PIECE.finditer(text))
    if not pieces or b"".join(piece.group(0) for piece in pieces) != text:
        return None
    font, size = pieces[0]["font"], float(pieces[0]["size"])
    if font not in fonts or any((piece["font"], float(piece["size"])) != (font, size) for piece in pieces):
        return None
    shown = _shown(pieces, fonts[font], size)
    number = fonts[font].space
    return shown and _Told(font, size, tuple(shown[0]), shown[1], b"" if number is None else b"<%04x>" % number)


def _shown(pieces: list[re.Match[bytes]], face: Face, size: float) -> tuple[list[bytes], float] | None:
    """What the pieces show one after another, and how far the pen goes; None where a glyph is missing."""
    shown: list[bytes] = []
    pen = 0.0
    for piece in pieces:
        start = float(piece["x"])
        if abs(start - pen) > 0.002:
            shown.append(b"%.2f" % ((pen - start) * 1000 / size))
        pen = start
        for item in _items(piece):
            if isinstance(item, float):
                pen -= item * size / 1000
                shown.append(b"%g" % item)
                continue
            glyphs = unpack(f">{len(item) // 2}H", item)
            if 0 in glyphs:
                return None
            pen += sum(face.advances[glyph] for glyph in glyphs) * size / 1000
            shown.append(b"<%s>" % item.hex().encode())
    return shown, pen


def _items(piece: re.Match[bytes]) -> Iterator[bytes | float]:
    """The strings and adjustments that a piece shows, in order."""
    for string, number in _ITEM.findall(piece["many"] or piece["one"]):
        yield float(number) if number else _ESCAPE.sub(_unescaped, string[1:-1])


def _unescaped(escape: re.Match[bytes]) -> bytes:
    code = escape.group(1)
    return bytes([int(code, 8)]) if code.isdigit() else _NAMED.get(code, code)
