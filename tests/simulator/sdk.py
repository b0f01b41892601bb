"""line-bot-sdk as its users write it, apart from the tests: to load it takes a second, which only who uses it waits."""

from flask import Flask, abort, request
from linebot.v3 import WebhookHandler
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    FlexBox,
    FlexBubble,
    FlexMessage,
    FlexText,
    MessageAction,
    MessagingApi,
    MessagingApiBlob,
    PushMessageRequest,
    QuickReply,
    QuickReplyItem,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.oauth import ApiClient as TokenClient
from linebot.v3.oauth import ChannelAccessToken
from linebot.v3.oauth import Configuration as TokenConfiguration
from linebot.v3.webhooks import MessageEvent, TextMessageContent

TOKEN, SECRET = "simulator-token", "simulator-secret"

__all__ = [
    "ApiClient", "ApiException", "ChannelAccessToken", "Configuration", "FlexBox", "FlexBubble", "FlexMessage",
    "FlexText", "MessageAction", "MessagingApi", "MessagingApiBlob", "PushMessageRequest", "QuickReply",
    "QuickReplyItem", "TextMessage", "TokenClient", "TokenConfiguration",
]  # fmt: skip


def echo_bot(host: str) -> Flask:
    """The shape of the SDK's README, but for the host."""
    app = Flask("echo")
    configuration = Configuration(access_token=TOKEN, host=host)
    handler = WebhookHandler(SECRET)

    @app.route("/callback", methods=["POST"])
    def callback() -> str:
        body = request.get_data(as_text=True)
        try:
            handler.handle(body, request.headers["X-Line-Signature"])
        except InvalidSignatureError:
            abort(400)
        return "OK"

    @handler.add(MessageEvent, message=TextMessageContent)
    def handle_message(event: MessageEvent) -> None:
        with ApiClient(configuration) as client:
            answer = TextMessage(text=event.message.text)
            MessagingApi(client).reply_message_with_http_info(
                ReplyMessageRequest(reply_token=event.reply_token, messages=[answer])
            )

    return app
