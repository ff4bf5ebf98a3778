"""Until when people put off hearing of a report."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Date, bindparam, delete, exists, insert, select
from sqlalchemy.sql.elements import ColumnElement

from bot.store.engine import Tx, insert_once
from bot.store.message_tables import reopened, snoozes
from bot.store.tables import campaign_units, roles


def put_off(tx: Tx, *, person_id: int, period_id: int, unit_id: int, until: date) -> None:
    """The newest choice counts."""
    own = (
        snoozes.c.person_id == person_id,
        snoozes.c.period_id == period_id,
        snoozes.c.unit_id == unit_id,
    )
    tx.execute(delete(snoozes).where(*own))
    tx.execute(insert(snoozes).values(person_id=person_id, period_id=period_id, unit_id=unit_id, until=until))


def of_people(tx: Tx, person_ids: Collection[int]) -> dict[tuple[int, int, int], date]:
    """Until when, by person id, period id and unit id."""
    rows = tx.execute(select(snoozes).where(snoozes.c.person_id.in_(person_ids)))
    return {(row.person_id, row.period_id, row.unit_id): row.until for row in rows}


IS_SNOOZED: ColumnElement[bool] = exists(
    select(snoozes.c.until).where(
        snoozes.c.person_id == roles.c.person_id,
        snoozes.c.period_id == bindparam("period"),
        snoozes.c.unit_id == campaign_units.c.unit_id,
        snoozes.c.until > bindparam("day", type_=Date),
        snoozes.c.until <= bindparam("due_on", type_=Date),
    )
)
"""The condition under which a person of a planning statement has put off what it is about."""


def reopen_ended(tx: Tx, day: date) -> None:
    """Have whoever put something off until today planned again."""
    ended = select(snoozes.c.person_id).distinct().where(snoozes.c.until <= day)
    tx.execute(insert_once(tx, reopened).from_select(["person_id"], ended))


def forget_old(tx: Tx, before: date) -> None:
    """What was handed in meanwhile is never heard of again, and its row would stay."""
    tx.execute(delete(snoozes).where(snoozes.c.until < before))


def forget_ended(tx: Tx, person_ids: Collection[int], day: date) -> None:
    """What was put off until today has been said."""
    tx.execute(delete(snoozes).where(snoozes.c.person_id.in_(person_ids), snoozes.c.until <= day))
