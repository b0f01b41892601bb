"""The SDK's transport is its own, loaded without the models; who wants the SDK itself gets it whole."""

import subprocess
import sys

import pytest

ASKED = """
import sys
from bot.line_transport import open_transport
opened = open_transport("http://127.0.0.1:9", 3)
loaded = sorted(name for name in sys.modules if name.startswith(("linebot", "pydantic")))
assert loaded == [], loaded
assert type(opened.client).__module__ == opened.refusal.__module__.replace("exceptions", "rest")
assert opened.client.pool_manager.connection_pool_kw["maxsize"] == 3
from linebot.v3.messaging import ApiClient, TextMessage
from linebot.v3.messaging.rest import RESTClientObject
assert TextMessage(text="x").text == "x" and RESTClientObject is not type(opened.client)
again = open_transport("http://127.0.0.1:9", 3)
assert type(again.client) is RESTClientObject, "what is loaded already is used"
"""


@pytest.mark.slow
def test_the_models_are_not_loaded_and_the_sdk_can_still_be() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
