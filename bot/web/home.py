"""The first page: what is to be done, and what there is to see."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.usecases import page_home
from bot.web.site import Site


def routes(site: Site) -> list[Route]:
    return [Route("/", partial(_home, site), methods=["GET"])]


async def _home(site: Site, request: Request) -> Response:
    found, who = await site.look(request, page_home.home)
    return await site.page(request, "home.html", who, {"home": found})
