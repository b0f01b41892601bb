"""What a decision may look up of rounds and tasks, as the LINE user may see them."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.office_facts import OfficeFacts
from domain.agency import Person, may_check
from domain.offers import TaskOffer
from domain.plan_ref import PlanRef
from domain.rounds import Opening
from domain.task import Round, Task
from handlers.desk import Desk
from store import offers, plan_refs, rounds, supervised, tasks
from store.books import Books
from store.keys import Keys
from store.round_look import look_at_opening
from store.task_replies import last_reports
from thai.fiscal import RoundKind


class TaskFacts(OfficeFacts):
    """The part of `handlers.facts.Facts` about rounds and tasks; what was read once in a turn is kept."""

    def __init__(self, books: Books, desk: Desk, line_user: str, keys: Keys) -> None:
        super().__init__(books, desk, line_user, keys)
        self._to_check: tuple[Task, ...] | None = None
        self._plans: tuple[PlanRef, ...] | None = None

    def any_task(self, task_id: int) -> Task | None:
        """The task, also where its round is closed or it is another's; None once it is no longer expected."""
        return tasks.find_task(self._books, task_id)

    def tasks_under(self, unit_id: int | None) -> tuple[Task, ...]:
        """The open rounds' tasks of the unit and its sections, of all where it is None."""
        return tasks.tasks_under(self._books, unit_id)

    def supervised_tasks(self) -> tuple[Task, ...]:
        """The open rounds' tasks of the units the person supervises; an admin's are all."""
        return supervised.supervised_tasks(self._books, self.person, self._away()) if self.person else ()

    def offers_to_me(self) -> tuple[TaskOffer, ...]:
        """What colleagues ask the person to take over, oldest first: open tasks that are the colleague's still."""
        return self._still_open(offers.offers_to(self._books, self.person.id)) if self.person else ()

    def offers_from_me(self) -> tuple[TaskOffer, ...]:
        """What the person asks colleagues to take over and was not answered yet."""
        return self._still_open(offers.offers_from(self._books, self.person.id)) if self.person else ()

    def _still_open(self, waiting: Sequence[TaskOffer]) -> tuple[TaskOffer, ...]:
        found = tasks.open_tasks_by_id(self._books, [one.task_id for one in waiting]) if waiting else ()
        asked = {task.id: task.assignee_ids for task in found}
        return tuple(one for one in waiting if one.from_id in asked.get(one.task_id, ()))

    def round_of(self, task: Task) -> Round:
        """The round the task belongs to."""
        return next(round_ for round_ in rounds.load_rounds(self._books) if round_.id == task.round_id)

    def rounds(self) -> tuple[Round, ...]:
        """All rounds that were ever opened, in the order they were."""
        return rounds.load_rounds(self._books)

    def plans(self) -> tuple[PlanRef, ...]:
        """All plans: the newest fiscal year's first, of a year in the order in which they first came."""
        if self._plans is None:
            self._plans = plan_refs.load_plans(self._books)
        return self._plans

    def opening(self, year: int, kind: RoundKind, plan: int) -> Opening:
        """What the round of the year's plan of this number would ask of whom if it were opened now."""
        return look_at_opening(self._books, year, kind, plan)

    def tasks_to_check(self) -> tuple[Task, ...]:
        """The tasks whose newest reply waits for the person's check, oldest reply first."""
        if self._to_check is None:
            self._to_check = self._waiting_for(self.person) if self.person else ()
        return self._to_check

    def _waiting_for(self, who: Person) -> tuple[Task, ...]:
        waiting = tasks.load_tasks_to_check(self._books) if self.agency.review_from is not None else ()
        asked = ((task, task.check.author_id) for task in waiting if task.check)
        checking = [(task, author, self._reviewers(author, task.unit_id)) for task, author in asked]
        return tuple(task for task, author, known in checking if may_check(who, author, known, self.today))

    def verdicts_since(self, moment: datetime) -> tuple[Task, ...]:
        """The tasks whose newest reply has a verdict of the person's own of that moment or later."""
        return tasks.tasks_judged_by(self._books, self.person.id, moment) if self.person else ()

    def reported_since(self, day: date) -> frozenset[int]:
        """The ids of those who reported on something on that day or later."""
        return frozenset(last_reports(self._books, day))
