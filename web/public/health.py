"""How the installation is, for whatever watches it."""

import logging

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from store.files import FilesUnavailable
from store.migrate import schema_is_current
from store.presence import place_key, places_in_use
from web.port import port

log = logging.getLogger("tidtam.health")
health = Blueprint("health", __name__)


@health.get("/healthz")
def show_health() -> Response:
    """200 while the process answers."""
    return _plain_answer(200, "ok")


@health.get("/readyz")
def show_readiness() -> Response:
    """200 once the database answers and no migration is missing, with what is wrong with files; 503 with the reason."""
    try:
        current = schema_is_current(port().database.reader)
    except SQLAlchemyError as error:
        log.warning("the database does not answer: %s", type(error).__name__)
        return _plain_answer(503, "the database does not answer")
    if not current:
        return _plain_answer(503, "the schema is not current: run `tidtam migrate`")
    return _plain_answer(200, "\n".join(("ok", *_find_trouble_with_files())))


def _find_trouble_with_files() -> tuple[str, ...]:
    """What is wrong with where photos and files are kept. The process is ready all the same: events wait for them."""
    try:
        here = place_key(port().files.place_id())
    except FilesUnavailable as trouble:
        log.warning("photos and files cannot be kept: %s", trouble)
        return ("files: the storage cannot be used; what is sent in chat waits for it",)
    if port().database.read(places_in_use) - {here}:
        return ("files: the processes keep them in different places; run `tidtam doctor`",)
    return ()


def _plain_answer(status: int, text: str) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
