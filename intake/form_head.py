"""The lines above the form's table: agency, year, round, layout, scores and signatories."""

import re

from domain.finding import Finding
from domain.plan import Plan, Score, Signatory
from intake.form_wording import form_wording, key_of
from intake.tables import Row
from thai.digits import to_arabic
from thai.fiscal import RoundKind

_YEAR = re.compile(r"(?:พ\.?ศ\.?\s*)?(25\d\d|26\d\d)")


def read_head(rows: tuple[Row, ...], year: int | None) -> tuple[Plan, tuple[Finding, ...]]:
    """A plan without topics, as the lines above the table say it, and what in them was not understood."""
    said: dict[str, list[Row]] = {}
    for row in rows:
        key = key_of(row[0].text.rstrip(": "), form_wording()["head"]) if row[0].lines else None
        if key and any(cell.lines for cell in row[1:]):
            said.setdefault(key, []).append(row)
    found_year, warnings = _read_year(said.get("year", []))
    round_key = key_of(_first_value(said.get("round", [])), form_wording()["rounds"])
    plan = Plan(
        agency=_first_value(said.get("agency", [])) or None,
        year=year or found_year,
        topics=(),
        round=RoundKind(round_key) if round_key else None,
        layout=_first_value(said.get("layout", [])) or None,
        scores=tuple(score for row in said.get("score", []) for score in _score(row)),
        signatories=tuple(_signatory(row) for row in said.get("signatory", [])),
    )
    return plan, warnings


def _first_value(rows: list[Row]) -> str:
    return _values(rows[0])[0] if rows else ""


def _values(row: Row) -> tuple[str, ...]:
    """What stands behind the label, four cells at least."""
    return (*(cell.text for cell in row[1:]), "", "", "", "")


def _read_year(rows: list[Row]) -> tuple[int | None, tuple[Finding, ...]]:
    text = to_arabic(_first_value(rows))
    match = _YEAR.fullmatch(text.strip())
    if match or not rows:
        return (int(match[1]) if match else None), ()
    place = f"row {rows[0][0].place.row}, column {form_wording()['head']['year']}"
    return None, (Finding("year-unread", place, {"word": text[:60]}),)


def _score(row: Row) -> tuple[Score, ...]:
    name, points, *_ = _values(row)
    try:
        return (Score(name, float(to_arabic(points))),)
    except ValueError:
        return ()


def _signatory(row: Row) -> Signatory:
    name, position, acting_for, label, *_ = _values(row)
    return Signatory(name, position, acting_for or None, label or None)
