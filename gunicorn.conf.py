"""gunicorn's settings for `web` in the Procfile."""

import os

from bot.processes import gunicorn_options

bind = os.environ.get("BIND", f"0.0.0.0:{os.environ.get('PORT', '8000')}")
globals().update(gunicorn_options(os.environ))
