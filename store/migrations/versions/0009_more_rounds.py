"""Quarters, nine months and the halves of the calendar year are rounds, too."""

from store.migrations.checks import allow_words

revision = "0009"
down_revision = "0008"

_BEFORE = ("first_half", "second_half", "annual")
_NOW = (
    *("q1", "q2", "first_half", "q3", "calendar_first", "months_9", "q4", "second_half", "annual"),
    "calendar_second",
)


def upgrade() -> None:
    """Allow the new kinds."""
    _allow(_BEFORE, _NOW)


def downgrade() -> None:
    """Allow the kinds of before alone; a database that holds others stays as it is."""
    _allow(_NOW, _BEFORE)


def _allow(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    for table in ("rounds", "report_versions"):
        allow_words(table, "kind", before, after)
