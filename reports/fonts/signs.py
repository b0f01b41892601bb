"""Signs that Sarabun lacks and replies hold: boxes to tick, ticks, circles; drawn here in units of Sarabun's em."""

from math import cos, pi, sin

from fontTools.pens.ttGlyphPen import TTGlyphPen

Point = tuple[int, int]
Outline = tuple[Point, ...]

_STROKE = 48
_ADVANCE = 720
_BOX = (70, 0, 650, 580)
_TICK: Outline = ((150, 300), (190, 345), (310, 200), (560, 640), (620, 600), (320, 90))
_SIDES = 32


def sign_outlines() -> dict[int, tuple[Outline, ...]]:
    """The outlines of each sign by its code point; filled by the direction they run in."""
    box = _frame(*_BOX)
    return {
        0x2610: box,
        0x2611: (*box, _TICK),
        0x2705: (_TICK,),
        0x2713: (_TICK,),
        0x2714: (_TICK,),
        0x25A1: box,
        0x25CB: (_circle(290), _circle(290 - _STROKE)[::-1]),
        0x25CF: (_circle(220),),
    }


def draw(outlines: tuple[Outline, ...]) -> TTGlyphPen:
    """A pen that has drawn the outlines."""
    pen = TTGlyphPen(None)
    for first, *rest in outlines:
        pen.moveTo(first)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()
    return pen


def advance() -> int:
    """How far the pen goes after each sign."""
    return _ADVANCE


def _frame(left: int, bottom: int, right: int, top: int) -> tuple[Outline, ...]:
    outer = ((left, bottom), (left, top), (right, top), (right, bottom))
    left, bottom, right, top = left + _STROKE, bottom + _STROKE, right - _STROKE, top - _STROKE
    return (outer, ((left, bottom), (right, bottom), (right, top), (left, top)))


def _circle(radius: int) -> Outline:
    """Clockwise, as outlines are filled."""
    turns = (-2 * pi * side / _SIDES for side in range(_SIDES))
    return tuple((round(_ADVANCE / 2 + radius * cos(turn)), round(290 + radius * sin(turn))) for turn in turns)
