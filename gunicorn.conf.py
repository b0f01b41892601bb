"""gunicorn's settings for `web` in the Procfile and for `tidtam serve`."""

import os

bind = os.environ.get("BIND", f"0.0.0.0:{os.environ.get('PORT', '8000')}")
sqlite = not os.environ.get("DATABASE_URL", "").startswith("postgresql")
# On SQLite exactly one process with threads; any number on PostgreSQL.
workers = 1 if sqlite else int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "16"))
reuse_port = workers > 1
timeout = 60
graceful_timeout = 5
keepalive = 30
