"""Rich menus: whose they are, tabs, sizes, pictures."""

from typing import Any

import pytest

from simulator import Simulator
from simulator.app import Server

from .conftest import Bot, Line
from .menus import MENU, made, png


def test_a_menu_is_everyones_or_ones_own_and_has_tabs(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai, mani = sim.person("สมชาย"), sim.person("มานี")
    first, second = made(line), made(line, name="สอง")
    assert somchai.menu() is None
    assert line.call("POST", f"/v2/bot/user/all/richmenu/{first}").status == 200
    assert line.call("POST", f"/v2/bot/user/{mani.id}/richmenu/{second}").status == 200
    alias = {"richMenuAliasId": "two", "richMenuId": second}
    assert line.call("POST", "/v2/bot/richmenu/alias", alias).status == 200
    assert [(menu or {})["name"] for menu in (somchai.menu(), mani.menu())] == ["หลัก", "สอง"]
    somchai.taps("งาน")
    somchai.taps("ต่อ")
    _, switched = bot.waits_for(2)
    assert switched["postback"]["params"] == {"newRichMenuAliasId": "two", "status": "SUCCESS"}
    assert (somchai.menu() or {})["name"] == "สอง"
    assert line.call("DELETE", f"/v2/bot/user/{mani.id}/richmenu").status == 200
    assert (mani.menu() or {})["name"] == "หลัก"
    assert line.call("DELETE", f"/v2/bot/richmenu/{first}").status == 200
    assert mani.menu() is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"chatBarText": "ก" * 15}, "chatBarText"),
        ({"size": {"width": 799, "height": 300}}, "size.width"),
        ({"size": {"width": 1200, "height": 1000}, "areas": []}, "size"),
        ({"areas": MENU["areas"] * 11}, "areas"),  # type: ignore[operator]
        ({"name": None}, "name"),
        ({"size": {"width": 1000, "height": 405}}, "areas[1].bounds"),
    ],
)
def test_a_wrong_menu_is_refused(line: Line, change: dict[str, Any], place: str) -> None:
    for path in ("/v2/bot/richmenu", "/v2/bot/richmenu/validate"):
        answer = line.call("POST", path, {**MENU, **change})
        assert answer.status == 400
        assert [detail["property"] for detail in answer.body["details"]] == [place]


def test_a_menu_needs_a_picture_of_its_own_size(sim: Simulator, line: Line) -> None:
    id = line.call("POST", "/v2/bot/richmenu", MENU).body["richMenuId"]
    path = f"/v2/bot/richmenu/{id}/content"
    assert line.call("POST", f"/v2/bot/user/all/richmenu/{id}").status == 400
    assert line.call("POST", path, png(1200, 406), Content_Type="image/png").status == 400
    assert line.call("POST", path, png(1200, 405), Content_Type="image/gif").status == 415
    assert line.call("POST", path, png(1200, 405) + b"0" * 1_000_000, Content_Type="image/png").status == 413


def test_a_tab_to_a_deleted_menu_says_so_and_stays(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai, first, second = sim.person("สมชาย"), made(line), made(line, name="สอง")
    line.call("POST", f"/v2/bot/user/all/richmenu/{first}")
    line.call("POST", "/v2/bot/richmenu/alias", {"richMenuAliasId": "two", "richMenuId": second})
    line.call("DELETE", f"/v2/bot/richmenu/{second}")
    somchai.taps("ต่อ")
    assert bot.waits_for(1)[0]["postback"]["params"]["status"] == "RICHMENU_NOTFOUND"
    assert (somchai.menu() or {})["name"] == "หลัก"


def test_no_more_than_a_hundred_menus_are_made_an_hour(server: Server, line: Line) -> None:
    made_now = [line.call("POST", "/v2/bot/richmenu", MENU).status for _ in range(101)]
    assert made_now == [200] * 100 + [429]
    real = server.world.real
    server.world.real = lambda: real() + 3601
    assert line.call("POST", "/v2/bot/richmenu", MENU).status == 200


def test_who_comes_back_under_the_same_name_has_no_menu_of_their_own(sim: Simulator, line: Line) -> None:
    mani = sim.person("มานี")
    assert line.call("POST", f"/v2/bot/user/{mani.id}/richmenu/{made(line)}").status == 200
    sim.call("DELETE", f"people/{mani.id}")
    assert sim.add_person(mani.name).menu() is None
    assert line.call("GET", f"/v2/bot/user/{mani.id}/richmenu").status == 404
