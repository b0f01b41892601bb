"""A person's report on one task as a form: what the page shows, and what it sends back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.messages import Say
from domain.task import Status, Task

FieldKind = Literal["choice", "text", "date", "number", "ticks"]


@dataclass(frozen=True, slots=True)
class ReplyField:
    """One question; `problem` says why its answer cannot be taken, `doubtful` that it is taken if meant so.

    Of `ticks` the `value` holds those that are ticked, a line each. `asked_with` are the statuses with which it is
    asked, none where it always is.
    """

    name: str
    label: Say
    kind: FieldKind
    value: str = ""
    choices: tuple[tuple[str, Say], ...] = ()
    hint: Say | None = None
    problem: Say | None = None
    doubtful: bool = False
    asked_with: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True)
class SentFile:
    """A photo or file that goes with the report, known by the message that brought it or its mark as an upload."""

    message: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SentReply:
    """What the page sent of one task.

    `sure` holds the texts that are meant as they stand, by field. `seen` is the id of the newest reply when the page
    was shown, 0 for none; `mark` makes the same form sent twice one reply. `known` are the files that the page showed,
    `files` those of them that were left in, and what was uploaded with it. `problems` is what was wrong before.
    `version` is what the draft was known by when the page showed it, "" where there was none.
    """

    mark: str
    seen: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    sure: Mapping[str, str] = field(default_factory=dict)
    links: str = ""
    known: frozenset[str] = frozenset()
    files: tuple[SentFile, ...] = ()
    without_earlier: bool = False
    same: bool = False
    problems: Mapping[str, Say] = field(default_factory=dict)
    version: str = ""

    @property
    def begun(self) -> bool:
        """True where something is to be saved: the status is chosen, or the task goes on as before."""
        return self.same or bool(self.answers.get("status"))

    @property
    def holds_anything(self) -> bool:
        """True where something was chosen, typed or sent besides the month or quarter that stood there."""
        typed = (text for name, text in self.answers.items() if name != "period")
        return self.same or any(map(str.strip, (*typed, self.links))) or bool(self.files)


Rows = tuple[tuple[Say, tuple[Say, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """What the page shows of a task: what is asked, the last answer, what was typed and what is wrong with it.

    `about` is what else is to be known of it, `repeats` is True where one tick records that it goes on as before,
    `in_chat` what was answered elsewhere while the page was open.
    """

    task: Task
    sent: SentReply
    about: tuple[Say, ...] = ()
    in_chat: Rows = ()
    last: Rows = ()
    repeats: bool = False
    earlier: int = 0
    fields: tuple[ReplyField, ...] = ()
    problem: Say | None = None
    evidence_problem: Say | None = None

    @property
    def wrong(self) -> bool:
        """True where something has to be mended before it can be saved."""
        return bool(self.problem or self.evidence_problem or any(one.problem for one in self.fields))


@dataclass(frozen=True, slots=True)
class SavedReply:
    """What came of saving: what is said of it, or the form with what is wrong; neither where the task is not open."""

    said: tuple[Say, ...] = ()
    form: ReplyForm | None = None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What came of keeping a draft: what it is known by now, what is said of it, and the files that go with it.

    `kept` is False where it was not: somebody changed it meanwhile, or the task takes no more answers.
    """

    kept: bool
    said: Say
    version: str = ""
    files: tuple[SentFile, ...] = ()
