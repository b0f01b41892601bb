from typing import Any


def menu_problems(body: Any) -> list[Any]:
    return []
