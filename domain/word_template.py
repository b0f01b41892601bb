"""A Word file that an agency designed itself, into which its reports are printed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """The file as it was uploaded: its bytes are kept under their SHA-256."""

    name: str
    sha256: str
    size: int
    person_id: int
    at: datetime
