"""The headers that every answer carries."""

from flask import Response, request

from web.port import port

# No page has a script but that of all reports and that of the layout their own, and nothing comes from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# A page that shows pictures which are nowhere kept holds them itself.
WITH_PICTURES = f"{POLICY}; img-src 'self' data:"
WITH_OWN_SCRIPT = POLICY.replace("script-src 'none'", "script-src 'self'")
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_YEAR = 365 * 24 * 3600


def secure(response: Response) -> Response:
    """The answer with its headers; what is behind a session is kept in no cache."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith(("/admin", "/r/", "/mine/", "/head/", "/setup/")):
        response.headers["Cache-Control"] = "no-store"
    if port().base_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    return response
