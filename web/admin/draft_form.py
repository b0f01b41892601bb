"""Everything that can be corrected of a plan before it is imported, as one form, and the plan that it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from domain.columns import Column
from domain.layout import Layout
from domain.messages import N_
from domain.plan import Measure, Plan, Topic
from domain.plan_draft import PlanDraft
from domain.task import Status
from web.admin.measure_form import (
    MeasureForm,
    change_fields,
    make_lines_field,
    measure_fields,
    read_responsible_of,
    same_text,
)
from web.admin.plan_corrections import STATUSES, status_asked
from web.admin.plan_topics import change_heading, read_scores, score_fields, topic_fields
from web.admin.plan_words import name_status
from web.forms import Field, Form, Wrong, fill_form
from web.language import translator

TOPIC: Final = "topic_"
WHO_OF_ALL: Final = "who_all"
# What the document tells of what was done, as the page calls it.
_REPLIES: Final = {
    "result": N_("Result, in the document"),
    "outcome": N_("Outcome, in the document"),
    "suggestion": N_("Suggestion, in the document"),
    "did_not": N_("Why it was not done, in the document"),
    "remark": N_("Remark, in the document"),
    "dates": N_("Days, in the document"),
}
_ALL_HINT = N_("Fills in who is responsible for all measures of this heading when you save or look again.")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The form as it was filled in, with what is wrong at each field, and the plan that it says."""

    form: Form
    plan: Plan


def make_draft_form(draft: PlanDraft, layout: Layout) -> Form:
    """All fields of the draft's plan; those of the third measure end with `-3`, a topic's begin with `topic_`."""
    fields: list[Field] = []
    number = 0
    for place, topic in enumerate(draft.plan.topics, 1):
        fields += _topic_fields(topic, place)
        for measure in topic.measures:
            number += 1
            fields += _measure_fields(measure, about_of(draft, measure, layout.columns), number, layout)
    return Form("look", "", (*fields, *score_fields(draft.plan.scores, more=1)))


def about_of(draft: PlanDraft, measure: Measure, columns: Sequence[Column]) -> MeasureForm:
    """What reading the measure's fields asks for; units that the agency does not have are asked about elsewhere."""
    own = draft.plan.columns or columns
    shown = (one for one in own if one.is_own and (one.filled_by == "plan" or one.key in measure.own))
    return MeasureForm(draft.year, (), tuple(shown))


def correct_draft(draft: PlanDraft, typed: Mapping[str, str], layout: Layout) -> Corrected:
    """The draft's plan with what was typed over it."""
    form, values = fill_form(make_draft_form(draft, layout), typed)
    by_name = {one.name: one for one in form.fields}
    wrong: dict[str, str] = {}
    number, topics = 0, []
    for place, topic in enumerate(draft.plan.topics, 1):
        measures = []
        for measure in topic.measures:
            number += 1
            about = about_of(draft, measure, layout.columns)
            fields = [by_name[one.name] for one in _measure_fields(measure, about, number, layout)]
            changed, problems = change_fields(measure, fields, values, about, f"-{number}")
            wrong |= problems
            measures.append(_change_replies(changed, measure, values, by_name, number))
        topics.append(replace(_change_topic(topic, values, by_name, place), measures=tuple(measures)))
    form, scores = read_scores(form, values, draft.plan.scores)
    for name, told in wrong.items():
        form = form.with_problem(name, told)
    return Corrected(form, replace(draft.plan, topics=tuple(topics), scores=scores))


def fill_whole_topics(plan: Plan, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with who is responsible for all of a topic typed at each of its measures.

    Who cannot be understood stays where it was typed.
    """
    found, number = dict(typed), 0
    for place, topic in enumerate(plan.topics, 1):
        name = f"{WHO_OF_ALL}-{place}"
        numbers = range(number + 1, number + 1 + len(topic.measures))
        number += len(topic.measures)
        if (who := typed.get(name, "").strip()) and _is_understood(who):
            del found[name]
            found |= {f"who-{each}": who for each in numbers}
    return found


def keep_typed(typed: Mapping[str, str], form: Form) -> dict[str, str]:
    """What differs of it from what the form shows of itself: that alone is worth keeping."""
    shown = {one.name: one.value for one in form.fields}
    return {name: text for name, text in typed.items() if same_text(text) != same_text(shown.get(name, ""))}


def _is_understood(who: str) -> bool:
    try:
        return read_responsible_of(who, ()) is not None
    except Wrong:
        return False


def _topic_fields(topic: Topic, place: int) -> list[Field]:
    named = [replace(one, name=f"{TOPIC}{one.name}-{place}") for one in topic_fields(topic)]
    many = Field(
        f"{WHO_OF_ALL}-{place}", N_("Who is responsible for the whole heading"), _read_who, hint=_ALL_HINT,
        attributes={"maxlength": 600, "list": "units"},
    )  # fmt: skip
    return [*named, many]


def _read_who(typed: str) -> Any:
    return read_responsible_of(typed, ()) if typed.strip() else None


def _measure_fields(measure: Measure, about: MeasureForm, number: int, layout: Layout) -> list[Field]:
    mark = f"-{number}"
    return [*measure_fields(measure, about, mark), *_reply_fields(measure, mark, layout)]


def _reply_fields(measure: Measure, mark: str, layout: Layout) -> list[Field]:
    """The fields of what the document tells was done, those alone in which it tells something."""
    told = [(name, label) for name, label in _REPLIES.items() if getattr(measure, name)]
    fields = [make_lines_field(f"{name}{mark}", label, getattr(measure, name)) for name, label in told]
    asked = status_asked(measure)
    if asked is None:
        return fields
    say = translator()
    likely = f" {say(N_('(likely)'))}" if asked else ""
    names = [f"{name_status(one, layout)}{likely if one is Status.DONE else ''}" for one in STATUSES]
    hint = say(N_("The document says “{words}”")).format(words=asked) if asked else ""
    choices = [("", say(N_("the document does not say"))), *zip(map(str, STATUSES), names, strict=True)]
    label = N_("How far it is, for its reply in the document")
    return [Field(f"status{mark}", label, _read_status, "", hint, "select", choices=choices), *fields]


def _read_status(typed: str) -> Status:
    if typed not in STATUSES:
        raise Wrong(N_("Please choose one from the list."))
    return Status(typed)


def _change_replies(
    changed: Measure, measure: Measure, values: Mapping[str, Any], by_name: Mapping[str, Field], number: int
) -> Measure:
    for name in _REPLIES:
        field, before = by_name.get(f"{name}-{number}"), "\n".join(getattr(measure, name))
        if field and field.name in values and same_text(field.value) != same_text(before):
            changed = replace(changed, **{name: values[field.name]})
    status = values.get(f"status-{number}")
    return replace(changed, status=status) if status else changed


def _change_topic(topic: Topic, values: Mapping[str, Any], by_name: Mapping[str, Field], place: int) -> Topic:
    new: dict[str, Any] = {}
    for one in topic_fields(topic):
        name = f"{TOPIC}{one.name}-{place}"
        if name in values and same_text(by_name[name].value) != same_text(one.value):
            new[one.name] = values[name]
    return change_heading(topic, new)
