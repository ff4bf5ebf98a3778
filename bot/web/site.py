"""The page as a whole: its addresses, and the way that every request goes.

One request, one use case, one page: who asks is read anew each time, in the transaction in which he is answered, so a
role that was revoked or a session that was ended counts from the very next request on.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import structlog
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.errors import Refused, StoreUnavailable
from bot.store import outbox
from bot.store.engine import Store, Tx
from bot.store.files import Files
from bot.store.narratives import KeptFile
from bot.texts import Texts
from bot.usecases import page_sessions
from bot.usecases.access import Caller
from bot.web.gate import (
    Cookie,
    Fields,
    Throttle,
    Upload,
    check_form,
    check_origin,
    form_key,
    headers_of,
    is_framed,
    read_form,
    read_upload,
)

log = structlog.get_logger()

R = TypeVar("R")
Use = Callable[[Tx, Caller, datetime], R]
"""A use case with everything but the transaction, the caller and the moment filled in."""
PAGES = Path(__file__).parent / "pages"
STATIC = Path(__file__).parent / "static"
FILES = {
    "/style.css": ("style.css", "text/css"),
    "/enter.js": ("enter.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
INLINE = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
"""Files that are shown in the browser; any other is only handed out to be kept."""
STATUS = {
    "page_signed_out": 401,
    "page_forged": 400,
    "page_too_large": 413,
    "page_too_often": 429,
    "page_unknown": 404,
    "gone": 404,
    "not_allowed": 403,
}
"""The status of a refusal; of any other 403, for it is the person who may not, or not now."""
ENTRANCE = frozenset({"page_signed_out", "no_role"})
"""Refusals after which the way in is shown again."""


class Site:
    """What the endpoints share: the store, the files, the texts, the clock (aware, in the configured zone), the cookie.

    `wake` is called when a use case has put messages to others into the outbox; `token` is the bot's.
    """

    def __init__(
        self,
        *,
        store: Store,
        texts: Texts,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        files: Files,
        token: str,
        address: str,
    ) -> None:
        self.store = store
        self.files = files
        self.texts = texts
        self.now = now
        self.token = token
        self.address = address
        self.cookie = Cookie(address)
        self.throttle = Throttle()
        self._wake = wake
        self._pages = texts.environments(PAGES)

    # --- Asked and done ------------------------------------------------------------------------------------

    async def look(self, request: Request, use: Use[R]) -> tuple[R, Caller]:
        """Answer a question that changes nothing, beside the writer; Refused where nobody is signed in."""
        return await self.store.read(partial(_asked, self._token_of(request), use, self.now()))

    async def form(self, request: Request) -> Fields:
        """The fields of a form that this page showed to whoever sends it; Refused otherwise."""
        check_origin(request, self.address)
        token = self._token_of(request)
        # Nobody who is not signed in has us read what he sends.
        await self.look(request, _nothing)
        fields = await read_form(request)
        check_form(fields, token)
        return fields

    async def upload(
        self, request: Request, check: Use[object], *, largest: int | None = None
    ) -> tuple[Fields, Upload]:
        """The same with a file, which is read only where `check` does not refuse it before; `largest` in bytes."""
        check_origin(request, self.address)
        token = self._token_of(request)
        await self.look(request, check)
        fields, sent = await read_upload(request, largest=largest or self.files.most)
        check_form(fields, token)
        return fields, sent

    async def act(self, request: Request, use: Use[R]) -> tuple[R, Caller]:
        """Change something on a person's behalf; the form was checked before."""

        def once(tx: Tx) -> tuple[tuple[R, Caller], bool]:
            return _asked(token, use, now, tx), outbox.was_put(tx)

        token, now = self._token_of(request), self.now()
        found, put = await self.store.write(once)
        if put:
            self._wake()
        return found

    def _token_of(self, request: Request) -> str:
        token = self.cookie.read(request)
        if token is None:
            raise Refused("page_signed_out")
        return token

    # --- Shown ---------------------------------------------------------------------------------------------

    async def page(
        self,
        request: Request,
        name: str,
        who: Caller | None,
        facts: Mapping[str, object] = MappingProxyType({}),
        *,
        status: int = 200,
    ) -> Response:
        """A page in the person's language, or in the office's while we do not know him: browsers speak English anywhere."""
        language = self.texts.default if who is None else self.texts.closest(who.language)
        token = self.cookie.read(request)
        shared = {
            "language": language,
            "who": who,
            "key": "" if token is None or who is None else form_key(token),
            "day": self.now().date(),
            "framed": is_framed(request, self.address),
        }
        template = self._pages[language].get_template(name)
        # The first rendering compiles the template, and a long table takes its time: not on the event loop.
        html = await asyncio.to_thread(template.render, {**shared, **facts})
        return Response(html, status_code=status, media_type="text/html", headers=self.headers(request))

    def headers(self, request: Request) -> dict[str, str]:
        """What every answer tells the browser to forbid."""
        return headers_of(request, self.address)

    def go(self, request: Request, path: str) -> Response:
        """On to another page, once something was done: loading it again does nothing twice."""
        return RedirectResponse(path, status_code=303, headers=self.headers(request))

    def static(self, request: Request, name: str, kind: str) -> Response:
        content = (STATIC / name).read_bytes()
        headers = self.headers(request) | {"Cache-Control": "public, max-age=3600"}
        return Response(content, media_type=kind, headers=headers)

    def file(self, request: Request, file: KeptFile, name: str) -> Response:
        """A file that somebody sent: a photo to look at, any other to be kept. Refused where it is gone."""
        path = self.files.find(file.hash)
        if path is None:
            raise Refused("gone")
        kind = INLINE.get(Path(name).suffix.lower())
        return FileResponse(
            path,
            filename=name,
            media_type=kind or "application/octet-stream",
            content_disposition_type="attachment" if kind is None else "inline",
            headers=self.headers(request),
        )

    async def refused(self, request: Request, refusal: Exception) -> Response:
        """A refusal as a page: what is wrong and what to do instead."""
        if not isinstance(refusal, Refused):
            raise refusal
        who = await self._known(request)
        status = STATUS.get(refusal.reason, 403)
        entrance = refusal.reason in ENTRANCE or who is None
        response = await self.page(
            request,
            "refused.html",
            who,
            {
                "reason": refusal.reason,
                "facts": refusal.facts,
                "entrance": entrance,
                "came_from": self._came_from(request),
            },
            status=status,
        )
        if refusal.reason == "page_signed_out":
            self.cookie.take(request, response)
        return response

    async def lost(self, request: Request, _: Exception) -> Response:
        return await self.refused(request, Refused("page_unknown"))

    async def away(self, request: Request, failure: Exception) -> Response:
        """The database cannot be reached: what was sent is to be sent again."""
        log.error("page_without_database", error=str(failure))
        return await self.page(request, "failed.html", None, {"away": True}, status=503)

    async def failed(self, request: Request, failure: Exception) -> Response:
        log.error("page_failed", path=request.url.path, error=repr(failure))
        return await self.page(request, "failed.html", None, {"away": False}, status=500)

    def _came_from(self, request: Request) -> str | None:
        """The page whose form was refused; None where it is none of ours."""
        said = request.headers.get("referer", "")
        within = request.method == "POST" and said.startswith("".join((self.address, "/")))
        path = said.removeprefix(self.address)
        return path if within and not path.startswith("//") else None

    async def _known(self, request: Request) -> Caller | None:
        try:
            return (await self.look(request, _nothing))[1]
        except Refused:
            return None


