"""`tidtam worker`"""

from importlib.metadata import version

import click

from bot.commands.books import opened_shell
from bot.logs import set_up_logs
from bot.sentry import set_up_sentry
from bot.worker_process import run_worker


@click.command()
def worker() -> None:
    """Run the worker: reminders, unsent messages, evidence, failed turns."""
    with opened_shell() as shell:
        set_up_logs(shell.settings.log_level, shell.settings.log_format)
        set_up_sentry(shell.settings.sentry_dsn, version("tidtam"))
        run_worker(shell)


COMMANDS = (worker,)
