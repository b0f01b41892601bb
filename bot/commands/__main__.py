"""`python -m bot.commands`: the command line where `tidtam` is not on the path."""

from bot.cli import main

main()
