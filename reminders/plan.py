"""Who is reminded of what on a day: at most one message a person, and why the others get none. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from domain.agency import Person, Role
from domain.reminding import Via
from domain.rounds import RoundOfPlan
from domain.task import Task
from domain.writes import Remind
from reminders.facts import DayFacts
from reminders.note import Note, most_urgent_first
from reminders.notes import notes_of_day, put_off_until
from reminders.occurrences import FOR_GOOD, OWN, Kind, Occurrence, find_occasion_kind
from reminders.reach import hindrance, stand_in


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a digest. `kind` says which reminder it is, for the person's own tasks too; `about` whom they
    stand in for, or who cannot be reached; `by` the day that a round or a report is due on, `month` the month that is
    asked for; `round_ids` the rounds it speaks of, `opens` the one that is to be opened.

    Each of a person's own tasks stands in one part, that of the most urgent reminder that names it.
    """

    kind: Kind
    task_ids: tuple[int, ...] = ()
    about: int | None = None
    by: date | None = None
    why: str = ""
    month: date | None = None
    round_ids: frozenset[int] = frozenset()
    opens: RoundOfPlan | None = None

    @property
    def is_own(self) -> bool:
        """True for tasks that the reader is to answer, also in somebody's place: each has its card."""
        return self.kind in OWN_PARTS


@dataclass(frozen=True, slots=True)
class PlannedDigest:
    """One person's message of the day, its tasks the most urgent first.

    `keys` names all occasions that it speaks of, `key` the most urgent one, whose rank is `rank`.
    """

    person_id: int
    key: str
    task_ids: tuple[int, ...]
    reason: str
    keys: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    rank: int = 0
    via: Via = "push"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A person who is to be told something but is sent nothing, and why. Nothing is recorded: it stays due."""

    person_id: int
    key: str
    task_ids: tuple[int, ...]
    reason: str


Considered = PlannedDigest | Skipped


def plan_day(day: date, facts: DayFacts) -> tuple[PlannedDigest, ...]:
    """The digests that the day still asks for, after those that were recorded."""
    return tuple(one for one in consider_day(day, facts) if isinstance(one, PlannedDigest))


def consider_day(day: date, facts: DayFacts) -> tuple[Considered, ...]:
    """The day's digests, and the people who would have one if they could be reached and had not put it off."""
    if not facts.calendar.works_on(day):
        return ()
    told = _group_by_person(facts.reminded)
    open_ = [note for note in notes_of_day(day, facts) if not _is_told(note, told[note.to])]
    notes, skipped = _reachable(day, facts, open_)
    tasks = facts.task_by_id
    planned: dict[int, Considered] = {}
    for person in facts.people:
        mine = [n for n in notes if n.to == person.id and not _is_told(n, told[person.id])]
        if mine and all(digest.day != day for digest in told[person.id]):
            planned[person.id] = _digest(day, person, mine, tasks, facts)
        elif person.id in skipped:
            planned[person.id] = skipped[person.id]
    return tuple(planned.values())


# A digest speaks for the notices of so many days after it. The due day itself is always told.
SPEAKS_FOR: Final = timedelta(days=3)


def can_be_spoken_for(one: Occurrence) -> bool:
    """True for notices and check-ins that a digest of the days before may have spoken for."""
    return one.kind in ("deadline", "check_in") and one.grade != "due_day"


def _is_told(note: Note, told: Sequence[Remind]) -> bool:
    """Whether a digest spoke of the occasion, or a push of the last days of its very tasks."""
    one = note.occasion
    if _spoken_for(one, told):
        return True
    lately = (d for d in told if d.via == "push" and timedelta(0) < one.day - d.day <= SPEAKS_FOR)
    named = {task_id for digest in lately for task_id in digest.task_ids}
    return can_be_spoken_for(one) and bool(note.task_ids) and named.issuperset(note.task_ids)


def _spoken_for(one: Occurrence, told: Sequence[Remind]) -> bool:
    """A digest speaks for all that is due on its day, and so for every occurrence that falls due around it.

    So a missed day is made good once, and a clock set back repeats nothing. The key itself holds where a holiday
    proclaimed meanwhile has moved the day.
    """
    return any(one.day <= digest.day <= one.until or one.key in (digest.key, *digest.keys) for digest in told)


def _reachable(day: date, facts: DayFacts, notes: Sequence[Note]) -> tuple[list[Note], dict[int, Skipped]]:
    """The notes that reach somebody: the person, or who stands in for one who is away; and who gets none, and why."""
    people = {person.id: person for person in facts.people}
    waiting = facts.waiting_on(day)
    kept, skipped, alone = list[Note](), dict[int, Skipped](), dict[int, Person]()
    for note in notes:
        person = people[note.to]
        reason = hindrance(person, day)
        put_off = put_off_until(facts.put_offs.get(person.id), waiting.get(person.id, ()))
        if not reason and note.occasion.kind in OWN and put_off and facts.put_offs[person.id].since <= day < put_off:
            reason = f"put off until {put_off}"
        if not reason:
            kept.append(note)
            continue
        if deputy := stand_in(person, facts.people, day):
            reason = f"{reason}; {deputy.ref} stands in"
            kept += _for_deputy(note, deputy, facts)
        elif reason.startswith("away") and person.away and person.away[1] >= note.occasion.until:
            alone[person.id] = person
        _skip(skipped, note, reason)
    return [*kept, *_cannot_be_reached(day, facts, skipped), *_nobody_stands_in(day, facts, alone.values())], skipped


