"""A cluster's report on the page: begun, written, handed in, accepted or returned, its history."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.usecases import page_clusters
from bot.usecases.page_clusters import ClusterOnPage
from bot.web import alike
from bot.web.asking import because_of, id_of, parts_of
from bot.web.site import Site, Use

REPORT = "/bao-cao-cum/{period_id:key}/{cluster_id:key}"
SAID = frozenset({"begun", "saved", "submitted", "moved"})


def routes(site: Site) -> list[Route]:
    return [
        Route(REPORT, partial(_show, site), methods=["GET"]),
        Route(REPORT, partial(_save, site), methods=["POST"]),
        Route(f"{REPORT}/bat-dau", partial(_begin, site), methods=["POST"]),
        Route(f"{REPORT}/nop", partial(_submit, site), methods=["POST"]),
        Route(f"{REPORT}/chuyen", partial(_move, site), methods=["POST"]),
        Route(f"{REPORT}/lich-su", partial(_history, site), methods=["GET"]),
    ]


def _asked(request: Request) -> tuple[int, int]:
    """The period and the cluster of the address."""
    return id_of(request, "period_id"), id_of(request, "cluster_id")


def _path(request: Request, said: str = "") -> str:
    period_id, cluster_id = _asked(request)
    return f"/bao-cao-cum/{period_id}/{cluster_id}{said and f'?xong={said}'}"


async def _show(site: Site, request: Request) -> Response:
    period_id, cluster_id = _asked(request)
    use: Use[ClusterOnPage] = partial(page_clusters.show, period_id=period_id, cluster_id=cluster_id)
    found, who = await site.look(request, use)
    said = request.query_params.get("xong", "")
    facts = {"report": found, "said": said if said in SAID else "", "path": _path(request)}
    return await site.page(request, "cluster.html", who, facts)


async def _begin(site: Site, request: Request) -> Response:
    period_id, cluster_id = _asked(request)
    await site.form(request)
    await site.act(request, partial(page_clusters.begin, period_id=period_id, cluster_id=cluster_id))
    return site.go(request, _path(request, "begun"))


async def _save(site: Site, request: Request) -> Response:
    """Where all is kept the page is loaded anew; else it comes back with what is to be looked at."""
    period_id, cluster_id = _asked(request)
    fields = await site.form(request)
    use: Use[ClusterOnPage] = partial(
        page_clusters.save,
        period_id=period_id,
        cluster_id=cluster_id,
        sent=parts_of(fields),
        because=because_of(fields),
    )
    found, who = await site.act(request, use)
    if not found.narrative.left and not found.narrative.because_asked:
        return site.go(request, _path(request, "saved"))
    facts = {"report": found, "said": "", "path": _path(request)}
    return await site.page(request, "cluster.html", who, facts, status=422)


async def _submit(site: Site, request: Request) -> Response:
    period_id, cluster_id = _asked(request)
    await site.form(request)
    await site.act(request, partial(page_clusters.submit, period_id=period_id, cluster_id=cluster_id))
    return site.go(request, _path(request, "submitted"))


async def _move(site: Site, request: Request) -> Response:
    period_id, cluster_id = _asked(request)
    act = partial(page_clusters.move, period_id=period_id, cluster_id=cluster_id)
    return await alike.move(site, request, act, page_clusters.MOVES, _path(request, "moved"))


async def _history(site: Site, request: Request) -> Response:
    period_id, cluster_id = _asked(request)
    ask = partial(page_clusters.history, period_id=period_id, cluster_id=cluster_id)
    return await alike.history(site, request, ask, _path(request))
