"""What is written of replies: a report on a task, its evidence, its check, and what was taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.column_values import Values
from domain.events import FetchedEvidence
from domain.task import Correction, Review, Status


@dataclass(frozen=True, slots=True)
class SaveUpdate:
    """One reply, appended. `message_ids` names the photos and files that came with it, `links` the addresses.

    `earlier` are the ids of evidence of the task's replies before, which goes with this one too.
    `own` holds what is told in the agency's own columns, by their key, and `sources` names those `own_` and the key.
    `sources` says which chat message filled which field, `link_sources` which one each link stood in, so that
    an unsent message can be taken out again.
    `event_id` makes a second application of the same reply a no-op. `repeats` is the id of the update whose texts
    these are, where no message of its own gave them: what is unsent later leaves both. `ticket` marks the buttons of
    the conversation that it was given in.
    `begun_at` is when the report was begun, None where it took one tap. `of_whole` is False where *done* is meant of
    the period alone. `adds` says whether its texts go on with those of the replies before (True) or take their place
    (False); None where that was not asked. `on_behalf_of` is the id of who is away and stood in for, None for nobody.
    `follows` is the id of the task's newest reply as its officer knows it, 0 where there is none: a Conflict where
    another came meanwhile, or the round was closed; None where that is not asked.
    `correction` makes it take the place of a reply with a slip, whose officer and moment it keeps, also in a closed
    round: a Conflict where that was corrected meanwhile.
    """

    event_id: str
    task_id: int
    person_id: int
    at: datetime
    status: Status
    result: str = ""
    dates: tuple[tuple[int, date], ...] = ()
    outcome: str = ""
    suggestion: str = ""
    remark: str = ""
    reason: str = ""
    own: Values = field(default_factory=dict, hash=False)
    period: date | None = None
    message_ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    earlier: tuple[int, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    repeats: int | None = None
    link_sources: Mapping[str, str] = field(default_factory=dict)
    ticket: str = ""
    begun_at: datetime | None = None
    of_whole: bool = True
    adds: bool | None = None
    on_behalf_of: int | None = None
    follows: int | None = None
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class ReviewUpdate:
    """A verdict on a reply, appended; a Conflict where it has one already, or a newer reply took its place.

    `words` tell why it is sent back; `message_id` is the chat message that they were typed in. `after` is the step of
    its check that was seen: 0 before the first verdict, a Conflict where there is another one meanwhile.
    """

    update_id: int
    person_id: int
    verdict: Review
    at: datetime
    words: str = ""
    message_id: str | None = None
    after: int = 0


@dataclass(frozen=True, slots=True)
class TakeBackReview:
    """A verdict is taken back, appended: the reply waits for its check again.

    `after` is the step of the verdict that was seen. A Conflict where it is not the last one any more, a newer reply
    took the place of the one that was judged, or a report was certified that rests on it.
    """

    update_id: int
    person_id: int
    at: datetime
    after: int


@dataclass(frozen=True, slots=True)
class SaveComment:
    """What somebody said to a colleague of a task, appended, once for its event; no text of a report.

    `to_id` is the colleague, None where there is nobody who could be told.
    """

    event_id: str
    task_id: int
    person_id: int
    to_id: int | None
    at: datetime
    text: str
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class SetReview:
    """Replies given from this moment on count once a supervisor approved them; None: all count at once."""

    since: datetime | None


@dataclass(frozen=True, slots=True)
class WantEvidence:
    """Fetch the bytes of this message; it belongs to no update until one is saved, but where it came late to one.

    Photos chosen together share `set_id`, each has its place there from 1, and says how many they are.
    """

    message_id: str
    kind: str
    name: str
    person_id: int
    at: datetime
    set_id: str | None = None
    set_index: int | None = None
    set_total: int | None = None
    task_id: int | None = None
    update_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """What was sent after the reply was saved goes with it: photos and files by their messages, links with theirs.

    A Conflict where a newer reply has taken the reply's place.
    """

    update_id: int
    task_id: int
    person_id: int
    at: datetime
    message_ids: tuple[str, ...] = ()
    links: Mapping[str, str | None] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class DropEvidence:
    """The person took these back before saving: nothing of them is kept."""

    message_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettleEvidence:
    """What came of a fetch."""

    fetched: FetchedEvidence


@dataclass(frozen=True, slots=True)
class ForgetMessage:
    """A message was unsent in LINE: blank it everywhere in the working data, leave a tombstone."""

    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowEdit:
    """A message was edited in LINE by `event_id`: what it said before is kept nowhere but in saved replies."""

    message_id: str
    event_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepEdit:
    """A message was edited before it came: once it comes it reads so."""

    message_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferTask:
    """The officer asks a colleague to answer the task in their place, None: nobody any more."""

    task_id: int
    from_id: int
    to_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """The colleague's word on a task that was offered; a Conflict where it was withdrawn or answered meanwhile."""

    offer_id: int
    person_id: int
    accepts: bool
    at: datetime


ReplyWrite = (
    SaveUpdate
    | AddEvidence
    | ReviewUpdate
    | TakeBackReview
    | SaveComment
    | SetReview
    | WantEvidence
    | AddEvidence
    | DropEvidence
    | SettleEvidence
    | ForgetMessage
    | FollowEdit
    | KeepEdit
    | OfferTask
    | AnswerOffer
)
