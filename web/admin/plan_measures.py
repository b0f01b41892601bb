"""One measure of the plan on file: changed, added, moved, split, merged with another, ended, brought back."""

from dataclasses import replace
from typing import Any, Final

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.messages import N_
from domain.plan import Measure, MeasureOnFile, TopicOnFile
from domain.plan_edit import (
    NEW,
    add_measure,
    change_measure,
    end_measures,
    join_measures,
    merge_measures,
    move_measure,
    split_measure,
)
from store.plan_edit import EndedMeasure, load_ended, replies_of_measure
from thai.digits import to_thai
from web.addresses import LARGEST_ID
from web.admin.measure_form import change_fields, measure_fields
from web.admin.plan_edit import (
    LOOK,
    MEASURE,
    PLAN,
    TOPIC,
    Desk,
    find_measure_or_404,
    find_topic_or_404,
    form_page,
    is_stale,
    load_desk,
    mark_of,
    save_edit,
)
from web.admin.plan_effects import list_measures
from web.forms import Field, Form, Wrong, read_form, read_whole_number
from web.language import translator
from web.port import port
from web.visit import admin_pages, books_of_visit

plan_measure_pages = admin_pages("plan_measures", __name__)

_ENDED: Final = f"{PLAN}/ended/<int(max={LARGEST_ID}):measure_id>"
_CHANGE = N_("What the change does")
_CHANGED = N_("Somebody else changed this meanwhile. What you typed stands below; what is on file now: {now}")
_A_PLACE = N_("Please write a number from 1.")


@plan_measure_pages.get(MEASURE)
def show_measure(plan_id: int, measure_id: int) -> ResponseReturnValue:
    """The measure's form, and what else can be done with it."""
    desk = load_desk(plan_id)
    topic, one = find_measure_or_404(desk, measure_id)
    return _measure_page(desk, topic, one, _measure_form(desk, one))


@plan_measure_pages.post(MEASURE)
def save_measure(plan_id: int, measure_id: int) -> ResponseReturnValue:
    """Change the measure; what cannot be read is said at its field."""
    desk = load_desk(plan_id)
    topic, one = find_measure_or_404(desk, measure_id)
    form, values = read_form(_measure_form(desk, one))
    form, changed = _read_measure(desk, form, values, one.measure)
    note = _say_changed(one.measure) if is_stale(one.measure) else ""
    if note or form.wrong or "again" in request.form:
        return _measure_page(desk, topic, one, form, note)
    return save_edit(desk, lambda plan: change_measure(plan, measure_id, changed), title=_CHANGE, about=changed.title)


@plan_measure_pages.route(f"{TOPIC}/new", methods=["GET", "POST"])
def add_new_measure(plan_id: int, topic_id: int) -> ResponseReturnValue:
    """A new measure at the end of the topic."""
    desk = load_desk(plan_id)
    topic = find_topic_or_404(desk, topic_id)
    action = url_for("plan_measures.add_new_measure", plan_id=plan_id, topic_id=topic_id)
    form = Form("measure", action, measure_fields(Measure(""), desk.about), LOOK, adds=True)
    form, values = read_form(form) if request.method == "POST" else (form.with_value("number", _next_number(topic)), {})
    form, added = _read_measure(desk, form, values, Measure(""))
    if request.method == "GET" or form.wrong or "again" in request.form:
        return form_page(form, desk, title=N_("Add a measure"), about=topic.topic.title)
    new = MeasureOnFile(NEW, added)
    return save_edit(desk, lambda plan: add_measure(plan, topic_id, new), title=_CHANGE, about=added.title)


@plan_measure_pages.post(f"{MEASURE}/move")
def move(plan_id: int, measure_id: int) -> ResponseReturnValue:
    """The measure at another place, under the same topic or another."""
    desk = load_desk(plan_id)
    topic, one = find_measure_or_404(desk, measure_id)
    form, values = read_form(_move_form(desk, topic, one))
    if form.wrong or "again" in request.form:
        return _measure_page(desk, topic, one, _measure_form(desk, one), moving=form)
    to, place = values["topic"], values["place"]
    return save_edit(
        desk, lambda plan: move_measure(plan, measure_id, to, place), title=_CHANGE, about=one.measure.title
    )