def _for_deputy(note: Note, deputy: Person, facts: DayFacts) -> Iterator[Note]:
    """The note for the deputy, without tasks that are the deputy's own anyway.

    What was taken over waits for its heir.
    """
    if note.occasion.kind == "inherited":
        return
    answers = (
        {task.id for task in facts.tasks if deputy.id in task.assignee_ids} if note.occasion.kind in OWN else set()
    )
    left = tuple(task_id for task_id in note.task_ids if task_id not in answers)
    if left or not note.task_ids:
        yield replace(note, to=deputy.id, about=note.to, task_ids=left)


def _skip(skipped: dict[int, Skipped], note: Note, reason: str) -> None:
    known = skipped.get(note.to)
    ids = dict.fromkeys((*(known.task_ids if known else ()), *note.task_ids))
    skipped[note.to] = Skipped(note.to, known.key if known else note.occasion.key, tuple(ids), reason)


def _cannot_be_reached(day: date, facts: DayFacts, skipped: Mapping[int, Skipped]) -> Iterator[Note]:
    """An admin is told once of each person who cannot be reached, when there is something to tell them."""
    for person_id, one in skipped.items():
        why = one.reason.partition(":")[0]
        if why in ("never enrolled", "unreachable"):
            yield from _to_admins_once(day, facts, f"unreachable:{person_id}:{why}", person_id, why)


def _nobody_stands_in(day: date, facts: DayFacts, alone: Collection[Person]) -> Iterator[Note]:
    """An admin is told once of each absence that outlasts what is due, with nobody to be told instead."""
    for person in alone:
        if person.away:
            key = f"unreachable:{person.id}:away:{person.away[0]}"
            yield from _to_admins_once(day, facts, key, person.id, "away")


def _to_admins_once(day: date, facts: DayFacts, key: str, about: int, why: str) -> Iterator[Note]:
    if key in facts.told_once:
        return
    occasion = Occurrence(key, "unreachable", day, day, frozenset(), f"p{about} cannot be reached: {why}")
    for admin in facts.people:
        if Role.ADMIN in admin.roles and not hindrance(admin, day):
            yield Note(admin.id, occasion, (), about, why)


def _digest(
    day: date, person: Person, notes: Sequence[Note], tasks: Mapping[int, Task], facts: DayFacts
) -> PlannedDigest:
    notes = sorted(notes, key=lambda note: note.occasion.rank)
    parts = _parts(notes, tasks, facts)
    cards = [i for part in parts if part.is_own for i in part.task_ids]
    others = (i for p in parts for i in p.task_ids if p.kind == "to_check" or tasks[i].expectation(day).asks)
    ids = tuple(dict.fromkeys(cards or others))
    keys = tuple(dict.fromkeys(note.occasion.key for note in notes))
    return PlannedDigest(person.id, keys[0], ids, _reason(day, notes, ids, tasks), keys, parts, notes[0].occasion.rank)


def for_good(keys: Collection[str]) -> frozenset[str]:
    """Those of the occasions that are told once and never again."""
    return frozenset(key for key in keys if find_occasion_kind(key) in FOR_GOOD)


OWN_PARTS: Final = frozenset[Kind]({*OWN, "returned"})


def _parts(notes: Sequence[Note], tasks: Mapping[int, Task], facts: DayFacts) -> tuple[Part, ...]:
    """One part for each matter and each person stood in for; the person's own tasks come first, each once."""
    found: dict[tuple[Kind, int | None, frozenset[int], RoundOfPlan | None], Part] = {}
    named: defaultdict[int | None, set[int]] = defaultdict(set)
    for note in notes:
        one, ids = note.occasion, note.task_ids
        if one.kind in OWN:
            ids = tuple(task_id for task_id in ids if task_id not in named[note.about])
            named[note.about].update(ids)
            if not ids:
                continue
        key = (one.kind, note.about, one.round_ids if one.kind in _OF_ONE_ROUND else frozenset(), one.opens)
        known = found.get(key, Part(one.kind, (), note.about, one.by, note.reason, one.month, opens=one.opens))
        ids = tuple(dict.fromkeys((*known.task_ids, *ids)))
        if one.kind in OWN:
            ids = tuple(task.id for task in most_urgent_first([tasks[i] for i in ids], facts))
        found[key] = replace(known, task_ids=ids, round_ids=known.round_ids | one.round_ids)
    return tuple(sorted(found.values(), key=lambda part: 2 if part.kind not in OWN else int(part.about is not None)))


# What these say is of one round each: they are not told together.
_OF_ONE_ROUND: Final = frozenset[Kind]({"begun", "still_open", "to_open"})


def _reason(day: date, notes: Sequence[Note], ids: Sequence[int], tasks: Mapping[int, Task]) -> str:
    whys = dict.fromkeys(
        one.why if one.day == day else f"{one.why} (missed on {one.day})" for one in (n.occasion for n in notes)
    )
    for principal in dict.fromkeys(note.about for note in notes if note.about and note.occasion.kind != "unreachable"):
        whys[f"stands in for p{principal}"] = None
    named = [tasks[i] for i in ids if tasks[i].expectation(day).asks]
    waiting = [f"tasks waiting: {len(named)}, the nearest due {min(t.due for t in named)}"] if named else []
    return "; ".join([*whys, *waiting])


def _group_by_person(reminded: Collection[Remind]) -> Mapping[int, list[Remind]]:
    told: defaultdict[int, list[Remind]] = defaultdict(list)
    for digest in reminded:
        told[digest.person_id].append(digest)
    return told
