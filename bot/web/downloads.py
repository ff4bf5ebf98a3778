"""A summary as a file on the page: built apart, one at a time for each person."""

import subprocess
from datetime import datetime
from functools import partial

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import apart
from bot.errors import Refused
from bot.limits import TooHeavy
from bot.usecases import page_downloads
from bot.usecases.downloads import BY_NAME, Made
from bot.web.asking import id_of, whole
from bot.web.campaigns import CAMPAIGN
from bot.web.site import Site, Use

log = structlog.get_logger()

KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".png": "image/png",
    ".zip": "application/zip",
    ".json": "application/json",
}


def routes(site: Site) -> list[Route]:
    building: dict[int, tuple[str, datetime]] = {}
    return [
        Route(f"{CAMPAIGN}/tai", partial(_download, site, building), methods=["POST"]),
        Route(f"{CAMPAIGN}/gui", partial(_send, site), methods=["POST"]),
        Route(f"{CAMPAIGN}/gui", partial(_sent, site), methods=["GET"]),
    ]


async def _send(site: Site, request: Request) -> Response:
    fields = await site.form(request)
    campaign_id = id_of(request, "campaign_id")
    use: Use[None] = partial(
        page_downloads.send,
        campaign_id=campaign_id,
        place=whole(fields.get("ky", "")),
        unit_id=whole(fields.get("unit", "")),
        form=fields.get("form", ""),
    )
    await site.act(request, use)
    return site.go(request, f"/phong-trao/{campaign_id}/gui")


async def _sent(site: Site, request: Request) -> Response:
    """What becomes of it is told in the chat."""
    _, who = await site.look(request, lambda _tx, _who, _now: None)
    path = f"/phong-trao/{id_of(request, 'campaign_id')}"
    return await site.page(request, "sent.html", who, {"path": path})


async def _download(site: Site, building: dict[int, tuple[str, datetime]], request: Request) -> Response:
    """The file as soon as it is built; whoever waits for one already is told so."""
    fields = await site.form(request)
    form = fields.get("form", "")
    use: Use[bytes] = partial(
        page_downloads.question,
        campaign_id=id_of(request, "campaign_id"),
        place=whole(fields.get("ky", "")),
        unit_id=whole(fields.get("unit", "")),
        form=form,
    )
    wanted, who = await site.look(request, use)
    if who.known in building:
        under_way, at = building[who.known]
        raise Refused("download_under_way", form=under_way, at=at)
    building[who.known] = form, site.now()
    try:
        built = await _built(site, wanted)
    finally:
        del building[who.known]
    headers = site.headers(request) | {"Content-Disposition": f'attachment; filename="{built.name}"'}
    return Response(built.content, media_type=KINDS[BY_NAME[form].ending], headers=headers)


async def _built(site: Site, wanted: bytes) -> Made:
    try:
        return await apart.build(page_downloads.build, site.store.url, wanted)
    except TooHeavy as error:
        raise Refused("download_too_heavy") from error
    except (subprocess.CalledProcessError, OSError) as error:
        # The process itself said why on standard error.
        log.error("download_not_built", error=str(error))
        raise Refused("download_failed") from error
