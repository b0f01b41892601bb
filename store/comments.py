"""What people say to each other of a task: appended, blanked where it was unsent, never printed in a report."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, exists, select

from domain.comments import Comment
from domain.writes import SaveComment
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, composed
from store.tombstones import tombstoned

_C = tables.comments
_OWN = _C.alias("own")
_SAID = _C.c.text != ""
_OF_TASK = composed(select(_C).where(_C.c.task_id == bindparam("task_id"), _SAID).order_by(_C.c.at, _C.c.id))
_ANSWER = and_(_OWN.c.agency_id == OF_AGENCY, _OWN.c.task_id == _C.c.task_id, _OWN.c.person_id == _C.c.to_id)
_UNANSWERED = composed(
    select(_C)
    .where(_C.c.to_id == bindparam("person_id"), _SAID, ~exists().where(_ANSWER, _OWN.c.id > _C.c.id).correlate(_C))
    .order_by(_C.c.at.desc(), _C.c.id.desc())
)


def comments_of_task(books: Books, task_id: int) -> tuple[Comment, ...]:
    """All that was said of the task, oldest first; not what was unsent."""
    return _read(books.fetch_prepared(_OF_TASK, task_id=task_id))


def unanswered_comments(books: Books, person_id: int) -> tuple[Comment, ...]:
    """What was said to the person after they last said something of the task, newest first."""
    return books.remember(
        f"comments {person_id}", lambda: _read(books.fetch_prepared(_UNANSWERED, person_id=person_id))
    )


def save_comment(books: Books, write: SaveComment) -> None:
    """The comment, once for its event; blank where its message was unsent meanwhile."""
    unsent = write.message_id is not None and tombstoned(books, write.message_id)
    named = ("event_id", "task_id", "person_id", "to_id", "at", "message_id")
    values = {name: getattr(write, name) for name in named}
    books.insert_new(_C, {**values, "text": "" if unsent else write.text})


def forget_comment(books: Books, message_id: str) -> None:
    """Blank what the message said."""
    books.update(_C, (_C.c.message_id == message_id,), {"text": ""})


def _read(rows: Sequence[AnyRow]) -> tuple[Comment, ...]:
    return tuple(Comment(row.id, row.task_id, row.person_id, row.to_id, row.at, row.text) for row in rows)
