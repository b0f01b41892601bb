"""The facts of what an administrator does in an officer's place."""

from dataclasses import replace
from datetime import date

from bot.desk import load_desk
from bot.facts import StoredFacts
from bot.words import Words
from domain.agency import Person
from domain.task import Task, Update
from store import tasks
from store.books import Books
from store.keys import Keys


class AdminFacts(StoredFacts):
    """`handlers.facts.Facts` of an administrator on the pages: any open task may be answered.

    `officer` is in whose place it is answered. Where `corrected` is a saved reply it is the newest one, and its task
    may be of a closed round.
    """

    def __init__(
        self,
        books: Books,
        admin: Person,
        keys: Keys,
        words: Words,
        today: date,
        base_url: str = "",
    ) -> None:
        desk = replace(load_desk(books, None, today), person=admin)  # no chat goes on after a report on a page
        super().__init__(books, desk, admin.line_user or "", keys, words, base_url)
        self.officer: Person | None = None
        self.corrected: Update | None = None

    def on_behalf_of(self, _task: Task) -> Person | None:
        """In whose place the administrator answers."""
        return self.officer

    def task(self, task_id: int) -> Task | None:
        """The task, whoever's it is, where its round is open or its reply is corrected."""
        if self.corrected is not None:
            return tasks.find_task(self._books, task_id)
        return next(iter(tasks.open_tasks_by_id(self._books, (task_id,))), None)

    def newest_update(self, task_id: int) -> Update | None:
        """What was answered last to the task; the reply that is corrected as if nothing came after it."""
        return self.corrected or super().newest_update(task_id)

    def updates_of(self, task_id: int) -> tuple[Update, ...]:
        """All that was answered to the task; nothing before the reply that is corrected."""
        return () if self.corrected else super().updates_of(task_id)
