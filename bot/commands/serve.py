"""`tidtam serve`"""

import click

from bot.app import ANOTHER_WEB_PROCESS
from bot.commands.books import opened_shell
from bot.problem import Problem
from bot.processes import only_process
from bot.serve import WebServer
from store.dump import is_empty
from web.installation.entrance import make_installation_address


@click.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Run the web process."""
    with opened_shell() as shell:
        settings = shell.settings
        link = None
        if shell.database.read(is_empty):
            link = make_installation_address(settings.base_url, shell.keys, shell.clock.now())
    if settings.is_sqlite:
        lock = only_process(settings, "web")
        if lock is None:
            raise Problem(ANOTHER_WEB_PROCESS)
        lock.close()
    if link:
        click.echo(f"There is no agency yet. Within 10 minutes, set up the first one here:\n  {link}")
    WebServer(settings, host, port).run()


COMMANDS = (serve,)