@plan_measure_pages.route(f"{MEASURE}/split", methods=["GET", "POST"])
def split(plan_id: int, measure_id: int) -> ResponseReturnValue:
    """The measure in two: the first part keeps tasks and replies, the second is asked for anew."""
    desk = load_desk(plan_id)
    _, one = find_measure_or_404(desk, measure_id)
    first, second = one.measure, _begin_second(one.measure)
    parts = (*measure_fields(first, desk.about, "-1")[:3], *measure_fields(second, desk.about, "-2"))
    action = url_for("plan_measures.split", plan_id=plan_id, measure_id=measure_id)
    form = Form("split", action, tuple(_name_part(field) for field in parts), LOOK, {"seen": mark_of(first)})
    note, values = "", dict[str, Any]()
    if request.method == "POST":
        form, values = read_form(form)
        note = _say_changed(first) if is_stale(first) else ""
        form, first = _read_measure(desk, form, values, first, "-1")
        form, second = _read_measure(desk, form, values, second, "-2")
    if request.method == "GET" or note or form.wrong or "again" in request.form:
        page = {"title": N_("Split the measure in two"), "about": one.measure.title, "back": _address(desk, one)}
        return form_page(form, desk, note=note, **page)
    return save_edit(
        desk, lambda plan: split_measure(plan, measure_id, first, second), title=_CHANGE, about=first.title
    )


@plan_measure_pages.route(f"{MEASURE}/merge", methods=["GET", "POST"])
def merge(plan_id: int, measure_id: int) -> ResponseReturnValue:
    """The measure stands for another as well, which ends; `with` names that one."""
    desk = load_desk(plan_id)
    _, one = find_measure_or_404(desk, measure_id)
    _, other = find_measure_or_404(desk, request.values.get("with", 0, type=int))
    joined = join_measures(one.measure, (other.measure,))
    hidden = {"with": other.id, "seen": mark_of((one.measure, other.measure))}
    action = url_for("plan_measures.merge", plan_id=plan_id, measure_id=measure_id)
    form = Form("merge", action, measure_fields(joined, desk.about), LOOK, hidden)
    note, values = "", dict[str, Any]()
    if request.method == "POST":
        note = _say_changed(joined) if is_stale((one.measure, other.measure)) else ""
        form, values = read_form(form)
    form, merged = _read_measure(desk, form, values, joined)
    if request.method == "GET" or note or form.wrong or "again" in request.form:
        page = {"title": N_("Merge two measures"), "about": f"{one.measure.title} + {other.measure.title}"}
        return form_page(form, desk, note=note, back=_address(desk, one), **page)
    return save_edit(
        desk, lambda plan: merge_measures(plan, one.id, (other.id,), merged), title=_CHANGE, about=merged.title
    )


@plan_measure_pages.post(f"{MEASURE}/end")
def end(plan_id: int, measure_id: int) -> ResponseReturnValue:
    """The measure leaves the plan; what was replied to it stays with it."""
    desk = load_desk(plan_id)
    topic, one = find_measure_or_404(desk, measure_id)
    if "again" in request.form:
        return _measure_page(desk, topic, one, _measure_form(desk, one))
    return save_edit(
        desk, lambda plan: end_measures(plan, {measure_id}), title=N_("What ending it does"), about=one.measure.title
    )


@plan_measure_pages.get(_ENDED)
def show_ended(plan_id: int, measure_id: int) -> ResponseReturnValue:
    """A measure that was ended, with all that was replied to it, and the way back."""
    desk = load_desk(plan_id)
    return _ended_page(desk, _find_ended(desk, measure_id))


@plan_measure_pages.post(_ENDED)
def bring_back(plan_id: int, measure_id: int) -> ResponseReturnValue:
    """The ended measure is in the plan again, with its replies, at the end of the topic chosen."""
    desk = load_desk(plan_id)
    ended = _find_ended(desk, measure_id)
    form, values = read_form(_back_form(desk, ended))
    if form.wrong or "again" in request.form:
        return _ended_page(desk, ended, form)
    topic_id = values["topic"]
    return save_edit(
        desk,
        lambda plan: add_measure(plan, topic_id, ended.as_on_file()),
        title=_CHANGE,
        about=ended.measure.title,
    )


def _read_measure(
    desk: Desk, form: Form, values: dict[str, Any], measure: Measure, mark: str = ""
) -> tuple[Form, Measure]:
    """The form with what is wrong of the fields together, and the measure that it says."""
    changed, wrong = change_fields(measure, form.fields, values, desk.about, mark)
    for name, told in wrong.items():
        form = form.with_problem(name, told)
    return form, changed


