"""The admin's pages and the addresses that say how the installation is."""

import logging

from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import HTTPException

from reports.turns import TooBusy
from reports.word.problems import BadTemplate
from store.files import DamagedFile, FilesUnavailable
from web.admin.absence import absence_pages
from web.admin.agency import agency_pages
from web.admin.certify import certify_pages
from web.admin.channel import channel_pages
from web.admin.compare import compare_pages
from web.admin.downloads import report_pages
from web.admin.evidence import evidence_pages
from web.admin.for_officers import officer_pages
from web.admin.groups import group_pages
from web.admin.invites import invite_pages
from web.admin.ita import ita_pages
from web.admin.layout import layout_pages
from web.admin.layout_edit import layout_edit_pages
from web.admin.learn_layout import learn_pages
from web.admin.leaving import leaving_pages
from web.admin.now import now_pages
from web.admin.nudges import nudge_pages
from web.admin.people import people_pages
from web.admin.people_list import people_list_pages
from web.admin.plan_edit import plan_edit_pages
from web.admin.plan_import import plan_pages
from web.admin.plan_look import plan_look_pages
from web.admin.plan_measures import plan_measure_pages
from web.admin.plan_topics import plan_topic_pages
from web.admin.records import record_pages
from web.admin.reminder_calendar import calendar_of_year
from web.admin.reminder_log import reminder_log_pages
from web.admin.reminders import reminder_pages
from web.admin.review import review_pages
from web.admin.round_pages import round_pages
from web.admin.sessions import session_pages
from web.admin.task import task_pages
from web.admin.tasks import overview_pages
from web.admin.to_head import to_head_pages
from web.admin.unit_names import unit_name_pages
from web.admin.units import unit_pages
from web.admin.withdraw import withdraw_pages
from web.admin.word_template import template_page, word_pages
from web.audited_pages import record_look
from web.compressed import compress
from web.filters import pages
from web.forms import refuse_nul
from web.headers import secure
from web.installation.agencies import setup_pages
from web.installation.entrance import check_installer, setup_entrance, setup_exit
from web.installation.operations import operations_page
from web.language import keep_language, language, other_languages, translate
from web.limits import check_limits, count_wrong
from web.messages import busy_page, damaged_page, error_page, no_storage_page
from web.plans import keep_plan, plan_value
from web.port import WebPort
from web.public.calendar import calendar_pages
from web.public.code_sign_in import code_entrance
from web.public.data import data_pages
from web.public.demo import demo_pages
from web.public.draft import draft_pages
from web.public.head import check_head, head_link, head_pages
from web.public.health import health
from web.public.home import home_pages
from web.public.ita import assessor_pages
from web.public.look import look_pages
from web.public.metrics import metrics_page
from web.public.my_data import my_data_page
from web.public.overview import overview_picture_pages
from web.public.replies import check_reporter, link_page, reply_pages
from web.public.reports import public_pages
from web.public.sign_in import TOKENS_LEFT_OUT, entrance, exit_
from web.public.years import year_pages
from web.visit import check_visitor

# LINE cannot send our token; it signs its calls instead.
SIGNED_OTHERWISE = ("bot.webhook.receive",)

_BLUEPRINTS = (
    pages,
    entrance,
    code_entrance,
    exit_,
    overview_pages,
    task_pages,
    evidence_pages,
    report_pages,
    health,
    metrics_page,
    certify_pages,
    to_head_pages,
    withdraw_pages,
    compare_pages,
    layout_pages,
    layout_edit_pages,
    learn_pages,
    word_pages,
    public_pages,
    year_pages,
    data_pages,
    plan_pages,
    record_pages,
    session_pages,
    reminder_pages,
    calendar_of_year,
    reminder_log_pages,
    calendar_pages,
    review_pages,
    look_pages,
    overview_picture_pages,
    home_pages,
    round_pages,
    plan_look_pages,
    plan_edit_pages,
    plan_measure_pages,
    plan_topic_pages,
    unit_name_pages,
    now_pages,
    ita_pages,
    assessor_pages,
    people_pages,
    people_list_pages,
    invite_pages,
    group_pages,
    leaving_pages,
    unit_pages,
    channel_pages,
    agency_pages,
    absence_pages,
    officer_pages,
    nudge_pages,
    draft_pages,
    head_link,
    head_pages,
    link_page,
    my_data_page,
    reply_pages,
    setup_entrance,
    setup_exit,
    setup_pages,
    operations_page,
)


def register(app: Flask, port: WebPort) -> None:
    """Add the pages to the app, which needs a SECRET_KEY to answer; everything but LINE's webhook is held to CSRF."""
    app.extensions["web"] = port
    app.config.update(
        SESSION_COOKIE_NAME="tidtam_form",
        SESSION_COOKIE_SECURE=port.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a form token lives as long as its browser session
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer, which our Referrer-Policy keeps from being sent
    )
    app.before_request(check_limits)
    app.before_request(check_visitor)  # before the form is read, whose token is looked at next
    app.before_request(check_reporter)
    app.before_request(check_head)
    app.before_request(check_installer)
    csrf = CSRFProtect(app)
    for view in SIGNED_OTHERWISE:
        csrf.exempt(view)
    app.before_request(lambda: None if request.endpoint in SIGNED_OTHERWISE else refuse_nul())
    app.url_defaults(keep_plan)
    app.jinja_env.globals.update({"_": translate, "language": language, "other_languages": other_languages})
    app.jinja_env.globals["plan_value"] = plan_value
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    if port.demo is not None:
        app.register_blueprint(demo_pages)
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(BadTemplate, template_page)
    app.register_error_handler(TooBusy, busy_page)
    app.register_error_handler(FilesUnavailable, no_storage_page)
    app.register_error_handler(DamagedFile, damaged_page)
    app.after_request(keep_language)
    app.after_request(compress)
    app.after_request(record_look)
    app.after_request(secure)
    app.after_request(count_wrong)  # before the others: what it puts in place gets their headers, too
    for name in (app.name, "gunicorn.access", "gunicorn.error", "werkzeug"):
        logging.getLogger(name).addFilter(TOKENS_LEFT_OUT)


__all__ = ["WebPort", "register"]
