"""The app's pages, registered once for all tests: rules and templates compiled for each cost more than most tests."""

from copy import copy as copied
from functools import cache
from types import SimpleNamespace
from typing import cast

from flask import Flask

import web
from bot.webhook import webhook
from thai.fiscal import RoundKind
from web.port import DemoPlace, WebPort

# A demo of the tests' small agency, whose officer has not enrolled yet.
DEMO = DemoPlace("demo", 2570, RoundKind.FIRST_HALF, "http://127.0.0.1:5800/", "สมชาย ใจดี", "วิชัย ดูแล", "ABCD2345")


def pages(secure: bool) -> Flask:
    """An app with all addresses, to be attached to an installation of its own; its cookies `secure` or not."""
    registered = _registered(secure)
    app = copied(registered)
    app.config, app.extensions = copied(registered.config), dict(registered.extensions)
    return app


@cache
def _registered(secure: bool) -> Flask:
    app = Flask("tidtam-test", static_folder=None)
    app.register_blueprint(webhook)
    web.register(app, cast(WebPort, SimpleNamespace(secure_cookies=secure, demo=DEMO)))
    return app
