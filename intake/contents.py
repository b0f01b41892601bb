"""What stands in a column's cells: numbers, money, per cent, days, choices, links, units, ticks."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from domain.columns import Kind
from domain.progress import STATUS_WORDINGS
from intake.responsible import read_responsible
from intake.ticks import CROSSES, NOT_TICKED, TICKS
from thai.cadences import read_cadence
from thai.dates import NotADate, read_date
from thai.digits import to_arabic
from thai.normalise import fold_text
from thai.timeframes import find_span

_NOTHING = re.compile(r"[-–—.\s]*")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_PERCENT = re.compile(r"(?:ร้อยละ\s*)?[0-9]{1,3}(?:\.[0-9]+)?\s*%|ร้อยละ\s*[0-9]{1,3}(?:\.[0-9]+)?")
_MONEY = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?\s*(?:บาท|.-|ล้านบาท)")
_BARE_YEAR = re.compile(r"2[456][0-9]{2}")  # of the Buddhist era: no number to be added up
_UNIT = re.compile(r"[0-9][0-9,.]*\s*([ก-๙]{1,12})")
_LONGEST_CHOICE, _MOST_CHOICES = 40, 8
_ENOUGH = 0.6
_LOOKED_AT = 40


def filled_texts(texts: Iterable[str]) -> list[str]:
    """The texts that say something; a dash says nothing."""
    return [text for text in texts if not _NOTHING.fullmatch(text)]


def are_marks(texts: Iterable[str]) -> bool:
    """Whether the cells hold nothing but ticks, crosses, arrows and bars."""
    return all(is_mark(text) for text in texts)


def is_mark(text: str) -> bool:
    """Whether the cell holds a tick, a cross, an arrow or a bar, or nothing."""
    return text.strip() in NOT_TICKED or set(text) <= TICKS or text.strip() in CROSSES


def kind_of(texts: Iterable[str], hinted: str = "", worded: bool = False) -> Kind:
    """What kind of thing stands in the cells; `hinted` is what the heading says, believed where the cells allow it.

    Where `worded`, numbers may have words beside them (`ไม่ใช้งบประมาณ`).
    """
    texts = list(texts)
    said = [to_arabic(text).strip() for text in filled_texts(texts)]
    if not said:
        return hinted or "text"  # type: ignore[return-value]  # the hints' file names kinds alone
    numeric = all(_NUMBER.fullmatch(text) or _PERCENT.fullmatch(text) or _MONEY.fullmatch(text) for text in said)
    some = worded and any(_NUMBER.fullmatch(text) or _MONEY.fullmatch(text) for text in said)
    if hinted in ("percent", "money", "number") and (numeric or some):
        return hinted  # type: ignore[return-value]
    if all(_PERCENT.fullmatch(text) for text in said):
        return "percent"
    if all(_BARE_YEAR.fullmatch(text) for text in said):
        return "text"
    if numeric:
        return "money" if any(_MONEY.fullmatch(text) for text in said) else "number"
    if all(text.startswith(("http://", "https://")) for text in said):
        return "links"
    if all(_names_day(text) for text in said):
        return "date"
    return "choice" if choices_of(texts) else "text"


def choices_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The few short texts that stand there again and again; () where the cells are no choice."""
    said = [text.strip() for text in filled_texts(texts)]
    each = tuple(dict.fromkeys(said))
    is_choice = len(said) >= 4 and 1 < len(each) <= min(_MOST_CHOICES, len(said) * 2 // 3)
    return each if is_choice and all(len(text) <= _LONGEST_CHOICE for text in each) else ()


def unit_of(texts: Iterable[str]) -> str:
    """The word behind the numbers, where it is the same behind each; "" where it is not."""
    found = {match[1] for text in filled_texts(texts) if (match := _UNIT.fullmatch(to_arabic(text).strip()))}
    return found.pop() if len(found) == 1 else ""


def content_keys(texts: Iterable[str]) -> list[str]:
    """The known keys that most of the cells speak for, the likeliest first, told by some cells of a long one."""
    said = filled_texts(texts)
    said = said[:: max(1, len(said) // _LOOKED_AT)]
    shares = [(sum(map(says, said)) / len(said), key) for key, says in _SAYS.items()] if said else []
    return [key for share, key in sorted(shares, key=lambda pair: -pair[0]) if share >= _ENOUGH]


def _names_day(text: str) -> bool:
    try:
        read_date(text, date(2026, 10, 1))
    except NotADate:
        return False
    return True


def is_unit(text: str) -> bool:
    """Whether the text names units, or everyone, and nothing else."""
    found = read_responsible(text)
    return not found.left_over and (found.responsible.everyone or bool(found.responsible.units))


_SAYS: dict[str, Callable[[str], bool]] = {
    "timeframe": lambda text: find_span(text, 2570) is not None,
    "responsible": is_unit,
    "result": lambda text: fold_text(text) in STATUS_WORDINGS,
    "follow_up": lambda text: len(text) < 60 and read_cadence(text) is not None,
}
