"""`tidtam doctor`"""

import click

from bot.commands.books import json_option, print_json
from bot.doctor import examine
from bot.problem import Problem


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


COMMANDS = (doctor,)
