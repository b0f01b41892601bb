"""Headings of the plan on file, the order of what stands under them, who is responsible for many, and the scores."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.messages import N_
from domain.plan import Score, Topic, TopicOnFile
from domain.plan_edit import add_topic, change_topic, end_topic, move_topic, order_measures, put_responsible
from thai.numbers import NotANumber, read_number
from web.admin.measure_form import make_lines_field, parse_question, read_responsible_of, read_wording, write_question
from web.admin.plan_edit import (
    LOOK,
    PLAN,
    TOPIC,
    Desk,
    find_topic_or_404,
    form_page,
    is_stale,
    load_desk,
    mark_of,
    save_edit,
)
from web.admin.plan_measures import read_place
from web.forms import Field, Form, Wrong, read_form
from web.language import translator
from web.visit import admin_pages

plan_topic_pages = admin_pages("plan_topics", __name__)

_CHANGE = N_("What the change does")
_CHANGED = N_("Somebody else changed this meanwhile. What you typed stands below; what is on file now: {now}")
_A_SCORE = N_("Please write a score from 0 to 100.")
_NO_MEASURE = N_("Please tick at least one measure.")
_TWICE = N_("This indicator stands above already.")
_MORE_SCORES: Final = 3
_SHORT: Final = {"maxlength": 200}


@plan_topic_pages.get(TOPIC)
def show_topic(plan_id: int, topic_id: int) -> ResponseReturnValue:
    """The heading's form, the order of its measures, and its place."""
    desk = load_desk(plan_id)
    topic = find_topic_or_404(desk, topic_id)
    return _topic_page(desk, topic, _topic_form(desk, topic))


@plan_topic_pages.post(TOPIC)
def save_topic(plan_id: int, topic_id: int) -> ResponseReturnValue:
    """Change the heading and its place among the others."""
    desk = load_desk(plan_id)
    topic = find_topic_or_404(desk, topic_id)
    form, values = read_form(_topic_form(desk, topic))
    note = translator()(_CHANGED).format(now=topic.topic.title) if is_stale(topic.topic) else ""
    if note or form.wrong or "again" in request.form:
        return _topic_page(desk, topic, form, note)
    place = values.get("place", _place_of(desk, topic))
    changed = change_heading(topic.topic, values)
    return save_edit(
        desk,
        lambda plan: move_topic(change_topic(plan, topic_id, changed), topic_id, place),
        title=_CHANGE,
        about=changed.title,
    )


@plan_topic_pages.route(f"{PLAN}/topics/new", methods=["GET", "POST"])
def add_new_topic(plan_id: int) -> ResponseReturnValue:
    """One more heading at the end of the plan."""
    desk = load_desk(plan_id)
    form = Form("topic", url_for("plan_topics.add_new_topic", plan_id=plan_id), topic_fields(Topic("")), adds=True)
    form, values = read_form(form) if request.method == "POST" else (form, {})
    if request.method == "GET" or form.wrong or "again" in request.form:
        return form_page(form, desk, title=N_("Add a heading"))
    topic = change_heading(Topic(""), values)
    return save_edit(desk, lambda plan: add_topic(plan, topic), title=_CHANGE, about=topic.title)


@plan_topic_pages.post(f"{TOPIC}/order")
def save_order(plan_id: int, topic_id: int) -> ResponseReturnValue:
    """The topic's measures in the order of the numbers typed beside them."""
    desk = load_desk(plan_id)
    topic = find_topic_or_404(desk, topic_id)
    form, values = read_form(_order_form(desk, topic))
    if form.wrong or "again" in request.form:
        return _topic_page(desk, topic, _topic_form(desk, topic), order=form)
    places = {int(name.removeprefix("place-")): place for name, place in values.items()}
    return save_edit(desk, lambda plan: order_measures(plan, topic_id, places), title=_CHANGE, about=topic.topic.title)


