"""Alembic's entry: runs the migrations on the connection that `store.migrate` hands in."""

from alembic import context

from store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The transaction is the caller's; SQLite, too, undoes CREATE TABLE.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