def _measure_form(desk: Desk, one: MeasureOnFile) -> Form:
    action, seen = _address(desk, one), {"seen": mark_of(one.measure)}
    return Form("measure", action, measure_fields(one.measure, desk.about), LOOK, seen)


def _address(desk: Desk, one: MeasureOnFile) -> str:
    return url_for("plan_measures.show_measure", plan_id=desk.plan.id, measure_id=one.id)


def _measure_page(
    desk: Desk, topic: TopicOnFile, one: MeasureOnFile, form: Form, note: str = "", moving: Form | None = None
) -> ResponseReturnValue:
    others = [(key, name) for key, name in list_measures(desk.plan) if key != str(one.id)]
    moving = moving or _move_form(desk, topic, one)
    page = render_template(
        "admin/plan_measure.html", plan=desk.plan, topic=topic.topic, one=one, form=form, note=note, others=others,
        moving=moving, units=desk.units,
    )  # fmt: skip
    return page, 422 if form.wrong or moving.wrong else 409 if note else 200


def _move_form(desk: Desk, topic: TopicOnFile, one: MeasureOnFile) -> Form:
    place = [each.id for each in topic.measures].index(one.id) + 1
    where = Field("place", N_("Place under the heading"), read_place, str(place), required=True,
                  attributes={"inputmode": "numeric", "maxlength": 4})  # fmt: skip
    action = url_for("plan_measures.move", plan_id=desk.plan.id, measure_id=one.id)
    return Form("move", action, (_topic_field(desk, topic.id), where), N_("Move it"), adds=True)


def _topic_field(desk: Desk, chosen: int) -> Field:
    choices = [(str(one.id), f"{one.topic.number or ''} {one.topic.title}".strip()) for one in desk.plan.topics]
    return Field(
        "topic", N_("Heading"), _make_topic_reader(desk), str(chosen), kind="select", choices=choices, required=True
    )


def _make_topic_reader(desk: Desk) -> Any:
    """What reads the id of one of the plan's topics."""

    def read_topic(typed: str) -> int:
        if typed not in [str(one.id) for one in desk.plan.topics]:
            raise Wrong(N_("Please choose one from the list."))
        return int(typed)

    return read_topic


def read_place(typed: str) -> int:
    """A place, counted from 1; raises Wrong."""
    place = read_whole_number(typed)
    if place is None or not 0 < place < 10_000:
        raise Wrong(_A_PLACE)
    return place


def _next_number(topic: TopicOnFile) -> str:
    """The number after the topic's last measure, written alike; "" where that has none that counts on."""
    number = (topic.measures[-1].measure.number or "") if topic.measures else ""
    head, dot, last = number.rpartition(".")
    place = read_whole_number(last)
    if place is None:
        return ""
    counted = str(place + 1)
    return f"{head}{dot}{counted if last.isascii() else to_thai(counted)}"


def _begin_second(measure: Measure) -> Measure:
    """What the second part begins as: all but the wording, the steps and what was replied in the document."""
    return replace(
        measure, title="", number=None, steps=(), result=(), outcome=(), suggestion=(), dates=(), did_not=(), remark=(),
        status=None,
    )  # fmt: skip


def _name_part(field: Field) -> Field:
    """The field, said to be of the first or the second part."""
    say = translator()
    part = N_("first part") if field.name.endswith("-1") else N_("second part")
    return replace(field, label=N_("Field: {about}"), about=f"{field.title} ({say(part)})")


def _say_changed(now: Measure) -> str:
    return translator()(_CHANGED).format(now=f"{now.number or ''} {now.title}".strip())


def _find_ended(desk: Desk, measure_id: int) -> EndedMeasure:
    found = port().database.read(lambda conn: load_ended(books_of_visit(conn), desk.plan.id))
    return next((one for one in found if one.id == measure_id), None) or abort(404)


def _back_form(desk: Desk, ended: EndedMeasure) -> Form:
    action = url_for("plan_measures.show_ended", plan_id=desk.plan.id, measure_id=ended.id)
    return Form("back", action, (_topic_field(desk, ended.topic_id),), N_("Take it into the plan again"), adds=True)


def _ended_page(desk: Desk, ended: EndedMeasure, form: Form | None = None) -> ResponseReturnValue:
    replies = port().database.read(lambda conn: replies_of_measure(books_of_visit(conn), ended.id))
    form = form or _back_form(desk, ended)
    page = render_template("admin/plan_ended.html", plan=desk.plan, ended=ended, replies=replies, form=form)
    return page, 422 if form.wrong else 200
