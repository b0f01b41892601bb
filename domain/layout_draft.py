"""A layout that is being changed by forms and is not saved yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from domain.data import to_data
from domain.layout import Layout

# In the place of a plan's id: the layout that is the agency's own.
OF_AGENCY = 0


@dataclass(frozen=True, slots=True)
class LayoutDraft:
    """What was typed of a layout so far, by the names of the form's fields; `plan_id` is OF_AGENCY or a plan's.

    `base` is the mark of the saved layout that it began from; who changed it last, and when.
    """

    plan_id: int
    typed: Mapping[str, str]
    base: str
    person_id: int
    at: datetime

    @property
    def mark(self) -> str:
        """A mark of what was typed: another one wherever something else was."""
        return _hash_data([sorted(self.typed.items()), self.base])


def mark_layout(layout: Layout) -> str:
    """A mark of the layout: another one wherever something of it is, but for what forbids certifying."""
    return _hash_data(to_data(replace(layout, blocks=())))


def _hash_data(data: object) -> str:
    return sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]
