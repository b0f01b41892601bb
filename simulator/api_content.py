"""What people sent: photos and files by message id."""

from flask import Blueprint, Response, jsonify

from .api import ApiError, current_channel, must_have_token, world
from .events import find_message_type
from .state import Content

api = Blueprint("content", __name__, url_prefix="/v2/bot/message")
api.before_request(must_have_token)


@api.get("/<message>/content")
def send_content(message: str) -> Response:
    """The bytes; 202 while LINE still prepares them, 410 once the sender took them back."""
    with world().lock:
        if world().bad_days.strikes("content_400"):
            raise ApiError(400, "The request is invalid")
        found = _find_content(message)
        if found.ready_at > world().real():
            return Response(status=202, content_type="application/json", response="{}")
        return Response(found.data, content_type=found.mime)


@api.get("/<message>/content/preview")
def preview(message: str) -> Response:
    """A small picture of a photo or video; here the photo itself."""
    with world().lock:
        found = _find_content(message)
        if find_message_type(found.mime) not in ("image", "video"):
            raise ApiError(404, "Not found")
        return Response(found.data, content_type=found.mime)


@api.get("/<message>/content/transcoding")
def transcoding(message: str) -> Response:
    """Whether large content can be fetched yet."""
    with world().lock:
        ready = _find_content(message).ready_at <= world().real()
        return jsonify({"status": "succeeded" if ready else "processing"})


def _find_content(message: str) -> Content:
    entry, found = world().entries.get(message), world().contents.get(message)
    if entry is None or found is None or entry.chat[0] != current_channel().id:
        raise ApiError(404, "Not found")
    if entry.unsent:
        raise ApiError(410, "Gone")
    return found
