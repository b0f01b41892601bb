"""`tidtam serve`"""

import click

from bot.app import AnotherWebProcess, only_web_process
from bot.commands.books import opened_shell
from bot.problem import Problem
from bot.serve import WebServer


@click.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Run the web process."""
    with opened_shell() as shell:
        settings = shell.settings
    if settings.is_sqlite:
        try:
            only_web_process(settings).close()
        except AnotherWebProcess as error:
            raise Problem(str(error)) from error
    WebServer(settings, host, port).run()


COMMANDS = (serve,)
