"""What people say to each other of a task; no text of a report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

LONGEST_COMMENT: Final = 500


@dataclass(frozen=True, slots=True)
class Comment:
    """What a person said of a task, and to whom; `to_id` is None where there was nobody who could be told."""

    id: int
    task_id: int
    person_id: int
    to_id: int | None
    at: datetime
    text: str
