"""Verdicts that can be taken back, and what is said of a task."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text

from store.migrations.spelling import ID, INSTANT, in_agency, of_agency, primary_key, unique

revision = "0003"
down_revision = "0002"

_ONE_A_REPLY, _ONE_A_STEP = ["agency_id", "update_id"], ["agency_id", "update_id", "step"]
_VERDICTS = ("approved", "returned")


def upgrade() -> None:
    """Number a reply's verdicts, allow a row that takes one back, and make the table of comments."""
    _change_reviews(_ONE_A_REPLY, _ONE_A_STEP, (*_VERDICTS, "taken_back"), adds=True)
    op.create_table(
        "comments",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("task_id", ID, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("to_id", ID),
        Column("event_id", String(80), nullable=False),
        Column("text", Text, nullable=False),
        Column("message_id", String(80)),
        Column("at", INSTANT, nullable=False),
        primary_key("comments", "id"),
        of_agency("comments"),
        in_agency("comments", "task_id", of="tasks"),
        in_agency("comments", "person_id", of="people"),
        in_agency("comments", "to_id", of="people"),
        unique("comments", "agency_id", "event_id"),
    )
    op.create_index("ix_comments_task", "comments", ["agency_id", "task_id"])
    op.create_index("ix_comments_to", "comments", ["agency_id", "to_id"])


def downgrade() -> None:
    """One verdict a reply again: the last one, and none where that was taken back."""
    op.drop_table("comments")
    op.execute(
        "DELETE FROM reviews WHERE verdict = 'taken_back' OR EXISTS (SELECT 1 FROM reviews AS later WHERE "
        "later.agency_id = reviews.agency_id AND later.update_id = reviews.update_id AND later.step > reviews.step)"
    )
    _change_reviews(_ONE_A_STEP, _ONE_A_REPLY, _VERDICTS, adds=False)


def _change_reviews(before: list[str], after: list[str], verdicts: tuple[str, ...], adds: bool) -> None:
    with op.batch_alter_table("reviews") as reviews:
        if op.get_bind().dialect.name == "postgresql":  # SQLite makes the table anew, without the check
            reviews.drop_constraint(op.f("ck_reviews_verdict"), type_="check")
        reviews.drop_constraint(f"uq_reviews_{'_'.join(before)}", type_="unique")
        if adds:
            # The default stays: a process of the version before, which knows one verdict a reply, goes on adding it.
            reviews.add_column(Column("step", Integer, nullable=False, server_default="1"))
        else:
            reviews.drop_column("step")
        reviews.create_unique_constraint(f"uq_reviews_{'_'.join(after)}", after)
        reviews.create_check_constraint("verdict", f"verdict IN ({', '.join(map(repr, verdicts))})")