@plan_topic_pages.post(f"{TOPIC}/end")
def end_heading(plan_id: int, topic_id: int) -> ResponseReturnValue:
    """The heading and its measures leave the plan."""
    desk = load_desk(plan_id)
    topic = find_topic_or_404(desk, topic_id)
    if "again" in request.form:
        return _topic_page(desk, topic, _topic_form(desk, topic))
    return save_edit(
        desk, lambda plan: end_topic(plan, topic_id), title=N_("What ending it does"), about=topic.topic.title
    )


@plan_topic_pages.route(f"{PLAN}/responsible", methods=["GET", "POST"])
def change_responsible(plan_id: int) -> ResponseReturnValue:
    """Who is responsible for many measures at once; those of the `topic` named are ticked to begin with."""
    desk = load_desk(plan_id)
    form = _responsible_form(desk, request.args.get("topic", 0, type=int))
    values: dict[str, Any] = {}
    if request.method == "POST":
        form, values = read_form(form)
        if not form.wrong and not _ticked(values):
            form = form.with_problem(form.fields[1].name, translator()(_NO_MEASURE))
    if request.method == "GET" or form.wrong or "again" in request.form:
        return form_page(form, desk, title=N_("Who is responsible for many measures"))
    ids, who = _ticked(values), values["who"]
    return save_edit(desk, lambda plan: put_responsible(plan, ids, who), title=_CHANGE, about=who.text)


@plan_topic_pages.route(f"{PLAN}/scores", methods=["GET", "POST"])
def change_scores(plan_id: int) -> ResponseReturnValue:
    """Last year's scores, which the measures answer to."""
    desk = load_desk(plan_id)
    form = Form("scores", url_for("plan_topics.change_scores", plan_id=plan_id), score_fields(desk.plan.scores))
    form, values = read_form(form) if request.method == "POST" else (form, {})
    form, scores = read_scores(form, values, desk.plan.scores)
    title = N_("Last year's scores")
    if request.method == "GET" or form.wrong or "again" in request.form:
        return form_page(form, desk, title=title)
    return save_edit(desk, lambda plan: replace(plan, scores=scores), title=_CHANGE, about=translator()(title))


def topic_fields(topic: Topic) -> tuple[Field, ...]:
    """The fields of a heading."""
    return (
        Field("number", N_("Number"), value=topic.number or "", attributes={"maxlength": 20}),
        Field(
            "title", N_("Heading"), read_wording, topic.title, kind="textarea", required=True,
            attributes={"class": "few", "maxlength": 4000},
        ),
        make_lines_field("findings", N_("What last year's result shows, one a line"), topic.findings),
        make_lines_field("actions", N_("What the analysis proposes, one a line"), topic.actions),
        make_lines_field("questions", N_("ITA questions, one a line"), map(write_question, topic.questions)),
    )  # fmt: skip


def _topic_form(desk: Desk, topic: TopicOnFile) -> Form:
    place = Field(
        "place", N_("Place in the plan"), read_place, str(_place_of(desk, topic)), required=True,
        attributes={"inputmode": "numeric", "maxlength": 4},
    )  # fmt: skip
    action = url_for("plan_topics.save_topic", plan_id=desk.plan.id, topic_id=topic.id)
    return Form("topic", action, (*topic_fields(topic.topic), place), hidden={"seen": mark_of(topic.topic)})


def _place_of(desk: Desk, topic: TopicOnFile) -> int:
    return [each.id for each in desk.plan.topics].index(topic.id) + 1


def change_heading(topic: Topic, values: Mapping[str, Any]) -> Topic:
    """The heading as typed; what was not sent stays."""
    questions = values.get("questions")
    return replace(
        topic,
        number=(values["number"] or None) if "number" in values else topic.number,
        title=values.get("title", topic.title),
        findings=values.get("findings", topic.findings),
        actions=values.get("actions", topic.actions),
        questions=topic.questions if questions is None else tuple(map(parse_question, questions)),
    )


