"""One e-mail to the hospital's mail server: up to where nothing has happened yet, and the handing over."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from huddle.notifications.queries.outbox import Letter
from huddle.notifications.rules import MailKind, MailServer, counted_words

TIMEOUT = 20
TAKES = 240
"""Seconds until the server must go on once it has the recipient: it may look through the words first. Twice this, for
the command and the words, is less than the LEASE."""
_FAREWELL = (
    "This e-mail says how many things wait for you.\n"
    "It holds no names and no words from Huddle. You get at most one a day.\n"
    "To switch it off: {link}/me/reminders\n"
)


class Refused(Exception):
    """The server said no. `final`: it will say so again."""

    def __init__(self, code: int, *, of_this_one: bool = True) -> None:
        super().__init__(f"refused {code}")
        self.final = of_this_one and 500 <= code < 600


class Post:
    """A connection to the mail server, opened at the first e-mail and kept for the next ones."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._client: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        """Whether the last conversation ended in good order, or there was none."""
        return self._client is not None

    def address(self, letter: Letter) -> None:
        """Say to whom it goes. Nothing has happened after this. Raises Refused, OSError or SMTPException."""
        client = self._client = self._client or _connect(self._server)
        client.rset()
        _require(client.mail(self._server.sender), of_this_one=False)
        _require(client.rcpt(str(letter.email)))

    def hand_over(self, words: bytes) -> None:
        """Give the words; when this returns the server has them. Raises Refused when it says that it has not."""
        assert self._client is not None  # noqa: S101 - address() comes first
        self._wait_for(TAKES)
        try:
            code, _text = self._client.data(words)
        except smtplib.SMTPDataError as error:
            code = error.smtp_code
        self._wait_for(TIMEOUT)
        _require((code, b""))

    def _wait_for(self, seconds: int) -> None:
        if self._client is not None and self._client.sock is not None:
            self._client.sock.settimeout(seconds)

    def close(self) -> None:
        """Hang up, also in the middle of a conversation; the next e-mail opens a new connection."""
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _require(answer: tuple[int, bytes], *, of_this_one: bool = True) -> None:
    if answer[0] not in {250, 251}:
        raise Refused(answer[0], of_this_one=of_this_one)


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            client.starttls(context=context)
        if server.user:
            client.login(server.user, server.password)
        client.ehlo_or_helo_if_needed()
    except BaseException:
        client.close()
        raise
    return client


def compose(letter: Letter, server: MailServer) -> EmailMessage:
    """The e-mail: counts and an address, nothing else. The same letter has the same Message-ID whenever it is sent."""
    message = EmailMessage()
    message["From"], message["To"] = server.sender, letter.email
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.id}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.kind is MailKind.TEST:
        message["Subject"] = "Huddle: test"
        message.set_content(f"E-mail from Huddle arrives here.\n\n{server.link}/admin/mail\n", cte=_cte(server))
        return message
    count = len(letter.kinds)
    lines = "\n".join(counted_words(letter.kinds))
    message["Subject"] = f"Huddle: {count} thing{'' if count == 1 else 's'} for you"
    text = f"{lines}\n\nSee them: {server.link}/me/for-you\n\n{_FAREWELL.format(link=server.link)}"
    message.set_content(text, cte=_cte(server))
    return message


def _cte(server: MailServer) -> str:
    """As it is: our words are plain, and an address that is broken into two lines cannot be tapped."""
    return "7bit" if server.link.isascii() else "base64"
