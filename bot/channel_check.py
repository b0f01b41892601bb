"""An agency's LINE channel as LINE sees it: what is right, what is wrong, how to mend it."""

from sqlalchemy import Connection

from bot.line import Credentials
from bot.settings import LINE_API
from bot.shell import Shell
from domain.messages import N_, Say, say
from domain.sending import ChannelCheck, Quota, SendError
from reminders.outlook import outlook_of
from store.agencies import load_agency
from store.books import Books
from store.channels import load_channel, set_bot
from thai.dates import day_in_bangkok

_REFUSED = N_("check the channel id and secret in the LINE Developers console, then run `tidtam channel set` again")
_SILENT = N_("LINE cannot be reached just now; check the network and try again")
_LASTING = N_("{left} pushes left this month, {needed} needed until its end")
_MORE = N_(
    "{told}: {when}. Take a larger plan in LINE Official Account Manager; until then what is less "
    "urgent shows on the menu alone"
)


def check_channel(shell: Shell, agency_id: int) -> ChannelCheck:
    """What is right and what is wrong with the agency's channel as it is stored now; remembers the bot's ids."""
    credentials, slug = _load_credentials(shell, agency_id)
    shell.forget_channel(agency_id, slug)
    if credentials is None:
        return ChannelCheck((), (say(N_("no channel is set: run `tidtam channel set {slug}`"), slug=slug),))
    good: list[Say] = []
    wrong: list[Say] = []
    try:
        shell.line.confirm_secret(credentials)
        bot = shell.line.bot_info(credentials)
        name, basic_id = str(bot.get("displayName", "?")), str(bot.get("basicId", ""))
        good.append(say(N_("token accepted; the account is {name} {id}"), name=name, id=basic_id))
        shell.database.run(lambda conn: set_bot(Books(conn, agency_id), str(bot.get("userId", "")), basic_id))
        elsewhere = _check_webhook(shell, slug, credentials, good, wrong)
        quota = shell.line.fetch_quota(credentials)
        limit = say(N_("unlimited")) if quota.limit is None else quota.limit
        good.append(say(N_("pushes this month: {used} of {limit}"), used=quota.used, limit=limit))
        _check_quota(shell, agency_id, quota, good, wrong)
    except SendError as error:
        mend = say(_REFUSED if error.status in (400, 401, 403) else _SILENT)
        wrong.append(say(N_("LINE answered {reason}: {mend}"), reason=error.reason, mend=mend))
        return ChannelCheck(tuple(good), tuple(wrong))
    return ChannelCheck(tuple(good), tuple(wrong), elsewhere)


def point_webhook_here(shell: Shell, agency_id: int) -> None:
    """Have LINE send the account's events to this installation; raises SendError."""
    credentials, slug = _load_credentials(shell, agency_id)
    if credentials is not None:
        shell.line.set_webhook(credentials, webhook_address(shell, slug))


def webhook_address(shell: Shell, slug: str) -> str:
    """Where LINE is to send the events of the agency's account."""
    return f"{shell.settings.base_url}/line/{slug}/webhook"


def write_in_english(sentence: Say) -> str:
    """The sentence for the command line, its days in ISO."""
    parts = {name: write_in_english(part) if isinstance(part, Say) else part for name, part in sentence.parts.items()}
    return sentence.msgid.format_map(parts)


class StoredChannels:
    """LINE's side of the agencies' accounts, for the pages."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def check(self, agency_id: int) -> ChannelCheck:
        """What is right and what is wrong with the account, as LINE sees it now."""
        return check_channel(self._shell, agency_id)

    def point_webhook_here(self, agency_id: int) -> None:
        """Have LINE send the account's events to this installation; raises SendError."""
        point_webhook_here(self._shell, agency_id)


def _load_credentials(shell: Shell, agency_id: int) -> tuple[Credentials | None, str]:
    """What calls to LINE are made with, read anew, and the agency's slug."""

    def find_credentials(conn: Connection) -> tuple[Credentials | None, str]:
        books = Books(conn, agency_id)
        found = load_channel(books, shell.keys)
        known = Credentials(found.line_channel_id, found.secret, found.token) if found else None
        return known, load_agency(books).slug

    return shell.database.read(find_credentials)


def _check_webhook(shell: Shell, slug: str, credentials: Credentials, good: list[Say], wrong: list[Say]) -> bool:
    """True where LINE sends the account's events to another address, or nowhere."""
    expected = webhook_address(shell, slug)
    set_to = shell.line.webhook(credentials)
    elsewhere = set_to.get("endpoint") != expected
    if shell.settings.line_api == LINE_API and not expected.startswith("https://"):
        wrong.append(say(N_("LINE sends to https addresses alone: set BASE_URL to the one of this installation")))
    if elsewhere:
        known = str(set_to.get("endpoint") or "-")
        told = N_("the webhook is {known}: set it to {expected} in the LINE Developers console")
        wrong.append(say(told, known=known, expected=expected))
    elif not set_to.get("active"):
        wrong.append(say(N_("the webhook is not in use: switch `Use webhook` on in the LINE Developers console")))
    else:
        good.append(say(N_("the webhook is {address}"), address=expected))
    return elsewhere


def _check_quota(shell: Shell, agency_id: int, quota: Quota, good: list[Say], wrong: list[Say]) -> None:
    """Whether the month's pushes last, by what reminding will need if nobody answers."""
    today = day_in_bangkok(shell.clock.now())
    outlook = shell.database.read(lambda conn: outlook_of(Books(conn, agency_id), quota, today))
    if outlook is None:
        return
    told = say(_LASTING, left=outlook.left, needed=outlook.needed)
    if outlook.ends_on is None:
        good.append(told)
        return
    when = say(N_("none is left")) if outlook.spent else say(N_("they end on {day}"), day=outlook.ends_on)
    wrong.append(say(_MORE, told=told, when=when))
