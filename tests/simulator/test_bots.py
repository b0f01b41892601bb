"""Bots that know nothing of the simulator work against it: line-bot-sdk's echo bot, and a Node script."""

import importlib
import os
import shutil
import subprocess
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import urllib3
from werkzeug.serving import BaseWSGIServer, make_server

from simulator import Simulator

NODE = shutil.which("node")
SECRET, TOKEN = "simulator-secret", "simulator-token"


def server_url(server: BaseWSGIServer) -> str:
    return f"http://127.0.0.1:{server.port}/callback"


@pytest.fixture(scope="module")
def sdk() -> ModuleType:
    """The SDK, loaded in the process that runs these tests."""
    return importlib.import_module("tests.simulator.sdk")


@pytest.fixture
def api(sim: Simulator, sdk: ModuleType) -> Iterator[Any]:
    with sdk.ApiClient(sdk.Configuration(access_token=TOKEN, host=sim.url)) as client:
        yield client
    client.rest_client.pool_manager.clear()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_sdks_echo_bot_works_unchanged(sim: Simulator, sdk: ModuleType) -> None:
    server = make_server("127.0.0.1", 0, sdk.echo_bot(sim.url), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        sim.listen_at(server_url(server))
        somchai = sim.person("สมชาย")
        somchai.types("สวัสดี")
        assert [message.text for message in somchai.reads()] == ["สวัสดี"]
        wrong = urllib3.request("POST", server_url(server), body=b"{}", headers={"X-Line-Signature": "x"})
        assert wrong.status == 400
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.skipif(NODE is None, reason="no Node on this machine")
def test_a_bot_in_another_language_works(sim: Simulator) -> None:
    script = Path(__file__).parent / "fixtures" / "echo.mjs"
    env = {**os.environ, "LINE_HOST": sim.url, "LINE_SECRET": SECRET, "LINE_TOKEN": TOKEN}
    with subprocess.Popen([str(NODE), str(script)], env=env, stdout=subprocess.PIPE, text=True) as bot:
        try:
            assert bot.stdout is not None
            sim.listen_at(f"http://127.0.0.1:{int(bot.stdout.readline())}/")
            somchai = sim.person("สมชาย")
            somchai.types("สวัสดี")
            assert [message.text for message in somchai.reads()] == ["สวัสดี"]
        finally:
            bot.terminate()


def test_the_sdk_reads_every_answer(sim: Simulator, api: Any, sdk: ModuleType) -> None:
    line, somchai = sdk.MessagingApi(api), sim.person("สมชาย")
    assert line.get_profile(somchai.id).display_name == somchai.name
    assert line.get_message_quota().value == 300
    flex = sdk.FlexMessage(
        alt_text="งาน", contents=sdk.FlexBubble(body=sdk.FlexBox(layout="vertical", contents=[sdk.FlexText(text="ก")]))
    )
    quick = sdk.QuickReply(items=[sdk.QuickReplyItem(action=sdk.MessageAction(label="ใช่", text="ใช่"))])
    push = sdk.PushMessageRequest(to=somchai.id, messages=[flex, sdk.TextMessage(text="ตกลงไหม", quick_reply=quick)])
    assert len(line.push_message(push, x_line_retry_key=str(uuid.uuid4())).sent_messages) == 2
    assert [message.words for message in somchai.reads()] == ["ก", "ตกลงไหม"]
    somchai.taps("ใช่")
    photo = somchai.sends_file("a.pdf", b"%PDF")
    assert sdk.MessagingApiBlob(api).get_message_content(photo) == b"%PDF"
    with pytest.raises(sdk.ApiException) as caught:
        line.push_message(sdk.PushMessageRequest(to=somchai.id, messages=[sdk.TextMessage(text="")]))
    assert caught.value.status == 400


def test_the_sdk_gets_a_stateless_token(sim: Simulator, sdk: ModuleType) -> None:
    with sdk.TokenClient(sdk.TokenConfiguration(host=sim.url)) as client:
        given = sdk.ChannelAccessToken(client).issue_stateless_channel_token(
            grant_type="client_credentials", client_id="1234567890", client_secret=SECRET
        )
        client.rest_client.pool_manager.clear()
    with sdk.ApiClient(sdk.Configuration(access_token=given.access_token, host=sim.url)) as client:
        assert sdk.MessagingApi(client).get_bot_info().display_name == "บัญชีทดลอง"
        client.rest_client.pool_manager.clear()
