"""What belongs to one office, as a row of its unit: place, signer, standing body, ladder, what stands on its papers."""

from dataclasses import asdict, dataclass, field

from sqlalchemy import ColumnElement, delete, insert, select, update

from bot.campaign.deadlines import OwnLadder
from bot.campaign.notices import PaperCircle
from bot.store.engine import Tx
from bot.store.ladders import kept, own_ladder
from bot.store.tables import office_templates, offices


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """None stands for what was never set; steps of the ladder that were never said are those of the config.

    `authority` and `recipients` may have several lines.
    """

    unit_id: int
    place: str | None = None
    signer: str | None = None
    signer_post: str | None = None
    standing_body: str | None = None
    ladder: OwnLadder = field(default_factory=OwnLadder)
    superior: str | None = None
    issuer: str | None = None
    symbol: str | None = None
    authority: str | None = None
    recipients: str | None = None
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
        ladder=own_ladder(row.ladder),
        superior=row.superior,
        issuer=row.issuer,
        symbol=row.symbol,
        authority=row.authority,
        recipients=row.recipients,
        paper_circle=PaperCircle(row.paper_circle or PaperCircle.ADMINS),
    )


def save(tx: Tx, office: Office) -> None:
    row = asdict(office) | {"ladder": kept(office.ladder), "paper_circle": office.paper_circle.value}
    if tx.execute(update(offices).where(offices.c.unit_id == office.unit_id).values(row)).rowcount == 0:
        tx.execute(insert(offices).values(row))


def template_of(tx: Tx, unit_id: int, paper: str) -> tuple[str, bytes] | None:
    """Name and content of the office's own form of a paper."""
    row = tx.execute(select(office_templates).where(*_template(unit_id, paper))).first()
    return None if row is None else (row.name, row.content)


def template_name(tx: Tx, unit_id: int, paper: str) -> str | None:
    """The name alone: the content may be megabytes."""
    return tx.execute(select(office_templates.c.name).where(*_template(unit_id, paper))).scalar_one_or_none()


def keep_template(tx: Tx, unit_id: int, paper: str, name: str, content: bytes) -> None:
    drop_template(tx, unit_id, paper)
    tx.execute(insert(office_templates).values(unit_id=unit_id, paper=paper, name=name, content=content))


def drop_template(tx: Tx, unit_id: int, paper: str) -> bool:
    """Go back to the form of the decree; False where there was no other."""
    return tx.execute(delete(office_templates).where(*_template(unit_id, paper))).rowcount == 1


def _template(unit_id: int, paper: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return office_templates.c.unit_id == unit_id, office_templates.c.paper == paper
