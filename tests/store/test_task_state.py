"""What tasks and replies carry of how they stand is what follows from all that was ever written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest
from alembic.command import downgrade
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from domain.plan import Plan, Responsible
from domain.task import Correction, Review, Status, Task
from domain.writes import (
    ForgetMessage,
    ImportPlan,
    OpenRound,
    ReviewUpdate,
    SaveUpdate,
    SetReview,
    TakeBackReview,
    Write,
)
from store import tables
from store.books import AnyRow, Books
from store.engine import Conflict, Database, open_database
from store.migrate import MIGRATIONS, migrate
from store.task_state import find_wrong_state, mend_state, refresh_all_state
from store.tasks import load_tasks
from tests.agency import DUE, MORNING, PLAN, YEAR, after, write
from thai.fiscal import RoundKind

SOMCHAI, WICHAI = 1, 5
STATE = ("newest_id", "newest_status", "review", "counting_id", "counting_status")
NUMBERS = count()


def rows_of(database: Database, agency_id: int, *names: str) -> list[list[AnyRow]]:
    def read(conn: Connection) -> list[list[AnyRow]]:
        books = Books(conn, agency_id)
        return [list(books.fetch_all(select(tables.metadata.tables[name]).order_by("id"))) for name in names]

    return database.read(read)


def expected_review(reply: AnyRow, steps: Sequence[AnyRow], since: datetime | None) -> str | None:
    """How the reply stands, told anew from the words of the rules and not from the store's SQL."""
    if since is None:
        return None
    last = max(steps, key=lambda step: step.step, default=None)
    if last is None:
        return "waiting" if (reply.corrected_at or reply.at) >= since else None
    return "waiting" if last.verdict == "taken_back" else str(last.verdict)


def standing(replies: Sequence[AnyRow], reviews: Mapping[int, str | None], words: set[str | None]) -> set[int]:
    """The ids of the replies with such a review that were not emptied, and have no correction of which that is true."""
    such = [one for one in replies if one.emptied_at is None and reviews[one.id] in words]
    newest = {one.corrects or one.id: one.id for one in sorted(such, key=lambda one: one.id)}
    return {one.id for one in such if newest[one.corrects or one.id] == one.id}


def check_all(database: Database, agency_id: int) -> None:
    """Every task and reply carries what its history says; `find_wrong_state` agrees."""
    replies, reviews, tasks = rows_of(database, agency_id, "updates", "reviews", "tasks")
    since = database.read(lambda conn: conn.execute(select(tables.agencies.c.review_from)).scalar_one())
    steps = {reply.id: [step for step in reviews if step.update_id == reply.id] for reply in replies}
    review = {reply.id: expected_review(reply, steps[reply.id], since) for reply in replies}
    counts, stands = (standing(replies, review, words) for words in ({None, "approved"}, {None, "approved", "waiting"}))
    for reply in replies:
        last = max([step.step for step in steps[reply.id]], default=0)
        assert (reply.review, reply.review_step) == (review[reply.id], last)
        assert (reply.counts, reply.stands) == (reply.id in counts, reply.id in stands)
    for task in tasks:
        given = sorted((one for one in replies if one.task_id == task.id), key=lambda one: (one.at, one.id))
        counting = [one for one in given if one.id in counts]
        newest, counted = given[-1] if given else None, counting[-1] if counting else None
        assert tuple(getattr(task, name) for name in STATE) == (
            newest and newest.id, newest and newest.status, newest and review[newest.id],
            counted and counted.id, counted and counted.status,
        )  # fmt: skip
    assert database.read(lambda conn: find_wrong_state(Books(conn, agency_id))) == ()


TASKS, MINUTES = st.integers(0, 2), st.integers(0, 12)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("reply"), TASKS, MINUTES, st.sampled_from(Status)),
        st.tuples(st.just("correct"), st.integers(1, 6), st.sampled_from(Status)),
        st.tuples(st.just("judge"), TASKS, st.sampled_from([Review.APPROVED, Review.RETURNED])),
        st.tuples(st.just("take back"), TASKS),
        st.tuples(st.just("unsend"), st.integers(1, 6)),
        st.tuples(st.just("check"), st.one_of(st.none(), MINUTES)),
        st.tuples(st.just("plan"), st.sampled_from(["สำนักปลัด", "กองคลัง", "กองช่าง"])),
        st.tuples(st.just("open")),
    ),
    min_size=1,
    max_size=12,
)


def plan_of(unit: str) -> Plan:
    """The plan in which another unit answers for its second measure."""
    first, *rest = PLAN.topics
    law, money = first.measures
    return replace(
        PLAN,
        topics=(replace(first, measures=(law, replace(money, responsible=Responsible(unit, units=(unit,))))), *rest),
    )


