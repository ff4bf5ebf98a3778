"""What belongs to one office, as a row of its unit: place, signer, standing body, ladder."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from bot.campaign.deadlines import Ladder
from bot.store.engine import Tx
from bot.store.ladders import kept, ladder_of
from bot.store.tables import offices


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """None stands for what was never set; for the ladder that is the default of the config."""

    unit_id: int
    place: str | None = None
    signer: str | None = None
    signer_post: str | None = None
    standing_body: str | None = None
    ladder: Ladder | None = None


def of(tx: Tx, unit_id: int) -> Office:
    row = tx.execute(select(offices).where(offices.c.unit_id == unit_id)).first()
    if row is None:
        return Office(unit_id=unit_id)
    return Office(
        unit_id=unit_id,
        place=row.place,
        signer=row.signer,
        signer_post=row.signer_post,
        standing_body=row.standing_body,
        ladder=ladder_of(row.ladder),
    )


def save(tx: Tx, office: Office) -> None:
    row = {
        "place": office.place,
        "signer": office.signer,
        "signer_post": office.signer_post,
        "standing_body": office.standing_body,
        "ladder": kept(office.ladder),
    }
    if tx.execute(update(offices).where(offices.c.unit_id == office.unit_id).values(row)).rowcount == 0:
        tx.execute(insert(offices).values(unit_id=office.unit_id, **row))
