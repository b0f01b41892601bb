"""The forecast of a day is what the worker then does, in the shape of `tidtam remind --json`."""

import json
from datetime import date
from typing import Any

import pytest

from domain.writes import SetReachable
from reminders.forecast import Forecast, forecast
from store.books import Books
from store.engine import Database
from tests.agency import MORNING, write
from tests.reminders.office import MANEE, PREECHA, SOMCHAI, SOMYING, bangkok, history, office, tick

FIRST = date(2026, 12, 1)


def foretold(database: Database, agency_id: int, day: date, **more: Any) -> Forecast:
    return database.read(lambda conn: forecast(Books(conn, agency_id), day, **more))


def pushed(told: Forecast) -> list[tuple[str, list[int]]]:
    return [(one["person"], one["tasks"]) for one in told["deliveries"] if one["via"] == "push"]


@pytest.mark.slow
def test_it_has_the_documented_shape(database: Database) -> None:
    agency_id = office(database, SOMCHAI)
    write(database, agency_id, SetReachable("U1-demo", True, MORNING))
    told = json.loads(json.dumps(foretold(database, agency_id, FIRST, limit=300, used=12)))
    assert set(told) == {"date", "deliveries", "cost", "quota"}
    assert (told["date"], told["cost"], told["quota"]) == ("2026-12-01", 1, {"limit": 300, "used": 12})
    assert [one["person"] for one in told["deliveries"]] == ["p1", "p2", "p3", "p4"]
    for one in told["deliveries"]:
        assert set(one) == {"person", "via", "tasks", "reason"}
        assert one["tasks"] and all(isinstance(task, int) for task in one["tasks"])
    assert [one["via"] for one in told["deliveries"]] == ["push", "none", "none", "none"]
    assert "never enrolled" in told["deliveries"][1]["reason"]


def test_an_unknown_quota_is_null(database: Database) -> None:
    assert foretold(database, office(database), FIRST)["quota"] == {"limit": None, "used": None}


def test_who_cannot_be_reached_is_shown_with_the_reason(database: Database) -> None:
    agency_id = office(database)
    write(database, agency_id, SetReachable("U3-demo", False, MORNING))
    deliveries = foretold(database, agency_id, FIRST)["deliveries"]
    (blocked,) = [one for one in deliveries if one["person"] == f"p{MANEE}"]
    assert blocked["via"] == "none" and "unreachable" in blocked["reason"]


def test_it_sends_and_records_nothing(database: Database) -> None:
    agency_id = office(database)
    assert foretold(database, agency_id, FIRST)["cost"] == 4
    assert not history(database, agency_id)


def test_what_is_foretold_is_what_the_worker_does(database: Database) -> None:
    agency_id = office(database)
    days = [date(2026, 12, 1), date(2026, 12, 2), date(2027, 1, 4), date(2027, 3, 24), date(2027, 3, 25)]
    before = [pushed(foretold(database, agency_id, day)) for day in days]
    done = []
    for day in days:
        tick(database, bangkok(day.year, day.month, day.day))
        reminders = [one for one in history(database, agency_id) if one.day == day]
        done.append([(f"p{one.person_id}", list(one.task_ids)) for one in reminders])
    assert before == done
    assert [len(one) for one in done] == [4, 0, 4, 4, 0]


def test_a_month_to_come_has_its_own_quota(database: Database) -> None:
    agency_id = office(database)
    spent: dict[str, Any] = {"limit": 300, "used": 300, "today": date(2026, 12, 15)}
    told = foretold(database, agency_id, date(2027, 3, 24), **spent)
    # March's four check-ins were pushed by then, of a quota that December has spent.
    assert (told["quota"], told["cost"]) == ({"limit": 300, "used": 4}, 4)


def test_a_day_without_reason_to_remind_is_empty(database: Database) -> None:
    agency_id = office(database)
    for day in (date(2026, 12, 2), date(2026, 12, 5), date(2027, 1, 1), date(2027, 6, 1)):
        assert foretold(database, agency_id, day)["deliveries"] == []


def test_a_day_missed_is_made_good_in_the_forecast_of_today_alone(database: Database) -> None:
    agency_id = office(database)
    assert foretold(database, agency_id, date(2026, 12, 2), today=date(2026, 12, 2))["cost"] == 4
    assert foretold(database, agency_id, date(2026, 12, 3), today=date(2026, 12, 2))["cost"] == 0
    assert foretold(database, agency_id, date(2026, 12, 2), today=date(2026, 11, 20))["cost"] == 0


def test_a_day_before_the_opening_is_shown_as_if_the_round_had_been_open(database: Database) -> None:
    agency_id = office(database)
    assert foretold(database, agency_id, date(2026, 11, 2))["cost"] == 4
    assert foretold(database, agency_id, date(2026, 11, 3), today=date(2026, 11, 20))["cost"] == 0


def test_what_was_told_already_costs_nothing_more(database: Database) -> None:
    agency_id = office(database)
    tick(database, bangkok(2026, 12, 1))
    told = foretold(database, agency_id, FIRST)
    assert told["cost"] == 0
    assert [one["person"] for one in told["deliveries"]] == [f"p{one}" for one in (SOMCHAI, SOMYING, MANEE, PREECHA)]
    assert {one["via"] for one in told["deliveries"]} == {"none"}
    assert all("already" in one["reason"] and one["tasks"] for one in told["deliveries"])
