"""An expected failure of a command."""


class Problem(Exception):
    """One line saying what is wrong and what to do; the command line prints it and exits 1."""
