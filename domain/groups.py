"""LINE groups that an agency's account stands in, and the codes by which administrators link them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.invites import choose_code

GROUP_CODE_LENGTH: Final = 10  # an invite code has 8: neither is taken for the other
GROUP_CODE_LIVES: Final = timedelta(days=1)
_HALF: Final = GROUP_CODE_LENGTH // 2
_CODE = re.compile(rf"(?<![A-Za-z0-9-])([A-Za-z0-9]{{{_HALF}}})[- ]?([A-Za-z0-9]{{{_HALF}}})(?![A-Za-z0-9-])")
_MOST_CODES: Final = 10  # looked up of one message


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the account is in; `linked_at` None where it only stands there and is silent.

    It is told of one unit's measures, with those of the unit's sections, or of all (`unit_id` None). `joined_at` is
    when the account came, or was first noticed.
    """

    id: int
    line_group: str
    joined_at: datetime
    linked_at: datetime | None = None
    linked_by: int | None = None
    unit_id: int | None = None

    @property
    def ref(self) -> str:
        """How the command line names it: `g3`."""
        return f"g{self.id}"


@dataclass(frozen=True, slots=True)
class GroupCode:
    """A one-time code's record; `used` once it linked a group, or was typed by somebody who may not."""

    id: int
    person_id: int | None
    unit_id: int | None
    expires_at: datetime
    used: bool


@dataclass(frozen=True, slots=True)
class NewGroupCode:
    """A code to be shown, and the hash of it to be stored."""

    code: str
    code_hash: str


@dataclass(frozen=True, slots=True)
class GroupAtLine:
    """What LINE says of a group: its name, and its members without the account, each of whom a push costs."""

    name: str
    members: int


def new_group_code(choose: Callable[[str], str]) -> str:
    """A new code of letters that `choose` takes by chance: `ABCDE-23456`."""
    code = choose_code(choose, GROUP_CODE_LENGTH)
    return f"{code[:_HALF]}-{code[_HALF:]}"


def find_group_codes(text: str) -> tuple[str, ...]:
    """What may be a group's code in the text, in capitals; a code has letters and digits."""
    found = (f"{first}{second}".upper() for first, second in _CODE.findall(text))
    return tuple(dict.fromkeys(code for code in found if not code.isalpha() and not code.isdecimal()))[:_MOST_CODES]
