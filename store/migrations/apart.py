"""PostgreSQL itself holds agencies apart: policies by the setting `tidtam.agency`, which `store.scope` sends.

A connection without the setting sees all, one of ours what it has opened. The setting is asked once a statement, not
once a row. FORCE: the tables' owner, whom we sign in as, is held too; a superuser never is (`tidtam doctor` says so).
"""

from sqlalchemy import Connection, text

_SETTING = "current_setting('tidtam.agency', true)"
_ALL = f"(SELECT coalesce({_SETTING}, '') IN ('', 'all'))"
_ONE = f"(SELECT CASE WHEN {_SETTING} ~ '^[0-9]+$' THEN {_SETTING}::bigint END)"
POLICY = "of_agency"
# Who an agency is may be looked up by everyone; which tables are an agency's follows from their column.
_OF_AGENCIES = (
    ("of_agency", "SELECT", "USING (true)"),
    ("made", "INSERT", "WITH CHECK (true)"),
    ("changed", "UPDATE", f"USING ({_ALL} OR id = {_ONE})"),
    ("deleted", "DELETE", f"USING ({_ALL} OR id = {_ONE})"),
)
_TABLES = text(
    "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace "
    "AND c.relforcerowsecurity = :held AND (c.relname = 'agencies' OR EXISTS "
    "(SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'agency_id' AND NOT a.attisdropped)) "
    "ORDER BY c.relname"
)


def hold_agencies_apart(conn: Connection) -> None:
    """Gives each table of agencies that has none yet its policy; on SQLite nothing."""
    if conn.dialect.name != "postgresql":
        return
    for table in conn.scalars(_TABLES, {"held": False}).all():
        of_agency = ((POLICY, "ALL", f"USING ({_ALL} OR agency_id = {_ONE})"),)
        for name, command, what in _OF_AGENCIES if table == "agencies" else of_agency:
            conn.execute(text(f"CREATE POLICY {name} ON {table} FOR {command} {what}"))
        conn.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"))


def hold_no_agency_apart(conn: Connection) -> None:
    """Takes the policies away again."""
    if conn.dialect.name != "postgresql":
        return
    for table in conn.scalars(_TABLES, {"held": True}).all():
        for name in [name for name, _, _ in _OF_AGENCIES] if table == "agencies" else (POLICY,):
            conn.execute(text(f"DROP POLICY {name} ON {table}"))
        conn.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY"))
