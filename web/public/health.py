"""How the installation is, for whatever watches it."""

import logging

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from store.migrate import schema_is_current
from web.port import port

log = logging.getLogger("tidtam.health")
health = Blueprint("health", __name__)


@health.get("/healthz")
def show_health() -> Response:
    """200 while the process answers."""
    return _plain_answer(200, "ok")


@health.get("/readyz")
def show_readiness() -> Response:
    """200 once the database answers and no migration is missing; 503 with the reason otherwise."""
    try:
        current = schema_is_current(port().database.reader)
    except SQLAlchemyError as error:
        log.warning("the database does not answer: %s", type(error).__name__)
        return _plain_answer(503, "the database does not answer")
    return (
        _plain_answer(200, "ok") if current else _plain_answer(503, "the schema is not current: run `tidtam migrate`")
    )


def _plain_answer(status: int, text: str) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