def _asked(token: str, use: Use[R], now: datetime, tx: Tx) -> tuple[R, Caller]:
    who = page_sessions.visitor(tx, now, token=token)
    try:
        return use(tx, who, now), who
    except Refused as refusal:
        refusal.language = who.language
        raise


def _nothing(_tx: Tx, who: Caller, _now: datetime) -> None:
    """Who asks, and nothing else."""


class _Key(Convertor[int]):
    """A key of the database in an address. Nothing longer is one, nor is it read: that costs, and fails."""

    regex = "[0-9]{1,100}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("key", _Key())


def application(site: Site) -> Starlette:
    """The page as an application that a server can serve."""
    from bot.web import beside, campaigns, clusters, downloads, entering, home, reports

    def static(path: str, name: str, kind: str) -> Route:
        async def endpoint(request: Request) -> Response:
            return site.static(request, name, kind)

        return Route(path, endpoint, methods=["GET"])

    return Starlette(
        routes=[
            *(static(path, name, kind) for path, (name, kind) in FILES.items()),
            *entering.routes(site),
            *home.routes(site),
            *reports.routes(site),
            *beside.routes(site),
            *clusters.routes(site),
            *campaigns.routes(site),
            *downloads.routes(site),
        ],
        exception_handlers={
            Refused: site.refused,
            HTTPException: site.lost,
            StoreUnavailable: site.away,
            Exception: site.failed,
        },
    )
