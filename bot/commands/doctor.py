"""`tidtam doctor`"""

import click

from bot.commands.books import json_option, print_json
from bot.doctor import examine
from bot.problem import Problem


@click.command()
@click.option("--mend", is_flag=True, help="Write anew what tasks carry of their replies, where it is wrong.")
@json_option
def doctor(mend: bool, as_json: bool) -> None:
    """Say what is wrong with this installation and how to mend it."""
    findings = examine(mend)
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


COMMANDS = (doctor,)
