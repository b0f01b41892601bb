"""How each public query of the store is asked for what another agency has."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from domain.agency import PersonRow, Role
from domain.audit import Act, Noted
from domain.layout_draft import OF_AGENCY
from domain.plan import PlanOnFile
from domain.reminding import ReminderRules
from store import (
    agencies,
    audit,
    audit_names,
    badges,
    certificates,
    certified,
    channels,
    column_answers,
    comments,
    conversations,
    corrections,
    demo_steps,
    edits,
    evidence,
    expected,
    first_look,
    former,
    groups,
    handovers,
    inbox,
    layout_drafts,
    links,
    my_data,
    offers,
    outbox,
    people,
    people_import,
    plan_drafts,
    plan_edit,
    plan_refs,
    plans,
    reminder_rules,
    reminders,
    reviews,
    round_look,
    rounds,
    signins,
    supervised,
    task_replies,
    task_state,
    tasks,
    tombstones,
    unit_merge,
    updates,
    waiting_browsers,
    word_templates,
)
from store.books import Books
from tests.agency import DUE, KEYS, MORNING, PLAN, YEAR, after
from tests.store.theirs import Theirs
from thai.fiscal import RoundKind

TOKEN_HASH = KEYS.hash_token(signins.signin_token(KEYS, 1, "e-signin"))

BROWSER_CODE = KEYS.hash_code(waiting_browsers.make_browser_code(KEYS, "their-browser"))


def look_at_theirs(books: Books) -> Any:
    """What a first look tells of the other agency's message and numbers."""
    look = first_look.look_first(books, first_look.LookAt("m-early", "U-other", after(99)))
    return look.mark.edited or (look.numbers or ("", {}))[1]


