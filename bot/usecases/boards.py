"""A group's board: how a campaign stands, without anything personal, rewritten as figures arrive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.campaign.assessments import Assessment
from bot.campaign.model import CampaignState
from bot.errors import Refused
from bot.reports.content import Head, ProgressRow, indicators_in
from bot.store import audit, boards, campaigns
from bot.store.boards import Board
from bot.store.engine import Tx
from bot.store.extents import WHOLE
from bot.texts import View
from bot.usecases import pulling, summary_screens
from bot.usecases.access import Action, Caller, require

EVERY = timedelta(minutes=1)
"""No board is rewritten more often."""
SHOWN = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardScreen(View):
    """The message itself: the headline and the indicators, those behind first; once `ended` it is rewritten no more."""

    template: ClassVar[str] = "board"
    in_place: ClassVar[bool] = True
    board_id: int
    head: Head
    counting: Mapping[Assessment, int]
    total: int
    rows: tuple[ProgressRow, ...]
    more: int
    ended: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardNotPinned(View):
    """The group lets the bot pin nothing: its admins can."""

    template: ClassVar[str] = "board_not_pinned"


@dataclass(frozen=True, kw_only=True, slots=True)
class ToShow:
    """A board with what it has to say now; `screen` is None where that is what it says already."""

    board: Board
    screen: BoardScreen | None
    period_id: int
    move: int


def pin(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int, chat_id: int, message_id: int | None
) -> BoardScreen:
    """The summary under which an admin tapped becomes the group's board."""
    campaign = campaigns.of(tx, campaign_id)
    if campaign is None or message_id is None:
        raise Refused("stale")
    require(who, Action.RUN_CAMPAIGNS, unit_id=campaign.owner_id, path=campaign.owner_path)
    board_id = boards.keep(
        tx,
        chat_id=chat_id,
        message_id=message_id,
        campaign_id=campaign_id,
        person_id=who.known,
        now=now,
    )
    audit.note(tx, "pin", "board", board_id, person_id=who.known, now=now, facts={"campaign": campaign_id})
    return _screen(tx, board_id, campaign_id, now)


def stop(tx: Tx, who: Caller, now: datetime, *, board_id: int) -> BoardScreen:
    """It stays as it is now, and is not rewritten any more."""
    board = boards.of(tx, board_id)
    campaign = None if board is None else campaigns.of(tx, board.campaign_id)
    if board is None or campaign is None:
        raise Refused("stale")
    require(who, Action.RUN_CAMPAIGNS, unit_id=campaign.owner_id, path=campaign.owner_path)
    boards.end(tx, board_id, now)
    audit.note(tx, "unpin", "board", board_id, person_id=who.known, now=now)
    return _screen(tx, board_id, board.campaign_id, now, ended=True)


def to_show(tx: Tx, now: datetime) -> list[ToShow]:
    """The boards that it is time to look at, each with what is new."""
    return [_to_show(tx, board, now) for board in boards.old(tx, now - EVERY)]


def _to_show(tx: Tx, board: Board, now: datetime) -> ToShow:
    one = pulling.whole(tx, board.campaign_id)
    period_id = one.head(now.date()).period_id
    move = boards.newest_move(tx, period_id)
    # Once a day anew: dates and targets may have moved, and what was on pace yesterday may be behind.
    is_of_today = board.shown_at is not None and board.shown_at.astimezone(now.tzinfo).date() == now.date()
    same = board.period_id == period_id and board.shown == move and is_of_today
    over = one.state is not CampaignState.RUNNING
    screen = None
    if over or not same:
        screen = _screen(tx, board.board_id, board.campaign_id, now, ended=over)
    return ToShow(board=board, screen=screen, period_id=period_id, move=move)


def was_shown(tx: Tx, one: ToShow, message_id: int, now: datetime) -> None:
    boards.shown(tx, one.board, period_id=one.period_id, move=one.move, message_id=message_id, now=now)
    if one.screen is not None and one.screen.ended:
        boards.end(tx, one.board.board_id, now)


def _screen(tx: Tx, board_id: int, campaign_id: int, now: datetime, *, ended: bool = False) -> BoardScreen:
    one = pulling.whole(tx, campaign_id)
    found = summary_screens.screen(tx, pulling.limited(one, WHOLE), now, shown=SHOWN)
    return BoardScreen(
        board_id=board_id,
        head=found.head,
        counting=found.counting,
        total=found.total,
        rows=found.rows,
        more=found.total - indicators_in(found.rows),
        ended=ended,
    )
