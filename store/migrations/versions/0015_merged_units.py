"""Units that went into another one."""

from alembic import op
from sqlalchemy import Column

from store.migrations.spelling import ID, only_where

revision = "0015"
down_revision = "0014"

_DIVISION, _SECTION = ["agency_id", "name"], ["agency_id", "parent_id", "name"]


def upgrade() -> None:
    """Add the column; the name of a unit that went into another is free again."""
    op.add_column("units", Column("merged_into", ID))
    _drop_indexes()
    here = "merged_into IS NULL"
    op.create_index("uq_units_division", "units", _DIVISION, unique=True, **only_where(f"parent_id IS NULL AND {here}"))
    op.create_index("uq_units_section", "units", _SECTION, unique=True, **only_where(here))


def downgrade() -> None:
    """Take it away; a database in which two units have one name stays as it is."""
    _drop_indexes()
    op.create_index("uq_units_division", "units", _DIVISION, unique=True, **only_where("parent_id IS NULL"))
    op.create_index("uq_units_section", "units", _SECTION, unique=True)
    op.drop_column("units", "merged_into")


def _drop_indexes() -> None:
    for name in ("uq_units_division", "uq_units_section"):
        op.drop_index(name, table_name="units")
