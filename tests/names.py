"""`python -m tests.names`: function names that are defined in more than two places, and how long functions are.

A name that stands for many things tells a reader nothing. Not counted are properties (values, named as nouns), the
declarations of a protocol (defined elsewhere) and what a command line's decorator names. What else one thing is called
alike in every room is listed in `ONE_MEANING`, each with that meaning.
"""

import ast
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 2

# Names that mean one thing wherever they stand.
ONE_MEANING = {
    "upgrade": "alembic's entry of a migration",
    "downgrade": "alembic's way back of a migration",
    "close": "end a resource and free what it holds",
    "main": "a program's entry",
    "now": "the time by a clock",
}


def find_functions() -> Iterator[tuple[str, str, int]]:
    """The name, the place (`file:line`) and the length in lines of every function and method that is not a test's."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.split():
        if name.startswith("tests/"):
            continue
        tree = ast.parse((ROOT / name).read_text("utf-8"))
        declared = {id(method) for node in ast.walk(tree) if _is_protocol(node) for method in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and id(node) not in declared:
                if _is_named_elsewhere(node):
                    continue
                yield node.name, f"{name}:{node.lineno}", (node.end_lineno or node.lineno) - node.lineno + 1


def _is_protocol(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(ast.unparse(base).startswith("Protocol") for base in node.bases)


def _is_named_elsewhere(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True for a property and for a command of the command line."""
    decorators = [ast.unparse(each).partition("(")[0] for each in node.decorator_list]
    return any(each == "property" or each.endswith((".command", ".group")) for each in decorators)


def find_crowded_names() -> dict[str, list[str]]:
    """The places of every name that is defined in more than two, but for those that mean one thing."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for name, place, _ in find_functions():
        if not name.startswith("__") and name not in ONE_MEANING:
            places[name].append(place)
    return {name: found for name, found in sorted(places.items()) if len(found) > MOST}


def main() -> None:
    """Print both."""
    for name, found in sorted(find_crowded_names().items(), key=lambda item: -len(item[1])):
        print(f"{name}: {len(found)}  {', '.join(found)}")
    lengths = sorted(length for _, _, length in find_functions())
    at_90 = lengths[len(lengths) * 9 // 10]
    print(
        f"functions: {len(lengths)}, median {statistics.median(lengths):g}, 90 % {at_90}, longest {lengths[-1]} lines"
    )


if __name__ == "__main__":
    main()
