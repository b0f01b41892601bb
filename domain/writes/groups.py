"""What is written of LINE groups: their codes, links and ends."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IssueGroupCode:
    """A one-time code that links a group, in place of the agency's unspent one; only its hash is stored.

    The group is told of this unit's measures, of all where it is None. `person_id` is who made it in chat or page.
    """

    person_id: int | None
    unit_id: int | None
    code_hash: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The account came into the group, or was first noticed there: what was linked before is linked no more."""

    line_group: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The administrator links the group by the code and spends it; a code already spent is a Conflict."""

    code_id: int
    line_group: str
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class VoidGroupCode:
    """The code was typed by somebody who may not link a group: nobody can use it any more."""

    code_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class UnlinkGroup:
    """The account is silent in the group from now on."""

    group_id: int


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """The account was removed from the group then: nothing is kept of it."""

    line_group: str
    at: datetime


GroupWrite = IssueGroupCode | NoteGroup | LinkGroup | VoidGroupCode | UnlinkGroup | LeaveGroup
