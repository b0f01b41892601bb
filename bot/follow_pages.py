"""What administrators do for officers on the pages: what the conversation decides, read and written for the web."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.admin_facts import AdminFacts
from bot.reply_pages import run_anew
from bot.told_person import tell_person
from bot.words import Words
from domain.agency import Person
from domain.audit import Act
from domain.comments import LONGEST_COMMENT
from domain.conversation import State
from domain.events import Event
from domain.following import FormForAnother, NudgeLook, SentComment
from domain.messages import N_, Message, Say, join_sentences, say
from domain.reply_form import ReplyForm, SavedReply, SentReply
from domain.sending import Quota
from domain.task import Task, Update
from domain.writes import SaveComment, SaveUpdate
from handlers.comments import find_addressee, is_reached, quote_comment
from handlers.corrections import build_correction, correct_reply
from handlers.for_another import tell_answered, tell_corrected
from handlers.nudge import ask_reminders, plan_nudge, tell_cost
from handlers.one_page import build_form, save_reply
from store.apply import apply
from store.books import Books
from store.engine import Database
from store.keys import Keys
from store.people import load_people
from store.task_state import hold_tasks
from store.updates import update_of_event, updates_of_task
from thai.dates import day_in_bangkok

_SAVED_BEFORE: Final = N_("That report was saved before. There is no need to press again.")
_SAVED_FOR: Final = N_("Saved: the report is given by you in the place of {name}.")
_SAVED: Final = N_("Saved: the report is given by you.")
_CORRECTED: Final = N_("Saved: the report is corrected. What stood there before is kept in the task's history.")
_WAITS: Final = N_("It waits for the check; until then what was approved before counts.")
_TOLD: Final = N_("{name} is told in LINE.")
_OTHER_OFFICER: Final = N_(
    "The officers of this task have changed meanwhile, so nothing was saved. This form is now in the place of {name}. "
    "If that is right, press “Save” again."
)
_NO_OFFICER: Final = N_(
    "The officers of this task have changed meanwhile, so nothing was saved. This form is now a report of your own. "
    "If that is right, press “Save” again."
)
_OTHER_ADDRESSEE: Final = N_(
    "Whom the comment goes to has changed meanwhile, so nothing was sent. It would now go to {name}. "
    "If that is right, press the button again."
)
_NO_ADDRESSEE: Final = N_(
    "Whom the comment was to go to does not answer for this task any more, so nothing was sent. To keep it with the "
    "task alone, press the button again."
)
_NOT_TOLD: Final = N_("{name} cannot be reached in LINE; please tell them yourself.")


@dataclass(frozen=True, slots=True)
class StoredFollow:
    """`web.port.FollowPages` over the store; `now` is world time, `machine` the machine's."""

    database: Database
    keys: Keys
    words: Words
    now: Callable[[], datetime]
    machine: Callable[[], datetime]
    base_url: str
    quota_of: Callable[[int], Quota | None]

    def find_form(
        self, agency_id: int, admin: Person, task_id: int, officer_id: int | None, sent: SentReply | None = None
    ) -> FormForAnother | None:
        """The form of an open task in the place of one of its officers; None where it takes no more answers."""
        mark = secrets.token_hex(8)

        def build(conn: Connection) -> FormForAnother | None:
            books = Books(conn, agency_id)
            facts = self._build_facts(books, admin)
            task = facts.task(task_id)
            if task is None:
                return None
            officers = _list_officers(books, task, admin)
            facts.officer = _choose_officer(task, admin, officers, officer_id)
            form = build_form(task, sent, State(""), facts, f"{mark}{task.id}")
            return FormForAnother(form, facts.officer, officers)

        return self.database.read(build)

    def save_form(
        self, agency_id: int, admin: Person, task_id: int, officer_id: int | None, sent: SentReply
    ) -> SavedReply:
        """Save the report in the officer's place and tell them; the form where it is wrong, nothing where closed.

        `officer_id` is who the form named, None where it named nobody: it is never saved in another's place.
        """
        event = self._event(f"for:{task_id}", admin, sent.mark)

        def save_once(conn: Connection) -> SavedReply:
            books = Books(conn, agency_id)
            hold_tasks(books, (task_id,))
            if update_of_event(books, event.id):
                return SavedReply((say(_SAVED_BEFORE),))
            facts = self._build_facts(books, admin)
            task = facts.task(task_id)
            if task is None:
                return SavedReply()
            officer = facts.officer = _choose_officer(task, admin, _list_officers(books, task, admin), officer_id)
            if officer_id != (officer.id if officer else None):
                form = build_form(task, sent, State(""), facts)
                return SavedReply((), replace(form, problem=_tell_other_officer(officer)))
            saved = save_reply(task, sent, State(""), event, facts)
            if saved.form:
                return SavedReply((), saved.form)
            apply(books, saved.writes, self.keys, self._act(admin))
            write = next(one for one in saved.writes if isinstance(one, SaveUpdate))
            if officer is None:
                return SavedReply((say(_SAVED),))
            told = tell_answered(write, task, admin, facts.agency.layout_of(task.plan))
            return SavedReply(
                (say(_SAVED_FOR, name=officer.name), self._queue_message(books, facts, officer, told, event))
            )

        return run_anew(self.database, save_once)

    def find_correction(
        self, agency_id: int, admin: Person, task_id: int, update_id: int, sent: SentReply | None = None
    ) -> ReplyForm | None:
        """The saved reply as a form to be corrected; None where it cannot be, or not any more."""
        mark = secrets.token_hex(8)

        def build(conn: Connection) -> ReplyForm | None:
            books = Books(conn, agency_id)
            found = self._find_corrected(books, admin, task_id, update_id)
            if found is None:
                return None
            task, update, facts = found
            return build_correction(update, task, sent, facts, f"{mark}{task.id}")

        return self.database.read(build)

    def save_correction(
        self, agency_id: int, admin: Person, task_id: int, update_id: int, sent: SentReply, reason: str
    ) -> SavedReply:
        """Save the correction beside the reply and tell its officer; the form where it is wrong."""
        event = self._event(f"mend:{update_id}", admin, sent.mark)

        def save_corrected_once(conn: Connection) -> SavedReply:
            books = Books(conn, agency_id)
            hold_tasks(books, (task_id,))
            if update_of_event(books, event.id):
                return SavedReply((say(_SAVED_BEFORE),))
            found = self._find_corrected(books, admin, task_id, update_id)
            if found is None:
                return SavedReply()
            task, update, facts = found
            corrected = correct_reply(update, task, sent, reason, event, facts)
            if corrected.write is None:
                return SavedReply((), corrected.form)
            apply(books, (corrected.write,), self.keys, self._act(admin))
            told = [say(_CORRECTED), *([say(_WAITS)] if facts.agency.review_from else [])]
            message = tell_corrected(corrected.changes, update, task, admin, reason)
            for person_id in dict.fromkeys((update.person_id, update.on_behalf_of)):
                who = next((one for one in facts.everybody() if one.id == person_id and one.id != admin.id), None)
                told += [self._queue_message(books, facts, who, message, event)] if who else []
            return SavedReply(tuple(told))

        return run_anew(self.database, save_corrected_once)

    def look_at_nudge(self, agency_id: int, admin: Person, unit_id: int | None) -> NudgeLook:
        """Whom a reminder of what waits in the unit, in all where None, would reach, and what it costs."""
        quota = self.quota_of(agency_id)  # a transaction does not wait for LINE

        def look(conn: Connection) -> NudgeLook:
            facts = self._build_facts(Books(conn, agency_id), admin)
            nudge = plan_nudge(facts.tasks_under(unit_id), self.now(), facts)
            cost = (tell_cost(nudge.count, quota),) if nudge.count else ()
            return NudgeLook((*nudge.told, *cost), nudge.count)

        return self.database.read(look)

    def ask_nudge(self, agency_id: int, admin: Person, unit_id: int | None, seen: int) -> Say | None:
        """Ask for the reminder, where it costs no more messages than were seen; None where nothing is asked for."""

        def ask(conn: Connection) -> Say | None:
            books = Books(conn, agency_id)
            facts = self._build_facts(books, admin)
            nudge = plan_nudge(facts.tasks_under(unit_id), self.now(), facts)
            if not 0 < nudge.count <= seen:
                return None
            told, write = ask_reminders(nudge, self.now(), facts)
            apply(books, (write,), self.keys, self._act(admin))
            return told

        return self.database.run(ask)

    def find_addressee(self, agency_id: int, admin: Person, task_id: int) -> tuple[Person | None, bool]:
        """Whom a comment on the task goes to, None for nobody, and whether LINE carries it there."""

        def find(conn: Connection) -> tuple[Person | None, bool]:
            facts = self._build_facts(Books(conn, agency_id), admin)
            task = facts.any_task(task_id)
            to = find_addressee(task, facts) if task else None
            return to, to is not None and is_reached(to)

        return self.database.read(find)

    def send_comment(
        self, agency_id: int, admin: Person, task_id: int, to_id: int | None, text: str, mark: str
    ) -> SentComment | None:
        """Keep the comment with the task and send it to `to_id`; what came of it, None where there is no such task."""
        event = self._event(f"comment:{task_id}", admin, mark)

        def send(conn: Connection) -> SentComment | None:
            books = Books(conn, agency_id)
            facts = self._build_facts(books, admin)
            task = facts.any_task(task_id)
            if task is None:
                return None
            to, kept = find_addressee(task, facts), text[:LONGEST_COMMENT]
            if to_id != (to.id if to else None):
                return SentComment(say(_OTHER_ADDRESSEE, name=to.name) if to else say(_NO_ADDRESSEE), kept=False)
            comment = SaveComment(event.id, task.id, admin.id, to.id if to else None, event.at, kept)
            apply(books, (comment,), self.keys, self._act(admin))
            said = say(N_("The comment is kept with the task."))
            if to is None:
                return SentComment(said)
            message = quote_comment(admin.name, task, kept, LONGEST_COMMENT)
            return SentComment(join_sentences([said, self._queue_message(books, facts, to, message, event)], " "))

        return self.database.run(send)

    def _act(self, admin: Person) -> Act:
        return Act("page", admin.id, self.now())

    def _event(self, what: str, admin: Person, mark: str) -> Event:
        """The same form sent twice is the same event."""
        return Event(f"admin:{admin.id}:{what}:{mark}", "text", self.now(), admin.line_user)

    def _build_facts(self, books: Books, admin: Person) -> AdminFacts:
        today = day_in_bangkok(self.now())
        return AdminFacts(books, admin, self.keys, self.words, today, self.base_url)

    def _find_corrected(
        self, books: Books, admin: Person, task_id: int, update_id: int
    ) -> tuple[Task, Update, AdminFacts] | None:
        """The reply that is to be corrected with its task; None where it does not stand any more.

        Where replies are checked, only the newest: an older one is not judged any more.
        """
        replies = updates_of_task(books, task_id)
        update = next((one for one in replies if one.id == update_id and one.stands), None)
        facts = self._build_facts(books, admin)
        task = facts.any_task(task_id)
        if update is None or task is None or (facts.agency.review_from and update is not replies[-1]):
            return None
        facts.corrected = update
        return task, update, facts

    def _queue_message(self, books: Books, facts: AdminFacts, who: Person, message: Message, event: Event) -> Say:
        """Put what the person is told into the outbox; what came of it."""
        key = f"{event.id}:person:{who.id}"
        told = tell_person(books, who, message, key, event.at, self.machine(), facts.words)
        return say(_TOLD if told else _NOT_TOLD, name=who.name)


def _list_officers(books: Books, task: Task, admin: Person) -> tuple[Person, ...]:
    """Who answers the task besides the administrator."""
    return tuple(one for one in load_people(books) if one.id in task.assignee_ids and one.id != admin.id)


def _choose_officer(task: Task, admin: Person, officers: tuple[Person, ...], officer_id: int | None) -> Person | None:
    """The officer that was chosen, else the first; None where the task is the administrator's own, or nobody's."""
    chosen = next((one for one in officers if one.id == officer_id), None)
    return chosen or (None if admin.id in task.assignee_ids else next(iter(officers), None))


def _tell_other_officer(officer: Person | None) -> Say:
    return say(_OTHER_OFFICER, name=officer.name) if officer else say(_NO_OFFICER)