def _order_form(desk: Desk, topic: TopicOnFile) -> Form:
    fields = tuple(
        Field(
            f"place-{one.id}", N_("Field: {about}"), read_place, str(at), required=True,
            about=f"{one.measure.number or ''} {one.measure.title}".strip()[:120],
            attributes={"inputmode": "numeric", "maxlength": 4},
        )
        for at, one in enumerate(topic.measures, 1)
    )  # fmt: skip
    action = url_for("plan_topics.save_order", plan_id=desk.plan.id, topic_id=topic.id)
    return Form("order", action, fields, N_("Put them in this order"))


def _topic_page(
    desk: Desk, topic: TopicOnFile, form: Form, note: str = "", order: Form | None = None
) -> ResponseReturnValue:
    order = order or _order_form(desk, topic)
    page = render_template("admin/plan_topic.html", plan=desk.plan, topic=topic, form=form, note=note, order=order)
    return page, 422 if form.wrong or order.wrong else 409 if note else 200


def _responsible_form(desk: Desk, topic_id: int) -> Form:
    measures = [(topic, one) for topic in desk.plan.topics for one in topic.measures]
    fields = (
        Field(
            "who", N_("Who is responsible"), lambda typed: read_responsible_of(typed, desk.units), required=True,
            attributes={"maxlength": 600, "list": "units"},
        ),
        *(
            Field(
                f"measure-{one.id}", N_("Field: {about}"), value="on" if topic.id == topic_id else "", kind="checkbox",
                about=_name_with_who(one.measure.number, one.measure.title, one.measure.responsible),
            )
            for topic, one in measures
        ),
    )  # fmt: skip
    action = url_for("plan_topics.change_responsible", plan_id=desk.plan.id)
    return Form("responsible", action, fields, LOOK)


def _name_with_who(number: str | None, title: str, who: Any) -> str:
    return f"{number or ''} {title[:120]} – {who.text if who else '–'}".strip()


def _ticked(values: dict[str, Any]) -> set[int]:
    return {int(name.removeprefix("measure-")) for name, on in values.items() if name.startswith("measure-") and on}


def score_fields(scores: Sequence[Score], more: int = _MORE_SCORES) -> tuple[Field, ...]:
    """For each score its indicator and its number, and as many empty ones."""
    rows = [*((one.indicator, f"{one.score:g}") for one in scores), *[("", "")] * more]
    return tuple(
        field
        for at, (indicator, score) in enumerate(rows, 1)
        for field in (
            Field(f"indicator-{at}", N_("Indicator {about}"), value=indicator, about=str(at), attributes=_SHORT),
            Field(
                f"score-{at}", N_("Score {about}"), _read_score, score, about=str(at),
                attributes={"inputmode": "decimal", "maxlength": 10},
            ),
        )
    )  # fmt: skip


def read_scores(form: Form, values: Mapping[str, Any], before: Sequence[Score]) -> tuple[Form, tuple[Score, ...]]:
    """The form with what is wrong of the scores together, and the scores; a row without both is left out."""
    found: dict[str, Score] = {}
    say = translator()
    for at in range(1, len(form.with_prefix("score-")) + 1):
        old = before[at - 1] if at <= len(before) else None
        indicator = values.get(f"indicator-{at}", old.indicator if old else "")
        score = values.get(f"score-{at}", old.score if old else None)
        if indicator in found and indicator:
            form = form.with_problem(f"indicator-{at}", say(_TWICE))
        elif indicator and score is not None:
            found[indicator] = (
                old if old and (old.indicator, old.score) == (indicator, score) else Score(indicator, score)
            )
        elif bool(indicator) != (score is not None) and not form.wrong:
            form = form.with_problem(f"score-{at}", say(_A_SCORE))
    return form, tuple(found.values())


def _read_score(typed: str) -> float | None:
    if not typed.strip():
        return None
    try:
        score = float(read_number(typed))
    except NotANumber:
        raise Wrong(_A_SCORE) from None
    if not 0 <= score <= 100:
        raise Wrong(_A_SCORE)
    return score
