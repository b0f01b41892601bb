"""The edge: settings, clock, web app, command line, webhook, the turn, LINE and the worker."""
