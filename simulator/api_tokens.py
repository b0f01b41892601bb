"""Channel access tokens: stateless (15 minutes) and short-lived (30 days)."""

from flask import Blueprint, Response, jsonify, request

from . import ids
from .api import ApiError, world
from .state import Channel

api = Blueprint("tokens", __name__)

STATELESS = 900  # seconds
SHORT_LIVED = 2_592_000  # seconds


@api.post("/oauth2/v3/token")
def stateless() -> Response:
    """A token for 15 minutes, by channel id and secret."""
    with world().lock:
        return _issue(_client(), STATELESS)


@api.post("/v2/oauth/accessToken")
def short_lived() -> Response:
    """A token for 30 days, by channel id and secret."""
    with world().lock:
        return _issue(_client(), SHORT_LIVED)


@api.post("/v2/oauth/verify")
def verify() -> Response:
    """How long a token is still good; the request says `access_token`."""
    with world().lock:
        token = request.form.get("access_token", "")
        channel = world().by_token(token)
        if channel is None:
            raise _refusal("invalid_request", "access token expired")
        left = channel.issued.get(token, world().real() + SHORT_LIVED) - world().real()
        return jsonify({"client_id": channel.id, "expires_in": int(left), "scope": "P CM"})


@api.post("/v2/oauth/revoke")
def revoke() -> Response:
    """End a token."""
    with world().lock:
        for channel in world().channels.values():
            channel.issued.pop(request.form.get("access_token", ""), None)
    return Response(status=200)


def _client() -> Channel:
    form = request.form
    if form.get("grant_type") != "client_credentials":
        raise _refusal("unsupported_grant_type", "the grant type is not supported")
    channel = world().channels.get(form.get("client_id", ""))
    if channel is None or channel.secret != form.get("client_secret"):
        raise _refusal("invalid_client", "invalid client_id or client_secret")
    return channel


def _refusal(error: str, description: str) -> ApiError:
    refused = ApiError(400, description)
    refused.body = {"error": error, "error_description": description}  # OAuth's own shape
    return refused


def _issue(channel: Channel, seconds: int) -> Response:
    token, now = ids.token(world().rng, 80), world().real()
    channel.issued = {kept: end for kept, end in channel.issued.items() if end > now}
    channel.issued[token] = now + seconds
    return jsonify({"token_type": "Bearer", "access_token": token, "expires_in": seconds})
