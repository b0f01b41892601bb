"""Numbers as people write them: Thai or Arabic digits, separators, units; and as documents print them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

from thai.digits import to_arabic
from thai.normalise import remove_spaces

Reason = Literal["not_understood", "several", "negative", "decimals", "too_large"]
Kind = Literal["number", "money", "percent"]

# A separator stands before each three digits; `1,00` and `1,5` are no number that is surely meant.
_NUMBER: Final = re.compile(r"[-−–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SEVERAL: Final = re.compile(r"\d[^\d.,]+\d")
# `10 15` is not one number, and the dash of `- 3` may only begin a line.
_APART: Final = re.compile(r"[\d.,]\s+[\d.,]")
_BULLET: Final = re.compile(r"[-−–]\s+\d")
_BEFORE: Final = re.compile(r"^(?:จำนวน|รวม)+")
# What stands around a number of one kind and makes any other kind of it another number: `50%` is no amount of money.
_AROUND: Final[Mapping[Kind, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    "number": (re.compile("^(?!)"), re.compile("(?!)$")),
    "money": (re.compile(r"^(?:(?:รวม)?เป็นเงิน|฿)+"), re.compile(r"(?:บาทถ้วน|บาท|฿|\.-)+$")),
    "percent": (re.compile("^ร้อยละ"), re.compile("(?:%|เปอร์?เซ็?น(?:ต์?)?)$")),
}
_POLITE: Final = re.compile(r"(?:นะ)?(?:ครับผม|ครับ|คับ|ค่ะ|คะ)$")
_TIMES: Final = {"ล้าน": 1_000_000, "แสน": 100_000, "หมื่น": 10_000, "พัน": 1_000}
_TIMED: Final = re.compile(rf"(.+?)({'|'.join(_TIMES)})")
_LARGEST: Final = Decimal(10) ** 13


class NotANumber(ValueError):
    """A text that is no number; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def read_number(text: str, unit: str = "", kind: Kind | None = None) -> int | float:
    """The one number that the text is, with its unit or without: `๓๐,๐๐๐ บาท`, `ร้อยละ 80`, `1.5 ล้านบาท`.

    Raises NotANumber for everything else, with a `kind` also for a number of another one: nothing is guessed.
    """
    arabic = to_arabic(text).strip()
    if _BULLET.search(arabic) or _APART.search(arabic):
        raise NotANumber("not_understood" if _BULLET.search(arabic) else "several")
    rest = _BEFORE.sub("", _POLITE.sub("", remove_spaces(arabic)))
    rest = rest.removesuffix(remove_spaces(to_arabic(unit))) if unit else rest
    for before, behind in (_AROUND[kind],) if kind else _AROUND.values():
        rest = behind.sub("", before.sub("", rest))
    times = 1
    if timed := _TIMED.fullmatch(rest):
        rest, times = timed[1], _TIMES[timed[2]]
    if not _NUMBER.fullmatch(rest):
        raise NotANumber("several" if _SEVERAL.search(rest) else "not_understood")
    number = Decimal(re.sub("[−–]", "-", rest).replace(",", "")) * times
    if abs(number) >= _LARGEST:
        raise NotANumber("too_large")
    return int(number) if number == number.to_integral_value() else float(number)


def format_number(number: int | float, money: bool = False) -> str:
    """The number with separators, in Arabic digits: `30,000`, `28,450.50`; money has two decimals or none."""
    if isinstance(number, int) or number.is_integer():
        return f"{int(number):,}"
    return f"{number:,.2f}" if money else f"{Decimal(str(number)):,f}"
