"""`tidtam demo`"""

import click

from bot.demo import run_demo


@click.command()
@click.option("--port", default=8000, type=click.IntRange(1, 65535))
@click.option("--simulator-port", default=5800, type=click.IntRange(1, 65535))
@click.option("--reset", is_flag=True, help="Begin anew.")
@click.option("--browser/--no-browser", default=True, help="Open the page of things to try where there is a screen.")
def demo(port: int, simulator_port: int, reset: bool, browser: bool) -> None:
    """Run a sample agency with a LINE simulator; needs no account and no key."""
    run_demo(port, simulator_port, reset, browser)


COMMANDS = (demo,)
