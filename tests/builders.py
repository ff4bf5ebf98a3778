"""A commune in the database, written straight into the tables: what most tests and benches start from."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, update

from bot.campaign.model import CampaignState, Duty, Role
from bot.store import people
from bot.store.engine import Tx
from bot.store.migrations import HEAD, bring_up
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    clusters,
    indicators,
    metadata,
    periods,
    phases,
    units,
)
from bot.store.tables import people as people_table


def tables(tx: Tx) -> None:
    """The tables as the migrations make them, in a tenth of the time."""
    metadata.create_all(tx)
    tx.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    tx.exec_driver_sql("INSERT INTO alembic_version VALUES ('" + HEAD + "')")


def database(folder: Path) -> str:
    """An empty database as the migrations make it, in this folder; returns its address."""
    file = folder / "dondoc.sqlite3"
    file.write_bytes(_migrated())
    return f"sqlite:///{file}"


@cache
def _migrated() -> bytes:
    """The file, made once: the migrations take half a second."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        bring_up(f"sqlite:///{file}", datetime.now(UTC))
        return file.read_bytes()


def unit(
    tx: Tx,
    code: str,
    name: str,
    *,
    kind: str = "thon",
    parent: int | None = None,
    cluster: int | None = None,
    duty: Duty = Duty.REQUIRED,
) -> int:
    key = tx.execute(
        insert(units).values(
            code=code,
            name=name,
            kind=kind,
            level="xa" if parent is None else "don_vi",
            parent_id=parent,
            cluster_id=cluster,
            duty=duty.value,
            path="",
        )
    ).inserted_primary_key[0]
    above = "/" if parent is None else tx.execute(units.select().where(units.c.id == parent)).one().path
    tx.execute(update(units).where(units.c.id == key).values(path=f"{above}{key}/"))
    return int(key)


def cluster(tx: Tx, code: str, name: str) -> int:
    return int(tx.execute(insert(clusters).values(code=code, name=name)).inserted_primary_key[0])


def person(tx: Tx, chat_id: int, name: str, now: datetime, *roles: tuple[Role, int]) -> int:
    """Somebody who has consented, with roles at units."""
    person_id = people.meet(tx, chat_id=chat_id, name=name, language="vi", now=now)
    people.consent(tx, person_id, now)
    for role, unit_id in roles:
        people.grant(tx, person_id=person_id, unit_id=unit_id, role=role.value, now=now)
    return person_id


INDICATORS = (
    ("Thu ngân sách trên địa bàn", "=", "12.5", "tỷ đồng", "flow"),
    ("Sản lượng lương thực có hạt", "=", "1340", "tấn", "flow"),
    ("Tỷ lệ hộ sử dụng nước hợp vệ sinh", ">", "93", "%", "level"),
)


def campaign(
    tx: Tx,
    owner: int,
    unit_ids: Sequence[int],
    now: datetime,
    *,
    named: Sequence[tuple[str, str, str, str, str]] = INDICATORS,
    dues: Sequence[date] = (date(2023, 6, 16), date(2023, 12, 15)),
    starts: Sequence[date] = (date(2023, 1, 10), date(2023, 7, 1)),
    directive: Mapping[str, object] | None = None,
) -> int:
    """A running campaign of the year 2023 with a phase for each due date; all required units answer for all."""
    key = tx.execute(
        insert(campaigns).values(
            owner_id=owner,
            state=CampaignState.RUNNING.value,
            title="Phong trào thi đua năm 2023",
            ends_on=date(2023, 12, 31),
            starts_on=date(2023, 1, 10),
            directive=directive or {},
            file_name="chi-thi.txt",
            file_hash="0" * 64,
            made_at=now,
            launched_at=now,
        )
    ).inserted_primary_key[0]
    tx.execute(
        insert(campaign_units),
        [{"campaign_id": key, "unit_id": unit_id, "duty": Duty.REQUIRED.value} for unit_id in unit_ids],
    )
    for n, (due, start) in enumerate(zip(dues, starts, strict=True), 1):
        phase = tx.execute(
            insert(phases).values(
                campaign_id=key,
                n=n,
                name=("Đợt 1", "Đợt 2")[n - 1],
                starts_on=start,
                ends_on=date(2023, 6, 30) if n == 1 else date(2023, 12, 31),
                review_exclusive=True,
            )
        ).inserted_primary_key[0]
        tx.execute(insert(periods).values(phase_id=phase, n=1, due_on=due))
    for n, (name, comparator, value, measure_unit, measure) in enumerate(named, 1):
        indicator = tx.execute(
            insert(indicators).values(
                campaign_id=key,
                n=n,
                section="",
                name=name,
                source_text=name,
                comparator=comparator,
                value=Decimal(value),
                measure_unit=measure_unit,
                direction="reach",
                measure=measure,
            )
        ).inserted_primary_key[0]
        tx.execute(insert(assignments).values(indicator_id=indicator, scope="all"))
    return int(key)


def grant_focal_point(tx: Tx, chat_id: int, unit_id: int, now: datetime) -> None:
    """Have somebody who is known already report for another unit too."""
    person_id = tx.execute(people_table.select().where(people_table.c.chat_id == chat_id)).one().id
    people.grant(tx, person_id=person_id, unit_id=unit_id, role=Role.FOCAL_POINT.value, now=now)
