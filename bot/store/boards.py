"""Boards: the message in a group that tells how a campaign stands, rewritten as figures arrive."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from bot.store.engine import AnyRow, Tx, insert_once
from bot.store.message_tables import boards
from bot.store.tables import report_moves, reports


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """A board; `shown` is the newest move that it tells of, `shown_at` when it was looked at, `pinned_at` when it was
    fastened, or tried to be.
    """

    board_id: int
    chat_id: int
    message_id: int
    campaign_id: int
    period_id: int | None
    shown: int
    pinned_at: datetime | None
    shown_at: datetime | None


def keep(tx: Tx, *, chat_id: int, message_id: int, campaign_id: int, person_id: int, now: datetime) -> int:
    """Have this message be the group's board of the campaign, in place of one that was; returns its id."""
    same = (boards.c.chat_id == chat_id, boards.c.campaign_id == campaign_id)
    row = {"chat_id": chat_id, "campaign_id": campaign_id, "message_id": message_id, "shown": 0}
    tx.execute(insert_once(tx, boards), {**row, "made_by": person_id, "made_at": now})
    fresh = {"message_id": message_id, "shown": 0, "pinned_at": None, "shown_at": None, "ended_at": None}
    tx.execute(update(boards).where(*same).values(**fresh, made_by=person_id, made_at=now))
    return int(tx.execute(select(boards.c.id).where(*same)).scalar_one())


def of(tx: Tx, board_id: int) -> Board | None:
    row = tx.execute(select(boards).where(boards.c.id == board_id, boards.c.ended_at.is_(None))).first()
    return None if row is None else _board(row)


def old(tx: Tx, before: datetime) -> list[Board]:
    """Those that were not looked at since this moment."""
    waits = or_(boards.c.shown_at.is_(None), boards.c.shown_at < before)
    return [_board(row) for row in tx.execute(select(boards).where(boards.c.ended_at.is_(None), waits))]


def newest_move(tx: Tx, period_id: int) -> int:
    """What was done last to a report of a period: as long as it is the same, so is the board."""
    done = (
        select(func.max(report_moves.c.id))
        .join(reports, reports.c.id == report_moves.c.report_id)
        .where(reports.c.period_id == period_id)
    )
    return tx.execute(done).scalar() or 0


def shown(tx: Tx, board: Board, *, period_id: int, move: int, message_id: int, now: datetime) -> None:
    """It tells of this now; where it had to be sent anew it is to be fastened again."""
    values: dict[str, object] = {"shown": move, "period_id": period_id, "shown_at": now}
    if message_id != board.message_id:
        values |= {"message_id": message_id, "pinned_at": None}
    tx.execute(update(boards).where(boards.c.id == board.board_id).values(**values))


def pinned(tx: Tx, board_id: int, now: datetime) -> None:
    tx.execute(update(boards).where(boards.c.id == board_id).values(pinned_at=now))


def moved(tx: Tx, board_id: int, chat_id: int) -> None:
    """The group has a new chat id."""
    tx.execute(update(boards).where(boards.c.id == board_id).values(chat_id=chat_id))


def end(tx: Tx, board_id: int, now: datetime) -> None:
    tx.execute(update(boards).where(boards.c.id == board_id).values(ended_at=now))


def _board(row: AnyRow) -> Board:
    return Board(
        board_id=row.id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        campaign_id=row.campaign_id,
        period_id=row.period_id,
        shown=row.shown,
        pinned_at=row.pinned_at,
        shown_at=row.shown_at,
    )
