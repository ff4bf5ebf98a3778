"""What a unit's and a cluster's report have alike on the page: the form that moves one, and its history."""

from collections.abc import Callable, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from bot.campaign.report_life import Move
from bot.usecases.histories import History
from bot.web.asking import because_of, day_of, move_of, whole
from bot.web.site import Site, Use


async def move(
    site: Site, request: Request, act: Callable[..., None], offered: Sequence[Move], path: str
) -> Response:
    """Move the report by `act`, as the form says: one of the moves offered, its reason, a due date."""
    fields = await site.form(request)
    use: Use[None] = partial(
        act,
        move=move_of(fields, offered),
        because=because_of(fields),
        due_on=day_of(fields.get("due_on", "")),
    )
    await site.act(request, use)
    return site.go(request, path)


async def history(site: Site, request: Request, ask: Callable[..., History], path: str) -> Response:
    """A page of what was done to the report whose page is at `path`."""
    use: Use[History] = partial(ask, page=whole(request.query_params.get("trang", "")) or 0)
    found, who = await site.look(request, use)
    said = site.texts.render(found, who.language).html
    return await site.page(request, "history.html", who, {"history": found, "said": said, "path": path})
