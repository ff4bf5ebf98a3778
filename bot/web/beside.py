"""What goes with a report beside its figures: evidence, good examples, the signed report.

A file is asked about before it is read, then kept on the disk, then written down; what could not be written goes again.
What was refused is said on the page that it was sent from, with what was typed there.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import Refused
from bot.store import evidence
from bot.store.narratives import KeptFile
from bot.usecases import evidencing, page_beside, signed_papers
from bot.web.asking import id_of, whole
from bot.web.gate import Upload, chosen
from bot.web.reports import REPORT, asked, path_of
from bot.web.site import STATUS, Site, Use

EVIDENCE, EXAMPLES, SIGNED = "minh-chung", "guong", "da-ky"
SAID = frozenset({"kept", "dropped", "unnamed"})
_NOTHING: Mapping[str, str] = MappingProxyType({})


def routes(site: Site) -> list[Route]:
    return [
        Route(f"{REPORT}/{EVIDENCE}", partial(_evidence, site), methods=["GET"]),
        Route(f"{REPORT}/{EVIDENCE}", partial(_send_evidence, site), methods=["POST"]),
        Route(f"{REPORT}/{EVIDENCE}/{{key:key}}/bo", partial(_drop_evidence, site), methods=["POST"]),
        Route("/minh-chung/{key:key}", partial(_open_evidence, site), methods=["GET"]),
        Route(f"{REPORT}/{EXAMPLES}", partial(_examples, site), methods=["GET"]),
        Route(f"{REPORT}/{EXAMPLES}", partial(_add_example, site), methods=["POST"]),
        Route(f"{REPORT}/{EXAMPLES}/{{key:key}}/bo", partial(_drop_example, site), methods=["POST"]),
        Route(f"{REPORT}/{EXAMPLES}/{{key:key}}/khong-ten", partial(_unname, site), methods=["POST"]),
        Route(f"{REPORT}/{SIGNED}", partial(_signed, site), methods=["GET"]),
        Route(f"{REPORT}/{SIGNED}", partial(_send_signed, site), methods=["POST"]),
        Route(f"{REPORT}/{SIGNED}/tep", partial(_open_signed, site), methods=["GET"]),
    ]


# --- Evidence ----------------------------------------------------------------------------------------------


async def _evidence(site: Site, request: Request, refusal: Refused | None = None) -> Response:
    period_id, unit_id = asked(request)
    use: Use[object] = partial(page_beside.show_evidence, period_id=period_id, unit_id=unit_id)
    facts = {"asked": whole(request.query_params.get("chi-tieu", ""))}
    return await _page(site, request, "evidence.html", use, refusal, facts)


async def _send_evidence(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    key = whole(request.query_params.get("chi-tieu", "")) or 0
    check: Use[object] = partial(
        page_beside.check_evidence, period_id=period_id, unit_id=unit_id, indicator_id=key
    )
    keep = partial(page_beside.keep_evidence, period_id=period_id, unit_id=unit_id, indicator_id=key)
    try:
        _, sent = await site.upload(request, check)
        evidencing.check_kind(chosen(sent).name)
        file = await _kept(site, sent)
        await _written(site, request, file, partial(keep, file=file))
    except Refused as refusal:
        return await _evidence(site, request, refusal)
    return _go(site, request, EVIDENCE, "kept")


async def _drop_evidence(site: Site, request: Request) -> Response:
    await site.form(request)
    use: Use[tuple[int, str | None]] = partial(evidencing.take_back, evidence_id=id_of(request, "key"))
    try:
        (_, gone), _ = await site.act(request, use)
    except Refused as refusal:
        return await _evidence(site, request, refusal)
    if gone is not None:
        await _tidy(site, gone)
    return _go(site, request, EVIDENCE, "dropped")


async def _open_evidence(site: Site, request: Request) -> Response:
    use: Use[evidencing.EvidenceShown] = partial(evidencing.show, evidence_id=id_of(request, "key"))
    found, _ = await site.look(request, use)
    piece = found.evidence
    # A photo of a chat has no name; Telegram makes it a .jpg.
    return site.file(request, piece.file, piece.file.name or f"{EVIDENCE}-{piece.evidence_id}.jpg")


# --- Good examples -----------------------------------------------------------------------------------------


async def _examples(
    site: Site, request: Request, refusal: Refused | None = None, typed: Mapping[str, str] = _NOTHING
) -> Response:
    period_id, unit_id = asked(request)
    use: Use[object] = partial(page_beside.show_examples, period_id=period_id, unit_id=unit_id)
    return await _page(site, request, "examples.html", use, refusal, {"typed": typed})


async def _add_example(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    fields = await site.form(request)
    use: Use[None] = partial(
        page_beside.add_example,
        period_id=period_id,
        unit_id=unit_id,
        name=fields.get("name", ""),
        # Browsers end the lines of a form as teleprinters did.
        deed=fields.get("deed", "").replace("\r\n", "\n"),
        agreed={"yes": True, "no": False}.get(fields.get("consent", "")),
    )
    try:
        await site.act(request, use)
    except Refused as refusal:
        return await _examples(site, request, refusal, fields)
    return _go(site, request, EXAMPLES, "kept")


async def _drop_example(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    use: Use[None] = partial(
        page_beside.remove_example, period_id=period_id, unit_id=unit_id, example_id=id_of(request, "key")
    )
    return await _changed(site, request, use, "dropped")


async def _unname(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    use: Use[None] = partial(
        page_beside.unname_example, period_id=period_id, unit_id=unit_id, example_id=id_of(request, "key")
    )
    return await _changed(site, request, use, "unnamed")


async def _changed(site: Site, request: Request, use: Use[None], said: str) -> Response:
    await site.form(request)
    try:
        await site.act(request, use)
    except Refused as refusal:
        return await _examples(site, request, refusal)
    return _go(site, request, EXAMPLES, said)


# --- The signed report -------------------------------------------------------------------------------------


async def _signed(
    site: Site, request: Request, refusal: Refused | None = None, typed: Mapping[str, str] = _NOTHING
) -> Response:
    period_id, unit_id = asked(request)
    use: Use[object] = partial(page_beside.show_signed, period_id=period_id, unit_id=unit_id)
    return await _page(site, request, "signed.html", use, refusal, {"typed": typed})


async def _send_signed(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    fields: Mapping[str, str] = _NOTHING
    check: Use[object] = partial(page_beside.check_signed, period_id=period_id, unit_id=unit_id)
    try:
        fields, sent = await site.upload(request, check)
        signed_papers.check_pdf(chosen(sent).content)
        file = await _kept(site, sent)
        use: Use[None] = partial(
            page_beside.keep_signed,
            period_id=period_id,
            unit_id=unit_id,
            file=file,
            text=fields.get("number", ""),
        )
        await _written(site, request, file, use)
    except Refused as refusal:
        return await _signed(site, request, refusal, fields)
    return _go(site, request, SIGNED, "kept")


async def _open_signed(site: Site, request: Request) -> Response:
    period_id, unit_id = asked(request)
    use: Use[KeptFile] = partial(page_beside.open_signed, period_id=period_id, unit_id=unit_id)
    file, _ = await site.look(request, use)
    return site.file(request, file, file.name)


# --- Shared ------------------------------------------------------------------------------------------------


async def _page(
    site: Site,
    request: Request,
    name: str,
    use: Use[object],
    refusal: Refused | None,
    facts: Mapping[str, object],
) -> Response:
    found, who = await site.look(request, use)
    said = request.query_params.get("xong", "")
    shown = {
        "beside": found,
        "path": path_of(request),
        "said": said if said in SAID and refusal is None else "",
        "refused": refusal,
    }
    status = 200 if refusal is None else STATUS.get(refusal.reason, 422)
    return await site.page(request, name, who, {**shown, **facts}, status=status)


def _go(site: Site, request: Request, name: str, said: str) -> Response:
    return site.go(request, f"{path_of(request)}/{name}?xong={said}")


async def _kept(site: Site, sent: Upload) -> KeptFile:
    name = await asyncio.to_thread(site.files.keep, sent.content)
    return KeptFile(name=sent.name, size=len(sent.content), hash=name)


async def _written(site: Site, request: Request, file: KeptFile, use: Use[None]) -> None:
    try:
        await site.act(request, use)
    finally:
        await _tidy(site, file.hash)


async def _tidy(site: Site, name: str) -> None:
    """Take a file from the disk that nothing needs."""
    if not await site.store.read(partial(evidence.is_used, name=name)):
        await asyncio.to_thread(site.files.remove, name)
