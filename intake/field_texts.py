"""A measure's fields as texts, to be set side by side."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.plan import Cadence, Measure, Question, Responsible, Timeframe
from domain.task import Status
from intake.own_form import write_own


def field_text(measure: Measure, name: str, said: Callable[[str], str] = str) -> str:
    """The field as one line, what was understood of it behind its wording; "" where it is empty.

    `said` gives the words for a rhythm or a status.
    """
    value = getattr(measure, name)
    match value:
        case None:
            return ""
        case Responsible():
            return _with(value.text, ", ".join(value.units))
        case Timeframe():
            return _with(value.text, " – ".join(_format_day(day) for day in (value.first, value.last) if day))
        case Cadence():
            return _with(value.text, said(value.kind) if value.kind else "")
        case Status():
            return said(value)
        case Mapping():
            return " / ".join(f"{key}: {' '.join(text.split())}" for key, text in write_own(value).items())
        case tuple():
            return " / ".join(one.code or one.text if isinstance(one, Question) else str(one) for one in value)
        case _:
            return str(value)


def _format_day(day: date) -> str:
    """`1/10/2569`."""
    return f"{day.day}/{day.month}/{day.year + 543}"


def _with(wording: str, meaning: str) -> str:
    return f"{wording} [{meaning}]" if meaning and meaning != wording else wording
