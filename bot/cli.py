"""`tidtam`, the one command-line program: expected failures are one line on stderr and exit 1, wrong usage exit 2."""

import importlib
import sys

import click

from bot.problem import Problem

# Loaded when asked for: the LINE SDK, typst and the word lists take seconds that `tidtam tasks` need not wait for.
COMMANDS = {
    "agency": "agencies",
    "backup": "archives",
    "channel": "channels",
    "check": "reports",
    "demo": "demo",
    "doctor": "doctor",
    "export": "archives",
    "layout": "reports",
    "login": "people",
    "migrate": "migrate",
    "people": "people",
    "plan": "plans",
    "remind": "remind",
    "report": "reports",
    "restore": "archives",
    "round": "rounds",
    "serve": "serve",
    "tasks": "tasks",
    "worker": "worker",
}


class Commands(click.Group):
    """The commands by name, each imported when it is used."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All names."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of this name."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"bot.commands.{COMMANDS[name]}")
        found: click.Command = next(command for command in module.COMMANDS if command.name == name)
        return found


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tidtam", prog_name="tidtam")
def tidtam() -> None:
    """Tidtam follows up an agency's integrity measures in LINE and compiles the report."""


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
