"""`tidtam`, the one command-line program: expected failures are one line on stderr and exit 1, wrong usage exit 2."""

import atexit
import gc
import importlib
import sys

import click

from bot.problem import Problem

# The module of each command, and what the list of commands says of it. The modules are loaded when asked for: the LINE
# SDK, typst and the word lists take seconds that neither `tidtam --help` nor `tidtam tasks` need wait for.
COMMANDS = {
    "agency": ("agencies", "The agencies of this installation."),
    "backup": ("archives", "Write everything to one zip: rows and evidence."),
    "channel": ("channels", "An agency's LINE channel."),
    "check": (
        "reports",
        "What should be looked at before a round's report is certified; exit 1 if something forbids certifying.",
    ),
    "demo": ("demo", "Run a sample agency with a LINE simulator; needs no account and no key."),
    "doctor": ("doctor", "Say what is wrong with this installation and how to mend it."),
    "evidence": ("evidence", "Where the photos and files are kept."),
    "export": ("archives", "Write one agency's records to a zip: XLSX, JSON and evidence."),
    "group": ("groups", "The LINE groups that an agency's account is linked with."),
    "layout": ("reports", "Report layouts of an agency's own."),
    "login": (
        "people",
        "Make a one-time admin sign-in link for PERSON, or for the installation; it works for 10 minutes.",
    ),
    "migrate": ("migrate", "Bring the database schema up to date."),
    "people": ("people", "The people of an agency."),
    "plan": ("plans", "An agency's measures of a fiscal year."),
    "remind": ("remind", "Show who would be told what that day, and what it costs; sends nothing."),
    "report": (
        "reports",
        "Compile a round and write it as .pdf, .docx, .xlsx, .html, .json or .csv, by the file's ending.",
    ),
    "restore": ("archives", "Fill an empty database and evidence folder from a backup."),
    "round": ("rounds", "The rounds of a fiscal year."),
    "serve": ("serve", "Run the web process."),
    "tasks": ("tasks", "List every expected reply of the open rounds."),
    "worker": ("worker", "Run the worker: reminders, unsent messages, evidence, failed turns."),
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
        module = importlib.import_module(f"bot.commands.{COMMANDS[name][0]}")
        found: click.Command = next(command for command in module.COMMANDS if command.name == name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tidtam", prog_name="tidtam")
def tidtam() -> None:
    """Tidtam follows up an agency's integrity measures in LINE and compiles the report."""


def main() -> None:
    """Run the command line."""
    atexit.register(gc.freeze)  # what modules define stays to the end: looking for garbage in it took most of a second
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
