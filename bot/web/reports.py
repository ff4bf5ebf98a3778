"""A report on the page: the form, handing in, signing off and giving back, its history."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import apart
from bot.directive.reading import MOST_BYTES
from bot.errors import Refused
from bot.usecases import following_up, narrative_files, page_narratives, page_reports
from bot.usecases.page_narratives import NarrativeOnPage
from bot.usecases.page_reports import ReportPage, Sent
from bot.web import alike
from bot.web.asking import because_of, id_of, parts_of, whole
from bot.web.gate import Fields, chosen
from bot.web.site import STATUS, Site, Use

REPORT = "/bao-cao/{period_id:key}/{unit_id:key}"
SAID = frozenset({"saved", "submitted", "moved", "asked", "answered"})


def routes(site: Site) -> list[Route]:
    return [
        Route(REPORT, partial(_show, site), methods=["GET"]),
        Route(REPORT, partial(_save, site), methods=["POST"]),
        Route(f"{REPORT}/bat-dau", partial(_begin, site), methods=["POST"]),
        Route(f"{REPORT}/nop", partial(_submit, site), methods=["POST"]),
        Route(f"{REPORT}/chuyen", partial(_move, site), methods=["POST"]),
        Route(f"{REPORT}/giai-trinh", partial(_ask, site), methods=["POST"]),
        Route(f"{REPORT}/giai-trinh/{{key:key}}/tra-loi", partial(_answer, site), methods=["POST"]),
        Route(f"{REPORT}/giai-trinh/{{key:key}}/khep", partial(_close, site), methods=["POST"]),
        Route(f"{REPORT}/thuyet-minh", partial(_narrative, site), methods=["GET"]),
        Route(f"{REPORT}/thuyet-minh", partial(_write, site), methods=["POST"]),
        Route(f"{REPORT}/thuyet-minh/tep", partial(_read, site), methods=["POST"]),
        Route(f"{REPORT}/lich-su", partial(_history, site), methods=["GET"]),
    ]


def asked(request: Request) -> tuple[int, int]:
    """The period and the unit of the address."""
    return id_of(request, "period_id"), id_of(request, "unit_id")


def path_of(request: Request, said: str = "") -> str:
    period_id, unit_id = asked(request)
    return f"/bao-cao/{period_id}/{unit_id}{said and f'?xong={said}'}"


async def _show(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    use: Use[ReportPage] = partial(page_reports.show, period_id=period_id, unit_id=unit_id)
    found, who = await site.look(request, use)
    said = request.query_params.get("xong", "")
    return await site.page(
        request, "report.html", who, {"report": found, "said": said if said in SAID else ""}
    )


async def _begin(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    await site.form(request)
    await site.act(request, partial(page_reports.begin, period_id=period_id, unit_id=unit_id))
    return site.go(request, path_of(request))


async def _save(site: Site, request: Request) -> Response:
    """Where all is kept the page is loaded anew; else it comes back with what is to be looked at."""
    period_id, unit_id = asked(request)
    fields = await site.form(request)
    use: Use[ReportPage] = partial(
        page_reports.save,
        period_id=period_id,
        unit_id=unit_id,
        sent=_sent(fields),
        because=because_of(fields),
    )
    found, who = await site.act(request, use)
    if not found.left and not found.because_asked:
        return site.go(request, path_of(request, "saved"))
    return await site.page(request, "report.html", who, {"report": found, "said": ""}, status=422)


async def _submit(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    await site.form(request)
    await site.act(request, partial(page_reports.submit, period_id=period_id, unit_id=unit_id))
    return site.go(request, path_of(request, "submitted"))


async def _move(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    act = partial(page_reports.move, period_id=period_id, unit_id=unit_id)
    return await alike.move(site, request, act, page_reports.MOVES, path_of(request, "moved"))


async def _ask(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    fields = await site.form(request)
    use: Use[None] = partial(
        page_reports.ask,
        period_id=period_id,
        unit_id=unit_id,
        indicator_id=whole(fields.get("indicator", "")) or 0,
        question=fields.get("question") or fields.get("question_code", ""),
    )
    await site.act(request, use)
    return site.go(request, path_of(request, "asked"))


async def _answer(site: Site, request: Request) -> Response:
    fields = await site.form(request)
    use: Use[None] = partial(
        page_reports.answer,
        follow_up_id=id_of(request, "key"),
        text=fields.get("answer", "").replace("\r\n", "\n"),
    )
    await site.act(request, use)
    return site.go(request, path_of(request, "answered"))


async def _close(site: Site, request: Request) -> Response:
    await site.form(request)
    await site.act(request, partial(following_up.close, follow_up_id=id_of(request, "key")))
    return site.go(request, path_of(request, "moved"))


async def _narrative(site: Site, request: Request, refusal: Refused | None = None) -> Response:
    period_id, unit_id = asked(request)
    use: Use[NarrativeOnPage] = partial(page_narratives.show, period_id=period_id, unit_id=unit_id)
    return await _in_words(site, request, use, refusal)


async def _in_words(
    site: Site, request: Request, use: Use[NarrativeOnPage], refusal: Refused | None = None
) -> Response:
    found, who = await site.look(request, use)
    said = request.query_params.get("xong", "")
    facts = {
        "narrative": found,
        "said": said if said in SAID else "",
        "path": path_of(request),
        "refused": refusal,
    }
    status = 200 if refusal is None else STATUS.get(refusal.reason, 422)
    return await site.page(request, "narrative.html", who, facts, status=status)


async def _read(site: Site, request: Request) -> Response:
    """A file of the narrative is read apart and shown in the form, before anything of it is kept."""
    period_id, unit_id = asked(request)
    check: Use[object] = partial(page_narratives.check_file, period_id=period_id, unit_id=unit_id)
    try:
        _, sent = await site.upload(request, check, largest=MOST_BYTES)
        split = await apart.call(narrative_files.read, sent.name, chosen(sent).content)
        use: Use[NarrativeOnPage] = partial(
            page_narratives.read, period_id=period_id, unit_id=unit_id, name=sent.name, split=split
        )
        return await _in_words(site, request, use)
    except Refused as refusal:
        return await _narrative(site, request, refusal)


async def _write(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    fields = await site.form(request)
    use: Use[NarrativeOnPage] = partial(
        page_narratives.save,
        period_id=period_id,
        unit_id=unit_id,
        sent=parts_of(fields),
        because=because_of(fields),
    )
    found, who = await site.act(request, use)
    if not found.left and not found.because_asked:
        return site.go(request, f"{path_of(request)}/thuyet-minh?xong=saved")
    facts = {"narrative": found, "said": "", "path": path_of(request), "refused": None}
    return await site.page(request, "narrative.html", who, facts, status=422)


async def _history(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    ask = partial(page_reports.history, period_id=period_id, unit_id=unit_id)
    return await alike.history(site, request, ask, path_of(request))


def _sent(fields: Fields) -> dict[int, Sent]:
    """The fields of the form by indicator; one that names none is left out."""
    found = {}
    for name, seen in fields.items():
        key = name.removeprefix("seen-")
        if key == name or not (key.isascii() and key.isdecimal() and len(key) < 19):
            continue
        found[int(key)] = Sent(
            seen=whole(seen) or 0,
            before=(fields.get(f"value-before-{key}", ""), fields.get(f"note-before-{key}", "")),
            value=fields.get(f"value-{key}", ""),
            note=fields.get(f"note-{key}", ""),
            choice=fields.get(f"choice-{key}") or None,
        )
    return found
