"""What belongs to one office, as a row of its unit: place, signer, standing body, ladder, what stands on its papers."""

from dataclasses import asdict, dataclass

from sqlalchemy import exists, insert, select, update

from bot.campaign.deadlines import Ladder
from bot.campaign.notices import PaperCircle
from bot.store.engine import Tx
from bot.store.ladders import kept, ladder_of
from bot.store.tables import offices


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """None stands for what was never set; for the ladder that is the default of the config.

    `authority` and `recipients` may have several lines. `template_hash` names its own form of the report among the files.
    """

    unit_id: int
    place: str | None = None
    signer: str | None = None
    signer_post: str | None = None
    standing_body: str | None = None
    ladder: Ladder | None = None
    superior: str | None = None
    issuer: str | None = None
    symbol: str | None = None
    authority: str | None = None
    recipients: str | None = None
    template_name: str | None = None
    template_hash: str | None = None
    paper_circle: PaperCircle = PaperCircle.ADMINS


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
        superior=row.superior,
        issuer=row.issuer,
        symbol=row.symbol,
        authority=row.authority,
        recipients=row.recipients,
        template_name=row.template_name,
        template_hash=row.template_hash,
        paper_circle=PaperCircle(row.paper_circle or PaperCircle.ADMINS),
    )


def save(tx: Tx, office: Office) -> None:
    row = asdict(office) | {"ladder": kept(office.ladder), "paper_circle": office.paper_circle.value}
    if tx.execute(update(offices).where(offices.c.unit_id == office.unit_id).values(row)).rowcount == 0:
        tx.execute(insert(offices).values(row))


def is_template(tx: Tx, name: str) -> bool:
    """Whether an office's own form of the report is the file of this hash."""
    return bool(tx.execute(select(exists().where(offices.c.template_hash == name))).scalar())
