"""Calls to Telegram over aiohttp, at less than half of the CPU of the library's own request (bench/send.py)."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.transport.redaction import redact

ANSWERS_WITHIN = 5.0
WRITES_WITHIN = 5.0
WRITES_FILES_WITHIN = 20.0
CONNECTS_WITHIN = 5.0
FREE_WITHIN = 1.0
"""Seconds, those of the library; the last is for a free place among the connections."""
KEPT_OPEN = 30.0
_JSON = {"Content-Type": "application/json"}


class NeverSent(NetworkError):
    """No connection came about: nothing has arrived."""


class AnswerLost(NetworkError):
    """It broke off on the way: nobody knows whether it arrived."""


class AiohttpRequest(BaseRequest):
    """Connections to Telegram that stay open between calls; `initialize` opens the pool, twice is harmless.

    Its errors are python-telegram-bot's, and none of them holds the token. A lost answer is never asked for again here.
    """

    def __init__(self, *, connections: int, proxy: str | None = None) -> None:
        self._connections = connections
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return ANSWERS_WITHIN

    async def initialize(self) -> None:
        if self._session is not None:
            return
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._connections,
                keepalive_timeout=KEPT_OPEN,
                ssl=_certificates(),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            proxy=self._proxy,
        )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the request is not initialised")
        files = request_data is not None and request_data.contains_files
        reading = _seconds(read_timeout, ANSWERS_WITHIN)
        writing = _seconds(write_timeout, WRITES_FILES_WITHIN if files else WRITES_WITHIN)
        connecting = _seconds(connect_timeout, CONNECTS_WITHIN)
        free = _seconds(pool_timeout, FREE_WITHIN)
        with _library_errors():
            async with self._session.request(
                method,
                url,
                data=_multipart(request_data) if files else _json(request_data),
                headers=None if files or request_data is None else _JSON,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=_sum(free, connecting, writing, reading),
                    connect=_sum(free, connecting),
                    sock_connect=connecting,
                    sock_read=reading,
                ),
            ) as answer:
                return answer.status, await answer.read()


@cache
def _certificates() -> ssl.SSLContext:
    """As the library has them: those of certifi, or those of SSL_CERT_FILE. To read them takes longer than a call."""
    return httpx.create_ssl_context()


def proxy_of_environment(url: str) -> str | None:
    """The proxy that HTTPS_PROXY and its like name for this address; None for none, or where NO_PROXY excepts it."""
    address = urlsplit(url)
    if proxy_bypass(address.hostname or ""):
        return None
    proxies = getproxies()
    return proxies.get(address.scheme) or proxies.get("all")


def _json(request_data: RequestData | None) -> bytes | None:
    """As JSON: to write Vietnamese letters as the per cents of a form costs ten times as much."""
    return None if request_data is None else request_data.json_payload


def _multipart(request_data: RequestData | None) -> aiohttp.FormData | None:
    if request_data is None:
        return None
    # Telegram shows a file's name as it came, so Vietnamese letters must not be written as per cents.
    form = aiohttp.FormData(quote_fields=False)
    for name, text in request_data.json_parameters.items():
        form.add_field(name, text)
    for name, (file_name, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=" ".join(file_name.splitlines()), content_type=kind)
    return form


@contextmanager
def _library_errors() -> Iterator[None]:
    """Whatever aiohttp raises as the library's error that says whether something may have arrived.

    The texts of aiohttp hold addresses, and with them the token; so they are redacted and what they came from is dropped.
    """
    try:
        yield
    except (
        aiohttp.ConnectionTimeoutError,
        aiohttp.ClientConnectorError,
        aiohttp.ClientHttpProxyError,
        aiohttp.InvalidURL,
        aiohttp.NonHttpUrlClientError,
    ) as error:
        raise NeverSent(_told(error)) from None
    except TimeoutError as error:
        raise TimedOut(_told(error)) from None
    except (aiohttp.ClientError, OSError) as error:
        raise AnswerLost(_told(error)) from None


def _told(error: Exception) -> str:
    return redact(": ".join(filter(None, (type(error).__name__, str(error)))))


def _seconds(given: object, default: float) -> float | None:
    """A timeout as the library hands it over; None stands for no limit."""
    if given is BaseRequest.DEFAULT_NONE:
        return default
    return float(given) if isinstance(given, int | float) else None


def _sum(*seconds: float | None) -> float | None:
    known = [one for one in seconds if one is not None]
    return sum(known) if len(known) == len(seconds) else None
