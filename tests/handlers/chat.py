"""A conversation without a database: what is said goes in, the decision's messages come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from domain.agency import (
    Agency,
    Person,
    Role,
    Unit,
    may_check,
    reviewers,
    stood_in_for,
    units_headed,
)
from domain.browsers import WaitingBrowser
from domain.certificates import CertificateRequest
from domain.columns import Column
from domain.comments import Comment
from domain.conversation import FormerAccount, Invite, State
from domain.events import Event, FetchedEvidence, Media
from domain.evidence import Evidence
from domain.expectation import Reply
from domain.groups import Group, GroupCode, NewGroupCode
from domain.layout import Layout
from domain.messages import Cards, Choice, Message, Say, Summary, TaskCard, TaskList, numbers_of
from domain.offers import TaskOffer
from domain.plan_ref import PlanRef
from domain.rounds import Opening
from domain.sending import Quota
from domain.task import Check, Review, Round, Task, Update
from domain.writes import Enrol, SaveUpdate, WantEvidence, Write
from handlers.asked import READING
from handlers.decide import decide
from handlers.desk import Desk
from handlers.enrol import NOTICE_VERSION
from handlers.facts import EditLook, Facts, KeptOfMe
from handlers.outcome import Outcome
from handlers.tasks import get_chosen_id
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind
from thai.normalise import fold_text

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def layout(*reply_keys: str) -> Layout:
    """A layout with these reply columns."""
    columns = (Column("topic", "Topic", "plan"), *(Column(key, key, "reply") for key in reply_keys))
    return Layout("test", "Title", columns)


def task(number: int, **changes: Any) -> Task:
    """A task of the round first_half 2570; with a status or a check it has the reply that this came with."""
    check = changes.get("check")
    status = check.status if check else changes.get("status")
    if status and not (check and check.review is Review.RETURNED):
        changes = {"replies": (Reply(day_in_bangkok(START), status),), **changes}
    plain = Task(number, number, 1, 1, "1. Duty", f"Measure {number}", ("First step", "Second step"), "Office",
                 date(2027, 3, 31), assignee_ids=(7,))  # fmt: skip
    return replace(plain, **changes)


NOTHING_ASKED = Opening(0, 0, (), 0)
SAMPLE = Agency(1, "demo", "Sample", layout())


@dataclass
class FakeFacts(Facts):
    """The port as plain data: one of the two fakes."""

    agency: Agency = SAMPLE
    person: Person | None = None
    tasks: tuple[Task, ...] = ()
    invites: Mapping[str, Invite] = field(default_factory=dict)
    taken_back: frozenset[str] = frozenset()
    kept: Mapping[int, Evidence] = field(default_factory=dict)
    updates: dict[int, Update] = field(default_factory=dict)
    to_check: tuple[Task, ...] = ()
    people: tuple[Person, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    saved: dict[str, Update] = field(default_factory=dict)
    closed: dict[int, Task] = field(default_factory=dict)
    emptied: dict[str, tuple[Task, ...]] = field(default_factory=dict)
    older: tuple[Update, ...] = ()
    sent: dict[str, WantEvidence] = field(default_factory=dict)
    replies: dict[int, SaveUpdate] = field(default_factory=dict)
    verdicts: dict[int, Check] = field(default_factory=dict)
    now: datetime = START
    known_units: tuple[Unit, ...] = ()
    opened: tuple[Round, ...] = ()
    filed: tuple[PlanRef, ...] = (PlanRef(1, 2570),)
    asked: Opening = NOTHING_ASKED
    days_off: Mapping[date, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    hours: tuple[time, time] = (time(9), time(18))
    reported: dict[int, date] = field(default_factory=dict)
    begun: int | None = None
    judged: tuple[Task, ...] = ()
    certified_at: datetime | None = None
    comments: tuple[Comment, ...] = ()
    pushes: Quota | None = None
    groups: dict[str, Group] = field(default_factory=dict)
    group_codes: dict[str, GroupCode] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)
    looks: dict[str, EditLook] = field(default_factory=dict)
    offers: tuple[TaskOffer, ...] = ()
    kept_of: KeptOfMe = field(default_factory=KeptOfMe)
    former: FormerAccount | None = None
    others: dict[int, State] = field(default_factory=dict)
    browsers: dict[str, WaitingBrowser] = field(default_factory=dict)
    asked_about: set[int] = field(default_factory=set)
    sent_to_heads: dict[int, CertificateRequest] = field(default_factory=dict)

    def browser_with(self, code: str) -> WaitingBrowser | None:
        return self.browsers.get(code)

    def browser_asked_about(self, browser_id: int) -> WaitingBrowser | None:
        return next((one for one in self.browsers.values() if one.id == browser_id in self.asked_about), None)

    def certificates_to_me(self) -> tuple[CertificateRequest, ...]:
        own = self.person.id if self.person else 0
        return tuple(one for one in self.sent_to_heads.values() if one.to_id == own and one.state == "waiting")

    def certificate(self, request_id: int) -> CertificateRequest | None:
        return self.sent_to_heads.get(request_id)

    def look_at_certificate(self, request: CertificateRequest) -> str:
        return f"https://look.example/draft/{request.id}"

    def line_group(self, group_id: str) -> Group | None:
        return self.groups.get(group_id)

    def group_code(self, code: str) -> GroupCode | None:
        return self.group_codes.get(code)

    def new_group_code(self, event_id: str) -> NewGroupCode:
        return NewGroupCode("ABCDE-23456", "hash")

    def tasks_under(self, unit_id: int | None) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if unit_id in (None, task.unit_id))

    def rounds(self) -> tuple[Round, ...]:
        return self.opened

    def plans(self) -> tuple[PlanRef, ...]:
        return self.filed

    def opening(self, year: int, kind: RoundKind, plan: int) -> Opening:
        return self.asked

    def holiday(self, day: date) -> str:
        return self.days_off.get(day, "")

    @property
    def desk(self) -> Desk:
        today, late = day_in_bangkok(self.now), self._find_begun_for_other()
        return Desk(self.agency, self.people, self.known_units, self.person, today, self._tasks_today(), late)

    def _tasks_today(self) -> tuple[Task, ...]:
        day = day_in_bangkok(self.now)
        return self._tasks_of(*stood_in_for(self.person, self.people, day)) if self.person else ()

    def _find_begun_for_other(self) -> Task | None:
        principals = (one for one in self.people if self.person and one.deputy_id == self.person.id)
        late = self._tasks_of(*principals) if self.person else ()
        mine = {task.id for task in self._tasks_today()}
        return next((task for task in late if task.id == self.begun and task.id not in mine), None)

    def _tasks_of(self, *principals: Person) -> tuple[Task, ...]:
        assert self.person
        ids = {person.id for person in (self.person, *principals)}
        mine = (task for task in self.tasks if ids.intersection(task.assignee_ids))
        return tuple(sorted(mine, key=lambda task: task.due))

    def any_task(self, task_id: int) -> Task | None:
        return next((task for task in self.tasks if task.id == task_id), None) or self.closed.get(task_id)

    def supervised_tasks(self) -> tuple[Task, ...]:
        if self.person is None or not self.duties & {Role.SUPERVISOR, Role.ADMIN}:
            return ()
        if Role.ADMIN in self.person.roles or not self.known_units:
            return self.tasks
        heads = (self.person, *stood_in_for(self.person, self.people, self.today))
        near = frozenset[int]().union(*(units_headed(who, self.known_units) for who in heads))
        return tuple(task for task in self.tasks if task.unit_id in near)

    def round_of(self, task: Task) -> Round:
        if known := next((one for one in self.opened if one.id == task.round_id), None):
            return known
        closed = START if task.id in self.closed else None
        return Round(task.round_id, 2570, RoundKind.FIRST_HALF, task.due, START, closed)

    def tasks_to_check(self) -> tuple[Task, ...]:
        if not self.people or self.person is None:
            return self.to_check if self.person else ()
        asked = [(task, task.check.author_id) for task in self.to_check if task.check]
        checking = [(task, author, self._reviewers(author, task)) for task, author in asked]
        return tuple(task for task, author, known in checking if may_check(self.person, author, known, self.today))

    def _reviewers(self, author_id: int, task: Task) -> tuple[Person, ...]:
        return reviewers(author_id, task.unit_id, self.known_units, self.people)

    def verdicts_since(self, moment: datetime) -> tuple[Task, ...]:
        return tuple(one for one in self.judged if one.check and one.check.at and one.check.at >= moment)

    def is_certified_since(self, update_id: int, moment: datetime) -> bool:
        return self.certified_at is not None and self.certified_at >= moment

    def comments_of(self, task_id: int) -> tuple[Comment, ...]:
        return tuple(one for one in self.comments if one.task_id == task_id)

    def unanswered_comments(self) -> tuple[Comment, ...]:
        own = self.person.id if self.person else 0
        answered = {one.task_id: one.id for one in self.comments if one.person_id == own}
        waiting = (one for one in self.comments if one.to_id == own and one.id > answered.get(one.task_id, 0))
        return tuple(sorted(waiting, key=lambda one: -one.id))

    def quota(self) -> Quota | None:
        return self.pushes

    def in_words(self, sentence: Say) -> str:
        return english(sentence)

    def reviewers_of(self, task: Task) -> tuple[Person, ...]:
        if self.people and self.person:
            return self._reviewers(self.person.id, task)
        return (Person(8, "Wichai", "Head", roles=frozenset({Role.SUPERVISOR})),)

    def saved_by(self, ticket: str) -> Update | None:
        return self.saved.get(ticket)

    def updates_of(self, task_id: int) -> tuple[Update, ...]:
        return tuple(
            update for update in (*self.older, self.updates.get(task_id)) if update and update.task_id == task_id
        )

    def answered_by(self, message_id: str) -> tuple[Task, ...]:
        return self.emptied.get(message_id, ())

    def evidence_of(self, update_id: int) -> tuple[Evidence, ...]:
        kept = tuple(piece for piece in self.kept.values() if piece.update_id == update_id)
        wanted = [(n, w) for n, w in enumerate(self.sent.values()) if self._reply_of(w) == update_id]
        known = {piece.message_id for piece in kept}
        return kept + tuple(
            Evidence(1000 + n, None, update_id, "photo", "wanted", message_id=w.message_id, set_id=w.set_id)
            for n, w in wanted
            if w.message_id not in known
        )

    def _reply_of(self, want: WantEvidence) -> int | None:
        saved = (number for number, reply in self.replies.items() if want.message_id in reply.message_ids)
        return want.update_id or next(saved, None)

    def reply_with(self, set_id: str | None, at: datetime | None) -> Update | None:
        of_set = {self._reply_of(want) for want in self.sent.values() if set_id and want.set_id == set_id}
        for number, reply in self.replies.items():
            under_way = at and reply.begun_at and reply.begun_at <= at < reply.at
            if number in of_set or under_way:
                check = self.verdicts.get(number)
                return Update(number, reply.task_id, reply.person_id, reply.at, reply.status, check=check)
        return None

    def newest_update(self, task_id: int) -> Update | None:
        return self.updates.get(task_id)

    def overview_picture(self) -> str:
        return "https://look.example/overview.png"

    def look_at(self, update_id: int) -> str:
        return f"https://look.example/{update_id}"

    def reported_since(self, day: date) -> frozenset[int]:
        return frozenset(who for who, reported in self.reported.items() if reported >= day)

    def reminder_hours(self) -> tuple[time, time]:
        return self.hours

    def name_of(self, person_id: int) -> str:
        return self.names.get(person_id, "-") if self.names else f"Person {person_id}"

    def invite(self, code: str) -> Invite | None:
        return self.invites.get(code)

    def evidence(self, evidence_id: int) -> Evidence | None:
        return self.kept.get(evidence_id)

    def newest_numbers(self, at: datetime) -> Mapping[str, str]:
        return self.numbers

    def withdrawn(self, message_id: str) -> bool:
        return message_id in self.taken_back

    def offers_to_me(self) -> tuple[TaskOffer, ...]:
        return tuple(one for one in self._waiting() if self.person and one.to_id == self.person.id)

    def offers_from_me(self) -> tuple[TaskOffer, ...]:
        return tuple(one for one in self._waiting() if self.person and one.from_id == self.person.id)

    def _waiting(self) -> list[TaskOffer]:
        asked = {one.id: one.assignee_ids for one in self.tasks}
        return [one for one in self.offers if one.answer is None and one.from_id in asked.get(one.task_id, ())]

    def kept_of_me(self) -> KeptOfMe:
        return self.kept_of

    def former_account(self) -> FormerAccount | None:
        return self.former

    def other_account(self, person_id: int) -> State | None:
        return self.others.get(person_id)

    def edited_before(self, message_id: str) -> str | None:
        return self.edits.get(message_id)

    def look_at_edit(self, message_id: str, at: datetime) -> EditLook:
        return self.looks.get(message_id, EditLook(taken=True))

    def same_words(self, typed: str, label: Say) -> bool:
        return fold_text(typed) == fold_text(english(label))


class Chat:
    """One person's conversation; keeps the state and everything written."""

    def __init__(self, reply_keys: Sequence[str] = ("result", "suggestion"), tasks: int = 3, enrolled: bool = True):
        person = Person(7, "Malee", "Officer", (1,), frozenset({Role.STAFF}), line_user="Umalee")
        agency = Agency(1, "demo", "Sample", layout(*reply_keys))
        self.facts = FakeFacts(agency, person if enrolled else None, tuple(task(n) for n in range(1, tasks + 1)))
        self.state = State("Umalee", notice_version=NOTICE_VERSION if enrolled else None)
        self.now = START
        self.written: list[Write] = []
        self.last: tuple[Message, ...] = ()
        self.delivers = True
        self._ids = (f"01EVENT{number:019d}" for number in count(1))

    def event(self, **fields: Any) -> Event:
        self.now += timedelta(seconds=5)
        given = {"id": next(self._ids), "kind": "text", "at": self.now, "line_user": "Umalee"}
        event_fields = {**given, "message_id": f"m{self.now.timestamp():.0f}", **fields}
        return Event(**event_fields)

    def give(self, event: Event) -> Outcome:
        """Decide the event, keep what came of it."""
        self.facts.now, self.facts.begun = event.at, get_chosen_id(self.state)
        outcome = decide(self.state, event, self.facts)
        self.state, self.last = outcome.state, outcome.messages
        if self.delivers and self.state.asked_by == event.id and self.state.shown_at is None:
            self.state = replace(self.state, shown_at=event.at)
        if self.delivers:
            self.facts.numbers = numbers_of(outcome.messages) or self.facts.numbers
        self.written += outcome.writes
        for write in outcome.writes:
            if isinstance(write, SaveUpdate):
                self.facts.saved[write.ticket] = Update(900, write.task_id, write.person_id, write.at, write.status)
                self.facts.replies[1000 + len(self.facts.replies)] = write
            if isinstance(write, WantEvidence):
                self.facts.sent[write.message_id] = write
            if isinstance(write, Enrol):
                self.facts.person = Person(7, "Malee", "Officer", (1,), frozenset({Role.STAFF}), line_user="Umalee")
        return outcome

    def says(self, text: str, **fields: Any) -> str:
        """Type a message; all that is said in answer, in English."""
        self.give(self.event(text=text, **fields))
        return self.heard

    def edits(self, message_id: str, text: str, **fields: Any) -> str:
        """Change a message that was sent; all that is said in answer, in English."""
        self.give(self.event(kind="edit", text=text, message_id=message_id, **fields))
        return self.heard

    def says_at_once(self, text: str) -> str:
        """Type a message a moment before anybody can have read what was asked last."""
        self.now += READING - timedelta(milliseconds=100) - timedelta(seconds=5)
        return self.says(text)

    def taps(self, label: str) -> str:
        """Tap the button or quick reply with this label in the last messages."""
        return self.tap_data(self.button(label).data)

    def tap_data(self, data: str, **fields: Any) -> str:
        self.give(self.event(kind="tap", data=data, message_id=None, **fields))
        return self.heard

    def photo(self, **fields: Any) -> str:
        media = Media("photo", **{"message_id": f"p{self.now.timestamp():.0f}", **fields})
        self.give(self.event(kind="media", media=media, message_id=media.message_id))
        return self.heard

    def fetched(self, evidence_id: int, outcome: Any) -> str:
        self.give(self.event(kind="evidence", fetched=FetchedEvidence(evidence_id, outcome), message_id=None))
        return self.heard

    def button(self, label: str) -> Choice:
        choices: list[Choice] = [choice for message in self.last for choice in _offered(message)]
        return next(choice for choice in choices if choice.label.msgid == label)

    @property
    def heard(self) -> str:
        return "\n".join(_english(message) for message in self.last)

    @property
    def saved(self) -> list[SaveUpdate]:
        return [write for write in self.written if isinstance(write, SaveUpdate)]

    def play(self, *pairs: tuple[str, str]) -> None:
        """A conversation as (said, expected) pairs; `[label]` taps instead of typing."""
        for said, expected in pairs:
            heard = self.taps(said[1:-1]) if said.startswith("[") else self.says(said)
            assert expected in heard, f"after {said!r} expected {expected!r}, heard:\n{heard}"


