"""All tables by name. Every one but `agencies` has an `agency_id`."""

from store.columns import metadata
from store.tables_messages import conversations, inbox, outbox, tombstones
from store.tables_people import (
    agencies,
    channels,
    invites,
    notices,
    people,
    person_roles,
    person_units,
    sessions,
    signins,
    units,
)
from store.tables_plans import (
    evidence,
    measure_units,
    measures,
    plans,
    reminders,
    rounds,
    tasks,
    topics,
    update_sources,
    updates,
)

__all__ = [
    "agencies",
    "channels",
    "conversations",
    "evidence",
    "inbox",
    "invites",
    "measure_units",
    "measures",
    "metadata",
    "notices",
    "outbox",
    "people",
    "person_roles",
    "person_units",
    "plans",
    "reminders",
    "rounds",
    "sessions",
    "signins",
    "tasks",
    "tombstones",
    "topics",
    "units",
    "update_sources",
    "updates",
]
