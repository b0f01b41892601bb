"""`tidtam`, the one command-line program: expected failures are one line on stderr and exit 1, wrong usage exit 2."""

import sys

import click

from bot.commands import agencies, channels, people, plans, processes, reports, rounds, tasks
from bot.commands.problem import Problem


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tidtam", prog_name="tidtam")
def tidtam() -> None:
    """Tidtam follows up an agency's integrity measures in LINE and compiles the report."""


for module in (agencies, channels, people, plans, processes, reports, rounds, tasks):
    for command in module.COMMANDS:
        tidtam.add_command(command)


def main() -> None:
    """Run the command line."""
    try:
        tidtam.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except click.Abort:
        sys.exit(130)
    except Problem as problem:
        click.echo(f"tidtam: {problem}", err=True)
        sys.exit(1)