def _offered(message: Message) -> Sequence[Choice]:
    """What can be tapped on a message, its cards' buttons first."""
    lines = (message.line,) if isinstance(message, TaskCard) else getattr(message, "lines", ())
    cards = [choice for card in getattr(message, "cards", ()) for choice in card.choices]
    return [*(choice for line in lines for choice in line.answers), *cards, *getattr(message, "choices", ())]


def english(sentence: Say) -> str:
    """The sentence in the language of the code."""
    parts = {name: english(part) if isinstance(part, Say) else str(part) for name, part in sentence.parts.items()}
    return sentence.msgid.format_map(parts)


def _english(message: Message) -> str:
    if isinstance(message, Say):
        return english(message)
    lines = [english(message.text)]
    if isinstance(message, TaskCard):
        lines.append(message.line.task.measure)
    if isinstance(message, Cards):
        for number, card in enumerate(message.cards, message.first):
            lines += [f"{number}. {english(card.title)}", *map(english, card.rows)]
            lines += [english(choice.label) for choice in card.choices]
    if isinstance(message, TaskList):
        lines += [f"{number}. {line.task.measure}" for number, line in enumerate(message.lines, message.first)]
    if isinstance(message, Summary):
        lines.insert(0, english(message.title))
        lines += [f"{english(label)}: {' | '.join(map(english, values))}" for label, values in message.rows]
    lines += [english(choice.label) for choice in getattr(message, "choices", ())]
    return "\n".join(lines)
