"""A report in words: the versions of its parts, its good examples, its signed papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, select, update

from bot.campaign.model import NarrativePart
from bot.store.engine import AnyRow, Tx
from bot.store.narrative_tables import good_examples, narratives, signed_reports
from bot.store.tables import people


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One version of a part; an empty text took it back."""

    part: NarrativePart
    version: int
    text: str
    because: str | None
    person: str
    at: datetime
    source: str | None


_VERSIONS = (
    select(narratives, people.c.name.label("person"))
    .join(people, people.c.id == narratives.c.person_id)
    .where(narratives.c.report_id == bindparam("report"))
    .order_by(narratives.c.id)
)


def versions(tx: Tx, report_id: int) -> list[Told]:
    """Every version of every part, the oldest first."""
    return [
        Told(
            part=NarrativePart(row.part),
            version=row.version,
            text=row.text,
            because=row.because,
            person=row.person,
            at=row.at,
            source=row.source,
        )
        for row in tx.execute(_VERSIONS, {"report": report_id})
    ]


def newest(tx: Tx, report_id: int) -> dict[NarrativePart, Told]:
    """The parts in force, in their order; one that was taken back is not there."""
    found = {told.part: told for told in versions(tx, report_id)}
    return {part: found[part] for part in NarrativePart if part in found and found[part].text}


def add(
    tx: Tx,
    report_id: int,
    texts: Mapping[NarrativePart, str],
    *,
    because: str | None,
    source: str | None,
    person_id: int,
    now: datetime,
) -> None:
    """Append the next version of each of these parts."""
    rows = tx.execute(
        select(narratives.c.part, func.max(narratives.c.version).label("version"))
        .where(narratives.c.report_id == report_id)
        .group_by(narratives.c.part)
    )
    last = {row.part: row.version for row in rows}
    tx.execute(
        insert(narratives),
        [
            {
                "report_id": report_id,
                "part": part.value,
                "version": last.get(part.value, 0) + 1,
                "text": text,
                "because": because,
                "source": source,
                "person_id": person_id,
                "at": now,
            }
            for part, text in texts.items()
        ],
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodExample:
    """Gương người tốt, việc tốt; `name` is None where whoever it is did not agree to be named."""

    example_id: int
    name: str | None
    deed: str
    source: str | None


def good(tx: Tx, report_id: int) -> list[GoodExample]:
    """Those of a report, the oldest first."""
    rows = tx.execute(
        select(good_examples)
        .where(good_examples.c.report_id == report_id, good_examples.c.removed_at.is_(None))
        .order_by(good_examples.c.id)
    )
    return [GoodExample(example_id=row.id, name=row.name, deed=row.deed, source=row.source) for row in rows]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExampleTold:
    """A good example in the history: who added it, who took it back, and since when it is not told any more."""

    name: str | None
    deed: str
    source: str | None
    person: str
    at: datetime
    removed_at: datetime | None
    removed_by: str | None


def ever_good(tx: Tx, report_id: int) -> list[ExampleTold]:
    """Those of a report with those that were taken back, the oldest first."""
    remover = people.alias()
    rows = tx.execute(
        select(good_examples, people.c.name.label("person"), remover.c.name.label("remover"))
        .join(people, people.c.id == good_examples.c.person_id)
        .outerjoin(remover, remover.c.id == good_examples.c.removed_by)
        .where(good_examples.c.report_id == report_id)
        .order_by(good_examples.c.id)
    )
    return [
        ExampleTold(
            name=row.name,
            deed=row.deed,
            source=row.source,
            person=row.person,
            at=row.at,
            removed_at=row.removed_at,
            removed_by=row.remover,
        )
        for row in rows
    ]


def add_good(
    tx: Tx,
    report_id: int,
    *,
    name: str | None,
    deed: str,
    source: str | None,
    person_id: int,
    now: datetime,
) -> int:
    key = tx.execute(
        insert(good_examples).values(
            report_id=report_id, name=name, deed=deed, source=source, person_id=person_id, at=now
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def remove_good(tx: Tx, report_id: int, example_id: int, *, person_id: int, now: datetime) -> bool:
    """Take a good example back; its name goes for good. False where the report has none with this id."""
    found = tx.execute(
        update(good_examples)
        .where(
            good_examples.c.id == example_id,
            good_examples.c.report_id == report_id,
            good_examples.c.removed_at.is_(None),
        )
        .values(removed_at=now, removed_by=person_id, name=None)
    )
    return found.rowcount == 1


def forget_name(tx: Tx, report_id: int, example_id: int) -> bool:
    """Keep only the deed. False where the report has no such example, or no name stands there."""
    found = tx.execute(
        update(good_examples)
        .where(
            good_examples.c.id == example_id,
            good_examples.c.report_id == report_id,
            good_examples.c.name.is_not(None),
        )
        .values(name=None)
    )
    return found.rowcount == 1


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFile:
    """A file as the bot's folder and Telegram know it; `size` in bytes, `hash` its SHA-256.

    Telegram does not know one that came by the page.
    """

    name: str
    size: int
    hash: str
    file_id: str | None = None
    unique_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedReport:
    """The paper behind a report: its number and date, and the file."""

    version: int
    number: str
    signed_on: date
    file: KeptFile
    source: str | None
    person: str
    at: datetime


_SIGNED = (
    select(signed_reports, people.c.name.label("person"))
    .join(people, people.c.id == signed_reports.c.person_id)
    .where(signed_reports.c.report_id == bindparam("report"))
    .order_by(signed_reports.c.version)
)


def signed(tx: Tx, report_id: int) -> list[SignedReport]:
    """Every version, the oldest first; the last is in force."""
    return [_signed(row) for row in tx.execute(_SIGNED, {"report": report_id})]


def _signed(row: AnyRow) -> SignedReport:
    return SignedReport(
        version=row.version,
        number=row.number,
        signed_on=row.signed_on,
        file=file_of(row),
        source=row.source,
        person=row.person,
        at=row.at,
    )


def file_of(row: AnyRow) -> KeptFile:
    return KeptFile(
        name=row.file_name, file_id=row.file_id, unique_id=row.file_unique_id, size=row.size, hash=row.hash
    )


def file_values(file: KeptFile) -> dict[str, object]:
    return {
        "file_name": file.name,
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "size": file.size,
        "hash": file.hash,
    }


def add_signed(
    tx: Tx,
    report_id: int,
    *,
    version: int,
    number: str,
    signed_on: date,
    file: KeptFile,
    source: str | None,
    person_id: int,
    now: datetime,
) -> None:
    tx.execute(
        insert(signed_reports).values(
            report_id=report_id,
            version=version,
            number=number,
            signed_on=signed_on,
            source=source,
            person_id=person_id,
            at=now,
            **file_values(file),
        )
    )
