"""The country: thousands of agencies in one PostgreSQL, and what a turn and a day of reminders cost there."""