def compose(database: Database, agency_id: int, act: tuple[object, ...]) -> Write | None:
    """The write of one random act, on what there is now; None where there is nothing to do it on."""
    match act:
        case ("reply", int(place), int(minute), Status() as status):
            task = rows_of(database, agency_id, "tasks")[0][place]
            number = next(NUMBERS)
            text = SaveUpdate(
                f"e{number}", task.id, SOMCHAI, after(minute), status, "ทำแล้ว", sources={f"m{number}": "result"}
            )
            return replace(text, follows=(task.newest_id or 0) if number % 2 else None)
        case ("correct", int(back), Status() as status):
            replies = rows_of(database, agency_id, "updates")[0][-back:]
            return correct(replies[0], status) if replies else None
        case ("judge", int(place), Review() as verdict):
            reply = newest(database, agency_id, place)
            return reply and ReviewUpdate(reply.id, WICHAI, verdict, after(50), "-", after=reply.review_step)
        case ("take back", int(place)):
            reply = newest(database, agency_id, place)
            return reply and TakeBackReview(reply.id, WICHAI, after(51), reply.review_step)
        case ("unsend", int(back)):
            replies = rows_of(database, agency_id, "updates")[0][-back:]
            return ForgetMessage(f"m{replies[0].event_id[1:]}", after(60)) if replies else None
        case ("check", minute):
            return SetReview(None if minute is None else after(float(str(minute))))
        case ("plan", str(unit)):
            return ImportPlan(plan_of(unit), YEAR, after(70))
    return OpenRound(YEAR, RoundKind.FIRST_HALF, DUE, MORNING)


def correct(reply: AnyRow, status: Status) -> SaveUpdate:
    made = Correction(reply.id, WICHAI, after(40), "พิมพ์ผิด")
    text = SaveUpdate(f"e{next(NUMBERS)}", reply.task_id, SOMCHAI, reply.at, status, "แก้แล้ว")
    return replace(text, correction=made, repeats=reply.id)


def newest(database: Database, agency_id: int, place: int) -> AnyRow | None:
    tasks, replies = rows_of(database, agency_id, "tasks", "updates")
    return next((reply for reply in replies if reply.id == tasks[place].newest_id), None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_state_follows_from_the_history_after_any_writes(
    acts: list[tuple[object, ...]], database: Database, agency_id: int
) -> None:
    for act in acts:
        done = compose(database, agency_id, act)
        try:
            write(database, agency_id, *([done] if done else []))
        except Conflict:
            continue
        check_all(database, agency_id)


@pytest.fixture
def replied(database: Database, agency_id: int) -> Task:
    """A task with a reply that waits, after one that counts."""
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[0]
    first = SaveUpdate("e-first", task.id, SOMCHAI, after(1), Status.IN_PROGRESS, "เริ่มแล้ว")
    second = replace(first, event_id="e-second", at=after(3), status=Status.DONE)
    write(database, agency_id, SetReview(after(2)), first, second)
    return task


SPOILED: list[Callable[[Books], object]] = [
    lambda books: books.conn.execute(
        update(tables.tasks).where(books.of(tables.tasks)).values(counting_id=None, counting_status=None)
    ),
    lambda books: books.conn.execute(update(tables.tasks).where(books.of(tables.tasks)).values(review="approved")),
    lambda books: books.conn.execute(update(tables.updates).where(books.of(tables.updates)).values(review_step=3)),
    lambda books: books.conn.execute(update(tables.updates).where(books.of(tables.updates)).values(review=None)),
    lambda books: books.conn.execute(update(tables.updates).where(books.of(tables.updates)).values(counts=True)),
    lambda books: books.conn.execute(update(tables.updates).where(books.of(tables.updates)).values(stands=False)),
]


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_state_that_is_wrong_is_found_and_can_be_written_anew(
    database: Database, agency_id: int, replied: Task, spoil: Callable[[Books], object]
) -> None:
    database.run(lambda conn: spoil(Books(conn, agency_id)))
    assert replied.id in database.read(lambda conn: find_wrong_state(Books(conn, agency_id)))
    database.run(lambda conn: refresh_all_state(Books(conn, agency_id)))
    check_all(database, agency_id)


def test_what_a_former_version_left_is_mended_some_tasks_at_a_time(
    database: Database, agency_id: int, replied: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1]
    write(database, agency_id, SaveUpdate("e-other", other.id, SOMCHAI, after(8), Status.DONE, "แล้ว"))
    unset = dict.fromkeys(STATE)  # as it writes a reply that does not know of them
    database.run(
        lambda conn: conn.execute(update(tables.tasks).where(tables.tasks.c.agency_id == agency_id).values(unset))
    )
    monkeypatch.setattr("store.task_state._MENDED_AT_ONCE", 1)
    assert set(mend_state(database, agency_id)) == {replied.id, other.id}
    check_all(database, agency_id)
    assert mend_state(database, agency_id) == ()


@pytest.mark.slow
@pytest.mark.parametrize("before", ["0010", "0016"])  # the one without any state, the one without that of corrections
def test_the_migrations_fill_in_the_state_of_what_was_kept_before(
    database: Database, database_url: str, agency_id: int, replied: Task, before: str
) -> None:
    second = newest(database, agency_id, 0)
    other = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1]
    assert second is not None
    write(database, agency_id, ReviewUpdate(second.id, WICHAI, Review.RETURNED, after(5), "-"))
    write(database, agency_id, TakeBackReview(second.id, WICHAI, after(6), 1))
    write(database, agency_id, SaveUpdate("e-other", other.id, SOMCHAI, after(8), Status.DONE, "แล้ว"))
    if before == "0016":  # 0012 brought corrections
        replies = rows_of(database, agency_id, "updates")[0]
        write(database, agency_id, *(correct(reply, Status.NOT_DONE) for reply in replies))

    def go_back(conn: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = conn
        downgrade(config, before)

    plain = open_database(database_url)
    plain.run(go_back)
    plain.close()
    migrate(database_url)
    check_all(database, agency_id)
