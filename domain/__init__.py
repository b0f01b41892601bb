"""The field's own words as frozen values: plans, people, tasks, replies, reports, messages and writes."""
