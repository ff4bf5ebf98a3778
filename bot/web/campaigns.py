"""A campaign on the page: at a glance, its units, one unit's sheet, who is late. Sorted by the address alone."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.campaign import assessments
from bot.campaign.assessments import Assessment
from bot.campaign.model import ReportState
from bot.usecases import page_campaigns
from bot.usecases.access import Caller
from bot.usecases.page_campaigns import INDICATOR_ORDERS, LONGEST_SEARCH, UNIT_ORDERS, Around, Asked, Order
from bot.web.asking import id_of, whole
from bot.web.site import Site

CAMPAIGN = "/phong-trao/{campaign_id:key}"
STATES = frozenset({"unbegun", *ReportState})
_ASSESSMENTS = frozenset(one.value for one in Assessment)
_ORDERS = {
    "stt": Order.NUMBER,
    "ten": Order.NAME,
    "phan-tram": Order.PERCENT,
    "danh-gia": Order.ASSESSMENT,
    "cum": Order.CLUSTER,
    "trang-thai": Order.STATE,
    "nop": Order.SENT,
}
"""How the orders are called in an address."""
_NAMES = {order: name for name, order in _ORDERS.items()}


def routes(site: Site) -> list[Route]:
    return [
        Route(CAMPAIGN, partial(_glance, site), methods=["GET"]),
        Route(f"{CAMPAIGN}/don-vi", partial(_units, site), methods=["GET"]),
        Route(f"{CAMPAIGN}/don-vi/{{unit_id:key}}", partial(_unit, site), methods=["GET"]),
        Route(f"{CAMPAIGN}/chua-bao-cao", partial(_late, site), methods=["GET"]),
    ]


async def _glance(site: Site, request: Request) -> Response:
    asked = _asked(request, INDICATOR_ORDERS, _ASSESSMENTS)
    use = partial(page_campaigns.glance, campaign_id=id_of(request, "campaign_id"), asked=asked)
    found, who = await site.look(request, use)
    return await site.page(
        request, "campaign.html", who, {"glance": found, **_shared(site, request, found.around, who)}
    )


async def _units(site: Site, request: Request) -> Response:
    asked = _asked(request, UNIT_ORDERS, STATES)
    use = partial(page_campaigns.units, campaign_id=id_of(request, "campaign_id"), asked=asked)
    found, who = await site.look(request, use)
    return await site.page(
        request, "units.html", who, {"units": found, **_shared(site, request, found.around, who)}
    )


async def _unit(site: Site, request: Request) -> Response:
    asked = _asked(request, (), frozenset())
    use = partial(
        page_campaigns.unit,
        campaign_id=id_of(request, "campaign_id"),
        unit_id=id_of(request, "unit_id"),
        asked=asked,
    )
    (around, sheet), who = await site.look(request, use)
    return await site.page(request, "unit.html", who, {"sheet": sheet, **_shared(site, request, around, who)})


async def _late(site: Site, request: Request) -> Response:
    asked = _asked(request, (), frozenset())
    use = partial(page_campaigns.late, campaign_id=id_of(request, "campaign_id"), asked=asked)
    found, who = await site.look(request, use)
    return await site.page(
        request, "late.html", who, {"late": found, **_shared(site, request, found.around, who)}
    )


def _asked(request: Request, orders: tuple[Order, ...], only: frozenset[str]) -> Asked:
    """What the address asks for; what it does not know it asks for nothing of."""
    said = request.query_params
    order = said.get("sap", "")
    known = _ORDERS.get(order.removeprefix("-"))
    narrowed = said.get("loc", "")
    return Asked(
        place=whole(said.get("ky", "")),
        search=" ".join(said.get("tim", "").split())[:LONGEST_SEARCH],
        only=narrowed if narrowed in only else "",
        order=known if known in orders else None,
        down=order.startswith("-"),
        page=max(0, (whole(said.get("trang", "")) or 1) - 1),
    )


def _shared(site: Site, request: Request, around: Around, who: Caller) -> dict[str, object]:
    """What the templates of a campaign share: its path, addresses with something changed, the words of the assessments."""
    base = f"/phong-trao/{id_of(request, 'campaign_id')}"
    words = assessments.ENGLISH if site.texts.closest(who.language) == "en" else assessments.VIETNAMESE
    place = around.asked.place
    return {
        "around": around,
        "base": base,
        "period": "" if place is None else f"?ky={place}",
        "at": _addresses(request.url.path, around.asked),
        "orders": _NAMES,
        "assessments": words,
    }


def _addresses(path: str, asked: Asked) -> Callable[..., str]:
    def at(**changes: object) -> str:
        return "".join((path, _query(replace(asked, **({"page": 0} | changes)))))  # type: ignore[arg-type] # the names are those of Asked.

    return at


def _query(asked: Asked) -> str:
    order = "" if asked.order is None else "".join(("-" if asked.down else "", _NAMES[asked.order]))
    said = {
        "ky": "" if asked.place is None else str(asked.place),
        "tim": asked.search,
        "loc": asked.only,
        "sap": order,
        "trang": "" if asked.page == 0 else str(asked.page + 1),
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return query and "".join(("?", query))
