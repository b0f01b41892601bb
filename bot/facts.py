"""The facts a decision may look up, read from one agency's books as one LINE user may see them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from bot.task_facts import TaskFacts
from bot.words import Words, words_of
from domain.certificates import CertificateRequest
from domain.comments import Comment
from domain.evidence import Evidence
from domain.messages import Say
from domain.sending import Quota
from domain.task import Task, Update
from handlers.desk import Desk
from handlers.facts import EditLook, Given
from store import certificates, certified, comments, edits, evidence, outbox, tasks, tombstones, updates
from store.books import Books
from store.keys import Keys
from thai.normalise import fold_text
from web.public.draft import draft_address
from web.public.look import look_address
from web.public.overview import overview_address


class StoredFacts(TaskFacts):
    """`handlers.facts.Facts` over the store: replies, messages and words here, the rest in the classes it extends."""

    def __init__(
        self,
        books: Books,
        desk: Desk,
        line_user: str,
        keys: Keys,
        words: Words,
        base_url: str = "",
        quota: Callable[[], Quota | None] = lambda: None,
        marks: Mapping[str, tombstones.Mark] = MappingProxyType({}),
        numbers: tuple[datetime, Mapping[str, str]] | None = None,
    ) -> None:
        """`quota` is what LINE said last of the month's pushes, `marks` what is known already of messages by their ids,
        `numbers` what those stand for that the person had been shown by then.
        """
        super().__init__(books, desk, line_user, keys)
        self._words, self._base_url, self._quota = words, base_url, quota
        self._marks, self._numbers = dict(marks), numbers
        self._told = dict(desk.replies)
        self._evidence: dict[int, tuple[Evidence, ...]] = {}

    def is_certified_since(self, update_id: int, moment: datetime) -> bool:
        """True where a report that prints the reply's round was certified at the moment or after it."""
        return certified.certified_since(self._books, update_id, moment)

    def certificates_to_me(self) -> tuple[CertificateRequest, ...]:
        """The reports that wait for the person to certify them, oldest first."""
        return certificates.requests_to(self._books, self.person.id) if self.person else ()

    def certificate(self, request_id: int) -> CertificateRequest | None:
        """What was sent to a head by this number, whatever became of it."""
        return certificates.find_request(self._books, request_id)

    def look_at_certificate(self, request: CertificateRequest) -> str:
        """The address that shows the PDF of the report that waits, for a week."""
        return draft_address(self._keys, self._base_url, self.agency.slug, request.id, self.today)

    def comments_of(self, task_id: int) -> tuple[Comment, ...]:
        """All that was said of the task, oldest first."""
        return comments.comments_of_task(self._books, task_id)

    def unanswered_comments(self) -> tuple[Comment, ...]:
        """What was said to the person after they last said something of the task, newest first."""
        return comments.unanswered_comments(self._books, self.person.id) if self.person else ()

    def newest_update(self, task_id: int) -> Update | None:
        """What was answered last to the task, whether it counts yet or not."""
        known = next((task for task in self.desk.tasks if task.id == task_id), None)
        if known is not None and known.last_update is None:
            return None
        return next(reversed(self.updates_of(task_id)), None)

    def saved_by(self, ticket: str) -> Update | None:
        """The person's reply that the buttons with this mark saved."""
        return updates.update_with_ticket(self._books, self.person.id, ticket) if self.person else None

    def reply_with(self, set_id: str | None, at: datetime | None) -> Update | None:
        """The person's saved reply that a photo of this set, or one sent at this time, belongs to."""
        return updates.find_reply_with(self._books, self.person.id, set_id, at) if self.person else None

    def updates_of(self, task_id: int) -> tuple[Update, ...]:
        """All that was answered to the task, oldest first."""
        if task_id not in self._told:
            self._told[task_id] = updates.updates_of_task(self._books, task_id)
        return self._told[task_id]

    def answered_by(self, message_id: str) -> tuple[Task, ...]:
        """The tasks whose newest reply is no answer without this message."""
        found = updates.tasks_answered_by(self._books, message_id)
        return tuple(task for task_id in found if (task := tasks.find_task(self._books, task_id)))

    def evidence_of(self, update_id: int) -> tuple[Evidence, ...]:
        """What came with the update and was not taken back."""
        if update_id not in self._evidence:
            self._evidence[update_id] = evidence.evidence_of_update(self._books, update_id)
        return self._evidence[update_id]

    def overview_picture(self) -> str:
        """The address of a picture of what the person supervises, by unit and topic, for a week."""
        person_id = self.person.id if self.person else 0
        return overview_address(self._keys, self._base_url, self.agency.slug, person_id, self.today)

    def look_at(self, update_id: int) -> str:
        """The address that shows what came with the update, for a week."""
        return look_address(self._keys, self._base_url, self.agency.slug, update_id, self.today)

    def evidence(self, evidence_id: int) -> Evidence | None:
        """A piece of evidence of the agency."""
        return evidence.evidence_by_id(self._books, evidence_id)

    def newest_numbers(self, at: datetime) -> Mapping[str, str]:
        """What a button sends for each number of the newest numbered message that was delivered; {} where none was."""
        if self._numbers is not None and self._numbers[0] == at:
            return self._numbers[1]
        return outbox.find_newest_numbers(self._books, self._line_user, at)

    def withdrawn(self, message_id: str) -> bool:
        """True where this message was unsent before it was processed."""
        return self._mark(message_id).unsent

    def edited_before(self, message_id: str) -> str | None:
        """What the message was changed to before it came here; None where it was not."""
        return self._mark(message_id).edited

    def _mark(self, message_id: str) -> tombstones.Mark:
        if message_id not in self._marks:
            self._marks[message_id] = tombstones.find_mark(self._books, message_id)
        return self._marks[message_id]

    def look_at_edit(self, message_id: str, at: datetime) -> EditLook:
        """What is known of a message that was edited at this moment."""
        given = []
        for update, field, alone in updates.find_given_by(self._books, message_id):
            task = self.any_task(update.task_id)
            given.append(Given(update, task.measure if task else "-", field, alone))
        later = edits.was_edited_later(self._books, message_id, at)
        return EditLook(edits.was_taken(self._books, message_id), later, tuple(given))

    def quota(self) -> Quota | None:
        """The agency's pushes of the month; None where LINE does not say."""
        return self._quota()

    @property
    def words(self) -> Words:
        """What writes a sentence in the person's language, the statuses in the agency's own words."""
        return words_of(self.agency, self._words)

    def in_words(self, sentence: Say) -> str:
        """The sentence in the person's language."""
        return self.words(sentence)

    def same_words(self, typed: str, label: Say) -> bool:
        """True where what was typed is the label in the person's language."""
        return fold_text(typed) == fold_text(self.in_words(label))
