"""A measure's fields as texts, to be set side by side."""

from domain.plan import Cadence, Measure, Question, Responsible, Timeframe


def field_text(measure: Measure, name: str) -> str:
    """The field as one line, what was understood of it behind its wording; "" where it is empty."""
    value = getattr(measure, name)
    match value:
        case None:
            return ""
        case Responsible():
            return _with(value.text, ", ".join(value.units))
        case Timeframe():
            return _with(value.text, f"{value.first} – {value.last}" if value.first else "")
        case Cadence():
            return _with(value.text, value.kind or "")
        case tuple():
            return " / ".join(one.code or one.text if isinstance(one, Question) else str(one) for one in value)
        case _:
            return str(value)


def _with(wording: str, meaning: str) -> str:
    return f"{wording} [{meaning}]" if meaning and meaning != wording else wording
