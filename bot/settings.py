"""Settings from the environment (`.env.sample` lists them all), checked once at start."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from store.files import S3Access

LINE_API: Final = "https://api.line.me"
LINE_CONTENT_API: Final = "https://api-data.line.me"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class BadSetting(ValueError):
    """A setting that cannot be used; the message says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `line_content_api` is where photos and files are fetched."""

    database_url: str
    secret_key: str
    base_url: str
    evidence_url: str
    s3: S3Access
    line_api: str
    line_content_api: str
    clock_url: str | None
    web_threads: int
    log_level: str
    log_format: str
    metrics_token: str
    sentry_dsn: str = ""

    @property
    def is_sqlite(self) -> bool:
        """True in the embedded default: one web process and one worker on one disk."""
        return self.database_url.startswith("sqlite")


def read_settings(env: Mapping[str, str] | None = None) -> Settings:
    """The settings that the environment gives; raises BadSetting."""
    env = os.environ if env is None else env
    var = _var(env)
    if not env.get("SECRET_KEY") and demo_file(env).exists():
        env = {**json.loads(demo_file(env).read_text("utf-8")), **env}
    line_api = env.get("LINE_API_HOST", LINE_API).rstrip("/")
    settings = Settings(
        database_url=env.get("DATABASE_URL") or f"sqlite:///{var / 'tidtam.db'}",
        secret_key=env.get("SECRET_KEY", ""),
        base_url=env.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        evidence_url=env.get("EVIDENCE_URL") or (var / "evidence").as_uri(),
        s3=_read_s3_access(env, var),
        line_api=line_api,
        line_content_api=LINE_CONTENT_API if line_api == LINE_API else line_api,
        clock_url=env.get("CLOCK_URL") or None,
        web_threads=_parse_whole(env, "WEB_THREADS", 16),
        log_level=env.get("LOG_LEVEL", "INFO").upper(),
        log_format=env.get("LOG_FORMAT", "text"),
        metrics_token=env.get("METRICS_TOKEN", ""),
        sentry_dsn=env.get("SENTRY_DSN", ""),
    )
    _refuse_unusable(settings)
    return settings


def _read_s3_access(env: Mapping[str, str], var: Path) -> S3Access:
    """How `s3://` is reached, by the names that every program for S3 uses."""
    return S3Access(
        endpoint=env.get("AWS_ENDPOINT_URL", "").rstrip("/"),
        region=env.get("AWS_REGION") or "us-east-1",
        key_id=env.get("AWS_ACCESS_KEY_ID", ""),
        secret=env.get("AWS_SECRET_ACCESS_KEY", ""),
        authorities=env.get("AWS_CA_BUNDLE", ""),
        copies=var / "evidence-copies",
    )


def demo_file(env: Mapping[str, str] | None = None) -> Path:
    """Where `tidtam demo` keeps its settings; they hold wherever no SECRET_KEY is set."""
    return _var(os.environ if env is None else env) / "demo.json"


def _var(env: Mapping[str, str]) -> Path:
    return Path(env.get("TIDTAM_VAR", "var")).resolve()


def _refuse_unusable(settings: Settings) -> None:
    if len(settings.secret_key) < 16:
        raise BadSetting(
            "SECRET_KEY is missing or shorter than 16 characters: set it to a long random text "
            "(python3 -c 'import secrets; print(secrets.token_urlsafe(32))') and keep it"
        )
    if settings.log_format not in ("text", "json"):
        raise BadSetting(f"LOG_FORMAT is {settings.log_format!r}: set it to text or json")
    if settings.metrics_token and (len(settings.metrics_token) < 16 or not settings.metrics_token.isascii()):
        raise BadSetting(
            "METRICS_TOKEN is shorter than 16 characters or not ASCII: set it to a long random text, or to nothing"
        )
    if not settings.is_sqlite and not settings.database_url.startswith("postgresql+psycopg://"):
        raise BadSetting("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
    _refuse_unusable_evidence(settings)
    if settings.clock_url and not _is_the_simulators(settings.clock_url, settings.line_api):
        raise BadSetting("CLOCK_URL works in the demo only: it must be on the simulator that LINE_API_HOST names")


def _refuse_unusable_evidence(settings: Settings) -> None:
    place, s3 = urlsplit(settings.evidence_url), settings.s3
    if place.scheme not in ("file", "s3") or not (place.path if place.scheme == "file" else place.netloc):
        raise BadSetting(
            f"EVIDENCE_URL {settings.evidence_url!r} is not of the form file:///path or s3://bucket/prefix"
        )
    if s3.endpoint and urlsplit(s3.endpoint).scheme not in ("http", "https"):
        raise BadSetting(f"AWS_ENDPOINT_URL is {s3.endpoint!r}: set it to an address that begins with https://")
    if bool(s3.key_id) != bool(s3.secret):
        raise BadSetting("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together: set both, or neither")
    if s3.authorities and not Path(s3.authorities).is_file():
        raise BadSetting(f"AWS_CA_BUNDLE is {s3.authorities!r}: there is no such file")


def _is_the_simulators(clock_url: str, line_api: str) -> bool:
    clock, line = urlsplit(clock_url), urlsplit(line_api)
    return clock.netloc == line.netloc and clock.hostname in _LOOPBACK


def _parse_whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise BadSetting(f"{name} is {text!r}: set it to a whole number from 1 to 256")
    return int(text)
