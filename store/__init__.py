"""The records: tables, queries, the interpreter of writes, evidence files and migrations."""
