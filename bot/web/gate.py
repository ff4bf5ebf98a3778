"""What every request passes: whose cookie it brings, whether a form is ours, how often somebody may fail to come in."""

import hashlib
import hmac
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PureWindowsPath
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import Refused
from bot.usecases.page_sessions import Admitted

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors "
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with that a browser sends no origin with a form, which is asked for below.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_UNFRAMED = {"Content-Security-Policy": "".join((_POLICY, "'none'")), "X-Frame-Options": "DENY"}
_FRAMED = {
    "Content-Security-Policy": "".join(
        (_POLICY, "https://web.telegram.org https://webk.telegram.org https://webz.telegram.org")
    )
}
"""Where Telegram serves its web clients."""
_SECURE = {"Strict-Transport-Security": "max-age=31536000"}
A_MINUTE = timedelta(minutes=1)
TRIES, ALL_TRIES = 10, 200
"""Failed attempts within a minute, from one address and from all, after which nobody is let in from there."""
MOST_FIELDS = 6_000
LARGEST_FORM = 2 * 2**20
LARGEST_LOGIN = 16 * 2**10
Fields = Mapping[str, str]
"""A form as it was sent; of a name that came twice the last."""
LONGEST_NAME = 200
FIELDS_BESIDE_A_FILE = 8
READ_OUT = 10
"""How many times the largest file is read of a form that is too large: a browser hears nothing before it has sent all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file as a form brings it; an empty name where none was chosen."""

    name: str
    content: bytes


def is_framed(request: Request, address: str) -> bool:
    """Whether a browser asks for the page to show it within another one, as Telegram's web client shows a Mini App.

    The way in by a code is no Mini App, and without TLS there is none.
    """
    asks = request.headers.get("sec-fetch-dest") == "iframe" and not request.url.path.startswith("/vao")
    return asks and address.startswith("https://")


def headers_of(request: Request, address: str) -> dict[str, str]:
    framing = _FRAMED if is_framed(request, address) else _UNFRAMED
    return {**_HEADERS, **framing, **(_SECURE if address.startswith("https://") else {})}


class Cookie:
    """The cookie of a session, bound to the page's own address where that is encrypted.

    Within a frame it is another one, kept apart for the site around it: whoever is signed in in this browser is not so
    there, and neither the other way round.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._secure = address.startswith("https://")
        self.name = "__Host-dondoc" if self._secure else "dondoc"

    def _name(self, request: Request) -> str:
        return "-".join((self.name, "framed")) if is_framed(request, self._address) else self.name

    def read(self, request: Request) -> str | None:
        return request.cookies.get(self._name(request))

    def give(self, request: Request, response: Response, admitted: Admitted, now: datetime) -> None:
        self._set(request, response, admitted.token, int((admitted.expires_at - now).total_seconds()))

    def take(self, request: Request, response: Response) -> None:
        self._set(request, response, "", 0)

    def _set(self, request: Request, response: Response, token: str, seconds: int) -> None:
        # Written out: of Starlette's one "Partitioned" asks for a newer Python.
        framed = is_framed(request, self._address)
        said = (
            f"{self._name(request)}={token}; Path=/; Max-Age={seconds}; HttpOnly",
            "; Secure" if self._secure else "",
            "; SameSite=None; Partitioned" if framed else "; SameSite=Lax",
        )
        response.headers.append("Set-Cookie", "".join(said))


def form_key(token: str) -> str:
    """What every form of a session carries: nobody else can know it, and it gives the session away to nobody."""
    return hmac.digest(token.encode(), b"form", hashlib.sha256).hex()


def check_form(fields: Fields, token: str) -> None:
    if not hmac.compare_digest(fields.get("key", "").encode(), form_key(token).encode()):
        raise Refused("page_forged")


def check_origin(request: Request, address: str) -> None:
    """Refused where the browser says that another site sent this form."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if (origin is not None and origin != address) or site not in {None, "same-origin", "none"}:
        raise Refused("page_forged")


async def read_form(request: Request, *, largest: int = LARGEST_FORM) -> Fields:
    """The fields of a form; Refused where it is too large or none."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise Refused("page_forged")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > largest:
            raise Refused("page_too_large")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Refused("page_forged") from None


async def read_upload(request: Request, *, largest: int) -> tuple[Fields, Upload]:
    """The fields of a form and its one file, of at most so many bytes; Refused otherwise."""
    if request.headers.get("content-type", "").partition(";")[0] != "multipart/form-data":
        raise Refused("page_forged")

    too_large = Refused("file_too_large", most=largest // 2**20)

    async def pieces() -> AsyncGenerator[bytes, None]:
        size, most = 0, largest + LARGEST_LOGIN
        async for piece in request.stream():
            size += len(piece)
            if size <= most:
                yield piece
            elif size > most * READ_OUT:
                break
        if size > most:
            raise too_large

    parser = MultiPartParser(request.headers, pieces(), max_files=1, max_fields=FIELDS_BESIDE_A_FILE)
    try:
        form = await parser.parse()
    except MultiPartException:
        raise Refused("page_forged") from None
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        sent = next((value for value in form.values() if isinstance(value, UploadFile)), None)
        if sent is None:
            return fields, Upload(name="", content=b"")
        if (sent.size or 0) > largest:
            raise too_large
        return fields, Upload(name=_file_name(sent.filename or ""), content=await sent.read())
    finally:
        await form.close()


def chosen(sent: Upload) -> Upload:
    if not sent.name or not sent.content:
        raise Refused("page_no_file")
    return sent


def _file_name(said: str) -> str:
    """The name alone, as some browsers say the folders too."""
    name = PureWindowsPath(" ".join(said.split()))
    return "".join((name.stem[: LONGEST_NAME - len(name.suffix[:20])], name.suffix[:20]))


class Throttle:
    """Counts failed attempts to come in; codes are long enough, so this only keeps the noise down."""

    def __init__(self) -> None:
        self._failed: dict[str, deque[datetime]] = {}

    def check(self, request: Request, now: datetime) -> None:
        """Refused where too many failed within the last minute."""
        for address in [one for one, times in self._failed.items() if times[-1] <= now - A_MINUTE]:
            del self._failed[address]
        of_all = sum(map(len, self._failed.values()))
        of_one = self._failed.get(_address(request), ())
        if of_all >= ALL_TRIES or sum(at > now - A_MINUTE for at in of_one) >= TRIES:
            raise Refused("page_too_often")

    def failed(self, request: Request, now: datetime) -> None:
        self._failed.setdefault(_address(request), deque(maxlen=TRIES)).append(now)


def _address(request: Request) -> str:
    """The visitor's address; of one behind a web server on this machine as that server forwards it."""
    return request.client.host if request.client is not None else ""
