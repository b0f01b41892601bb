"""All tables by name. Every one has an `agency_id` but `agencies` and those of the installation itself.

These are `installation_sessions`, `waiting_browsers`, `counts`, `job_runs` and `attempts`.
"""

from store.columns import metadata
from store.tables_audit import audit_entries, audit_heads
from store.tables_certificates import certificate_requests
from store.tables_groups import group_codes, line_groups
from store.tables_links import ita_addresses, link_checks
from store.tables_messages import conversations, edits, inbox, outbox, tombstones
from store.tables_offers import task_offers
from store.tables_operations import account_news, attempts, counts, job_runs
from store.tables_people import (
    agencies,
    channels,
    former_accounts,
    installation_sessions,
    invites,
    notices,
    people,
    person_roles,
    person_units,
    sessions,
    signins,
    unit_names,
    units,
    waiting_browsers,
)
from store.tables_plans import (
    handovers,
    layout_drafts,
    measure_units,
    measures,
    plan_drafts,
    plans,
    rounds,
    tasks,
    topics,
)
from store.tables_reminders import (
    agency_holidays,
    asked_reminders,
    badge_menus,
    badges,
    put_offs,
    reminder_keys,
    reminder_rules,
    reminders,
)
from store.tables_replies import comments, evidence, reviews, update_sources, updates
from store.tables_reports import report_files, report_steps, report_versions, word_templates

__all__ = [
    "account_news",
    "agencies",
    "agency_holidays",
    "asked_reminders",
    "attempts",
    "audit_entries",
    "audit_heads",
    "badge_menus",
    "badges",
    "certificate_requests",
    "channels",
    "comments",
    "conversations",
    "counts",
    "edits",
    "evidence",
    "former_accounts",
    "group_codes",
    "handovers",
    "inbox",
    "installation_sessions",
    "invites",
    "ita_addresses",
    "job_runs",
    "layout_drafts",
    "line_groups",
    "link_checks",
    "measure_units",
    "measures",
    "metadata",
    "notices",
    "outbox",
    "people",
    "person_roles",
    "person_units",
    "plan_drafts",
    "plans",
    "put_offs",
    "reminder_keys",
    "reminder_rules",
    "reminders",
    "report_files",
    "report_steps",
    "report_versions",
    "reviews",
    "rounds",
    "sessions",
    "signins",
    "task_offers",
    "tasks",
    "tombstones",
    "topics",
    "unit_names",
    "units",
    "update_sources",
    "updates",
    "waiting_browsers",
    "word_templates",
]
