"""What is written of the addresses that an agency published elsewhere, and of the nightly look at links."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.links import ItaItem


@dataclass(frozen=True, slots=True)
class SetItaAddress:
    """Where the agency's own website shows the document of an item of the year's assessment; "" takes it away."""

    year: int
    item: ItaItem
    address: str
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepLinkChecks:
    """What came of looking at all the agency's links that night: the fault of each address, "" where it answered."""

    night: date
    faults: Mapping[str, str]


LinkWrite = SetItaAddress | KeepLinkChecks
