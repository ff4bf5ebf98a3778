"""Coming in and going out: from Telegram, by a one-time link or its code, and out again."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import Refused
from bot.usecases import page_sessions
from bot.usecases.page_sessions import Admitted
from bot.web.gate import LARGEST_LOGIN, check_origin, is_framed, read_form
from bot.web.init_data import chat_of
from bot.web.site import Site

FAILURES = frozenset({"page_link_wrong", "page_link_used", "page_link_old", "page_init_forged", "no_role"})
"""Refusals that count as failed attempts."""


def routes(site: Site) -> list[Route]:
    return [
        Route("/mo", partial(_open, site), methods=["GET"]),
        Route("/mo", partial(_open_from_telegram, site), methods=["POST"]),
        Route("/vao", partial(_ask_code, site), methods=["GET"]),
        Route("/vao/{code}", partial(_ask_code, site), methods=["GET"]),
        Route("/vao", partial(_open_by_code, site), methods=["POST"]),
        Route("/ra", partial(_leave, site), methods=["POST"]),
    ]


async def _open(site: Site, request: Request) -> Response:
    """What Telegram opens: it says in the address who he is, and a few lines of script send that here."""
    return await site.page(request, "enter_telegram.html", None)


async def _open_from_telegram(site: Site, request: Request) -> Response:
    check_origin(request, site.address)
    fields = await read_form(request, largest=LARGEST_LOGIN)
    now = site.now()
    site.throttle.check(request, now)
    try:
        chat_id = chat_of(fields.get("init_data", ""), token=site.token, now=now)
        admitted = await site.store.write(lambda tx: page_sessions.admit_by_chat(tx, now, chat_id=chat_id))
    except Refused as refusal:
        _count(site, request, refusal)
        raise
    return await _in(site, request, admitted)


async def _ask_code(site: Site, request: Request) -> Response:
    """The link itself uses nothing up: whoever previews it in a chat would be in before its owner."""
    code = page_sessions.plain_code(request.path_params.get("code", ""))
    return await site.page(request, "enter_code.html", None, {"code": code[: page_sessions.CODE_LENGTH]})


async def _open_by_code(site: Site, request: Request) -> Response:
    check_origin(request, site.address)
    fields = await read_form(request, largest=LARGEST_LOGIN)
    now = site.now()
    site.throttle.check(request, now)
    code = fields.get("code", "")
    try:
        admitted = await site.store.write(lambda tx: page_sessions.admit_by_link(tx, now, code=code))
    except Refused as refusal:
        _count(site, request, refusal)
        raise
    return await _in(site, request, admitted)


def _count(site: Site, request: Request, refusal: Refused) -> None:
    if refusal.reason in FAILURES:
        site.throttle.failed(request, site.now())


async def _in(site: Site, request: Request, admitted: Admitted) -> Response:
    """He is in; whoever was signed in on this browser before is out."""
    before, now = site.cookie.read(request), site.now()
    if before is not None:
        await site.store.write(lambda tx: page_sessions.leave(tx, now, token=before))
    response = site.go(request, "/")
    site.cookie.give(request, response, admitted, now)
    return response


async def _leave(site: Site, request: Request) -> Response:
    await site.form(request)
    token, now = site.cookie.read(request) or "", site.now()
    await site.store.write(lambda tx: page_sessions.leave(tx, now, token=token))
    response = site.go(request, "/mo" if is_framed(request, site.address) else "/vao")
    site.cookie.take(request, response)
    return response
