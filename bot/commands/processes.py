"""`tidtam migrate`, `serve`, `worker`, `demo`, `doctor`."""

import click

from bot.commands.problem import Problem, json_option, opened_shell, print_json
from bot.demo import run_demo
from bot.doctor import examine
from bot.logs import set_up_logs
from bot.serve import WebServer
from bot.settings import BadSetting, read_settings
from bot.worker import run_worker
from store.migrate import migrate as bring_up_to_date


@click.command()
def migrate() -> None:
    """Bring the database schema up to date."""
    try:
        url = read_settings().database_url
        bring_up_to_date(url)
    except BadSetting as error:
        raise Problem(str(error)) from error
    click.echo("the schema is up to date")


@click.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Run the web process."""
    with opened_shell() as shell:
        settings = shell.settings
    WebServer(settings, host, port).run()


@click.command()
def worker() -> None:
    """Run the worker: reminders, unsent messages, evidence, failed turns."""
    with opened_shell() as shell:
        set_up_logs(shell.settings.log_level, shell.settings.log_format)
        run_worker(shell)


@click.command()
@click.option("--port", default=8000, type=click.IntRange(1, 65535))
@click.option("--simulator-port", default=5800, type=click.IntRange(1, 65535))
@click.option("--reset", is_flag=True, help="Begin anew.")
def demo(port: int, simulator_port: int, reset: bool) -> None:
    """Run a sample agency with a LINE simulator; needs no account and no key."""
    run_demo(port, simulator_port, reset)


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Say what is wrong with this installation and how to mend it."""
    findings = examine()
    if as_json:
        print_json([{"good": f.good, "what": f.what, "mend": f.mend} for f in findings])
    else:
        for finding in findings:
            click.echo(f"{'ok   ' if finding.good else 'wrong'} {finding.what}")
            if finding.mend:
                click.echo(f"      {finding.mend}")
    wrong = [finding for finding in findings if not finding.good]
    if wrong:
        raise Problem(f"{len(wrong)} things are wrong: {wrong[0].what}")


COMMANDS = (migrate, serve, worker, demo, doctor)
