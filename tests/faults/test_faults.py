"""A short run of the faults: a few officers, a few kills. `make faults` makes long ones."""

from pathlib import Path

import pytest

from tests.faults.__main__ import describe
from tests.faults.audit import FATAL
from tests.faults.run import Given, run

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_is_wrong_lost_or_unanswered_after_a_few_kills(database: str, tmp_path: Path) -> None:
    outcome = run(Given(officers=3, kills=3, seed=1, database=database, pause=2.0), tmp_path)
    fatal = [fault for fault in outcome.faults if fault.kind in FATAL]
    assert not fatal, "\n".join(f"{fault.kind}: {fault.officer} {fault.told}" for fault in fatal)
    assert len(outcome.killed) == 3
    assert outcome.messages > 10, describe(outcome)