# Every public query, asked with the other agency's ids.
ASKED: dict[Callable[..., Any], Callable[[Books, Theirs], Any]] = {
    signins.find_sign_in: lambda books, _: signins.find_sign_in(books, "their-session", MORNING),
    signins.sign_ins_of: lambda books, t: signins.sign_ins_of(books, t.person, MORNING),
    waiting_browsers.browser_of_code: lambda books, t: waiting_browsers.browser_of_code(
        books, [BROWSER_CODE], t.person
    ),
    waiting_browsers.asked_browser: lambda books, t: waiting_browsers.asked_browser(books, 1, t.person),
    audit.load_entries: lambda books, _: audit.load_entries(books),
    audit.find_chain_end: lambda books, _: audit.find_chain_end(books).number,
    audit.find_chain_fault: lambda books, _: audit.find_chain_fault(books),
    audit_names.names_of_people: lambda books, _: audit_names.names_of_people(books),
    audit_names.load_named: lambda books, t: audit_names.load_named(books, audit.load_entries(books)).people,
    audit.was_viewed: lambda books, t: audit.was_viewed(
        books, Act("page", t.person, MORNING), Noted("signed_in", "sessions", parts={"opens": "admin"})
    ),
    badges.badge_menus: lambda books, _: badges.badge_menus(books),
    badges.badges: lambda books, _: badges.badges(books),
    reminder_rules.agency_holidays: lambda books, _: reminder_rules.agency_holidays(books),
    reminder_rules.asked_reminders: lambda books, _: reminder_rules.asked_reminders(books, DUE),
    reminder_rules.put_offs: lambda books, _: reminder_rules.put_offs(books),
    reminder_rules.reminder_rules: lambda books, _: reminder_rules.reminder_rules(books) != ReminderRules(),
    demo_steps.find_done_steps: lambda books, _: demo_steps.find_done_steps(books),
    reminders.has_pushed_reminder: lambda books, _: reminders.has_pushed_reminder(books),
    reminders.delivery_log: lambda books, _: reminders.delivery_log(books),
    reminders.count_told: lambda books, _: reminders.count_told(books, date.min, date.max),
    reminders.find_reminded: lambda books, _: reminders.find_reminded(books, 1),
    reminders.told_once: lambda books, _: reminders.told_once(books),
    agencies.load_agency: lambda books, _: None if agencies.load_agency(books).slug == "ours" else "theirs",
    certificates.newest_request: lambda books, _: certificates.newest_request(books, YEAR, RoundKind.ANNUAL),
    certificates.find_request: lambda books, _: certificates.find_request(books, 1),
    certificates.requests_to: lambda books, t: certificates.requests_to(books, t.person),
    certified.certified_reports: lambda books, _: certified.certified_reports(books, YEAR),
    certified.certified_of_round: lambda books, _: certified.certified_of_round(books, YEAR, RoundKind.FIRST_HALF),
    certified.certified_since: lambda books, t: certified.certified_since(books, t.update.id, after(-60)),
    comments.comments_of_task: lambda books, t: comments.comments_of_task(books, t.task.id),
    comments.unanswered_comments: lambda books, t: comments.unanswered_comments(books, t.person),
    certified.published_years: lambda books, _: certified.published_years(books),
    channels.load_channel: lambda books, _: channels.load_channel(books, KEYS),
    channels.has_channel: lambda books, _: channels.has_channel(books),
    inbox.has_events: lambda books, _: inbox.has_events(books),
    plans.count_measures: lambda books, _: plans.count_measures(books, YEAR),
    conversations.count_drafts: lambda books, _: conversations.count_drafts(books),
    conversations.state_of: lambda books, _: conversations.state_of(books, "U-other").version,
    expected.everyone_units: lambda books, _: expected.everyone_units(books),
    expected.wanted: lambda books, _: expected.wanted(books, YEAR, RoundKind.SECOND_HALF),
    round_look.look_at_opening: lambda books, _: round_look.look_at_opening(books, YEAR, RoundKind.SECOND_HALF).tasks,
    expected.reassigned: lambda books, t: expected.reassigned(books, {t.task.measure_id: (t.who.unit_ids[0] + 1,)}),
    evidence.evidence_by_id: lambda books, t: evidence.evidence_by_id(books, t.evidence.id),
    evidence.evidence_of_messages: lambda books, _: evidence.evidence_of_messages(books, ("m-photo",)),
    evidence.evidence_of_update: lambda books, t: evidence.evidence_of_update(books, t.update.id),
    evidence.evidence_of_round: lambda books, t: evidence.evidence_of_round(books, t.round.id),
    evidence.wanted_of_message: lambda books, _: evidence.wanted_of_message(books, "m-photo"),
    first_look.look_first: lambda books, _: look_at_theirs(books),
    inbox.dead_events: lambda books, _: inbox.dead_events(books),
    inbox.stored_raw: lambda books, _: inbox.stored_raw(books, "e1"),
    outbox.count_by_state: lambda books, _: outbox.count_by_state(books),
    outbox.outbox_row: lambda books, t: outbox.outbox_row(books, t.outbox_id, MORNING),
    outbox.find_newest_numbers: lambda books, _: outbox.find_newest_numbers(books, "U-other", after(99)),
    outbox.waiting_pushes: lambda books, _: outbox.waiting_pushes(books),
    people.invite_by_code_hash: lambda books, _: people.invite_by_code_hash(books, KEYS.hash_code("ABCD2345")),
    people.unspent_codes: lambda books, _: people.unspent_codes(books, MORNING),
    people.names_with_void_codes: lambda books, _: people.names_with_void_codes(books),
    people.load_people: lambda books, _: people.load_people(books),
    people.people_named: lambda books, t: people.people_named(books, f"p{t.person}"),
    people.people_of_units: lambda books, t: people.people_of_units(books, t.who.unit_ids),
    people.people_with_deputy: lambda books, t: people.people_with_deputy(books, t.who.deputy_id),
    people.people_asking: lambda books, t: people.people_asking(books, t.task.assignee_ids[-1]),
    people.find_person: lambda books, t: people.find_person(books, t.person),
    people.person_of_line_user: lambda books, _: people.person_of_line_user(books, "U-other"),
    people.load_units: lambda books, _: people.load_units(books),
    people.load_lineage: lambda books, _: people.load_lineage(books),
    unit_merge.count_following: lambda books, t: unit_merge.count_following(books, t.task.unit_id or 0, YEAR),
    people.units_as_written: lambda books, _: people.units_as_written(books),
    people.unit_names: lambda books, _: people.unit_names(books),
    offers.offers_of_tasks: lambda books, t: offers.offers_of_tasks(books, [t.task.id]),
    offers.accepted_offers: lambda books, _: offers.accepted_offers(books, range(99)),
    offers.accepted_since: lambda books, _: offers.accepted_since(books, after(-60)),
    offers.offers_to: lambda books, t: offers.offers_to(books, t.who.id + 1),
    offers.offers_from: lambda books, t: offers.offers_from(books, t.who.id),
    former.find_former: lambda books, _: former.find_former(books, "U-before"),
    former.find_present_account: lambda books, _: former.find_present_account(books, "U-before"),
    my_data.notices_accepted: lambda books, _: my_data.notices_accepted(books, "U-other"),
    my_data.count_given: lambda books, t: sum(my_data.count_given(books, t.person)),
    my_data.collect_my_data: lambda books, t: my_data.collect_my_data(books, t.person),
    people.removal_asked: lambda books, _: people.removal_asked(books),
    handovers.handovers: lambda books, _: handovers.handovers(books, after(-60)),
    people_import.changed_names: lambda books, t: people_import.changed_names(
        books, [PersonRow(t.who.name + "ก", t.who.position, (), frozenset())]
    ),
    people_import.people_change: lambda books, _: people_import.people_change(books, ()).absent,
    plans.plan_change: lambda books, _: plans.plan_change(books, PLAN, YEAR).kept,
    plans.plan_on_file: lambda books, _: plans.plan_on_file(books, YEAR),
    plans.topic_rows: lambda books, t: plans.topic_rows(books, t.plan),
    plans.measure_rows: lambda books, t: plans.measure_rows(books, t.plan),
    plans.count_replies: lambda books, t: plans.count_replies(books, [t.task.measure_id]),
    plans.describe_change: lambda books, t: (
        plans.describe_change(books, plans.measure_rows(books, t.plan), (), ()).gone
    ),
    layout_drafts.load_layout_draft: lambda books, _: layout_drafts.load_layout_draft(books, OF_AGENCY),
    column_answers.load_answers_on_file: lambda books, t: column_answers.load_answers_on_file(books, [t.plan]).answers[
        "result"
    ],
    plan_drafts.load_draft: lambda books, _: plan_drafts.load_draft(books, "their-draft"),
    plan_drafts.list_drafts: lambda books, _: plan_drafts.list_drafts(books),
    plan_edit.find_plan: lambda books, t: plan_edit.find_plan(books, t.plan),
    plan_edit.replies_of_measure: lambda books, t: plan_edit.replies_of_measure(books, t.task.measure_id),
    plan_edit.load_ended: lambda books, t: plan_edit.load_ended(books, t.plan),
    plan_edit.edit_change: lambda books, t: plan_edit.edit_change(books, PlanOnFile(t.plan, YEAR, ())).gone,
    plan_refs.find_plan_ref: lambda books, _: plan_refs.find_plan_ref(books, YEAR),
    plan_refs.load_plans: lambda books, _: plan_refs.load_plans(books),
    reminders.reminded: lambda books, _: reminders.reminded(books, DUE),
    reviews.check_has_news: lambda books, _: reviews.check_has_news(books, MORNING),
    rounds.load_open_rounds: lambda books, _: rounds.load_open_rounds(books),
    rounds.find_round: lambda books, _: rounds.find_round(books, YEAR, RoundKind.FIRST_HALF),
    rounds.load_rounds: lambda books, _: rounds.load_rounds(books),
    signins.session_person: lambda books, _: signins.session_person(books, "their-session", MORNING),
    signins.spend_signin: lambda books, _: signins.spend_signin(books, TOKEN_HASH, MORNING),
    task_replies.last_reports: lambda books, _: task_replies.last_reports(books, MORNING.date()),
    task_replies.done_by_round: lambda books, t: task_replies.done_by_round(books, [t.task.measure_id]),
    tasks.has_own_deadlines: lambda books, _: tasks.has_own_deadlines(books),
    task_state.find_wrong_state: lambda books, _: task_state.find_wrong_state(books),
    task_state.hold_tasks: lambda books, t: task_state.hold_tasks(books, (t.task.id,)),
    corrections.find_first_reply: lambda books, t: corrections.find_first_reply(books, t.task.id, t.update.id),
    tasks.find_task: lambda books, t: tasks.find_task(books, t.task.id),
    tasks.load_tasks: lambda books, t: tasks.load_tasks(books) + tasks.load_tasks(books, t.round.id),
    tasks.load_tasks_to_check: lambda books, _: tasks.load_tasks_to_check(books),
    tasks.tasks_of_person: lambda books, t: tasks.tasks_of_person(books, t.person),
    tasks.tasks_for: lambda books, t: tasks.tasks_for(books, t.who),
    supervised.supervised_tasks: lambda books, t: supervised.supervised_tasks(
        books, replace(t.who, roles=frozenset({Role.ADMIN}))
    ),
    tasks.tasks_judged_by: lambda books, t: tasks.tasks_judged_by(books, t.person, after(-60)),
    tasks.open_tasks_by_id: lambda books, t: tasks.open_tasks_by_id(books, [t.task.id]),
    tasks.open_task_for: lambda books, t: tasks.open_task_for(books, t.task.id, t.who),
    edits.was_taken: lambda books, _: edits.was_taken(books, "m-said"),
    edits.was_edited_later: lambda books, _: edits.was_edited_later(books, "m-said", MORNING),
    tombstones.find_mark: lambda books, _: (
        tombstones.find_mark(books, "m-unsent").unsent or tombstones.find_mark(books, "m-early").edited
    ),
    updates.find_given_by: lambda books, t: updates.find_given_by(books, "m-text"),
    tombstones.tombstoned: lambda books, _: tombstones.tombstoned(books, "m-unsent"),
    updates.find_reply_with: lambda books, t: updates.find_reply_with(books, t.person, None, after(-1)),
    updates.update_with_ticket: lambda books, t: updates.update_with_ticket(books, t.person, "their-ticket"),
    updates.find_newest_update: lambda books, t: updates.find_newest_update(books, t.task.id),
    updates.counted_updates: lambda books, t: updates.counted_updates(books, t.round.id),
    updates.tasks_answered_by: lambda books, t: updates.tasks_answered_by(books, "m-text"),
    updates.newest_updates: lambda books, t: updates.newest_updates(books, t.round.id),
    updates.update_with_ticket: lambda books, t: updates.update_with_ticket(books, t.person, "t1"),
    groups.load_groups: lambda books, _: groups.load_groups(books),
    groups.find_group: lambda books, _: groups.find_group(books, "C-theirs"),
    groups.find_linked_group: lambda books, _: groups.find_linked_group(books, 1),
    groups.group_code_by_hash: lambda books, _: groups.group_code_by_hash(books, "group-code"),
    tasks.tasks_under: lambda books, t: tasks.tasks_under(books, t.task.unit_id),
    links.load_ita_addresses: lambda books, _: links.load_ita_addresses(books, YEAR),
    links.load_link_checks: lambda books, _: links.load_link_checks(books),
    updates.update_of_event: lambda books, _: updates.update_of_event(books, "e-update"),
    updates.updates_of_task: lambda books, t: updates.updates_of_task(books, t.task.id),
    word_templates.word_template: lambda books, _: word_templates.word_template(books),
}
