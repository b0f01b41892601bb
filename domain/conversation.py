"""Where a conversation stands: one value per agency and LINE user, replaced as a whole by each turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Answers = Mapping[str, Any]  # by step: its value, and the message that gave it
Notes = Mapping[str, Any]  # what a conversation keeps besides: what was sent, what was offered, what was stopped

PUT_AWAY = "put_away"  # all that is left of a report that had evidence, but no task yet
DRAFTS = "drafts"  # reports that were stopped, by task: carried from flow to flow until they are taken up
KEPT_BY = "kept_by"  # the page that changed a draft last, and what the draft was known by then
SWEPT = "swept"  # the tasks whose stopped reports were deleted after a week, until their officer is told


@dataclass(frozen=True, slots=True)
class State:
    """A conversation's state; `flow` None when nothing is being asked.

    `answers` is what was answered, by step, and `notes` all that the flow keeps besides; both are plain JSON.

    `moved_at` is the time of the event that led to the present question: what was
    typed earlier cannot answer it. `nudged_on` is the day on which an answer last told of what waits; `version`
    counts the turns saved.

    `asked_by` is the event whose answer asked the present question last, `asked_at` its time by LINE's clock and
    `heard_at` by ours; `shown_at`, by ours, is when LINE was given the question: None until then.

    `sign_ins` are the sign-ins by link that the next answer tells of: session, browser and time (ISO) of each.
    """

    line_user: str
    flow: str | None = None
    step: str | None = None
    answers: Answers = field(default_factory=dict)
    notes: Notes = field(default_factory=dict)
    ticket: str = ""
    moved_at: datetime | None = None
    expires_at: datetime | None = None
    notice_version: str | None = None
    wrong_codes: int = 0
    wrong_since: datetime | None = None
    locked_until: datetime | None = None
    nudged_on: date | None = None
    asked_by: str | None = None
    asked_at: datetime | None = None
    heard_at: datetime | None = None
    shown_at: datetime | None = None
    sign_ins: Sequence[Mapping[str, Any]] | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class FormerAccount:
    """A LINE account that was somebody's until then: who was removed since, or uses another LINE account now."""

    at: datetime
    removed: bool = False
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time code's record, looked up by the code; `used` once somebody enrolled with it, or read it in a group."""

    id: int
    person_id: int
    person_name: str
    expires_at: datetime
    used: bool
