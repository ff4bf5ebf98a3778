"""The page of the demo, and what it asks beside the control endpoints.

GET  /                the page, with its script, style and icon; nothing comes from elsewhere
GET  /demo/state      ?stamp=&timeout=   {stamp, change, zone, day, hour, people, outbox, story, example}
GET  /demo/example    the directive of the story, as a file
POST /demo/story      {} performs the next scene -> {chat}
POST /control/clock   {at} (ISO 8601 with a zone) or {step: +1h | +1d | +7d | next} -> {now, words, sent}
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo.showing import Showing
from bot.demo.wire import ApiError, JsonObject, bad_request, read_object

FOLDER = Path(__file__).parent / "page"
FILES = {
    "/": ("index.html", "text/html"),
    "/page.js": ("page.js", "text/javascript"),
    "/drawing.js": ("drawing.js", "text/javascript"),
    "/page.css": ("page.css", "text/css"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LONGEST_WAIT = 30.0


def page_routes(showing: Showing) -> list[Route]:
    """The page over one running demo."""

    async def state(request: Request) -> JsonObject:
        return await showing.state(
            known=request.query_params.get("stamp", ""),
            seconds=min(_seconds(request.query_params.get("timeout", "0")), LONGEST_WAIT),
        )

    async def story(_: Request) -> JsonObject:
        return await showing.tell_next()

    async def clock(request: Request) -> JsonObject:
        wanted = await read_object(request)
        if "at" in wanted:
            return await showing.move(_moment(str(wanted["at"])))
        return await showing.step(str(wanted.get("step")))

    async def example(_: Request) -> Response:
        return Response(showing.example[1], media_type="application/octet-stream", headers=HEADERS)

    return [
        *(_file(path, name, kind) for path, (name, kind) in FILES.items()),
        Route("/demo/state", _answered(state), methods=["GET"]),
        Route("/demo/example", example, methods=["GET"]),
        Route("/demo/story", _answered(story), methods=["POST"]),
        Route("/control/clock", _answered(clock), methods=["POST"]),
    ]


def _file(path: str, name: str, kind: str) -> Route:
    content = (FOLDER / name).read_bytes()

    async def endpoint(_: Request) -> Response:
        return Response(content, media_type=kind, headers=HEADERS)

    return Route(path, endpoint, methods=["GET"])


def _answered(ask: Callable[[Request], Awaitable[JsonObject]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await ask(request))
        except ApiError as refused:
            return JSONResponse(refused.answer(), status_code=refused.status)

    return endpoint


def _seconds(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise bad_request("timeout must be a number of seconds") from None


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 - refused below, like any other without a zone.
    if moment.tzinfo is None:
        raise bad_request("at must be a moment with a zone, such as 2026-06-01T08:00:00+07:00")
    return moment
