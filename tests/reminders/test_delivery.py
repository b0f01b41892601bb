"""What follows from an attempt that failed: nothing counts as sent that may not have come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.sending import SendError
from reminders.delivery import DOUBT_LASTS, Dead, Retry, after_failure, way_to_send
from store.outbox import OutboxRow

HEARD = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ROW = OutboxRow(
    agency_id=1, id=1, line_user="U1", event_id="e1", reply_token="t", token_at=HEARD,
    messages=({"type": "text", "text": "สวัสดี"},), retry_key="k", expendable=False, next_at=HEARD, attempts=1,
    outcome_unknown=True, first_tried_at=HEARD, last_status=500, created_at=HEARD,
)  # fmt: skip
SURE = replace(ROW, outcome_unknown=False)
USED = SendError("reply: 400", permanent=True, status=400, told="Invalid reply token")
MALFORMED = SendError("reply: 400", permanent=True, status=400, told="The request body has 1 error(s)")


def at(seconds: float) -> datetime:
    return HEARD + timedelta(seconds=seconds)


def test_a_token_refused_after_an_unclear_attempt_proves_nothing_so_the_message_is_pushed_a_little_later() -> None:
    assert after_failure(ROW, "reply", USED, at(3), 0.5) == Retry(HEARD + DOUBT_LASTS, unknown=False)
    assert after_failure(ROW, "reply", USED, at(20), 0.5) == Retry(at(20), unknown=False)
    assert way_to_send(replace(ROW, last_status=400), at(20)) == "push"


def test_a_token_refused_when_old_may_only_have_expired_so_the_message_is_pushed() -> None:
    assert after_failure(ROW, "reply", USED, at(59), 0.5) == Retry(at(59), unknown=False)
    assert way_to_send(replace(ROW, last_status=400), at(59)) == "push"


@pytest.mark.parametrize("row", [ROW, SURE])
def test_a_refusal_that_speaks_of_the_message_tells_nothing_of_the_attempt_before(row: OutboxRow) -> None:
    assert after_failure(row, "reply", MALFORMED, at(10), 0.5) == Retry(at(10), unknown=False)


def test_a_token_refused_at_the_first_attempt_is_followed_by_a_push() -> None:
    assert after_failure(SURE, "reply", USED, at(10), 0.5) == Retry(at(10), unknown=False)


def test_what_is_not_worth_a_push_is_given_up_when_its_token_is_refused() -> None:
    assert after_failure(replace(SURE, expendable=True), "reply", USED, at(10), 0.5) == Dead()
    assert after_failure(replace(ROW, expendable=True), "reply", USED, at(59), 0.5) == Dead()


def test_a_push_is_repeated_as_long_as_line_keeps_its_key() -> None:
    down = SendError("push: 500", permanent=False, status=500, unknown=True)
    match after_failure(ROW, "push", down, at(60), 0.5):
        case Retry(again, unknown):
            assert at(61) < again < at(120) and unknown
        case other:
            pytest.fail(f"{other}")
    assert after_failure(ROW, "push", down, at(24 * 3600), 0.5) == Dead()


def test_waiting_grows_with_the_attempts_up_to_ten_minutes() -> None:
    down = SendError("push: 500", permanent=False, status=500)
    waits = [after_failure(replace(ROW, attempts=n), "push", down, HEARD, 0.5) for n in (0, 1, 5, 40)]
    assert [wait.at - HEARD for wait in waits if isinstance(wait, Retry)] == [
        timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=64), timedelta(minutes=10),
    ]  # fmt: skip
