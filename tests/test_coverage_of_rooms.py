"""The account of branches that ends a run of all tests."""

from tests.coverage_of_rooms import branches_by_room, format_rooms


def test_the_files_of_a_room_are_counted_together_and_a_room_without_branches_divides_by_nothing() -> None:
    files = {"bot/app.py": (3, 4), "bot/commands/books.py": (0, 6), "web/__init__.py": (0, 0)}
    report = {"files": {f: {"summary": {"covered_branches": t, "num_branches": a}} for f, (t, a) in files.items()}}
    rooms = branches_by_room(report)
    assert rooms == {"bot": (3, 10), "web": (0, 0)}
    assert [line.split() for line in format_rooms(rooms).splitlines()[1:]] == [
        ["bot", "3", "of", "10", "30%"],
        ["web", "0", "of", "0", "0%"],
        ["all", "3", "of", "10", "30%"],
    ]
