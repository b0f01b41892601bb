"""What an agency says about reminding; what was put off, asked for and told; numbers on rich menus."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT, JSON

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("reminders", sa.Column("via", sa.String(length=20)))
    op.add_column("conversations", sa.Column("nudged_on", sa.Date()))
    _table("reminder_rules", sa.Column("rules", JSON, nullable=False), key=())
    _table("agency_holidays", _day("day"), sa.Column("name", sa.Text(), nullable=False), key=("day",))
    _table("put_offs", _person(), _day("until"), _day("since"), _of_people("put_offs"), key=("person_id",))
    op.create_table(
        "asked_reminders",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        _person(),
        _day("day"),
        sa.Column("unit_ids", JSON, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_asked_reminders_agency_id"),
        _of_people("asked_reminders"),
        sa.PrimaryKeyConstraint("id", name="pk_asked_reminders"),
        sa.UniqueConstraint("agency_id", "person_id", "day", name="uq_asked_reminders_agency_id_person_id_day"),
    )
    op.create_index("ix_asked_reminders_day", "asked_reminders", ["agency_id", "day"])
    key = sa.Column("key", sa.String(length=120), nullable=False)
    _table("reminder_keys", _person(), key, _day("day"), _of_people("reminder_keys"), key=("person_id", "key"))
    op.create_index("ix_reminder_keys_day", "reminder_keys", ["agency_id", "day"])
    op.execute(
        "INSERT INTO reminder_keys (agency_id, person_id, key, day) "
        "SELECT agency_id, person_id, key, day FROM reminders"
    )
    menu = sa.Column("menu_id", sa.String(length=80), nullable=False)
    _table("badge_menus", sa.Column("number", sa.Integer(), nullable=False), menu, key=("number",))
    user = sa.Column("line_user", sa.String(length=60), nullable=False)
    _table("badges", user, sa.Column("number", sa.Integer(), nullable=False), key=("line_user",))


def downgrade() -> None:
    """Drop them."""
    for table in (
        "badges", "badge_menus", "reminder_keys", "asked_reminders", "put_offs", "agency_holidays", "reminder_rules",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("conversations", "nudged_on")
    op.drop_column("reminders", "via")


def _table(name: str, *columns: sa.Column[Any] | sa.ForeignKeyConstraint, key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("agency_id", ID, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=f"fk_{name}_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", *key, name=f"pk_{name}"),
    )


def _person() -> sa.Column[Any]:
    return sa.Column("person_id", ID, nullable=False)


def _day(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=False)


def _of_people(table: str) -> sa.ForeignKeyConstraint:
    columns = ["agency_id", "person_id"]
    return sa.ForeignKeyConstraint(columns, ["people.agency_id", "people.id"], name=f"fk_{table}_agency_id_person_id")
